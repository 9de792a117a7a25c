// Where and as whom the embedded PostgreSQL runs: as a user, as root, where there is no user for it, and where it cannot run at all.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries } from '../../src/store/binaries.ts'
import { openElsewhere, postmasterOf, type Run, serverEnded } from '../support/opener.ts'
import { temporaryFolder } from '../support/postgres.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65534

let project: string

beforeEach(() => {
  project = temporaryFolder()
})

afterEach(() => rmSync(project, { recursive: true, force: true }))

/** Whether another account may read this clone (it may not where the clone lies under /root). */
function readableFor(uid: number): boolean {
  const here = fileURLToPath(import.meta.url)
  return spawnSync('/bin/cat', [here], { uid, gid: uid, stdio: 'ignore' }).status === 0
}

/** Whether this process may give a child its own view of /etc/passwd. */
const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0

/** Runs with a /etc/passwd of these lines. */
function withPasswd(lines: string): Run {
  const file = path.join(project, 'passwd')
  writeFileSync(file, lines)
  return {
    before: ['unshare', '-m', 'sh', '-c', `mount --bind ${file} /etc/passwd && exec "$@"`, 'sh'],
  }
}

const debian = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/nonexistent:/bin/false\n'
const bot = { role: 'bot', stamp: 'rehearsal' } as const

describe.runIf(isRoot)('as root', () => {
  test('the data lie under /var/lib/umlauf and belong to the account that runs the server', async () => {
    const name = createHash('sha256').update(realpathSync(project)).digest('hex').slice(0, 12)
    const folder = path.join('/var/lib/umlauf', name)
    const opener = await openElsewhere({ project, ...bot })
    const pid = postmasterOf(folder)
    expect(statSync(`/proc/${pid}`).uid).toBe(statSync(folder).uid)
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0)
    expect(statSync(path.join(folder, 'postgres')).mode & 0o777).toBe(0o700)
    expect(existsSync(path.join(project, 'data'))).toBe(false)
    await opener.close()
    rmSync(folder, { recursive: true })
  })

  test('a folder that its account cannot reach is refused with one that it can', async () => {
    const closed = path.join(project, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const opener = await openElsewhere({ project, folder: path.join(closed, 'data'), ...bot })
    expect(opener.opening).toMatchObject({
      code: 'store.folder',
      words: expect.stringContaining('/var/lib/umlauf/data'),
    })
  })

  test('data that came from root (a restored backup) are given to the account', async () => {
    const folder = path.join(project, 'data')
    await (await openElsewhere({ project, folder, ...bot })).close()
    const data = path.join(folder, 'postgres')
    spawnSync('chown', ['-R', '0:0', data])
    const opener = await openElsewhere({ project, folder, ...bot })
    expect(opener.opening.opened).toBe(true)
    expect(statSync(data).uid).not.toBe(0)
    await opener.close()
  })

  test.runIf(canMount)(
    'without a user "postgres": a rehearsal runs as nobody with a warning',
    async () => {
      const folder = path.join(project, 'data')
      const opener = await openElsewhere({ project, folder, ...bot }, withPasswd(debian))
      expect(opener.opening).toMatchObject({
        opened: true,
        warnings: [expect.stringContaining('useradd --system')],
      })
      expect(statSync(path.join(folder, 'postgres')).uid).toBe(nobody)
      await opener.close()
      const real = await openElsewhere(
        { project, folder, ...bot, stamp: 'real' },
        withPasswd(debian),
      )
      expect(real.opening).toMatchObject({
        code: 'store.real-needs-user',
        words: expect.stringContaining('useradd --system --user-group'),
      })
      expect(await serverEnded(folder)).toBe(true)
    },
  )

  test.runIf(canMount)(
    'the user "postgres" made afterwards takes the data over, and real is allowed',
    async () => {
      const folder = path.join(project, 'data')
      await (await openElsewhere({ project, folder, ...bot }, withPasswd(debian))).close()
      const created = `${debian}postgres:x:64999:64999::/:/bin/false\n`
      const opener = await openElsewhere(
        { project, folder, ...bot, stamp: 'real' },
        withPasswd(created),
      )
      expect(opener.opening).toMatchObject({ opened: true, warnings: [] })
      expect(statSync(path.join(folder, 'postgres')).uid).toBe(64999)
      await opener.close()
    },
  )
})

describe.runIf(isRoot && readableFor(nobody))('as an unprivileged user', () => {
  test('everything stays in the project: opened, killed, opened again', async () => {
    chownSync(project, nobody, nobody)
    const run = { uid: nobody }
    const victim = await openElsewhere({ project, ...bot }, run)
    await victim.query("INSERT INTO preference (person, language) VALUES ('anna', 'de')")
    const folder = path.join(project, 'data')
    expect(statSync(path.join(folder, 'postgres')).uid).toBe(nobody)
    await victim.kill()
    expect(await serverEnded(folder)).toBe(true)
    const next = await openElsewhere({ project, ...bot, role: 'command' }, run)
    expect(await next.query('SELECT person FROM preference')).toEqual([{ person: 'anna' }])
    expect(await next.close()).toBe(0)
  })

  test('a user without an entry in /etc/passwd is told so before initdb fails', async () => {
    chownSync(project, 54321, 54321)
    const opener = await openElsewhere({ project, ...bot }, { uid: 54321 })
    expect(opener.opening).toMatchObject({
      code: 'store.no-account',
      words: expect.stringMatching(/54321.*USER node.*DATABASE_URL/),
    })
  })

  test('a folder that cannot be made is refused with the setting that helps', async () => {
    const opener = await openElsewhere({ project, ...bot }, { uid: nobody })
    expect(opener.opening).toMatchObject({
      code: 'store.folder',
      words: expect.stringContaining('UMLAUF_DATA'),
    })
  })
})

describe('where it cannot run', () => {
  const debianOnArm = {
    platform: 'linux',
    arch: process.arch === 'x64' ? 'arm64' : 'x64',
    glibc: '2.36',
  }

  test.each([
    ['Alpine (musl)', { platform: 'linux', arch: 'x64', glibc: undefined }, /Alpine.*node:24-slim/],
    ['another system', { platform: 'freebsd', arch: 'x64', glibc: undefined }, /freebsd x64/],
    ['a package left out', debianOnArm, /not installed.*npm ci/],
  ])('%s: the fix is named, and DATABASE_URL as the way out', (_, machine, fix) => {
    expect(() => findBinaries(machine)).toThrow(fix)
    expect(() => findBinaries(machine)).toThrow(/DATABASE_URL/)
  })

  test('data of another major version are left alone', async () => {
    const folder = path.join(project, 'data')
    await (await openElsewhere({ project, folder, ...bot })).close()
    const versionFile = path.join(folder, 'postgres/PG_VERSION')
    writeFileSync(versionFile, '17\n')
    const opener = await openElsewhere({ project, folder, ...bot })
    expect(opener.opening).toMatchObject({
      code: 'store.other-major',
      words: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18/),
    })
    expect(readFileSync(versionFile, 'utf8')).toBe('17\n')
  })

  test('a server that does not start says why', async () => {
    const folder = path.join(project, 'data')
    await (await openElsewhere({ project, folder, ...bot })).close()
    writeFileSync(path.join(folder, 'postgres/postgresql.conf'), 'max_connections = lots\n')
    rmSync(path.join(folder, 'postgres/global/pg_control'))
    const opener = await openElsewhere({ project, folder, ...bot })
    expect(opener.opening).toMatchObject({
      code: 'store.server',
      words: expect.stringMatching(/PostgreSQL says: .*max_connections/s),
    })
  })
})
