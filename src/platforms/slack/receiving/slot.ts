// Keeps one of the two lines to Slack up for ever: opens another before one is left, at once where one is lost, ever more slowly where none can be had; leaves one connection to line.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Line } from './line.ts'
import { isCrowded, type LineFault, readFault, waitAfter } from './line-faults.ts'

/** A line that lived as long was a good one: the next is opened at once. */
const SETTLED_MS = 2_000
/** How often in a row a line that lived shorter is replaced at once: where it was lost, and where Slack asked for it. */
const AT_ONCE = { lost: 1, asked: 20 }
const AFTER_DEFECT_MS = 15_000
/** Slack allows ten connections for an app, whoever opened them. */
const MOST_LEAVING = 2

export type SlotParts = {
  readonly createLine: (changed: () => void) => Line
  /** How long nothing has to come before a line is closed that Slack did not ask to leave. */
  readonly quietMs: number
  readonly notice: (words: string) => void
  readonly report: (defect: unknown) => string
  /** A line has said hello. */
  readonly up: () => void
  /** Slack will not let the app in with this token. */
  readonly barred: (code: string) => void
}

export interface Slot {
  /** Looks whether another line is needed, and begins to open it. Any number of times, from anywhere. */
  tend(): void
  /** Replaces the line although nothing is wrong with it. */
  renew(): void
  isUp(): boolean
  /** Requests under way on any of its lines. */
  pending(): number
  acknowledge(envelopeId: string, words: unknown): boolean
  /** Closes everything and opens nothing again. */
  close(): Promise<void>
}

/** An empty slot; `tend` opens its first line. */
export function createSlot(parts: SlotParts): Slot {
  const { notice, report } = parts
  const closed = new AbortController()
  const leaving = new Set<Line>()
  const work = new Set<Promise<void>>()
  let current: Line | undefined
  let next: Line | undefined
  let opening = false
  let wanted = false
  let failures = 0
  let shortLives = 0
  let since = 0

  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: closed.signal }).catch(() => undefined)
  const isUp = () => current?.alive() === true
  const lines = () => [current, next, ...leaving].filter((line) => line !== undefined)

  function tend(): void {
    if (closed.signal.aborted || opening) return
    if (isUp() && current?.dismissal() === undefined && !wanted) return
    opening = true
    const done: Promise<void> = replace()
      .catch(async (defect: unknown) => {
        report(defect)
        await pause(AFTER_DEFECT_MS)
      })
      .finally(() => {
        opening = false
        work.delete(done)
        tend()
      })
    work.add(done)
  }

  async function replace(): Promise<void> {
    for (let wait = firstWait(); ; ) {
      await pause(wait)
      if (closed.signal.aborted) return
      const line = parts.createLine(tend)
      next = line
      try {
        await line.open()
      } catch (fault) {
        if (closed.signal.aborted) return
        wait = failed(readFault(fault))
        continue
      } finally {
        next = undefined
      }
      return settle(line)
    }
  }

  /** At once after a line that lived, or that Slack asked to leave; slower where every line is taken away again. */
  function firstWait(): number {
    const lived = since === 0 || performance.now() - since >= SETTLED_MS
    shortLives = lived ? 0 : shortLives + 1
    const reason = current?.dismissal()
    if (isCrowded(reason)) return failed({ kind: 'crowded', code: `${reason}` })
    const asked = reason !== undefined || wanted
    const hasty = shortLives - (asked ? AT_ONCE.asked : AT_ONCE.lost)
    return hasty > 0 ? waitAfter({ kind: 'trouble', code: 'lost' }, hasty) : 0
  }

  function failed(fault: LineFault): number {
    failures += 1
    notice(`socket: no connection: ${fault.code}`)
    if (fault.kind === 'barred') parts.barred(fault.code)
    return waitAfter(fault, failures)
  }

  function settle(line: Line): void {
    const old = current
    current = line
    wanted = false
    failures = 0
    since = performance.now()
    if (closed.signal.aborted) void line.close()
    else parts.up()
    if (old) part(old)
  }

  function part(old: Line): void {
    leaving.add(old)
    const done: Promise<void> = old.leave(parts.quietMs).finally(() => {
      leaving.delete(old)
      work.delete(done)
    })
    work.add(done)
    const [oldest] = leaving
    if (leaving.size > MOST_LEAVING) void oldest?.close()
  }

  return {
    tend,
    renew() {
      wanted = true
      tend()
    },
    isUp,
    pending: () => lines().reduce((sum, line) => sum + line.pending(), 0),
    acknowledge: (envelopeId, words) => current?.acknowledge(envelopeId, words) === true,
    async close() {
      closed.abort()
      await Promise.all(lines().map((line) => line.close()))
      await Promise.all(work)
    },
  }
}
