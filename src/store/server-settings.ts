// Looks whether a PostgreSQL keeps what it says it has stored, line by line; leaves showing the lines to doctor and start.
import type pg from 'pg'
import type { Bilingual } from '../core/texts.ts'
import { bilingual, inBoth } from '../core/texts.ts'
import { refusal } from './texts.ts'

/** One setting of the server: what it is, whether votes may be kept on it, what that means and what to do. */
export type ServerFinding = Readonly<{
  setting: string
  value: string
  ok: boolean
  words: Bilingual
}>

type Check = Readonly<{
  setting: string
  ok: (value: string) => boolean
  good: Bilingual
  bad: Bilingual
}>

const isOn = (value: string) => value !== 'off'

const wording = bilingual({
  de: {
    version: 'Die Fassung genügt (15 oder neuer).',
    versionOld: 'Umlauf braucht PostgreSQL 15 oder neuer. Auf einen neueren Server umziehen.',
    fsync: 'Jede bestätigte Stimme steht auf der Platte.',
    fsyncOff:
      'Bei einem Stromausfall gingen bestätigte Stimmen verloren. fsync = on setzen und den Server neu starten.',
    pages: 'Nach einem Stromausfall sind halb geschriebene Seiten wiederherstellbar.',
    pagesOff: 'Ein Stromausfall kann Daten unlesbar machen. full_page_writes = on setzen.',
    commit: 'COMMIT wartet auf die Platte.',
    commitOff:
      'COMMIT antwortet, bevor die Stimme gesichert ist. synchronous_commit = on setzen (auch für Rolle und Datenbank).',
    zone: 'Die Sitzungen rechnen in UTC.',
    zoneOther:
      'Die Sitzungen rechnen nicht in UTC, Fristen würden verschoben. Ein Zwischenstück (PgBouncer) muss den Startparameter „options“ durchreichen.',
    encoding: 'Alle Zeichen sind darstellbar.',
    encodingOther:
      'Namen und Beschlusstexte wären nicht darstellbar. Die Datenbank mit ENCODING UTF8 anlegen.',
    recovery: 'Der Server nimmt Änderungen an.',
    recoveryOn:
      'Dieser Server ist ein Abbild und nimmt keine Stimmen an. DATABASE_URL auf den führenden Server setzen.',
  },
  en: {
    version: 'The version will do (15 or newer).',
    versionOld: 'Umlauf needs PostgreSQL 15 or newer. Move to a newer server.',
    fsync: 'Every confirmed vote is on disk.',
    fsyncOff: 'A power cut would lose confirmed votes. Set fsync = on and start the server again.',
    pages: 'After a power cut, half-written pages can be restored.',
    pagesOff: 'A power cut can make data unreadable. Set full_page_writes = on.',
    commit: 'COMMIT waits for the disk.',
    commitOff:
      'COMMIT answers before the vote is safe. Set synchronous_commit = on (for role and database too).',
    zone: 'Sessions reckon in UTC.',
    zoneOther:
      'Sessions do not reckon in UTC, deadlines would be shifted. A pooler in between (PgBouncer) must pass the start-up parameter "options" on.',
    encoding: 'Every character can be kept.',
    encodingOther:
      'Names and texts of decisions could not be kept. Create the database with ENCODING UTF8.',
    recovery: 'The server accepts changes.',
    recoveryOn:
      'This server is a standby and accepts no votes. Set DATABASE_URL to the primary server.',
  },
})

const said = (key: keyof (typeof wording)['de']): Bilingual => inBoth(wording, (t) => t[key])

const checks: readonly Check[] = [
  {
    setting: 'server_version_num',
    ok: (value) => Number(value) >= 150_000,
    good: said('version'),
    bad: said('versionOld'),
  },
  { setting: 'fsync', ok: isOn, good: said('fsync'), bad: said('fsyncOff') },
  { setting: 'full_page_writes', ok: isOn, good: said('pages'), bad: said('pagesOff') },
  { setting: 'synchronous_commit', ok: isOn, good: said('commit'), bad: said('commitOff') },
  {
    setting: 'TimeZone',
    ok: (value) => value === 'UTC',
    good: said('zone'),
    bad: said('zoneOther'),
  },
  {
    setting: 'server_encoding',
    ok: (value) => value === 'UTF8',
    good: said('encoding'),
    bad: said('encodingOther'),
  },
  {
    setting: 'in_hot_standby',
    ok: (value) => value === 'off',
    good: said('recovery'),
    bad: said('recoveryOn'),
  },
]

/** Reads the settings that decide whether a confirmed vote is safe, as they hold in this session. */
export async function examineServer(client: pg.Client): Promise<readonly ServerFinding[]> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
    [checks.map((check) => check.setting)],
  )
  return checks.map(({ setting, ok, good, bad }) => {
    const value = rows.find((row) => row.name === setting)?.setting ?? ''
    return { setting, value, ok: ok(value), words: ok(value) ? good : bad }
  })
}

/**
 * Refuses a server that may lose votes, with every reason at once.
 *
 * @throws Refusal `store.unsafe-server`
 */
export function refuseUnsafe(findings: readonly ServerFinding[]): void {
  const faults = findings.filter((finding) => !finding.ok)
  if (faults.length === 0) return
  throw refusal('unsafe-server', (texts, language) =>
    texts.unsafeServer(
      faults.map((fault) => `- ${fault.setting} = ${fault.value}: ${fault.words[language]}`),
    ),
  )
}
