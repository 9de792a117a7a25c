// What a command is: a value with names, right, typed arguments, help and an executor; leaves the words of a line to grammar.ts and the running to bot.ts.
import type { Form } from './form.ts'
import type { Account, Answer, Identity, Origin, Receipt, Role } from './ports.ts'
import type { TableRow } from './tables.ts'
import type { Bilingual } from './texts.ts'
import type { Instant, Language } from './values.ts'

/** What a word may be read with: the reader's language for faults, the instant and zone for dates without a year. */
export type Reading = { readonly language: Language; readonly now: Instant; readonly zone: string }

/**
 * One typed argument. `claims` says whether an unquoted word of a line is meant for it, so that arguments may stand in any
 * order; `read` turns text (from a line, a button or a form field) into the value or throws a Refusal that says what would
 * be right.
 */
export type Argument<T> = {
  readonly label: Bilingual
  readonly hint: Bilingual
  readonly words: Bilingual
  readonly kind: 'line' | 'paragraph' | 'choice'
  readonly maxLength: number
  readonly options: readonly { readonly value: string; readonly label: Bilingual }[]
  readonly required: boolean
  /** Not offered in the form: it travels with a button or is only ever typed. */
  readonly hidden: boolean
  /** A text that words of a line become only in quotes or by its name: they might deny the choice they stand beside. */
  readonly quoted: boolean
  /** A text of parts with names of its own, `name=value`: what a line names so, and no argument is called, is one of them. */
  readonly parts: boolean
  claims(word: string, reading: Reading): boolean
  read(text: string, reading: Reading): T
}

// biome-ignore lint/suspicious/noExplicitAny: the table of arguments is read by inference only
export type Arguments = Readonly<Record<string, Argument<any>>>

/** The values an executor gets: optional arguments may be absent. */
export type Values<A extends Arguments> = {
  readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never
}

/** What an executor may know: who asks, from where, when, in which language, and the stores it declared. */
export type Call<A extends Arguments, S> = {
  readonly values: Values<A>
  readonly me: Identity
  readonly from: Account
  readonly origin: Origin
  readonly language: Language
  readonly now: Instant
  readonly stores: S
  readonly receipt: Receipt
  /** What was given for the command's own `fields`, read; empty where it has none or they were not asked. */
  readonly answers: Readonly<Record<string, unknown>>
  /** The rows of the file that came with the words, where the command takes one and one came. */
  readonly table: readonly TableRow[] | undefined
}

/** Who may use a command. `anyone` includes accounts the bot does not know. */
export type Audience = 'anyone' | 'known' | 'voter' | 'secretariat' | 'chair' | 'office'

/**
 * `read` changes nothing; `write` runs once per request inside the store's unit of work; `own` keeps its own receipt
 * (the cast does, in one function of the database).
 */
export type Effect = 'read' | 'write' | 'own'

/** The rest of a `read` that takes longer, such as drawing a picture: done after its look at the store, which it holds up no more. */
export type Later = () => Promise<Answer>

/** A call before it is complete. */
export type Asking<A extends Arguments, S> = Omit<Call<A, S>, 'values'> & {
  readonly values: Partial<Values<A>>
}

export type Command<A extends Arguments, S> = {
  /** The English name and the identifier on buttons and forms. */
  readonly verb: string
  readonly names: Readonly<Record<Language, readonly string[]>>
  readonly who: Audience
  readonly effect: Effect
  readonly arguments: A
  readonly help: Bilingual
  readonly example: Bilingual
  /** What the form of this command shows before anything is typed; absent where a command is only ever complete. */
  prefill?(call: Asking<A, S>): Promise<Prefill>
  /**
   * Further fields of the form that depend on what stands, such as the questions of a questionnaire. They are asked for by
   * the form alone: where there are any, words and buttons open it.
   */
  fields?(call: Asking<A, S>): Promise<Arguments>
  /**
   * Only where a `write` takes a table in place of its form: says, before a byte of it is fetched, whether this person may hand
   * it in here and now; `run` judges that again. @throws Refusal
   */
  takesFile?(call: Asking<A, S>): Promise<void>
  run(call: Call<A, S>): Promise<Answer | Later>
}

/** The texts of a form and what its fields hold at first. */
export type Prefill = Pick<Form, 'title' | 'intro' | 'submit'> & {
  readonly values: Readonly<Record<string, string>>
  readonly args: Readonly<Record<string, string>>
}

// biome-ignore lint/suspicious/noExplicitAny: commands with different arguments stand in one table; each was checked where it was defined
export type AnyCommand<S> = Command<any, S>

/** Keeps the argument types of one command together with its executor. */
export function command<A extends Arguments, S>(definition: Command<A, S>): AnyCommand<S> {
  return definition
}

/** Which roles open which audience; the chair may do all that the secretariat prepares except prepare it alone (four eyes). */
const OPEN_TO: Readonly<Record<Exclude<Audience, 'anyone' | 'known'>, readonly Role[]>> = {
  voter: ['member', 'deputy'],
  secretariat: ['secretariat'],
  chair: ['chair', 'deputyChair'],
  office: ['secretariat', 'chair', 'deputyChair'],
}

/** May this person use a command for that audience? */
export function mayUse(audience: Audience, me: Identity | undefined): boolean {
  if (audience === 'anyone') return true
  if (!me) return false
  if (audience === 'known') return true
  return OPEN_TO[audience].some((role) => me.roles.includes(role))
}
