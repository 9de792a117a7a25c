// What an answer to a poll stands for: the choices of the poll as we sent it ourselves, asked from the homeserver and proved by its encryption, never from the SDK's model of polls; leaves what a choice leads to to answering.ts.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { type PollChoice, readPollStart } from '../drawing/poll.ts'
import { failureOf } from '../sending/outcome.ts'
import { isFromDeviceOf } from './trust.ts'

/** Nothing is offered any more, or nobody can tell what was. */
const OUTDATED: ReadonlyMap<string, PollChoice> = new Map()

/**
 * The choices of a poll of ours.
 * @returns nothing for what somebody else sent, no choices for a poll of ours that is gone, or that we cannot be proved to
 * have sent: whoever answered it is told, since otherwise they would wait for a receipt.
 */
export async function pollAt(
  client: MatrixClient,
  self: string,
  room: string,
  poll: string,
): Promise<ReadonlyMap<string, PollChoice> | undefined> {
  const raw = await client.fetchRoomEvent(room, poll).catch((error: unknown) => {
    // only these words of the homeserver say that there is none: an answer is lost to no outage, proxy or lost login
    const failure = failureOf(error)
    if (failure.kind === 'refused' && failure.errcode === 'M_NOT_FOUND') return undefined
    throw error
  })
  if (raw === undefined) return OUTDATED
  if (raw.sender !== self) return undefined
  const event = client.getEventMapper({ preventReEmit: true })({ ...raw, room_id: room })
  await client.decryptEventIfNeeded(event)
  if (event.isRedacted() || !(await isOurs(client, event))) return OUTDATED
  return readPollStart(event.getOriginalContent())
}

/** The homeserver names the sender, and whoever runs it could send in our name: but nothing that our keys have sealed. */
async function isOurs(client: MatrixClient, event: MatrixEvent): Promise<boolean> {
  const crypto = client.getCrypto()
  if (!crypto) throw new Error('the keys are not open')
  if (!event.isEncrypted() || event.isDecryptionFailure()) return false
  if (await isFromDeviceOf(event, crypto)) return true
  // this very device, should its owner's signature be missing
  return event.getSenderKey() === (await crypto.getOwnDeviceKeys()).curve25519
}
