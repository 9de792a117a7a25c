// What the core asks of the world and the world of the core: requests, answers, the platform port, the store's unit of work and the directory; leaves every implementation to platforms/ and store/.
import type { Form } from './form.ts'
import type { Attachment, Block, Message } from './message.ts'
import type { Sheet } from './tables.ts'
import type { LocalDate } from './time.ts'
import type {
  BodyId,
  ConnectionId,
  Instant,
  Language,
  PartyCode,
  PersonId,
  PlaceId,
} from './values.ts'

/** An identity on one network. Display names are never identity. */
export type Account = { readonly connection: ConnectionId; readonly id: string }

/** Where a request came from: a place of the council file, or the private talk with the bot. */
export type Origin =
  | { readonly kind: 'place'; readonly place: PlaceId }
  | { readonly kind: 'private' }

/**
 * A file that came with a request. Its bytes are fetched only once it is known who sends it and that they are wanted; `read`
 * rejects where the network no longer has them.
 */
export type HandedIn = {
  /** As its owner named it: words of a person. */
  readonly name: string
  /** In bytes, as the network says before anything is fetched. */
  readonly size: number
  readonly read: () => Promise<Uint8Array>
}

/**
 * What goes in. `requestId` is unique per connection: the same id again is the same request and changes nothing.
 * `order`, where a platform knows it, sorts clicks of one account: an older one never overwrites a newer one.
 */
export type Request = {
  readonly requestId: string
  readonly from: Account
  readonly origin: Origin
  readonly order?: string
} & (
  | {
      readonly kind: 'command'
      /** Empty where somebody sent a file without a word. */
      readonly text: string
      readonly files?: readonly HandedIn[]
    }
  | {
      readonly kind: 'action'
      readonly verb: string
      readonly args: Readonly<Record<string, string>>
      /** Opens the command's form filled with `args` and carries nothing out, even where nothing is missing. */
      readonly asForm?: boolean
    }
  | {
      readonly kind: 'form'
      readonly verb: string
      readonly args: Readonly<Record<string, string>>
      readonly values: Readonly<Record<string, string>>
    }
)

/** What comes out. A refusal is a message too, with its code, so that programs need not read words. */
export type Answer =
  | { readonly kind: 'message'; readonly message: Message; readonly refusal?: string }
  | { readonly kind: 'form'; readonly form: Form }

/** Resolves after everything the request changed is stored. */
export type Accept = (request: Request) => Promise<Answer>

/** Whom a post is for on one connection. */
export type Target =
  | { readonly kind: 'place'; readonly place: PlaceId }
  | { readonly kind: 'person'; readonly account: Account }

/** One attempt at one thing; `key` names the post for ever, so that a lost answer can be looked up by `find`. */
export type Operation =
  | {
      readonly kind: 'post'
      readonly key: string
      readonly to: Target
      readonly message: Message
      readonly language: Language
    }
  | {
      readonly kind: 'edit'
      readonly key: string
      readonly to: Target
      readonly ref: string
      readonly message: Message
      readonly language: Language
    }
  | {
      readonly kind: 'file'
      readonly key: string
      readonly to: Target
      readonly file: Attachment
      readonly language: Language
    }
  | {
      readonly kind: 'home'
      readonly key: string
      readonly to: Target
      readonly message: Message
      readonly language: Language
    }

/**
 * How one attempt ended. `ambiguous`: it may or may not have arrived; ask `find` before trying again. `rateLimited`: it did
 * not arrive, and may be tried again after `waitMs` of machine time; nothing else has to wait for it.
 */
export type Delivery =
  | { readonly outcome: 'delivered'; readonly ref: string }
  | { readonly outcome: 'rateLimited'; readonly waitMs: number }
  | { readonly outcome: 'ambiguous' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly reason: string }

/** What a post's key leads to on the platform. */
export type Found =
  | { readonly outcome: 'found'; readonly ref: string }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown' }

/** Differences between platforms as data. The core reads them to decide, never to render. */
export type Capabilities = {
  readonly home: boolean
  readonly file: boolean
  /** Whether `find` can ever answer `absent`; without it an ambiguous post is reported and never repeated. */
  readonly find: boolean
}

/** One network, one set of credentials. No optional member: whatever a platform cannot do it says in `can`. */
export interface Platform {
  readonly connection: ConnectionId
  readonly can: Capabilities
  start(accept: Accept): Promise<void>
  /** Takes no new request, finishes those under way until the deadline (machine time, ms since the epoch), closes. */
  stop(deadline: Instant): Promise<void>
  health(): Promise<{ readonly ok: boolean; readonly words: string }>
  deliver(operation: Operation): Promise<Delivery>
  /** @param since machine time (ms) of the first attempt that may have arrived; nothing older needs to be looked at. Without it everything is. */
  find(key: string, to: Target, since?: Instant): Promise<Found>
  privatePlace(account: Account): Promise<Target>
}

/** What a person is at an instant, by the dated roles and mandates of the council file. */
export type Role = 'chair' | 'deputyChair' | 'secretariat' | 'member' | 'deputy' | 'adviser'

/** Somebody the bot knows. */
export type Identity = {
  readonly person: PersonId
  readonly name: string
  readonly language: Language
  readonly roles: readonly Role[]
  readonly mandates: readonly {
    readonly body: BodyId
    readonly party: PartyCode
    readonly role: 'member' | 'deputy'
  }[]
}

/** Who is who, by one version of the council file. */
export interface Directory {
  identify(account: Account, at: Instant): Identity | undefined
  /** The language posts in this place are written in. */
  placeLanguage(place: PlaceId): Language
}

/** A request as the inbox keeps it: `body` is the canonical text whose hash tells a repetition from another request under the same id. */
export type Receipt = {
  readonly connection: ConnectionId
  readonly requestId: string
  readonly body: string
  readonly order: string | undefined
}

/**
 * The store as the kernel sees it. `S` are the repositories of the slices, bound to one transaction.
 * `once` runs the work, keeps its answer in the inbox in the same transaction, and gives a repeated request the kept answer;
 * a Refusal undoes the work but is kept as the answer; another body under the same id throws a Refusal `request.other`.
 */
export interface Desk<S> {
  /** One consistent look; nothing is changed. */
  read<T>(work: (stores: S, now: Instant) => Promise<T>): Promise<T>
  /**
   * For what keeps its own receipt: no transaction around it, and no round trip before it. `latest` is the newest instant
   * this process has seen of the one clock; whatever is decided is decided by the store's own instant.
   */
  own<T>(work: (stores: S, latest: Instant) => Promise<T>): Promise<T>
  /** For the bot's own acts, whose receipt is the state itself: all of it or nothing. */
  change<T>(work: (stores: S, now: Instant) => Promise<T>): Promise<T>
  once(
    receipt: Receipt,
    language: Language,
    work: (stores: S, now: Instant) => Promise<Answer>,
  ): Promise<Answer>
  /**
   * The answer that `once` kept for this request; nothing where it was not carried out. For work that has to fetch something
   * first. @throws Refusal `request.other`
   */
  answered(receipt: Receipt): Promise<Answer | undefined>
}

/** Formats that a kept library writes better than we would; the words in them come from the core. */
export interface Exporter {
  /** RFC 4180 with neutralised formulas: a cell never runs in a spreadsheet. */
  csv(rows: readonly (readonly string[])[]): string
  /** The same for thousands of rows, written beside the votes. */
  longCsv(rows: readonly (readonly string[])[]): Promise<string>
  /** Every block as Markdown, user text escaped. */
  markdown(blocks: readonly Block[]): string
  /** One event of a calendar (RFC 5545). `sequence` grows with every change, so that a calendar replaces the older one. */
  calendar(event: {
    readonly uid: string
    readonly title: string
    readonly description: string
    readonly at: Instant
    readonly stamp: Instant
    readonly sequence: number
  }): string
  /** A workbook (XLSX), written beside the votes. Texts stay texts, only numbers are numbers. */
  spreadsheet(sheets: readonly Sheet[]): Promise<Uint8Array>
  /** A picture of our own as PNG, `width` pixels wide, drawn beside the votes; rejects where it cannot be drawn. */
  picture(svg: string, width: number): Promise<Uint8Array>
}

/** Cron expressions, read by a kept library and for their days alone: rounds come by days of the calendar, not by minutes. */
export interface CronDays {
  /** What the library finds wrong with an expression; undefined where nothing is. */
  fault(expression: string): string | undefined
  fallsOn(expression: string, date: LocalDate): boolean
}
