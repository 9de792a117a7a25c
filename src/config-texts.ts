// What is said of the settings: what each is for, and what would be right where one is wrong.
import { bilingual } from './core/texts.ts'

export const configTexts = bilingual({
  de: {
    faults: (faults: readonly string[]) =>
      `Umlauf startet nicht, die Einstellungen haben Fehler:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    both: (name: string) => `${name} und ${name}_FILE sind beide gesetzt; nur eines von beiden.`,
    fileMissing: (name: string) => `${name}: Die Datei lässt sich nicht lesen.`,
    unknown: (name: string, near: string) =>
      `${name} gibt es nicht. Gemeint ist vielleicht: ${near}.`,
    mixed: (network: string, example: string) =>
      `${network}_-Einstellungen stehen mit und ohne Kennung nebeneinander. Bei mehreren Verbindungen braucht jede ihre Kennung: ${example}.`,
    lacking: (name: string) => `${name} fehlt. Ohne Bot-Token erreicht Umlauf Slack nicht.`,
    lackingEither: (socket: string, http: string) =>
      `${socket} oder ${http} fehlt: das erste für Socket Mode (kein offener Port), das zweite für HTTP.`,
    sameSecret: (one: string, other: string) =>
      `${one} und ${other} sind gleich. Jeder Workspace braucht seine eigene App mit eigenen Geheimnissen.`,
    sameAddress: (one: string, other: string) =>
      `${one} und ${other} nennen dieselbe Adresse; jede Verbindung braucht ihre eigene.`,
    lackingMatrix: (name: string) =>
      `${name} fehlt. Umlauf braucht in Matrix den Homeserver und sein Konto.`,
    sameUser: (one: string, other: string) =>
      `${one} und ${other} nennen dasselbe Konto; jede Verbindung braucht ihr eigenes.`,
    noMatrixToken: (name: string) =>
      `${name} gibt es nicht. Ein Zugriffstoken wird nie eingestellt: „umlauf matrix setup“ meldet sich einmal an und bewahrt es im Datenordner auf.`,
    DATABASE_URL:
      'Adresse eines eigenen PostgreSQL, postgresql://nutzer:passwort@rechner:5432/umlauf; ohne sie startet Umlauf sein eigenes.',
    UMLAUF_DATA:
      'Ordner für die Daten: eingebettetes PostgreSQL, Schlüssel für Matrix; ohne ihn der Ordner data, als root /var/lib/umlauf.',
    UMLAUF_PORT: 'Port des Raums auf 127.0.0.1, 0 bis 65535; 0 nimmt einen freien.',
    UMLAUF_LANGUAGE: 'Sprache der Kommandozeile, de oder en; ohne sie nach LANG.',
    LOG_LEVEL: 'Was protokolliert wird: fatal, error, warn, info, debug, trace oder silent.',
    SLACK_BOT_TOKEN:
      'Bot User OAuth Token der Slack-App, beginnt mit xoxb-; mit ihm startet Umlauf in Slack.',
    SLACK_APP_TOKEN:
      'App-Level Token mit connections:write, beginnt mit xapp-; mit ihm kommt alles über Socket Mode.',
    SLACK_SIGNING_SECRET:
      'Signing Secret der Slack-App, 32 Zeichen 0–9 und a–f; ohne App-Token kommt alles über HTTP.',
    SLACK_API_URL:
      'Basis der Web API, https://… (http nur auf diesem Rechner); für GovSlack https://slack-gov.com/api/.',
    SLACK_LISTEN: 'Rechner und Port, auf dem Umlauf Slack über HTTP annimmt.',
    MATRIX_HOMESERVER_URL:
      'Adresse des Homeservers, https://… (http nur auf diesem Rechner); mit ihr startet Umlauf in Matrix.',
    MATRIX_USER_ID: 'Umlaufs eigenes Konto in Matrix, ganz geschrieben: @umlauf:example.org.',
    MATRIX_RECOVERY_KEY:
      'Wiederherstellungsschlüssel des Kontos, 48 Zeichen in Gruppen; nur nötig, wo der Datenordner ihn nicht mehr hat.',
    MATRIX_PASSWORD:
      'Datei mit dem Kennwort des Kontos, für „umlauf matrix setup“ ohne Terminal; wird nur dann gelesen.',
  },
  en: {
    faults: (faults: readonly string[]) =>
      `Umlauf does not start, the settings have faults:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    both: (name: string) => `${name} and ${name}_FILE are both set; only one of them.`,
    fileMissing: (name: string) => `${name}: the file cannot be read.`,
    unknown: (name: string, near: string) => `There is no ${name}. Perhaps you mean: ${near}.`,
    mixed: (network, example) =>
      `${network}_ settings stand with and without an id beside each other. With several connections each needs its id: ${example}.`,
    lacking: (name) => `${name} is missing. Without a bot token Umlauf does not reach Slack.`,
    lackingEither: (socket, http) =>
      `${socket} or ${http} is missing: the first for Socket Mode (no open port), the second for HTTP.`,
    sameSecret: (one, other) =>
      `${one} and ${other} are the same. Each workspace needs an app of its own with secrets of its own.`,
    sameAddress: (one, other) =>
      `${one} and ${other} name the same address; each connection needs its own.`,
    lackingMatrix: (name) =>
      `${name} is missing. In Matrix Umlauf needs the homeserver and its account.`,
    sameUser: (one, other) =>
      `${one} and ${other} name the same account; each connection needs its own.`,
    noMatrixToken: (name) =>
      `There is no ${name}. An access token is never a setting: “umlauf matrix setup” logs in once and keeps it in the data folder.`,
    DATABASE_URL:
      'address of a PostgreSQL of your own, postgresql://user:password@host:5432/umlauf; without it Umlauf starts its own.',
    UMLAUF_DATA:
      'folder for the data: embedded PostgreSQL, keys for Matrix; without it the folder data, as root /var/lib/umlauf.',
    UMLAUF_PORT: 'port of the room on 127.0.0.1, 0 to 65535; 0 takes a free one.',
    UMLAUF_LANGUAGE: 'language of the command line, de or en; without it by LANG.',
    LOG_LEVEL: 'what is logged: fatal, error, warn, info, debug, trace or silent.',
    SLACK_BOT_TOKEN:
      'Bot User OAuth Token of the Slack app, begins with xoxb-; with it Umlauf starts in Slack.',
    SLACK_APP_TOKEN:
      'App-Level Token with connections:write, begins with xapp-; with it everything comes by Socket Mode.',
    SLACK_SIGNING_SECRET:
      'Signing Secret of the Slack app, 32 characters 0–9 and a–f; without an app token everything comes by HTTP.',
    SLACK_API_URL:
      'base of the Web API, https://… (http on this machine only); for GovSlack https://slack-gov.com/api/.',
    SLACK_LISTEN: 'host and port on which Umlauf takes Slack’s HTTP requests.',
    MATRIX_HOMESERVER_URL:
      'address of the homeserver, https://… (http on this machine only); with it Umlauf starts in Matrix.',
    MATRIX_USER_ID: 'Umlauf’s own account in Matrix, written in full: @umlauf:example.org.',
    MATRIX_RECOVERY_KEY:
      'recovery key of the account, 48 characters in groups; only needed where the data folder has it no more.',
    MATRIX_PASSWORD:
      'file with the account’s password, for “umlauf matrix setup” without a terminal; read only then.',
  },
})
