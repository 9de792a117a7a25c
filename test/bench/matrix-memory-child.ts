// The platform alone in a process of its own, so that what grows in it is its own; says its memory whenever it is asked something in the council's room, and leaves the sending to matrix-memory.ts.
import { message, paragraph } from '../../src/core/message.ts'
import { createMatrix } from '../../src/platforms/matrix/index.ts'

/** What the process is told at its start, as JSON. */
export type ChildPlan = {
  readonly folder: string
  readonly homeserver: string
  readonly user: string
  readonly room: string
}

/** In bytes; where it was looked at, after all garbage was collected. */
export type Held = {
  readonly asked: string
  readonly rss: number
  readonly heap: number
  readonly external: number
}

/** What is asked for a look at the memory; all else is only answered. */
export const LOOK = '!umlauf blick'

const PLACE = 'umlauf'

async function serve({ folder, homeserver, user, room }: ChildPlan): Promise<void> {
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
    },
    notice: () => {},
  })
  await platform.start(async (request) => {
    const asked = request.kind === 'command' ? request.text : request.kind
    if (LOOK.endsWith(asked)) globalThis.gc?.()
    const { rss, heapUsed: heap, external } = process.memoryUsage()
    process.send?.({ asked, rss, heap, external } satisfies Held)
    return { kind: 'message', message: message(asked, [paragraph(asked)]) }
  })
  process.send?.('ready')
  process.once('disconnect', () => process.exit(0))
}

const [plan] = process.argv.slice(2)
if (plan !== undefined) await serve(JSON.parse(plan))
