// The platform alone in a process of its own, so that what grows in it is its own; says its memory whenever it is asked something in the council's room, and leaves the sending to matrix-memory.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { message, paragraph } from '../../src/core/message.ts'
import { createMatrix } from '../../src/platforms/matrix/index.ts'

/** What the process is told at its start, as JSON. */
export type ChildPlan = {
  readonly folder: string
  readonly homeserver: string
  readonly user: string
  readonly room: string
  /** What is asked for a look at the memory; all else is only answered. */
  readonly look: string
}

/** In bytes, after all garbage was collected. */
export type Held = {
  readonly rss: number
  readonly heap: number
  readonly external: number
}

const PLACE = 'umlauf'

/** A look waits until the sync that asked for it is kept. */
const REST_MS = 500

function tell(): void {
  globalThis.gc?.()
  const { rss, heapUsed: heap, external } = process.memoryUsage()
  process.send?.({ rss, heap, external } satisfies Held)
}

async function serve({ folder, homeserver, user, room, look }: ChildPlan): Promise<void> {
  const rooms = new Map<string, string>()
  const report = (defect: unknown) => {
    console.error(defect)
    return 'defect'
  }
  const platform = createMatrix({
    ...{ connection: 'matrix', server: 'localhost', devices: 'signed', folder, report },
    settings: { homeserver, user },
    guide: {
      channelOf: (place) => (place === PLACE ? room : undefined),
      placeOf: (one) => (one === room ? PLACE : undefined),
      knows: () => true,
      language: () => 'de',
      people: () => [],
    },
    keeping: {
      room: async (account) => rooms.get(account),
      setRoom: async (account, one) => void rooms.set(account, one),
      dialogue: async () => undefined,
      setDialogue: async () => {},
      recordRecovered: async () => {},
    },
    notice: () => {},
  })
  await platform.start(async (request) => {
    const asked = request.kind === 'command' ? request.text : request.kind
    if (asked !== look) process.send?.(asked)
    else void sleep(REST_MS).then(tell)
    return { kind: 'message', message: message(asked, [paragraph(asked)]) }
  })
  process.send?.('ready')
  process.once('disconnect', () => process.exit(0))
}

await serve(JSON.parse(process.argv[2] ?? ''))
