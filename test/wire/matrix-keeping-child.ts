// A bot's client in a process of its own, for the tests that kill it: says by messages what it is and what comes in, and does what it is told.
import { setTimeout as sleep } from 'node:timers/promises'
import { type ISyncResponse, MatrixEvent } from 'matrix-js-sdk'
import { openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'

/** What the tests tell the child. */
export type Told =
  | { readonly say: 'send'; readonly room: string; readonly bodies: readonly string[] }
  | { readonly say: 'isEncrypted'; readonly room: string }

/** What the child tells the tests. */
export type Said = {
  readonly device?: string
  readonly ready?: true
  /** An event before the token moves. */
  readonly arrived?: { readonly id: string; readonly body: string | undefined }
  readonly sent?: string
  readonly encrypted?: boolean
  readonly defect?: string
}

const [folder = '', pause = '0'] = process.argv.slice(2)
const say = (said: Said) => process.send?.(said)
const held = openFolder(folder)
const session = held.session()
if (!session) throw new Error('Nobody has logged in')

const opened = await openClient({
  ...{ folder: held, session, beforeToken, pollTimeoutMs: 2000 },
  broken: (error) => {
    say({ defect: String(error) })
    process.exit(70)
  },
  report: (defect) => say({ defect: String(defect) }),
  notice: () => {},
})
const { client, crypto } = opened
say({ device: (await crypto.getOwnDeviceKeys()).ed25519 })

/** Decrypted as it has to be done: not by the SDK's own event, which may come later or never. */
async function beforeToken(sync: ISyncResponse): Promise<void> {
  const rooms = Object.entries(sync.rooms?.join ?? {})
  for (const [room, { timeline }] of rooms) {
    for (const raw of timeline.events) {
      if (!('event_id' in raw) || raw.sender === session?.user) continue
      const event = new MatrixEvent({ ...raw, room_id: room })
      await client.decryptEventIfNeeded(event)
      const { body } = event.getContent()
      if (event.getType() === 'm.room.message')
        say({ arrived: { id: raw.event_id, body: event.isDecryptionFailure() ? undefined : body } })
    }
  }
  if (rooms.length > 0) await sleep(Number(pause))
}

process.on('message', async (told: Told) => {
  if (told.say === 'isEncrypted') {
    say({ encrypted: client.getRoom(told.room)?.hasEncryptionStateEvent() ?? false })
    return
  }
  for (const body of told.bodies) {
    await client.sendTextMessage(told.room, body).then(
      () => say({ sent: body }),
      (defect) => say({ defect: String(defect) }),
    )
  }
})

await opened.start()
say({ ready: true })
