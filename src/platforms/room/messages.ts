// What the room needs from outside: where its messages are kept, who may sit in it, and the levers of a rehearsal; leaves the keeping to the store and the levers to the composition root.
import type { Message } from '../../core/message.ts'
import type { Bilingual } from '../../core/texts.ts'
import type { Instant, Language, PersonId, PlaceId } from '../../core/values.ts'

/** Who reads what: a person in a place (what is said to all and what was answered to them), or a person alone. */
export type RoomReader =
  | { readonly place: PlaceId; readonly person: PersonId }
  | { readonly person: PersonId }

/** Whom a message is for: everyone in a place, one person in a place (an answer), or one person privately. */
export type RoomTarget = { readonly place: PlaceId } | RoomReader

/** A message as the room keeps it. Its `ref` grows with time: it is also its position on the page. */
export type RoomMessage = {
  readonly ref: string
  readonly key: string
  /** What the person said, where the message is the answer to it. */
  readonly said: string | undefined
  readonly message: Message
  readonly language: Language
  readonly postedAt: Instant
  readonly editedAt: Instant | undefined
}

/** The network of the room: a table that outlives the process. */
export interface RoomMessages {
  /** The same key again is the same message: the first one stays as it is, and its ref is given. */
  post(draft: {
    readonly key: string
    readonly to: RoomTarget
    readonly said?: string
    readonly message: Message
    readonly language: Language
  }): Promise<string>
  /** Changes a message in its place; false if there is none of this ref. */
  edit(ref: string, message: Message, language: Language): Promise<boolean>
  find(key: string): Promise<string | undefined>
  get(ref: string): Promise<RoomMessage | undefined>
  /** The newest `limit` messages, oldest first. */
  read(target: RoomReader, limit: number): Promise<readonly RoomMessage[]>
}

/** Somebody to be in the room, with what they do in the council. */
export type RoomPerson = {
  readonly id: PersonId
  readonly name: string
  readonly office: Bilingual
}

/** What the room knows of the council, by the council file in force. */
export interface RoomGuide {
  readonly title: Bilingual
  readonly zone: string
  persons(): readonly RoomPerson[]
  /** The places a person may enter, in the order of the council file. */
  places(person: PersonId): Promise<readonly { readonly id: PlaceId; readonly name: string }[]>
  /** The instant of the one clock. */
  now(): Promise<Instant>
  language(person: PersonId): Promise<Language>
}

/** The levers of a rehearsal. Each answers what it did, in words, or throws a Refusal. */
export interface RehearsalPanel {
  /** @param to the day and time as somebody wrote them */
  turnClock(to: string): Promise<Bilingual>
  jumpToEnd(): Promise<Bilingual>
  sampleVotes(): Promise<Bilingual>
}
