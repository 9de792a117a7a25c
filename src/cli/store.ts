// A short look into the store for one command: shares the server of a running bot or starts it, and leaves everything as it was.
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { createDesk } from '../store/desk.ts'
import { openStore, type Store } from '../store/open.ts'
import { createStores, type Stores } from '../store/stores.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Which of the two databases is meant. */
export type StoreChoice = { readonly real: boolean }

export type OpenedStore = {
  readonly store: Store
  readonly desk: ReturnType<typeof createDesk<Stores>>
}

/** Opens, works, closes; the exit code is the work's. */
export async function withStore(
  config: Config,
  { real }: StoreChoice,
  work: (opened: OpenedStore) => Promise<number>,
): Promise<number> {
  const store = await openStore({
    url: config.databaseUrl,
    project,
    folder: config.dataFolder,
    role: 'command',
    stamp: real ? 'real' : 'rehearsal',
    report: (error) => void process.stderr.write(`${error.message}\n`),
    leaseLost: () => {},
  })
  try {
    return await work({ store, desk: createDesk(store.prisma, createStores(store.pool)) })
  } finally {
    await store.close()
  }
}
