// The bench in small, so that it cannot rot: it measures what it says, on a real database; leaves the figures themselves to `npm run bench`.
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { connect, openPool, openPrisma } from '../../src/store/pool.ts'
import { freshDatabase, temporaryFolder } from '../support/postgres.ts'
import { measureCasts } from './cast.ts'
import { convene, type Hall } from './council.ts'
import { asMarkdown, asText, percentile } from './figures.ts'
import { measureReports } from './reports.ts'
import { measureSlack } from './slack.ts'
import { measureTallies } from './tally.ts'

/** Lends a council on a fresh database. */
async function inSession(work: (hall: Hall) => Promise<void>): Promise<void> {
  const database = await freshDatabase('rehearsal')
  const pool = openPool(database.config, 12, () => {})
  const prisma = openPrisma(pool)
  try {
    await work(await convene({ pool, prisma, reserve: () => connect(database.config) }))
  } finally {
    await prisma.$disconnect()
    await pool.end()
    await database.drop()
  }
}

it('casts the same votes bare, through kernel and store, and with posts: each one is counted, and the posts follow', () =>
  inSession(async (hall) => {
    const plan = { callers: [1, 8, 18], rounds: 1, casts: 36 }
    const { table, ratio } = await measureCasts(hall, plan)
    expect(table.rows.map(([way, callers]) => `${way}, ${callers}`)).toEqual(
      [1, 8, 18].flatMap((callers) => [
        `cast_vote alone, ${callers}`,
        `kernel and store, ${callers}`,
        `and posts up to date, ${callers}`,
      ]),
    )
    expect(ratio).toBeGreaterThan(0)
    const { rows } = await hall.pool.query<{ open: number; ballots: number; posts: number }>(
      `SELECT (SELECT count(*)::int FROM circulation WHERE state <> 'cancelled') AS open,
         (SELECT count(DISTINCT circulation)::int FROM ballot) AS ballots,
         (SELECT count(*)::int FROM post WHERE state = 'sent') AS posts`,
    )
    // a round to warm up and one that is measured, for each way; eighteen callers need a second circulation
    expect(rows[0]).toMatchObject({ open: 0, ballots: 2 * 3 * (1 + 1 + 2) })
    expect(rows[0]?.posts).toBeGreaterThan(0)
  }))

it('takes clicks in Slack beside a bare Bolt, by HTTP and through sockets that are refreshed: none is lost', async () => {
  const folder = temporaryFolder()
  try {
    const { tables, ratios } = await measureSlack(folder, {
      ...{ paced: 40, rounds: 1, clicks: 100, refreshes: 1 },
      ...{ flood: { votes: 34, seconds: 2 }, commands: { rounds: 1, clicks: 50 } },
    })
    for (const ratio of Object.values(ratios)) expect(ratio).toBeGreaterThan(0.01)
    const rows = (title: string) => tables.find((table) => table.title.includes(title))?.rows
    expect(rows('100 a second')?.map((row) => row.at(-1))).toEqual([0, 0])
    expect(rows('refreshed')?.[0]?.slice(2, 4)).toEqual([0, 0])
    expect(rows('on one circulation')?.[0]?.[0]).toBe('the card')
    expect(rows('finding the command')?.map(([commands]) => commands)).toEqual(['1', '100'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 180_000)

it('plays a round with more owing bodies than Länder: each is asked once, and reminded once for each stage', async () => {
  const folder = temporaryFolder()
  try {
    const plan = { bodies: 60, callMs: 1, looks: 1 }
    const { reported, tables } = await measureReports(folder, plan)
    const { opening, first, second } = reported.steps
    // the members of all parties are asked, and the deputies that the shipped ones have; members are reminded
    expect(opening.posts).toBe(60 + 17)
    expect([first.posts, second.posts]).toEqual([60, 60])
    expect(reported.peak).toBeGreaterThan(reported.live)
    const [round] = tables
    expect(round?.rows.map(([step]) => step)).toEqual([
      ...['the round opens', 'first reminder', 'second reminder'],
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)

it('counts a council and a larger one, and prints both', () => {
  const table = measureTallies([17, 100])
  expect(table.rows.map(([size]) => size)).toEqual(['17', '100'])
  for (const print of [asText, asMarkdown]) expect(print(table)).toContain('itplr-beschluss')
})

it('takes the nearest rank for a percentile, and refuses to make one up', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100])
  expect(() => percentile([], 0.5)).toThrow('no samples')
})
