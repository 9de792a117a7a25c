// Where the CPU time of this process goes: a profile of V8 in a few lines, by package and by folder of ours; leaves when to take it to the parts.
import { Session } from 'node:inspector/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))
const INTERVAL_US = 250

/** What is no work of the process: waiting, and the profile itself. */
const NO_WORK = ['(idle)', 'node:inspector']

/** A part of the busy time, from 0 to 1. */
export type Share = { readonly where: string; readonly share: number }

/** Starts a profile. @returns what ends it and adds the samples up, the largest share first; idle time is left out. */
export async function startProfile(): Promise<() => Promise<readonly Share[]>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US })
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    const places = placesOf(profile.nodes)
    const times = new Map<string, number>()
    for (const [n, id] of (profile.samples ?? []).entries()) {
      const where = places.get(id) ?? 'unknown'
      times.set(where, (times.get(where) ?? 0) + (profile.timeDeltas?.[n] ?? 0))
    }
    for (const where of NO_WORK) times.delete(where)
    const all = [...times.values()].reduce((sum, time) => sum + time, 0)
    return [...times]
      .map(([where, time]) => ({ where, share: time / all }))
      .sort((a, b) => b.share - a.share)
  }
}

type Node = {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
  readonly children?: readonly number[] | undefined
}

/** `pg`, `src/core`, `node:net`, `(garbage collector)`. What V8 brings along counts for whoever called it. */
function placesOf(nodes: readonly Node[]): Map<number, string> {
  const places = new Map<number, string>()
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((one) => [one, id])),
  )
  // a caller always comes before what it calls
  for (const { id, callFrame } of nodes) {
    const { functionName, url } = callFrame
    const caller = places.get(callers.get(id) ?? 0)
    const own = url === '' ? undefined : placeOf(url)
    places.set(id, own ?? (functionName.startsWith('(') ? functionName : (caller ?? 'V8')))
  }
  return places
}

function placeOf(url: string): string {
  if (url === 'node:internal/stream_base_commons') return 'writing to sockets'
  const isFile = url.startsWith('file:')
  if (!isFile)
    return url
      .split('/')
      .slice(0, url.startsWith('node:') ? 2 : 1)
      .join('/')
  const file = path.relative(project, fileURLToPath(url))
  const [, owner] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(file) ?? []
  return owner ?? path.dirname(file)
}
