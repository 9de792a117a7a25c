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

/** Somebody to be in the room. `group` gathers them in the list of persons, in the order in which groups first appear. */
export type RoomPerson = {
  readonly id: PersonId
  readonly name: string
  readonly note: string
  readonly group: string
}

/** What the room knows of the council, by the council file in force. */
export interface RoomGuide {
  readonly title: Bilingual
  readonly zone: string
  persons(language: Language): Promise<readonly RoomPerson[]>
  /** The places a person may enter, in the order of the council file. */
  places(person: PersonId): Promise<readonly { readonly id: PlaceId; readonly name: string }[]>
  /** The instant of the one clock. */
  now(): Promise<Instant>
  languageOf(person: PersonId): Promise<Language>
}

/** Who pulls a lever, and in which language the words about it are wanted. */
export type Visitor = { readonly person: PersonId; readonly language: Language }

/** The levers of a rehearsal. Each answers what it did, in words, or throws a Refusal. */
export interface RehearsalPanel {
  /** @param to the day and time as the visitor wrote them */
  turnClock(to: string, by: Visitor): Promise<string>
  jumpToEnd(by: Visitor): Promise<string>
  sampleVotes(by: Visitor): Promise<string>
}
