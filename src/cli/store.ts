// A short look into the store for one command: shares the server of a running bot or starts it, and leaves everything as it was.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, isLoopback } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import type { ConnectionId } from '../core/values.ts'
import { createDesk } from '../store/desk.ts'
import { openStore, type Stamp, type Store } from '../store/open.ts'
import { dataFolder } from '../store/ownership.ts'
import { createStores, type Stores } from '../store/stores.ts'
import { storeTexts } from './store-texts.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Which of the two databases is meant. */
export type StoreChoice = { readonly real: boolean }

/** A network that is not on this machine is real, whatever was asked for: no rehearsal gets out. */
export function stampOf({ slack, matrix }: Config, { real }: StoreChoice): Stamp {
  const addresses = [
    ...slack.map(({ apiUrl }) => apiUrl),
    ...matrix.map(({ homeserver }) => homeserver),
  ]
  return real || !addresses.every(isLoopback) ? 'real' : 'rehearsal'
}

/** The folder of one Matrix connection below the data folder, which is made where it is not there yet. */
export function matrixFolder({ dataFolder: chosen }: Config, connection: ConnectionId): string {
  return path.join(dataFolder(project, chosen), 'matrix', connection)
}

export type OpenedStore = {
  readonly store: Store
  readonly desk: ReturnType<typeof createDesk<Stores>>
}

/** Why an external server was of no use, by the code of the system or of PostgreSQL. */
const REASONS: Readonly<Record<string, keyof (typeof storeTexts)['de']>> = {
  ECONNREFUSED: 'noAnswer',
  ECONNRESET: 'noAnswer',
  EHOSTUNREACH: 'noAnswer',
  ENETUNREACH: 'noAnswer',
  ENOENT: 'noAnswer',
  ENOTFOUND: 'noAnswer',
  EAI_AGAIN: 'noAnswer',
  ETIMEDOUT: 'noAnswer',
  '28000': 'noEntry',
  '28P01': 'noEntry',
  '3D000': 'noDatabase',
  '42501': 'noRight',
}

/**
 * Opens, works, closes; the exit code is the work's.
 * @throws Refusal of the store with the next step, `store.unreachable` for an external server that is of no use.
 */
export async function withStore(
  config: Config,
  choice: StoreChoice,
  work: (opened: OpenedStore) => Promise<number>,
): Promise<number> {
  const store = await opened(config, choice)
  try {
    return await work({ store, desk: createDesk(store.prisma, createStores(store.pool)) })
  } finally {
    await store.close()
  }
}

async function opened(config: Config, { real }: StoreChoice): Promise<Store> {
  try {
    return await openStore({
      url: config.databaseUrl,
      project,
      folder: config.dataFolder,
      role: 'command',
      stamp: real ? 'real' : 'rehearsal',
      report: (error) => void process.stderr.write(`${error.message}\n`),
      leaseLost: () => {},
    })
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
    const reason = REASONS[code]
    // the embedded server is ours: what breaks there is a defect and keeps its trace
    if (config.databaseUrl === undefined || reason === undefined) throw fault
    throw new Refusal(
      'store.unreachable',
      inBoth(storeTexts, (t) => t[reason](code)),
    )
  }
}
