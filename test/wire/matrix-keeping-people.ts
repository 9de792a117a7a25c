// Who the tests of the Matrix keys need: a bot in a process that can be killed, and a member with the SDK as it comes; leaves what is held of them to the tests.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  ClientEvent,
  createClient,
  type MatrixClient,
  MatrixEventEvent,
  SyncState,
} from 'matrix-js-sdk'
import { quietLogger, silenceSdk } from '../../src/platforms/matrix/keeping/quiet-logger.ts'
import type { Homeserver } from './matrix/index.ts'
import type { Said, Told } from './matrix-keeping-child.ts'

const program = fileURLToPath(new URL('matrix-keeping-child.ts', import.meta.url))

export async function until<T>(look: () => T | undefined | false, what = 'it'): Promise<T> {
  for (let tries = 0; tries < 1500; tries += 1) {
    const seen = look()
    if (seen) return seen
    await sleep(10)
  }
  throw new Error(`${what} never came`)
}

export type Bot = Awaited<ReturnType<typeof startBot>>

/** @param pauseMs how long it takes over a sync that brought something, before its token moves */
export async function startBot(folder: string, pauseMs = 0) {
  const made: ChildProcess = fork(program, [folder, String(pauseMs)], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const said: Said[] = []
  let printed = ''
  made.on('message', (words: Said) => said.push(words))
  for (const stream of [made.stdout, made.stderr]) {
    stream?.on('data', (words) => {
      printed += words
    })
  }
  const heard = <Key extends keyof Said>(key: Key) =>
    said.flatMap((words) => (words[key] === undefined ? [] : [words[key]]))
  return {
    said: heard,
    printed: () => printed,
    tell: (told: Told) => made.send(told),
    ready: () => until(() => heard('ready')[0], `the bot (${printed})`),
    exited: () => made.exitCode ?? made.signalCode,
    async kill(): Promise<void> {
      if (made.exitCode !== null || made.signalCode !== null) return
      made.kill('SIGKILL')
      await once(made, 'exit')
    },
  }
}

export type Member = Awaited<ReturnType<typeof startMember>>

/** Somebody with an encrypting client that keeps nothing. */
export async function startMember(homeserver: Homeserver, name: string) {
  silenceSdk()
  const { id, token, deviceId } = homeserver.addUser(name)
  const client: MatrixClient = createClient({
    ...{ baseUrl: homeserver.url, userId: id, accessToken: token, deviceId },
    logger: quietLogger(() => {}),
  })
  await client.initRustCrypto({ useIndexedDB: false })
  const read: string[] = []
  const undecryptable: string[] = []
  client.on(MatrixEventEvent.Decrypted, (event, failure) => {
    if (failure) undecryptable.push(event.getId() ?? '')
    else if (event.getSender() !== id) read.push(String(event.getContent()['body']))
  })
  await client.startClient({ initialSyncLimit: 20 })
  await new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, (state) => state === SyncState.Syncing && resolve())
  })

  return {
    id,
    client,
    /** What it could read of others. */
    read,
    undecryptable,
    /** An encrypted room with somebody who has joined. */
    async roomWith(other: { readonly id: string; readonly token: string }): Promise<string> {
      const encryption = {
        type: 'm.room.encryption',
        content: { algorithm: 'm.megolm.v1.aes-sha2' },
      }
      const { room_id: room } = await client.createRoom({
        ...{ invite: [other.id], initial_state: [{ ...encryption, state_key: '' }] },
      })
      const joining = createClient({
        baseUrl: homeserver.url,
        accessToken: other.token,
        logger: quietLogger(() => {}),
      })
      await joining.joinRoom(room)
      await until(
        () => client.getRoom(room)?.getMember(other.id)?.membership === 'join',
        'the bot in the room',
      )
      return room
    },
    say: async (room: string, body: string) => (await client.sendTextMessage(room, body)).event_id,
    /** Until it would encrypt for this device, too. */
    async knows(user: string, device: string): Promise<void> {
      const crypto = client.getCrypto()
      for (;;) {
        const devices = await crypto?.getUserDeviceInfo([user], true)
        if (devices?.get(user)?.has(device)) return
        await sleep(20)
      }
    },
    /** How it sees a device of somebody. */
    async seesSigned(user: string, device: string): Promise<boolean> {
      const crypto = client.getCrypto()
      await crypto?.getUserDeviceInfo([user], true)
      return (await crypto?.getDeviceVerificationStatus(user, device))?.signedByOwner ?? false
    },
    stop: () => client.stopClient(),
  }
}
