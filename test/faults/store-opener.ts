// A process that opens the store, says how it went in one line of JSON, and closes it when told to: so that tests can have several, and kill them.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Refusal } from '../../src/core/refusal.ts'
import { openStore, type StoreOptions } from '../../src/store/open.ts'
import { patiently } from '../../src/store/pool.ts'

/** What the process says first. */
export type Opening =
  | Readonly<{ opened: true; token: string | undefined; warnings: readonly string[] }>
  | Readonly<{ opened: false; code: string; words: string }>

const options: Omit<StoreOptions, 'report' | 'leaseLost'> = JSON.parse(process.argv[2] ?? '')

function say(opening: Opening): void {
  process.stdout.write(`${JSON.stringify(opening)}\n`)
}

try {
  const store = await openStore({ ...options, report: () => {}, leaseLost: () => {} })
  say({
    opened: true,
    token: store.lease?.token.toString(),
    warnings: store.warnings.map((warning) => warning.en),
  })
  const orders = createInterface({ input: process.stdin })
  orders.on('line', async (sql) => {
    const { rows } = await patiently(() => store.pool.query(sql))
    process.stdout.write(`${JSON.stringify(rows)}\n`)
  })
  await once(orders, 'close')
  await store.close()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  say({ opened: false, code: error.code, words: error.words.en })
}
