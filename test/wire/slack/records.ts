// What the loopback Slack keeps and hands out: users, channels, messages, views, files, calls; leaves what is done with them to the methods and to people.ts.

/** A parsed JSON object nothing is known about. */
export type Fields = Readonly<Record<string, unknown>>

export type User = {
  readonly id: string
  readonly name: string
  readonly isBot?: boolean
  readonly deleted?: boolean
  readonly isRestricted?: boolean
  readonly isUltraRestricted?: boolean
  readonly isStranger?: boolean
  readonly team?: string
  readonly enterpriseUser?: string
}

export type NewChannel = {
  readonly id: string
  readonly name: string
  readonly members: readonly string[]
  readonly private?: boolean
  readonly botIsMember?: boolean
}

export type Channel = {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly members: Set<string>
}

/** A call of the Web API as it came in; blocks, metadata and view are parsed. */
export type Call = {
  readonly method: string
  readonly args: Fields
  readonly token: string | undefined
  /** Machine time in milliseconds. */
  readonly at: number
}

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly content: string
  readonly bytes: Buffer
  /** What a picture shows, for who does not see it. */
  readonly alt?: string
  /** As whoever uploaded it says. */
  readonly type?: string
  readonly channel: string | undefined
  readonly thread_ts: string | undefined
  readonly user: string
}

export type StoredMessage = {
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly bot_id?: string
  readonly text: string
  readonly blocks?: readonly Fields[]
  readonly metadata?: Fields
  readonly thread_ts?: string
  readonly files?: readonly StoredFile[]
  /** Set on a message that only this user sees. */
  readonly only_for?: string
  /** How often it was edited. */
  readonly edits: number
}

export type View = {
  readonly id: string
  readonly hash: string
  readonly type: 'modal' | 'home'
  readonly callback_id: string
  readonly external_id: string
  readonly private_metadata: string
  readonly title?: Fields
  readonly submit?: Fields | null
  readonly close?: Fields | null
  readonly blocks: readonly Fields[]
  readonly state: { readonly values: Record<string, Record<string, Fields>> }
  readonly clear_on_close: boolean
  readonly notify_on_close: boolean
  readonly root_view_id: string
  readonly previous_view_id: string | null
  readonly team_id: string
  readonly app_id: string
  readonly bot_id: string
  readonly app_installed_team_id: string
  /** What the last submission was answered with: words of an error by block_id; not part of what Slack sends. */
  readonly errors?: Readonly<Record<string, string>>
}

/** What Slack, or the person at its window, sees of one delivery. */
export type Acked = {
  readonly acked: boolean
  /** What came with the acknowledgement; over HTTP the parsed body, or its text. */
  readonly response: unknown
  readonly afterMs: number
  readonly envelopeId: string
  /** The HTTP status, when it went over HTTP. */
  readonly status?: number
  /** Why Slack shows a warning instead of the answer, in words. */
  readonly trouble?: string
}

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list, and nothing for what is no list. */
export function fieldsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** A text, or the empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A flag of an argument: Slack reads it from JSON and from form fields. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1
}
