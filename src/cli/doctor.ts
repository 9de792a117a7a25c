// `umlauf doctor`: looks at machine, settings, database, council and lease; each line says what it means and what to do.
import { statfsSync } from 'node:fs'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { isZone } from '../core/time.ts'
import { doctorTexts } from './doctor-texts.ts'
import { json, print } from './output.ts'
import { type OpenedStore, type StoreChoice, withStore } from './store.ts'

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
  const { language } = config
  const t = doctorTexts[language]
  return withStore(config, options, async (opened) => {
    const lines = [...machineLines(t), ...(await storeLines(opened, config, t))]
    if (options.json) print(json(lines, 2))
    else
      for (const { ok, what, words } of lines)
        print(`${ok ? t.fine : t.attention}  ${what}: ${words}`)
    return lines.every(({ ok }) => ok) ? 0 : 1
  })
}

function machineLines(t: Say): readonly Line[] {
  const { version, platform, arch } = process
  const rightNode = version.startsWith('v24.')
  const zone = isZone('Europe/Berlin')
  return [
    {
      ok: rightNode,
      what: 'Node',
      words: rightNode ? `${version}, ${platform} ${arch}` : t.node(version),
    },
    { ok: zone, what: t.zoneData, words: zone ? t.zoneKnown : t.zoneMissing },
  ]
}

async function storeLines(
  { store, desk }: OpenedStore,
  config: Config,
  t: Say,
): Promise<readonly Line[]> {
  const settings = store.findings.map(
    ({ setting, value, ok, words }): Line => ({
      ok,
      what: `PostgreSQL ${setting}`,
      words: ok ? value : words[config.language],
    }),
  )
  const council = await desk.read(async (stores) =>
    stores.council.directory().catch(() => undefined),
  )
  const councilLine: Line = council
    ? { ok: true, what: t.council, words: t.councilVersion(council.version) }
    : { ok: false, what: t.council, words: t.noCouncil }
  return [
    ...folderLines(store.data, t),
    ...settings,
    ...(await clockLines(store.pool, t)),
    councilLine,
    await leaseLine(store.pool, t),
    await migrationLine(store.pool, t),
  ]
}

function folderLines(folder: string | undefined, t: Say): readonly Line[] {
  if (folder === undefined) return [{ ok: true, what: t.folder, words: t.external }]
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const enough = free > LEAST_FREE_BYTES
  const words = `${folder}, ${Math.floor(free / 1024 ** 2)} MiB`
  return [{ ok: enough, what: t.folder, words: enough ? words : t.fullFolder(words) }]
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
    { ok, what: t.clock, words: ok ? row.machine.toISOString() : t.skew(skew) },
    { ok: true, what: t.stamp, words: t.stamped(row.stamp, row.now.toISOString()) },
  ]
}

async function leaseLine(pool: Pool, t: Say): Promise<Line> {
  const { rows } = await pool.query<{ holder: string; held: boolean }>(
    'SELECT holder, expires_at > machine_now() AS held FROM bot_lease',
  )
  const [row] = rows
  if (!row?.held) return { ok: true, what: t.lease, words: t.noBot }
  const { host, pid } = holder.parse(JSON.parse(row.holder))
  return { ok: true, what: t.lease, words: t.bot(host, pid) }
}

async function migrationLine(pool: Pool, t: Say): Promise<Line> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  )
  return { ok: true, what: t.migrations, words: `${rows.length}` }
}
