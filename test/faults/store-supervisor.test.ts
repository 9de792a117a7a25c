// The embedded server under fire: odd folders, kill -9 of every part, several processes at once, and none of it left behind.
import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries, linkLibraries, thisMachine } from '../../src/store/binaries.ts'
import { openElsewhere, postmasterOf, serverEnded } from '../support/opener.ts'
import { temporaryFolder } from '../support/postgres.ts'
import { processesOf } from '../support/processes.ts'

let folder: string
let parent: string

beforeEach(() => {
  parent = temporaryFolder()
  folder = path.join(parent, 'data')
})

afterEach(async () => {
  expect(await serverEnded(folder)).toBe(true)
  rmSync(parent, { recursive: true, force: true })
})

const botHere = () => ({ project: parent, folder, role: 'bot', stamp: 'rehearsal' }) as const
const bot = () => openElsewhere(botHere())
const command = () =>
  openElsewhere({ project: parent, folder, role: 'command', stamp: 'rehearsal' })
const setLanguage = (person: string) =>
  `INSERT INTO preference (person, language) VALUES ('${person}', 'de') RETURNING person`
const people = 'SELECT person FROM preference ORDER BY person'

describe('odd folders', () => {
  test('a path with a space, an umlaut, a comma and a quotation mark', async () => {
    folder = path.join(parent, 'neuer Ordner, "größer"', 'data')
    const before = await bot()
    await before.query(setLanguage('anna'))
    expect(await before.close()).toBe(0)
    const after = await bot()
    expect(await after.query(people)).toEqual([{ person: 'anna' }])
    await after.close()
  })

  test('a path longer than the name of a socket may be', async () => {
    folder = path.join(parent, ...Array.from({ length: 6 }, () => 'a-rather-deep-folder'), 'data')
    const opener = await bot()
    expect(opener.opening.opened).toBe(true)
    expect(readdirSync(path.join(folder, 'postgres'))).not.toContain('.s.PGSQL.5432')
    const socket =
      readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[4] ?? ''
    expect(lstatSync(socket).mode & 0o777).toBe(0o700)
    const guest = await command()
    expect(await guest.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await guest.close()
    await opener.close()
    rmSync(socket, { recursive: true })
  })

  test('such a path where the short folder cannot be made either: refused, with both ways out', async () => {
    folder = path.join(parent, ...Array.from({ length: 6 }, () => 'another-deep-folder'), 'data')
    const nowhere = path.join(parent, 'nowhere')
    const { opening } = await openElsewhere(botHere(), { environment: { TMPDIR: nowhere } })
    expect(opening).toMatchObject({ opened: false, code: 'store.folder' })
    expect(opening).toHaveProperty('words', expect.stringContaining(nowhere))
    expect(opening).toHaveProperty('words', expect.stringContaining('shorter path, or TMPDIR'))
  })

  test('package links missing because install scripts did not run: made by ourselves', () => {
    // Not in memory: binaries may not run there.
    const disk = temporaryFolder(tmpdir())
    const native = path.join(disk, 'native')
    cpSync(findBinaries(thisMachine()).native, native, {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    })
    const version = () => spawnSync(path.join(native, 'bin/postgres'), ['--version'])
    expect(version().status).not.toBe(0)
    linkLibraries(native)
    expect(version().stdout.toString()).toContain('PostgreSQL) 18')
    linkLibraries(native)
    rmSync(disk, { recursive: true })
  })
})

describe('kill -9', () => {
  test('of Node: the guard stops the server cleanly, and the next start finds everything', async () => {
    const victim = await bot()
    await victim.query(setLanguage('anna'))
    await victim.kill()
    expect(await serverEnded(folder)).toBe(true)
    const state = readFileSync(path.join(folder, 'postgres', logOf(folder)), 'utf8')
    expect(state).toContain('database system is shut down')
    const next = await bot()
    expect(next.opening).toMatchObject({ opened: true, token: '2' })
    expect(await next.query(people)).toEqual([{ person: 'anna' }])
    await next.close()
  })

  test('of the postmaster: the bot starts it again by itself and goes on', async () => {
    const opener = await bot()
    await opener.query(setLanguage('anna'))
    const before = postmasterOf(folder)
    if (before !== undefined) process.kill(before, 'SIGKILL')
    const guest = await command()
    expect(await guest.query(people)).toEqual([{ person: 'anna' }])
    await guest.close()
    expect(await opener.query(people)).toEqual([{ person: 'anna' }])
    expect(postmasterOf(folder)).not.toBe(before)
    expect(await opener.close()).toBe(0)
  })

  test('of both at once', async () => {
    const victim = await bot()
    await victim.query(setLanguage('anna'))
    const postmaster = postmasterOf(folder)
    if (postmaster !== undefined) process.kill(postmaster, 'SIGKILL')
    await victim.kill()
    const next = await bot()
    expect(await next.query(people)).toEqual([{ person: 'anna' }])
    await next.close()
  })

  test('of Node while the server cannot end: it is told to drop everything, and what was confirmed is there', async () => {
    const victim = await bot()
    await victim.query(setLanguage('anna'))
    const postmaster = postmasterOf(folder)
    // A checkpointer that stands still keeps every clean stop waiting.
    const [checkpointer] = processesOf('checkpointer', postmaster)
    if (checkpointer === undefined) throw new Error('the server has no checkpointer')
    process.kill(checkpointer, 'SIGSTOP')
    await victim.kill()
    const next = await bot()
    expect(postmasterOf(folder)).not.toBe(postmaster)
    expect(await next.query(people)).toEqual([{ person: 'anna' }])
    await next.close()
  })

  test('of Node and its guard: the orphaned server is adopted, and stopped in the end', async () => {
    const victim = await bot()
    await victim.query(setLanguage('anna'))
    const guards = processesOf(`umlauf-guard ${folder}`)
    expect(guards).not.toEqual([])
    for (const pid of guards) process.kill(pid, 'SIGKILL')
    await victim.kill()
    const orphan = postmasterOf(folder)
    await sleep(300)
    expect(postmasterOf(folder)).toBe(orphan)
    const next = await bot()
    expect(postmasterOf(folder)).toBe(orphan)
    expect(await next.query(people)).toEqual([{ person: 'anna' }])
    await next.close()
  })
})

describe('several processes', () => {
  test('a second bot is refused in words that name the first; a short command shares', async () => {
    const first = await bot()
    const second = await bot()
    expect(second.opening).toMatchObject({
      code: 'store.bot-lease',
      words: expect.stringContaining(`process ${first.process.pid} on`),
    })
    const guest = await command()
    expect(await guest.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(await guest.close()).toBe(0)
    expect(await first.query('SELECT 2 AS two')).toEqual([{ two: 2 }])
    await first.close()
  })

  test('four short commands on an empty folder: one initdb counts, all answer, nobody stays', async () => {
    const openers = await Promise.all(Array.from({ length: 4 }, command))
    expect(openers.map(({ opening }) => opening.opened)).toEqual([true, true, true, true])
    await Promise.all(openers.map((opener, at) => opener.query(setLanguage(`person-${at}`))))
    expect(await openers[0]?.query(people)).toHaveLength(4)
    expect(await Promise.all(openers.map((opener) => opener.close()))).toEqual([0, 0, 0, 0])
    expect(readdirSync(folder)).toEqual(['postgres'])
  })

  test('the command that started the server ends first: the server goes over to those who still work', async () => {
    const starter = await command()
    const postmaster = postmasterOf(folder)
    const [guest, start] = await Promise.all([command(), bot()])
    expect(await starter.close()).toBe(0)
    expect(await guest.query(setLanguage('berta'))).toEqual([{ person: 'berta' }])
    const late = await command()
    expect(await guest.close()).toBe(0)
    expect(await late.close()).toBe(0)
    expect(await start.query(people)).toEqual([{ person: 'berta' }])
    expect(postmasterOf(folder)).toBe(postmaster)
    await start.close()
  })

  test('coming and going at random: nobody is cut off, and the last one out stops the server', async () => {
    const visits = Array.from({ length: 6 }, async (_, at) => {
      await sleep(at * 120)
      const visitor = await command()
      expect(await visitor.query(setLanguage(`visitor-${at}`))).toHaveLength(1)
      return visitor.close()
    })
    expect(await Promise.all(visits)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('two databases stand side by side on one server, each with its bot, and the server outlives the first', async () => {
    const rehearsal = await bot()
    const other = { project: parent, folder, role: 'bot', stamp: 'rehearsal' } as const
    const demo = await openElsewhere({ ...other, database: 'demo' })
    await rehearsal.query(setLanguage('anna'))
    expect(await demo.query(people)).toEqual([])
    expect(await rehearsal.close()).toBe(0)
    expect(await demo.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await demo.close()
  })
})

function logOf(data: string): string {
  const [name = ''] = readdirSync(path.join(data, 'postgres/log'))
  return path.join('log', name)
}
