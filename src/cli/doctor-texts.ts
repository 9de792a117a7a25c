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
    fullFolder: (words: string) =>
      `${words} frei: zu wenig. Bitte Platz schaffen, bevor die Datenbank nicht mehr schreiben kann.`,
    clock: 'Uhr der Datenbank',
    skew: (ms: number) =>
      `geht ${ms} ms anders als die dieses Rechners. Bitte NTP auf beiden prüfen: Fristen richten sich nach der Datenbank.`,
    stamp: 'Bestimmung',
    stamped: (stamp: string, now: string) =>
      `${stamp === 'real' ? 'echt' : 'Probe'}, es ist dort ${now}`,
    council: 'Ratsdatei',
    councilVersion: (version: number) => `Fassung ${version} gilt`,
    noCouncil:
      'Noch keine in Kraft. „umlauf council apply DATEI“ setzt eine in Kraft; „umlauf start“ bringt für Proben eine mit.',
    lease: 'Bot',
    noBot: 'läuft gerade nicht; „umlauf start“ startet ihn',
    bot: (host: string, pid: number) => `läuft als Prozess ${pid} auf ${host}`,
    migrations: 'Migrationen',
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
    fullFolder: (words: string) =>
      `${words} free: too little. Please make room before the database cannot write any more.`,
    clock: 'Clock of the database',
    skew: (ms: number) =>
      `differs by ${ms} ms from this machine’s. Please check NTP on both: deadlines follow the database.`,
    stamp: 'Purpose',
    stamped: (stamp: string, now: string) =>
      `${stamp === 'real' ? 'real' : 'rehearsal'}, there it is ${now}`,
    council: 'Council file',
    councilVersion: (version: number) => `version ${version} is in force`,
    noCouncil:
      'None in force yet. “umlauf council apply FILE” puts one into force; “umlauf start” brings one for rehearsals.',
    lease: 'Bot',
    noBot: 'is not running; “umlauf start” starts it',
    bot: (host: string, pid: number) => `runs as process ${pid} on ${host}`,
    migrations: 'Migrations',
  },
})
