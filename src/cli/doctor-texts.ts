// What doctor says: what each finding means and what to do.
import { bilingual } from '../core/texts.ts'

export const doctorTexts = bilingual({
  de: {
    fine: 'gut    ',
    attention: 'ACHTUNG',
    node: (version: string) =>
      `${version} läuft; Umlauf braucht Node 24. „npm ci“ bringt es mit, „npm run umlauf -- …“ benutzt es.`,
    zoneData: 'Zeitzonen',
    zoneKnown: 'Europe/Berlin ist bekannt',
    zoneMissing:
      'Europe/Berlin ist unbekannt; dieses Node hat keine Zeitzonendaten. Bitte „npm ci“ ausführen.',
    folder: 'Datenordner',
    external: 'eigenes PostgreSQL über DATABASE_URL; Platz und Sicherung liegen dort',
    enoughSpace: (folder: string, free: number) =>
      `${folder}, ${free} MiB frei. Hier liegt die Datenbank, die zu sichern ist.`,
    fullFolder: (folder: string, free: number) =>
      `${folder}, nur ${free} MiB frei. Bitte Platz schaffen, bevor die Datenbank nicht mehr schreiben kann.`,
    nodeFine: (version: string, platform: string) =>
      `${version} auf ${platform}. Das ist die Fassung, mit der Umlauf geprüft ist.`,
    user: 'Benutzer',
    root: (name: string) =>
      `${name}. PostgreSQL läuft als root nicht; Umlauf startet sein eigenes unter einem anderen Benutzer.`,
    ordinary: (name: string) => `${name}. PostgreSQL läuft unter demselben Benutzer.`,
    settings: 'Einstellungen',
    settingsFine: (external: boolean) =>
      `ohne Fehler. Die Datenbank ist ${external ? 'die unter DATABASE_URL' : 'die eingebettete, weil DATABASE_URL nicht gesetzt ist'}.`,
    database: 'Datenbank',
    hint: 'Hinweis',
    clockFine: (instant: string, skew: number) =>
      `${instant}, ${skew} ms neben der dieses Rechners. Nach ihr richten sich alle Fristen.`,
    clock: 'Uhr der Datenbank',
    skew: (ms: number) =>
      `geht ${ms} ms anders als die dieses Rechners. Bitte NTP auf beiden prüfen: Fristen richten sich nach der Datenbank.`,
    stamp: 'Bestimmung',
    stamped: (stamp: string, now: string) =>
      `${stamp === 'real' ? 'echt' : 'Probe'}, es ist dort ${now}`,
    council: 'Ratsdatei',
    councilVersion: (version: number) => `Fassung ${version} gilt`,
    noCouncil:
      'Noch keine in Kraft. „npm run umlauf -- council apply DATEI“ setzt eine in Kraft, für den echten Rat mit „--real“; „npm start“ bringt für Proben eine mit.',
    lease: 'Bot',
    noBot: 'läuft gerade nicht; „npm start“ startet ihn',
    bot: (host: string, pid: number) => `läuft als Prozess ${pid} auf ${host}`,
    migrations: 'Migrationen',
    migrated: (count: number) =>
      `${count} angewandt. Die Datenbank passt zu dieser Fassung des Programms.`,
  },
  en: {
    fine: 'fine     ',
    attention: 'ATTENTION',
    node: (version: string) =>
      `${version} is running; Umlauf needs Node 24. “npm ci” brings it, “npm run umlauf -- …” uses it.`,
    zoneData: 'Time zones',
    zoneKnown: 'Europe/Berlin is known',
    zoneMissing: 'Europe/Berlin is unknown; this Node has no time zone data. Please run “npm ci”.',
    folder: 'Data folder',
    external: 'a PostgreSQL of your own by DATABASE_URL; space and backup are there',
    enoughSpace: (folder, free) =>
      `${folder}, ${free} MiB free. The database, which is to be backed up, is here.`,
    fullFolder: (folder, free) =>
      `${folder}, only ${free} MiB free. Please make room before the database cannot write any more.`,
    nodeFine: (version, platform) =>
      `${version} on ${platform}. This is the version that Umlauf is tested with.`,
    user: 'User',
    root: (name) =>
      `${name}. PostgreSQL does not run as root; Umlauf starts its own under another user.`,
    ordinary: (name) => `${name}. PostgreSQL runs under the same user.`,
    settings: 'Settings',
    settingsFine: (external) =>
      `without faults. The database is ${external ? 'the one at DATABASE_URL' : 'the embedded one, since DATABASE_URL is not set'}.`,
    database: 'Database',
    hint: 'Note',
    clockFine: (instant, skew) =>
      `${instant}, ${skew} ms beside this machine’s. All deadlines follow it.`,
    clock: 'Clock of the database',
    skew: (ms: number) =>
      `differs by ${ms} ms from this machine’s. Please check NTP on both: deadlines follow the database.`,
    stamp: 'Purpose',
    stamped: (stamp: string, now: string) =>
      `${stamp === 'real' ? 'real' : 'rehearsal'}, there it is ${now}`,
    council: 'Council file',
    councilVersion: (version: number) => `version ${version} is in force`,
    noCouncil:
      'None in force yet. “npm run umlauf -- council apply FILE” puts one into force, for the real council with “--real”; “npm start” brings one for rehearsals.',
    lease: 'Bot',
    noBot: 'is not running; “npm start” starts it',
    bot: (host: string, pid: number) => `runs as process ${pid} on ${host}`,
    migrations: 'Migrations',
    migrated: (count) => `${count} applied. The database fits this version of the program.`,
  },
})
