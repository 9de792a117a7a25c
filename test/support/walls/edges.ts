// Who may import whom: areas, slices, acts, packages and circles; leaves what the code itself may say to the other walls.
import {
  type Fault,
  type Import,
  importsOf,
  resolve,
  type Source,
  sample,
  typescript,
  type Wall,
} from './source.ts'

/** main → cli/app → run, platforms, store, files, web → core. Each area may of course import itself. */
const AREAS: Readonly<Record<string, readonly string[]>> = {
  main: ['cli', 'app', 'config', 'core'],
  cli: ['app', 'config', 'run', 'platforms', 'store', 'files', 'web', 'core'],
  app: ['config', 'run', 'platforms', 'store', 'files', 'web', 'core'],
  config: ['core'],
  run: ['core'],
  platforms: ['core'],
  store: ['core'],
  files: ['core'],
  web: ['core'],
  councils: [],
  core: [],
}

/** Which slice may use which; the kernel (src/core/*.ts) is open to all of them. */
const SLICES: Readonly<Record<string, readonly string[]>> = {
  calendar: [],
  rules: ['calendar'],
  council: ['calendar', 'rules'],
  /** the rule of reminding is a part of the rule profile */
  reminders: ['council', 'calendar', 'rules'],
  decisions: ['council'],
  sessions: ['council', 'decisions'],
  costs: ['council'],
  /** what is due is handed to the reminders, which know nothing of it but that */
  circulations: ['council', 'rules', 'calendar', 'decisions', 'sessions', 'costs', 'reminders'],
  reports: ['council', 'calendar', 'decisions', 'rules', 'reminders'],
  topics: ['council', 'decisions'],
  portfolio: ['topics', 'decisions'],
  status: [
    ...['calendar', 'rules', 'council', 'decisions', 'sessions', 'costs', 'circulations'],
    ...['reports', 'topics', 'portfolio', 'reminders'],
  ],
}

/** What a platform may know of the core: the kernel, how requests, answers and posts look; not the bot, which is handed to it. */
function isOpenToPlatforms(path: string): boolean {
  return /^src\/core\/[^/]+\.ts$/.test(path) && path !== 'src/core/bot.ts'
}

type Edge = Import & Readonly<{ file: Source; to: string }>

function edgesOf(files: readonly Source[]): readonly Edge[] {
  return files.flatMap((file) =>
    importsOf(file.text).map((one) => ({ ...one, file, to: resolve(file.path, one.from) })),
  )
}

const inside = ({ to }: Edge) => to.startsWith('src/')
const isPackage = ({ from }: Edge) => !from.startsWith('.') && !from.startsWith('node:')

function fault({ file, line, from }: Edge, why: string): Fault {
  return `${file.path}:${line} imports ${from}: ${why}`
}

/** `store` for src/store/open.ts, `main` for src/main.ts. */
function areaOf(path: string): string {
  return path.split('/')[1]?.replace(/(?:-texts)?\.ts$/, '') ?? ''
}

/** The slice a file of the core belongs to; the kernel's files belong to none. */
function sliceOf(path: string): string | undefined {
  return /^src\/core\/([^/]+)\//.exec(path)?.[1]
}

function actOf(path: string): string | undefined {
  return /^src\/core\/circulations\/([^/]+)\//.exec(path)?.[1]
}

/** A platform that keeps something says in its index.ts what it needs, and the store keeps it: a type, gone at run time. */
function isStorePort({ file, to, typeOnly }: Edge): boolean {
  return areaOf(file.path) === 'store' && typeOnly && /^src\/platforms\/\w+\/index\.ts$/.test(to)
}

const areas: Wall = {
  says: 'main → cli/app → run, platforms, store, files, web → core, and nothing back',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src'))
      .filter(inside)
      .flatMap((edge) => {
        const [from, to] = [areaOf(edge.file.path), areaOf(edge.to)]
        const allowed = AREAS[from]
        if (allowed === undefined) return [`${edge.file.path}: src has no area "${from}"`]
        return from === to || allowed.includes(to) || isStorePort(edge)
          ? []
          : [fault(edge, `${from} does not know ${to}`)]
      }),
  refuses: [
    sample('src/core/bot.ts', "import { openStore } from '../store/open.ts'"),
    sample('src/core/council/council.ts', "export type { Store } from '../../store/open.ts'"),
    sample('src/store/open.ts', "import { slack } from '../platforms/slack/outbound.ts'"),
    sample('src/store/room-messages.ts', "import { limits } from '../platforms/room/index.ts'"),
    sample('src/store/room-messages.ts', "import type { A } from '../platforms/room/inbound.ts'"),
    sample('src/web/health.ts', "const { app } = await import('../app.ts')"),
    sample('src/helpers/dates.ts', "import { parse } from '../core/time.ts'"),
  ],
  accepts: [
    sample('src/app.ts', "import { openStore } from './store/open.ts'"),
    sample('src/store/room-messages.ts', "import type { A } from '../platforms/room/index.ts'"),
  ],
}

const kernel: Wall = {
  says: 'the kernel imports no slice',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src/core'))
      .filter((edge) => sliceOf(edge.file.path) === undefined && sliceOf(edge.to) !== undefined)
      .map((edge) => fault(edge, 'the kernel knows no slice')),
  refuses: [
    sample('src/core/bot.ts', "import type { Council } from './council/index.ts'"),
    sample('src/core/help.ts', "import './status/commands.ts'"),
  ],
  accepts: [sample('src/core/bot.ts', "import { canonical } from './canonical.ts'")],
}

const slices: Wall = {
  says: 'slices use each other along the named edges only, and only by index.ts',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src/core'))
      .filter(inside)
      .flatMap((edge) => {
        const [from, to] = [sliceOf(edge.file.path), sliceOf(edge.to)]
        if (from === undefined || to === undefined || from === to) return []
        const allowed = SLICES[from]
        if (!allowed) return [`${edge.file.path}: the core has no slice "${from}"`]
        if (!allowed.includes(to)) return [fault(edge, `${from} does not know ${to}`)]
        return edge.to === `src/core/${to}/index.ts` ? [] : [fault(edge, 'not by its index.ts')]
      }),
  refuses: [
    sample('src/core/rules/tally.ts', "import { readCouncil } from '../council/index.ts'"),
    sample('src/core/decisions/register.ts', "import type { X } from '../circulations/index.ts'"),
    sample('src/core/council/check.ts', "import { period } from '../calendar/periods.ts'"),
    sample('src/core/circulations/casting/cast.ts', "import { t } from '../../rules/tally.ts'"),
    sample('src/core/votes/vote.ts', "import { tally } from '../rules/index.ts'"),
  ],
  accepts: [
    sample('src/core/circulations/casting/cast.ts', "import { t } from '../../rules/index.ts'"),
    sample('src/core/status/board.ts', "import { visibleTo } from '../circulations/index.ts'"),
  ],
}

const doors: Wall = {
  says: 'outside the core a slice is known by its index.ts alone',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src'))
      .filter((edge) => areaOf(edge.file.path) !== 'core' && sliceOf(edge.to) !== undefined)
      .filter((edge) => !/^src\/core\/[^/]+\/index\.ts$/.test(edge.to))
      .map((edge) => fault(edge, 'not by its index.ts')),
  refuses: [
    sample('src/cli/tally.ts', "import { count } from '../core/rules/tally.ts'"),
    sample('src/store/ballots.ts', "import type { C } from '../core/circulations/casting/cast.ts'"),
  ],
  accepts: [
    sample('src/cli/tally.ts', "import { count } from '../core/rules/index.ts'"),
    sample('src/store/circulations.ts', "import { thaw } from '../core/circulations/index.ts'"),
  ],
}

const acts: Wall = {
  says: 'the acts of a circulation never import each other',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src/core/circulations'))
      .filter((edge) => {
        const [from, to] = [actOf(edge.file.path), actOf(edge.to)]
        return from !== undefined && to !== undefined && from !== to
      })
      .map((edge) => fault(edge, 'another act')),
  refuses: [
    sample(
      'src/core/circulations/closing/schedule.ts',
      "import type { Ballot } from '../casting/cast.ts'",
    ),
  ],
  accepts: [
    sample('src/core/circulations/closing/sheet.ts', "import { thaw } from '../circulation.ts'"),
    sample('src/core/circulations/closing/views.ts', "import { sheet } from './sheet.ts'"),
  ],
}

const platforms: Wall = {
  says: 'a platform knows how requests, answers and posts look, its own SDK, and no other platform',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src/platforms')).flatMap((edge) => {
      if (/^(?:pg|@prisma\/.*)$/.test(edge.from)) return [fault(edge, 'no database')]
      if (!inside(edge)) return []
      const folder = edge.file.path.split('/').slice(0, 3).join('/')
      return edge.to.startsWith(`${folder}/`) || isOpenToPlatforms(edge.to)
        ? []
        : [fault(edge, 'not open to platforms')]
    }),
  refuses: [
    sample('src/platforms/slack/outbound.ts', "import { html } from '../room/renderer.ts'"),
    sample('src/platforms/room/inbound.ts', "import type { B } from '../../core/rules/index.ts'"),
    sample('src/platforms/room/inbound.ts', "import { createBot } from '../../core/bot.ts'"),
    sample('src/platforms/room/inbound.ts', "import pg from 'pg'"),
  ],
  accepts: [
    sample(
      'src/platforms/room/renderer.ts',
      "import type { Message } from '../../core/message.ts'",
    ),
    sample('src/platforms/slack/inbound.ts', "import { App } from '@slack/bolt'"),
  ],
}

const database: Wall = {
  says: 'nobody but the store speaks to the database driver',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src')).flatMap((edge) => {
      const driver = /^(?:pg|@prisma\/.*)$/.test(edge.from) || edge.to.includes('store/generated/')
      return driver && areaOf(edge.file.path) !== 'store'
        ? [fault(edge, "the database is the store's")]
        : []
    }),
  refuses: [
    sample('src/cli/doctor.ts', "import pg from 'pg'"),
    sample('src/app.ts', "import { PrismaClient } from './store/generated/client.ts'"),
  ],
  accepts: [
    sample('src/store/ballots.ts', "import type pg from 'pg'"),
    sample('src/store/ballots.ts', "import { canonical } from '../core/canonical.ts'"),
  ],
}

const packages: Wall = {
  says: 'the core uses zod, and the calendar of dates in time.ts alone; no Node, no other package',
  faults: (tree) =>
    edgesOf(typescript(tree, 'src/core')).flatMap((edge) => {
      if (edge.from.startsWith('node:')) return [fault(edge, 'the core runs on no system')]
      if (!isPackage(edge) || edge.from === 'zod') return []
      const dates = edge.from === 'temporal-polyfill' && edge.file.path === 'src/core/time.ts'
      return dates ? [] : [fault(edge, 'the core has zod alone')]
    }),
  refuses: [
    sample('src/core/canonical.ts', "import { createHash } from 'node:crypto'"),
    sample('src/core/council/council.ts', "import { parse } from 'yaml'"),
    sample('src/core/calendar/periods.ts', "import { Temporal } from 'temporal-polyfill'"),
    sample('src/core/bot.ts', "const fs = require('fs')"),
  ],
  accepts: [
    sample('src/core/time.ts', "import { Temporal } from 'temporal-polyfill'\nimport 'zod'"),
  ],
}

const circles: Wall = {
  says: 'no two files need each other to run',
  faults: (tree) => {
    const files = typescript(tree, 'src')
    const needs = new Map(
      files.map((file) => [
        file.path,
        edgesOf([file]).flatMap((edge) => (inside(edge) && !edge.typeOnly ? [edge.to] : [])),
      ]),
    )
    return files.flatMap(({ path }) => (reaches(needs, path) ? [`${path} needs itself`] : []))
  },
  refuses: [
    [
      { path: 'src/core/a.ts', text: "import { b } from './b.ts'" },
      { path: 'src/core/b.ts', text: "import { c } from './c.ts'" },
      { path: 'src/core/c.ts', text: "export * from './a.ts'" },
    ],
  ],
  accepts: [
    [
      { path: 'src/core/a.ts', text: "import { b } from './b.ts'" },
      { path: 'src/core/b.ts', text: "import type { A } from './a.ts'" },
    ],
  ],
}

/** Whether the way along the needs of a file leads back to it. */
function reaches(needs: ReadonlyMap<string, readonly string[]>, start: string): boolean {
  const seen = new Set<string>()
  const ahead = [...(needs.get(start) ?? [])]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === start) return true
    if (seen.has(next)) continue
    seen.add(next)
    ahead.push(...(needs.get(next) ?? []))
  }
  return false
}

export const edgeWalls: readonly Wall[] = [
  ...[areas, kernel, slices, doors, acts, platforms, database, packages, circles],
]
