// A private room holds its person and us: whoever else got in is put out before another word is said there, since what the SDK encrypts it encrypts for everybody in the room; leaves making rooms to rooms.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type { MatrixClient } from 'matrix-js-sdk'
import { type Failure, failureOf } from './outcome.ts'

export type AloneParts = {
  readonly client: MatrixClient
  readonly notice: (words: string) => void
  /** No sync comes any more. */
  readonly stopping: AbortSignal
}

/** What was done is shown by the next sync. */
const SYNC_PATIENCE_MS = 10_000
const SYNC_STEP_MS = 50

/** @returns why nothing may be said there yet */
export async function putOthersOut(
  parts: AloneParts,
  room: string,
  account: string,
): Promise<Failure | undefined> {
  const { client, notice, stopping } = parts
  for (const other of othersIn(client, room, account)) {
    try {
      await client.kick(room, other)
    } catch (error) {
      const failure = failureOf(error)
      return failure.kind === 'refused' ? { ...failure, errcode: 'not_alone' } : failure
    }
    notice(`Matrix: somebody else was put out of a private room: ${other} of ${room}`)
  }
  for (let ms = 0; othersIn(client, room, account).length > 0; ms += SYNC_STEP_MS) {
    if (ms >= SYNC_PATIENCE_MS || stopping.aborted) {
      return { kind: 'unreached', reason: 'not_synced' }
    }
    await sleep(SYNC_STEP_MS)
  }
  return undefined
}

/** Who was invited is encrypted for as well. */
function othersIn(client: MatrixClient, room: string, account: string): readonly string[] {
  const members = client.getRoom(room)?.getMembers() ?? []
  return members
    .filter(({ membership }) => membership === 'join' || membership === 'invite')
    .map(({ userId }) => userId)
    .filter((user) => user !== account && user !== client.getUserId())
}
