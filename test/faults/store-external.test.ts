// An external PostgreSQL by DATABASE_URL: Debian's own, over TCP with a password, in a zone that is not UTC; opened, cast twice, closed.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/postgres.ts'
import { castVote, openCirculation } from '../support/votes.ts'

const installed = '/usr/lib/postgresql'
const [newest = ''] = existsSync(installed) ? readdirSync(installed).sort().reverse() : []
const bin = path.join(installed, newest, 'bin')
const isThere = existsSync(path.join(bin, 'initdb'))
const password = 'ein Kennwort: mit/Zeichen?'
/** PostgreSQL refuses root; nobody has this number in every Debian. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

// Without the package a developer sees what was left out; CI must have it.
test.skipIf(!isThere && !process.env['CI'])(
  "Debian's package postgresql is there (apt-get install postgresql)",
  () => expect(isThere).toBe(true),
)

describe.runIf(isThere)('an external server', () => {
  let folder: string
  let url: string

  beforeAll(async () => {
    folder = temporaryFolder()
    if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
    const port = await freePort()
    startServer(port)
    url = `postgresql://umlauf:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
  })

  afterAll(() => {
    run('pg_ctl', ['-D', path.join(folder, 'data'), '-m', 'fast', 'stop'])
    rmSync(folder, { recursive: true, force: true })
  })

  test('is migrated and stamped, and counts a vote and its change', async () => {
    const store = await open('bot')
    const circulation = await openCirculation(store.pool)
    const vote = { circulation, request: randomUUID(), party: 'HE', choice: 'consent' }
    expect(await castVote(store.pool, vote)).toMatchObject({ outcome: 'counted', revision: 1 })
    const change = { ...vote, request: randomUUID(), choice: 'reject' }
    expect(await castVote(store.pool, change)).toMatchObject({ outcome: 'counted', revision: 2 })
    expect(await castVote(store.pool, vote)).toMatchObject({ repeated: true, revision: 1 })
    expect(await store.prisma.ballot.count()).toBe(2)
    await store.close()
  })

  test('is opened again with what it holds, by a second bot only after the first', async () => {
    const first = await open('bot')
    await expect(open('bot')).rejects.toMatchObject({ code: 'store.bot-lease' })
    const command = await open('command')
    expect(await command.prisma.ballot.count()).toBe(2)
    expect(command.findings.every(({ ok }) => ok)).toBe(true)
    await command.close()
    await first.close()
  })

  const open = (role: 'bot' | 'command') =>
    openStore({
      ...{ url, project: '/', role, stamp: 'real' },
      report: () => {},
      leaseLost: () => {},
    })

  function startServer(port: number): void {
    const data = path.join(folder, 'data')
    const secret = path.join(folder, 'password')
    writeFileSync(secret, password, { mode: 0o644 })
    run('initdb', [
      '-D',
      data,
      '-U',
      'umlauf',
      '-A',
      'scram-sha-256',
      `--pwfile=${secret}`,
      '-E',
      'UTF8',
    ])
    const settings = `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\ntimezone = 'America/New_York'\n`
    writeFileSync(path.join(data, 'postgresql.conf'), settings, { flag: 'a' })
    run('pg_ctl', ['-D', data, '-l', path.join(data, 'log'), '-w', 'start'])
  }
})

function run(program: string, args: string[]): void {
  const ran = spawnSync(path.join(bin, program), args, {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    // The server inherits what pg_ctl is given: an open pipe would be waited for.
    stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
  })
  if (ran.status !== 0) throw new Error(`${program} failed: ${ran.stderr}`)
}
