// A member whose client is matrix-nio, a program of others in another language: what it sends and what it can read; leaves Matrix to member.py.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Fields, fieldsOf, textOf } from '../../wire/matrix/records.ts'
import type { Account } from '../matrix-calls.ts'
import { temporaryFolder } from '../postgres.ts'
import { nioPython } from '../python.ts'

const PATIENCE_MS = 30_000
const PROGRAM = fileURLToPath(new URL('member.py', import.meta.url))

/** What the client saw in the room, in the clear where it could read it. */
export type Seen = {
  readonly readable: boolean
  readonly type: string
  readonly content: Fields
  readonly sender: string
  readonly event_id: string
}

/** Logs in as a new device and joins the room. */
export async function startNioMember(
  url: string,
  { id, password }: Pick<Account, 'id' | 'password'>,
  room: string,
) {
  const python = await nioPython()
  const folder = temporaryFolder()
  const args = [PROGRAM, url, id, password, room, path.join(folder, 'keys')]
  const child = spawn(python, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const lines: Fields[] = []
  const waiting = new Set<() => void>()
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(fieldsOf(JSON.parse(line)))
    for (const look of [...waiting]) look()
  })

  async function next<T>(read: (line: Fields) => T | undefined, from = 0): Promise<T> {
    const until = performance.now() + PATIENCE_MS
    for (;;) {
      for (const line of lines.slice(from)) {
        const found = read(line)
        if (found !== undefined) return found
      }
      const left = until - performance.now()
      if (left <= 0 || child.exitCode !== null)
        throw new Error(`The nio member did not say it in time.\n${complaints}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, Math.min(left, 1000))
        function done() {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        waiting.add(done)
      })
    }
  }

  const ready = await next((line) => line['ready']).then(fieldsOf)
  return {
    deviceId: textOf(ready['device']),
    /** The first event of the room that meets the condition, past or to come. */
    sees: (wanted: (seen: Seen) => boolean): Promise<Seen> =>
      next((line) => {
        const seen = line['seen'] as Seen | undefined
        return seen && wanted(seen) ? seen : undefined
      }),
    /** Encrypted where the room is. @returns the id of the event */
    async send(type: string, content: Fields): Promise<string> {
      const from = lines.length
      child.stdin.write(`${JSON.stringify({ type, content })}\n`)
      const sent = fieldsOf(await next((line) => line['sent'], from))
      if (typeof sent['event_id'] !== 'string') throw new Error(`Not sent: ${sent['error']}`)
      return sent['event_id']
    },
    async stop(): Promise<void> {
      process.off('exit', kill)
      if (child.exitCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
