// `umlauf doctor`: looks at machine, settings, database, council, lease and networks; each line says what it means and what to do.
import { statfsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import { isZone } from '../core/time.ts'
import type { Stamp } from '../store/open.ts'
import { doctorTexts } from './doctor-texts.ts'
import { json, print } from './output.ts'
import { type OpenedStore, type StoreChoice, stampOf, withStore } from './store.ts'

type Line = { readonly ok: boolean; readonly what: string; readonly words: string }
type Say = (typeof doctorTexts)['de']

/** Below this the database may soon not be able to write. */
const LEAST_FREE_BYTES = 512 * 1024 ** 2
/** More than this between machine and database, and somebody's clock is wrong. */
const MOST_SKEW_MS = 2_000

const holder = z.object({ host: z.string(), pid: z.number() })

/** @returns 0 when everything is in order, 1 otherwise. */
export async function doctorCommand(
  config: Config,
  options: StoreChoice & { readonly json: boolean },
): Promise<number> {
  const t = doctorTexts[config.language]
  const stamp = stampOf(config, options)
  const database = await examineDatabase(config, { real: stamp === 'real' }, t)
  const lines = [
    ...machineLines(config, t),
    ...database.lines,
    ...(await networkLines(config, { ...database, stamp })),
  ]
  if (options.json) print(json(lines, 2))
  else
    for (const { ok, what, words } of lines)
      print(`${ok ? t.fine : t.attention}  ${what}: ${words}`)
  return lines.every(({ ok }) => ok) ? 0 : 1
}

/** What the database says; without a council file the networks' accounts can still be checked. */
export type Found = {
  readonly directory: CouncilDirectory | undefined
  readonly stamp: Stamp
  /** Whether a bot is at work on the database. */
  readonly serving: boolean
}

async function networkLines(config: Config, found: Found): Promise<readonly Line[]> {
  const lines: Line[] = []
  if (config.slack.length > 0) {
    const { slackLines } = await import('./doctor-slack.ts')
    lines.push(...(await slackLines(config, found)))
  }
  if (config.matrix.length > 0) {
    const { matrixLines } = await import('./doctor-matrix.ts')
    lines.push(...(await matrixLines(config, found)))
  }
  return lines
}

function machineLines(config: Config, t: Say): readonly Line[] {
  const { version, platform, arch } = process
  const rightNode = version.startsWith('v24.')
  const zone = isZone('Europe/Berlin')
  return [
    {
      ok: rightNode,
      what: 'Node',
      words: rightNode ? t.nodeFine(version, `${platform} ${arch}`) : t.node(version),
    },
    { ok: true, what: t.user, words: userWords(config, t) },
    { ok: zone, what: t.zoneData, words: zone ? t.zoneKnown : t.zoneMissing },
    // with a fault in the settings no command starts, so here they are right
    { ok: true, what: t.settings, words: t.settingsFine(config.databaseUrl !== undefined) },
  ]
}

function userWords({ databaseUrl }: Config, t: Say): string {
  const { username, uid } = userInfo()
  if (databaseUrl !== undefined) return username
  return uid === 0 ? t.root(username) : t.ordinary(username)
}

/** What the database says, and what of it others ask about. */
type Examined = {
  readonly lines: readonly Line[]
  readonly directory: CouncilDirectory | undefined
  /** Whether a bot is at work on it. */
  readonly serving: boolean
}

/** A database that cannot be opened is a finding as well: the other lines are needed most then. */
async function examineDatabase(config: Config, options: StoreChoice, t: Say): Promise<Examined> {
  let examined: Examined = { lines: [], directory: undefined, serving: false }
  try {
    await withStore(config, options, async (opened) => {
      examined = await examineStore(opened, config, t)
      return 0
    })
    return examined
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    const line = { ok: false, what: t.database, words: fault.words[config.language] }
    return { ...examined, lines: [...examined.lines, line] }
  }
}

async function examineStore(
  { store, desk }: OpenedStore,
  { language }: Config,
  t: Say,
): Promise<Examined> {
  const settings = store.findings.map(
    ({ setting, value, ok, words }): Line => ({
      ok,
      what: `PostgreSQL ${setting}`,
      words: `${value}. ${words[language]}`,
    }),
  )
  const warnings = store.warnings.map(
    (words): Line => ({ ok: true, what: t.hint, words: words[language] }),
  )
  const directory = await directoryOf(desk)
  const bot = await botAtWork(store.pool)
  const lines = [
    ...folderLines(store.data, t),
    ...warnings,
    ...settings,
    await migrationLine(store.pool, t),
    ...(await clockLines(store.pool, t)),
    directory === undefined
      ? { ok: false, what: t.council, words: t.noCouncil }
      : { ok: true, what: t.council, words: t.councilVersion(directory.version) },
    { ok: true, what: t.lease, words: bot === undefined ? t.noBot : t.bot(bot.host, bot.pid) },
  ]
  return { lines, directory, serving: bot !== undefined }
}

async function directoryOf(desk: OpenedStore['desk']): Promise<CouncilDirectory | undefined> {
  try {
    return await desk.read((stores) => stores.council.directory())
  } catch (fault) {
    if (fault instanceof Refusal) return undefined
    throw fault
  }
}

function folderLines(folder: string | undefined, t: Say): readonly Line[] {
  if (folder === undefined) return [{ ok: true, what: t.folder, words: t.external }]
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const enough = free > LEAST_FREE_BYTES
  const mebibytes = Math.floor(free / 1024 ** 2)
  const words = enough ? t.enoughSpace(folder, mebibytes) : t.fullFolder(folder, mebibytes)
  return [{ ok: enough, what: t.folder, words }]
}

type Pool = OpenedStore['store']['pool']

async function clockLines(pool: Pool, t: Say): Promise<readonly Line[]> {
  const { rows } = await pool.query<{ stamp: string; machine: Date; now: Date }>(
    'SELECT stamp, machine_now() AS machine, umlauf_now() AS now FROM instance',
  )
  const [row] = rows
  if (!row) return []
  const skew = Math.abs(row.machine.getTime() - Date.now())
  const ok = skew < MOST_SKEW_MS
  return [
    { ok, what: t.clock, words: ok ? t.clockFine(row.machine.toISOString(), skew) : t.skew(skew) },
    { ok: true, what: t.stamp, words: t.stamped(row.stamp, row.now.toISOString()) },
  ]
}

async function botAtWork(pool: Pool): Promise<z.infer<typeof holder> | undefined> {
  const { rows } = await pool.query<{ holder: string; held: boolean }>(
    'SELECT holder, expires_at > machine_now() AS held FROM bot_lease',
  )
  const [row] = rows
  return row?.held ? holder.parse(JSON.parse(row.holder)) : undefined
}

async function migrationLine(pool: Pool, t: Say): Promise<Line> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  )
  return { ok: true, what: t.migrations, words: t.migrated(rows.length) }
}
