// What the loopback homeserver keeps, and how a value of unknown shape is read; leaves what happens to it to world.ts and the methods.

export type Fields = Readonly<Record<string, unknown>>

/** An event as the server keeps it: what clients get is made from it by serving.ts. */
export type RoomEvent = {
  readonly event_id: string
  readonly type: string
  readonly sender: string
  readonly room_id: string
  origin_server_ts: number
  content: Fields
  readonly state_key?: string
  readonly redacts?: string
  /** Its place in the one stream of everything that happens. */
  readonly pos: number
  /** Only the device that sent it is told the transaction. */
  readonly sent?: { readonly device: string; readonly txn: string }
  /** The state that it took the place of. */
  readonly replaces?: RoomEvent
  redactedBecause?: RoomEvent
}

export type Room = {
  readonly id: string
  readonly version: string
  readonly events: RoomEvent[]
  /** Current state by `type` and `state_key`, joined by a line break. */
  readonly state: Map<string, RoomEvent>
}

export type Device = {
  readonly id: string
  name: string | undefined
  keys: Fields | undefined
  readonly oneTimeKeys: Map<string, unknown>
  readonly fallbackKeys: Map<string, { readonly id: string; readonly key: unknown; used: boolean }>
  readonly inbox: { readonly pos: number; readonly event: Fields }[]
}

/** Account data, of a user or of a user in one room. */
export type Kept = Map<string, { readonly pos: number; readonly content: Fields }>

export type Backup = {
  readonly version: string
  readonly algorithm: unknown
  auth_data: unknown
  /** By room and session. */
  readonly keys: Map<string, Map<string, Fields>>
  etag: number
  deleted: boolean
}

export type User = {
  readonly id: string
  readonly password: string
  readonly admin: boolean
  readonly devices: Map<string, Device>
  readonly profile: Map<string, unknown>
  readonly accountData: Kept
  readonly roomData: Map<string, Kept>
  readonly filters: Fields[]
  readonly crossSigning: Map<CrossSigningKey, Fields>
  readonly backups: Backup[]
  /** Set by an administrator: 0 for both is no limit. */
  override: { readonly messages_per_second: number; readonly burst_count: number } | undefined
}

export type CrossSigningKey = 'master_key' | 'self_signing_key' | 'user_signing_key'

/** One request as it came over the wire. */
export type WireRequest = {
  readonly method: string
  /** Decoded, without `/_matrix/client/v3`; other addresses in full. */
  readonly path: string
  readonly query: Fields
  readonly body: unknown
  readonly token: string | undefined
  /** Whose token that is. */
  readonly user: string | undefined
  readonly at: number
  /** How it was answered; undefined as long as it was not, or when the answer was lost. */
  status: number | undefined
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
