// The neutral message: what the bot says, as typed spans and blocks without any markup; leaves drawing to the one renderer of each platform.
import type { Instant } from './values.ts'

/**
 * A run of text. `text` is literal: a renderer escapes it and never reads markup, mentions, links or formulas out of it.
 * A `link` is only ever made by the program, never found in a user's text.
 */
export type Span = {
  readonly text: string
  readonly style?: 'strong' | 'code' | 'quiet'
  readonly link?: string
  /** For a point in time: platforms that know the reader's clock may add it; `text` already says it in full. */
  readonly instant?: Instant
}

/** How a party stands on the board. `hidden` stands for all alike where the profile seals the interim result. */
export type Mark = 'yes' | 'no' | 'abstain' | 'open' | 'hidden'

/** One tile of the board: state by shape and word, never by colour alone. */
export type Cell = {
  readonly code: string
  readonly name: string
  readonly mark: Mark
  readonly word: string
  readonly note: string
}

/** Where each tile of a board stands, as rows of codes; an empty string is a gap. A renderer without space ignores it and keeps the order of the cells. */
export type BoardLayout = readonly (readonly string[])[]

/** A condition on its way to its threshold. `have` and `need` are whole parts of `of`, so that a bar can be drawn exactly; `text` says it in words. */
export type Gauge = {
  readonly kind: 'gauge'
  readonly label: string
  readonly have: bigint
  readonly need: bigint
  readonly of: bigint
  readonly text: string
  readonly met: boolean
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly spans: readonly Span[] }
  | { readonly kind: 'text'; readonly spans: readonly Span[] }
  | {
      readonly kind: 'facts'
      readonly facts: readonly { readonly label: string; readonly spans: readonly Span[] }[]
    }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly items: readonly (readonly Span[])[]
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly { readonly title: string; readonly align: 'start' | 'end' }[]
      readonly rows: readonly (readonly (readonly Span[])[])[]
    }
  | { readonly kind: 'note'; readonly spans: readonly Span[]; readonly weight: 'quiet' | 'strong' }
  | {
      readonly kind: 'board'
      readonly title: string
      readonly cells: readonly Cell[]
      readonly layout?: BoardLayout
    }
  | Gauge

/**
 * Something the reader can do next. `verb` and `args` are what the command parser would have produced from typed words, so a
 * button, a form and a sentence reach one executor. `args` are opaque to platforms and judged anew when they come back.
 */
export type Action = {
  readonly verb: string
  readonly args: Readonly<Record<string, string>>
  readonly label: string
  /** Says the whole of it to a screen reader, e.g. "Für Hessen zustimmen". */
  readonly spoken: string
  /** What somebody types to do the same, in the message's language, e.g. `stimme 7/2023 Zustimmung für HE`. */
  readonly typed: string
  readonly weight: 'primary' | 'plain' | 'danger'
  /** A choice that is the one in force. */
  readonly pressed?: boolean
  /** Only opens the command's form, filled with `args`; it comes back with the request. */
  readonly asForm?: boolean
}

/** A file that goes with a message: content made by the program, name chosen by the program. */
export type Attachment = {
  readonly name: string
  /** Media type. */
  readonly type: string
  /** Text, or bytes in a form that a message can be kept in. */
  readonly content: string | { readonly base64: string }
  /** What a picture shows, in words that stand for it; every picture has it, nothing else does. */
  readonly alt?: string
}

/** What the file holds; text in UTF-8. */
export function bytesOf({ content }: Pick<Attachment, 'content'>): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64')
}

/** How many dots a PNG of ours is wide and high; undefined for every other file. */
export function dotsOf(
  file: Pick<Attachment, 'type' | 'content'>,
): { readonly width: number; readonly height: number } | undefined {
  if (file.type !== 'image/png') return undefined
  const bytes = bytesOf(file)
  // the first chunk of a PNG begins with both, after its own eight bytes and the eight of the signature
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** A whole message. `summary` says everything in plain words, for surfaces without blocks and for notifications. */
export type Message = {
  readonly summary: string
  readonly blocks: readonly Block[]
  readonly actions: readonly Action[]
  readonly files: readonly Attachment[]
}

/** Builds a message; actions and files are optional because most messages have none. */
export function message(
  summary: string,
  blocks: readonly Block[],
  more: { actions?: readonly Action[]; files?: readonly Attachment[] } = {},
): Message {
  return { summary, blocks, actions: more.actions ?? [], files: more.files ?? [] }
}

export const plain = (text: string): Span => ({ text })
export const strong = (text: string): Span => ({ text, style: 'strong' })
export const code = (text: string): Span => ({ text, style: 'code' })

export const heading = (text: string, level: 1 | 2 = 1): Block => ({
  kind: 'heading',
  level,
  spans: [plain(text)],
})
export const paragraph = (...spans: readonly (Span | string)[]): Block => ({
  kind: 'text',
  spans: spans.map(asSpan),
})
export const note = (text: string, weight: 'quiet' | 'strong' = 'quiet'): Block => ({
  kind: 'note',
  spans: [plain(text)],
  weight,
})
export const facts = (entries: readonly (readonly [string, Span | string])[]): Block => ({
  kind: 'facts',
  facts: entries.map(([label, value]) => ({ label, spans: [asSpan(value)] })),
})
export const list = (items: readonly (Span | string)[], ordered = false): Block => ({
  kind: 'list',
  ordered,
  items: items.map((item) => [asSpan(item)]),
})

function asSpan(value: Span | string): Span {
  return typeof value === 'string' ? plain(value) : value
}
