// What the adapter keeps in the store: the private room of each account, how far a dialogue in a room has come, and on record what was read back after a gap; leaves keeping it to the store.

/** Of one connection. Rooms and dialogues can be made anew: by asking the homeserver, by asking the person. */
export interface MatrixKeeping {
  /** The private room of an account, undefined where none was made yet. */
  room(account: string): Promise<string | undefined>
  /** Keeps the private room of an account; a later one replaces it. */
  setRoom(account: string, room: string): Promise<void>
  /** What was kept of the dialogue in a room, undefined where there is none. */
  dialogue(room: string): Promise<string | undefined>
  /** Keeps how far the dialogue in a room has come; undefined ends it. */
  setDialogue(room: string, state: string | undefined): Promise<void>
  /** Puts on record which requests were read back after a gap in what the homeserver sent. The same ones again add nothing. */
  recordRecovered(requests: readonly string[]): Promise<void>
}
