// Matrix as a platform: one account on one homeserver with its keys on the disk; puts keeping, receiving and sending together and leaves each to its own folder.
import { message, paragraph } from '../../core/message.ts'
import type { Accept, Platform } from '../../core/ports.ts'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import type { ConnectionId } from '../../core/values.ts'
import { createAnswering } from './answering.ts'
import { connectionTexts } from './connection-texts.ts'
import { answerElsewhere } from './elsewhere.ts'
import type { MatrixGuide } from './guide.ts'
import { createInvites, type Invites } from './invites.ts'
import { type OpenedClient, openClient } from './keeping/client.ts'
import { type Folder, openFolder } from './keeping/folder.ts'
import { identityStatus } from './keeping/identity.ts'
import type { MatrixKeeping } from './keeping-port.ts'
import { createDownloads } from './receiving/download.ts'
import { watchIdentities } from './receiving/identities.ts'
import { pollAt } from './receiving/polls.ts'
import { createReplaced, type Replaced } from './receiving/replaced.ts'
import { createSyncing, type Syncing } from './receiving/sync.ts'
import type { DevicePolicy } from './receiving/trust.ts'
import { createEncryption } from './sending/encryption.ts'
import { createOutbound, type Outbound } from './sending/outbound.ts'
import { createPace } from './sending/pace.ts'
import { createPrivateRooms, type PrivateRooms } from './sending/rooms.ts'
import { createSender } from './sending/sender.ts'
import { createTelling, type Telling } from './sending/telling.ts'

export type { MatrixGuide } from './guide.ts'
export type { MatrixKeeping } from './keeping-port.ts'

export type MatrixOptions = {
  readonly connection: ConnectionId
  /** The server whose people may invite the bot, besides the persons of the council file. */
  readonly server: string
  /** Whose devices' votes count: those that their owner has signed, or any. */
  readonly devices: DevicePolicy
  /** The folder with keys, token and recovery key; one process at a time. */
  readonly folder: string
  readonly guide: MatrixGuide
  readonly keeping: MatrixKeeping
  /** The account as the settings name it; the one that was set up has to be the same. */
  readonly settings: { readonly homeserver: string; readonly user: string }
  readonly notice: (words: string) => void
  readonly report: (defect: unknown) => string
}

/** Everything that stands while the account is in use. */
type Standing = {
  readonly folder: Folder
  readonly opened: OpenedClient
  readonly outbound: Outbound
  readonly rooms: PrivateRooms
  readonly telling: Telling
  readonly invites: Invites
  readonly replaced: Replaced
}

/** One connection to Matrix. Nothing is opened before `start`. */
export function createMatrix(options: MatrixOptions): Platform {
  const { connection } = options
  let standing: Standing | undefined
  let taking = true
  let following: NodeJS.Timeout | undefined
  const underWay = new Set<Promise<void>>()

  const open = async (accept: Accept): Promise<Standing> => {
    const folder = openFolder(options.folder)
    try {
      return await openStanding(options, folder, accept, {
        taking: () => taking,
        track: (work) => {
          underWay.add(work)
          void work.finally(() => underWay.delete(work)).catch(() => {})
        },
      })
    } catch (fault) {
      folder.release()
      throw fault
    }
  }
  const stands = (): Standing => {
    if (!standing) throw refusal('notStarted', (t) => t.notStarted)
    return standing
  }

  return {
    connection,
    can: { home: false, file: true, find: true },
    async start(accept) {
      taking = true
      const opening = await open(accept)
      standing = opening
      await opening.opened.start()
      if (!(await isSigned(opening.opened))) throw refusal('unsigned', (t) => t.unsigned)
      await opening.invites.settled()
      // stopped meanwhile
      if (standing !== opening) return
      const openAhead = () => opening.rooms.openAhead(options.guide.people())
      openAhead()
      // whoever a new council file names has a room long before the first vote
      following = setInterval(openAhead, FOLLOWING_MS)
    },
    async stop(deadline) {
      taking = false
      clearInterval(following)
      const closing = standing
      if (!closing) return
      const left = Math.max(0, deadline - performance.timeOrigin - performance.now())
      // receipts that wait for the homeserver's limit are said as far as there is time: nobody says them later
      const said = Promise.allSettled(underWay).then(closing.telling.settled)
      await Promise.race([said, rest(Math.min(left, LONGEST_STOP_MS))])
      standing = undefined
      closing.telling.stop()
      await closing.rooms.stop()
      await closing.opened.stop()
      closing.folder.release()
    },
    async health() {
      if (!standing) return { ok: false, words: connectionTexts.de.notStarted }
      return standing.replaced.named(standing.opened.health())
    },
    deliver: async (operation) => stands().outbound.deliver(operation),
    find: async (key, to, since) => stands().outbound.find(key, to, since),
    privatePlace: async (account) => ({ kind: 'person', account }),
  }
}

const LONGEST_STOP_MS = 10_000
/** How often the council file in force is looked at for new people. */
const FOLLOWING_MS = 5_000
/** EX_CANTCREAT of sysexits.h. */
const KEYS_NOT_WRITTEN = 73

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

type Watch = {
  /** Whether new events are still taken. */
  readonly taking: () => boolean
  readonly track: (work: Promise<void>) => void
}

async function openStanding(
  options: MatrixOptions,
  folder: Folder,
  accept: Accept,
  watch: Watch,
): Promise<Standing> {
  const { guide, keeping, notice, report } = options
  const session = folder.session()
  if (!session) throw refusal('notSetUp', (t) => t.notSetUp)
  if (session.user !== options.settings.user) {
    throw refusal('otherUser', (t) => t.otherUser(session.user, options.settings.user))
  }
  let syncing: Syncing | undefined
  const recoveryKey = folder.recoveryKey()
  const opened = await openClient({
    ...{ folder, session, report: (defect) => void report(defect), notice },
    broken(error) {
      report(error)
      // what would be sent now could never be read again: a restart finds the keys as they were last on the disk
      process.exit(KEYS_NOT_WRITTEN)
    },
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
    async beforeToken(sync) {
      // what comes while we stop is left open, so that its token never moves: it comes again after the next start
      if (!watch.taking()) await new Promise<never>(() => {})
      const work = syncing?.beforeToken(sync) ?? Promise.resolve()
      watch.track(work)
      await work
    },
  })
  const { client } = opened
  const clock = () => performance.now()
  const pace = createPace(clock)
  // until the homeserver says 429 it is taken not to limit this account; then its default pace is kept
  pace.faster()
  const encryption = createEncryption(client)
  const sender = createSender({ client, pace, encryption })
  const rooms = createPrivateRooms({ client, keeping, pace, clock, notice })
  const telling = createTelling({ sender, rooms, notice, client, encryption })
  const { connection } = options
  const outbound = createOutbound({ connection, client, guide, rooms, sender, encryption })
  const self = session.user
  const invites = createInvites({ client, self, server: options.server, guide, notice })
  const handle = createAnswering({
    ...{ connection, self, accept, guide, keeping, report },
    downloads: createDownloads({ client, notice }),
    ownerOf: rooms.ownerOf,
    pollAt: (room, poll) => pollAt(client, self, room, poll),
    tell: telling.tell,
    noteInPlace: (room, event, words, language) =>
      telling.noteInPlace(room, event, message(words, [paragraph(words)]), language),
  })
  const isOurs = (room: string) =>
    rooms.ownerOf(room) !== undefined || guide.placeOf(room) !== undefined
  syncing = createSyncing({
    ...{ client, self, policy: options.devices, handle, notice },
    report: (defect) => void report(defect),
    recovered: (requests) => keeping.recordRecovered(requests),
    isOurs,
    async isEncrypted(room) {
      // as we made it, whatever the homeserver says
      if (rooms.ownerOf(room) !== undefined) return true
      const { kind } = await encryption.of(room)
      return kind === 'unknown' ? undefined : kind === 'encrypted'
    },
  })
  rememberSaved(syncing, opened)
  answerElsewhere({ client, self, guide, isOurs, tell: telling.tell, report })
  const replaced = createReplaced({ client, guide, notice })
  watchIdentities({ client, crypto: opened.crypto, guide, tell: telling.tell, notice, report })
  return { folder, opened, outbound, rooms, telling, invites, replaced }
}

/** A setup that was refused half-way leaves a device that many clients hide and that nobody can put to rights. */
async function isSigned(opened: OpenedClient): Promise<boolean> {
  const { user, device } = opened.session
  const status = await opened.crypto.getDeviceVerificationStatus(user, device)
  return status?.signedByOwner || (await identityStatus(opened)).signed
}

/** What was handled in earlier runs is handled. */
function rememberSaved(syncing: Syncing, { savedSync }: OpenedClient): void {
  for (const [room, { timeline }] of Object.entries(savedSync?.roomsData.join ?? {})) {
    const ids = timeline.events.flatMap(({ event_id: id }) => (id === undefined ? [] : [id]))
    syncing.remember(room, ids)
  }
}

function refusal(code: string, say: (t: (typeof connectionTexts)['de']) => string): Refusal {
  return new Refusal(`matrix.${code}`, inBoth(connectionTexts, say))
}
