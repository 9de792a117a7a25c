// What the sources may not say: clocks, environment, platforms in the core, changes to what was written, floating point; leaves imports to edges.ts.
import {
  type Fault,
  forbidden,
  importsOf,
  partsOf,
  type Source,
  sample,
  typescript,
  type Wall,
} from './source.ts'

/** The code alone of each file, for patterns that a comment or a sentence may well contain. */
function inCode(files: readonly Source[], pattern: RegExp, why: string): readonly Fault[] {
  return files.flatMap((file) => forbidden(file, partsOf(file.text).code, pattern, why))
}

const OUTSIDE_WORLD =
  /\bnew\s+Date\b|\b(?:process\b|performance\b|crypto\b|globalThis\b|console\b|Temporal\.Now\b|Math\.random\b|set(?:Timeout|Interval|Immediate)\b|queueMicrotask\b|fetch\s*\(|resolvedOptions\b)|\.toLocale\w*\(\s*\)/g

const world: Wall = {
  says: 'the core reads no clock, file, environment, chance or locale of the machine',
  faults: (tree) =>
    inCode(typescript(tree, 'src/core'), OUTSIDE_WORLD, 'the core is told, it never looks'),
  refuses: [
    sample('src/core/bot.ts', "const zone = process.env['TZ']"),
    sample('src/core/bot.ts', 'const id = crypto.randomUUID()'),
    sample('src/core/posts.ts', 'setTimeout(look, 1000)'),
    sample('src/core/calendar/periods.ts', 'new Date(at).getDay()'),
    sample('src/core/time.ts', 'const now = Temporal.Now.instant()'),
    sample('src/core/rules/views.ts', 'return share.toLocaleString()'),
    sample('src/core/time.ts', 'new Intl.DateTimeFormat().resolvedOptions().timeZone'),
  ],
  accepts: [
    sample('src/core/bot.ts', "// never process.env\nconst words = 'process, crypto'"),
    sample('src/core/rules/views.ts', "return share.toLocaleString('de')"),
  ],
}

/** Machine time where no council could ask about it, each with its reason. */
const MACHINE_TIME: Readonly<Record<string, string>> = {
  'src/app.ts': 'how long stopping may take, before the process ends without the rest',
  'src/cli/calculators.ts': 'answers without a database, and decides nothing',
  'src/cli/slack.ts': 'the window of a signature is compared with the time of day that Slack signs',
  'src/cli/doctor.ts': 'compares the clock of this machine with that of the database',
  'src/cli/council.ts': 'shows the shipped council where there is no database yet',
}

const processClock: Wall = {
  says: 'no decision reads the clock of the process: the instant is an argument, made by umlauf_now()',
  faults: (tree) =>
    inCode(
      typescript(tree, 'src').filter(({ path }) => !MACHINE_TIME[path]),
      /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|(?<!new\s+)(?<![.\w])Date\s*\(/g,
      'umlauf_now() is the clock',
    ),
  refuses: [
    sample('src/core/circulations/casting/cast.ts', 'const now = Date.now()'),
    sample('src/store/ballots.ts', 'const at = new Date()'),
    sample('src/run/bell.ts', 'const started = Date()'),
  ],
  accepts: [
    sample('src/store/ballots.ts', 'const at = new Date(row.at)'),
    sample('src/store/lease.ts', 'const end = performance.now() + 500'),
    sample('src/cli/calculators.ts', 'return keys(Date.now())'),
    sample('src/core/time.ts', 'export type LocalDate = string\nfunction toDate(x: number) {}'),
  ],
}

const SQL_CLOCKS =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b|'now'/gi
/** The two clocks themselves: the only functions whose body may look. */
const CLOCK_FUNCTIONS =
  /CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?:umlauf_now|machine_now)\s*\(\)[\s\S]*?\$\$[\s\S]*?\$\$/gi
/** Writes Prisma's own table, whose columns of time are no council's. */
const RUNNER = 'src/store/migrations.ts'

const sqlClock: Wall = {
  says: 'the clock of the database is read by umlauf_now() and machine_now() alone',
  faults: (tree) => {
    const blank = (piece: string) => piece.replace(/[^\n]/g, ' ')
    const sql = tree.filter(({ path }) => /^(?:prisma|src)\/.*\.(?:sql|prisma)$/.test(path))
    const inSql = sql.flatMap((file) => {
      const bare = file.text.replace(/(?:--|\/\/).*$/gm, blank).replace(CLOCK_FUNCTIONS, blank)
      return forbidden(file, bare, SQL_CLOCKS, 'umlauf_now() is the clock')
    })
    const code = typescript(tree, 'src').filter(({ path }) => path !== RUNNER)
    const inStrings = code.flatMap((file) =>
      partsOf(file.text).literals.flatMap(({ value, line }) =>
        forbidden(
          { ...file, path: `${file.path}:${line}+` },
          value,
          SQL_CLOCKS,
          'umlauf_now() is the clock',
        ),
      ),
    )
    return [...inSql, ...inStrings]
  },
  refuses: [
    sample('prisma/schema.prisma', '  at DateTime @default(now())'),
    sample('prisma/functions/cast_vote.sql', 'BEGIN\n  t := clock_timestamp();\nEND'),
    sample('prisma/migrations/1_x/migration.sql', 'ALTER TABLE a ADD b date DEFAULT CURRENT_DATE;'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a made-up source
    sample('src/store/posts.ts', 'sql`UPDATE post SET sent = now() WHERE id = ${id}`'),
    sample('prisma/functions/clock.sql', 'CREATE FUNCTION other_now() AS $$ SELECT now() $$'),
  ],
  accepts: [
    sample(
      'prisma/functions/clock.sql',
      'CREATE OR REPLACE FUNCTION umlauf_now() RETURNS timestamptz AS $$ SELECT clock_timestamp() $$;',
    ),
    sample('src/store/posts.ts', "sql('SELECT umlauf_now(), machine_now()') // never now()"),
    sample(RUNNER, "const table = 'started_at TIMESTAMPTZ DEFAULT now()'"),
  ],
}

const environment: Wall = {
  says: 'the environment is read in src/config.ts alone',
  faults: (tree) =>
    typescript(tree, 'src')
      .filter(({ path }) => path !== 'src/config.ts')
      .flatMap((file) => [
        ...forbidden(
          file,
          partsOf(file.text).code,
          /\bprocess\s*\.\s*env\b|\benv\b[^\n]*=\s*process\b/g,
          'config.ts reads it',
        ),
        ...importsOf(file.text)
          .filter(({ from }) => /^(?:node:)?process$/.test(from))
          .map(
            ({ line }) => `${file.path}:${line} imports process: config.ts reads the environment`,
          ),
      ]),
  refuses: [
    sample('src/store/open.ts', "const url = process.env['DATABASE_URL']"),
    sample('src/cli/start.ts', 'const { PORT } = process.env'),
    sample('src/cli/start.ts', 'const { env } = process'),
    sample('src/cli/start.ts', "import { env } from 'node:process'"),
  ],
  accepts: [
    sample('src/config.ts', "const url = process.env['DATABASE_URL']"),
    sample('src/store/postmaster.ts', 'spawn(postgres, args, { env: {} })'),
  ],
}

const PLATFORMS = new Set(['slack', 'matrix', 'room', 'rooms'])

const platformNames: Wall = {
  says: 'the core names no platform',
  faults: (tree) =>
    typescript(tree, 'src/core').flatMap((file) =>
      [...file.text.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)].flatMap(([word]) =>
        PLATFORMS.has(word.toLowerCase()) ? [`${file.path}: "${word}"`] : [],
      ),
    ),
  refuses: [
    sample('src/core/ports.ts', "if (connection === 'slack') return"),
    sample('src/core/posts.ts', 'const isMatrixPost = true'),
    sample('src/core/message.ts', '// the room draws this as a table'),
  ],
  accepts: [sample('src/core/message.ts', "const words = 'Matrixen, Raum, roomy'")],
}

/** What a council was told must stand for ever. Migrations may add to this list, never take from it. */
const KEPT = [
  ...['ballot', 'audit_entry', 'result', 'stated_result', 'decision'],
  ...['frozen_version', 'deadline_change', 'council_version'],
  ...['reminder', 'absence', 'snooze'],
  ...['obligation_change', 'frozen_round', 'filing', 'filing_review', 'round_closing'],
]
const MIGRATION = /^prisma\/migrations\/.*\.sql$/

const keptTables: Wall = {
  says: 'triggers refuse UPDATE, DELETE and TRUNCATE on what must stand, and no migration takes one away',
  faults: (tree) => {
    const migrations = tree.filter(({ path }) => MIGRATION.test(path))
    const all = migrations.map(({ text }) => text).join('\n')
    const guard = (table: string, events: string, each: string) =>
      new RegExp(
        `CREATE TRIGGER \\w+ BEFORE ${events} ON ${table} FOR EACH ${each} EXECUTE FUNCTION refuse_change\\(\\)`,
      )
    const unguarded = KEPT.flatMap((table) =>
      guard(table, 'UPDATE OR DELETE', 'ROW').test(all) &&
      guard(table, 'TRUNCATE', 'STATEMENT').test(all)
        ? []
        : [`prisma/migrations: ${table} can be changed`],
    )
    const opened = /\bDROP\s+TRIGGER\b|\bDISABLE\s+TRIGGER\b|\bsession_replication_role\b/gi
    const why = 'what was written stays'
    return [...unguarded, ...migrations.flatMap((file) => forbidden(file, file.text, opened, why))]
  },
  refuses: [
    sample(
      'prisma/migrations/1_x/migration.sql',
      'CREATE TRIGGER a BEFORE UPDATE OR DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();',
    ),
    [
      ...keptSample(),
      ...sample('prisma/migrations/2_y/migration.sql', 'DROP TRIGGER a ON ballot;'),
    ],
  ],
  accepts: [keptSample()],
}

/** A migration that guards every table that must stand. */
function keptSample(): readonly Source[] {
  const guards = KEPT.flatMap((table) =>
    [
      ['UPDATE OR DELETE', 'ROW'],
      ['TRUNCATE', 'STATEMENT'],
    ].map(
      ([events, each]) =>
        `CREATE TRIGGER t BEFORE ${events} ON ${table} FOR EACH ${each} EXECUTE FUNCTION refuse_change();`,
    ),
  )
  return sample('prisma/migrations/1_x/migration.sql', guards.join('\n'))
}

/** `personal` is the one erasable table; `account` is a copy of the council file in force, all of whose versions stay. */
const FORGETTABLE = ['personal', 'account']

const noDelete: Wall = {
  says: 'no repository deletes, and none changes what must stand',
  faults: (tree) => {
    const strings = typescript(tree, 'src').flatMap((file) =>
      partsOf(file.text).literals.map(({ value, line }) => ({ at: `${file.path}:${line}`, value })),
    )
    const functions = tree
      .filter(({ path }) => /^prisma\/functions\/.*\.sql$/.test(path))
      .map(({ path, text }) => ({ at: path, value: text.replace(/--.*$/gm, '') }))
    const written = [...strings, ...functions].flatMap(({ at, value }) => [
      ...[...value.matchAll(/\b(?:DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+"?(\w+)/g)]
        .filter(([, table]) => !FORGETTABLE.includes(table ?? ''))
        .map(([statement]) => `${at} ${statement}`),
      ...[...value.matchAll(/\bUPDATE\s+"?(\w+)"?\s+(?:\w+\s+)?SET\b/g)]
        .filter(([, table]) => KEPT.includes(table ?? ''))
        .map(([statement]) => `${at} ${statement}`),
    ])
    const models = KEPT.map((table) => table.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()))
    const delegates = new RegExp(
      `\\.(?:${models.join('|')})\\s*\\.(?:update\\w*|upsert)\\(|(?<!\\.(?:${FORGETTABLE.join('|')}))\\.deleteMany\\(|\\b(?:db|prisma|tx)\\.(?!${FORGETTABLE.join('|')})\\w+\\.delete\\(`,
      'g',
    )
    return [...written, ...inCode(typescript(tree, 'src'), delegates, 'rows are only ever added')]
  },
  refuses: [
    sample('src/store/posts.ts', "pool.query('DELETE FROM post WHERE id = $1')"),
    sample('src/store/ballots.ts', "pool.query('UPDATE ballot SET choice = $1')"),
    sample('src/store/audit.ts', 'await prisma.auditEntry.updateMany({ data })'),
    sample('src/store/council.ts', 'await db.mandate.delete({ where })'),
    sample('src/store/council.ts', 'await this.#db.seat.deleteMany({})'),
    sample('prisma/functions/close_circulation.sql', 'BEGIN TRUNCATE TABLE inbox; END'),
  ],
  accepts: [
    sample('src/store/council.ts', 'await db.account.deleteMany({})'),
    sample('src/store/posts.ts', "seen.delete(id)\npool.query('UPDATE post SET token = 1')"),
    sample('src/store/desk.ts', "pool.query('SELECT answer FROM inbox FOR UPDATE')"),
  ],
}

/** Where votes are counted and periods reckoned: only whole numbers and fractions of them. */
const DECIDING = [
  ...['tally', 'conditions', 'electorate', 'missing', 'check'].map((n) => `src/core/rules/${n}.ts`),
  ...['src/core/values.ts', 'src/core/calendar/periods.ts', 'src/core/calendar/calendar.ts'],
  'src/core/circulations/closing/sheet.ts',
]

const wholeNumbers: Wall = {
  says: 'what decides is counted in whole numbers',
  faults: (tree) =>
    inCode(
      typescript(tree, ...DECIDING),
      /\b(?:parseFloat|toFixed|toPrecision|toExponential|EPSILON|Math\.(?!max\b|min\b|abs\b|floor\b|trunc\b)\w+)\b|(?<![\w.])\d+\.\d+/g,
      'whole numbers and fractions alone decide',
    ),
  refuses: [
    sample('src/core/rules/tally.ts', 'const share = Number.parseFloat(text)'),
    sample('src/core/rules/tally.ts', 'if (share >= 66.67) return true'),
    sample('src/core/rules/conditions.ts', 'const need = Math.round(all / 2)'),
    sample('src/core/rules/missing.ts', 'return left.toFixed(2)'),
  ],
  accepts: [
    sample(
      'src/core/rules/tally.ts',
      '// 66.67 % is never written\nconst met = 3n * have >= 2n * all',
    ),
    sample('src/core/rules/views.ts', 'return percent.toFixed(2)'),
  ],
}

export const purityWalls: readonly Wall[] = [
  ...[
    world,
    processClock,
    sqlClock,
    environment,
    platformNames,
    keptTables,
    noDelete,
    wholeNumbers,
  ],
]
