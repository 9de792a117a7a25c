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
    DATABASE_URL:
      'Adresse eines eigenen PostgreSQL, postgresql://nutzer:passwort@rechner:5432/umlauf; ohne sie startet Umlauf sein eigenes.',
    UMLAUF_DATA:
      'Ordner für die Daten des eingebetteten PostgreSQL; ohne ihn der Ordner data, als root /var/lib/umlauf.',
    UMLAUF_PORT: 'Port des Raums auf 127.0.0.1, 0 bis 65535; 0 nimmt einen freien.',
    UMLAUF_LANGUAGE: 'Sprache der Kommandozeile, de oder en; ohne sie nach LANG.',
    LOG_LEVEL: 'Was protokolliert wird: fatal, error, warn, info, debug, trace oder silent.',
  },
  en: {
    faults: (faults: readonly string[]) =>
      `Umlauf does not start, the settings have faults:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    both: (name: string) => `${name} and ${name}_FILE are both set; only one of them.`,
    fileMissing: (name: string) => `${name}: the file cannot be read.`,
    unknown: (name: string, near: string) => `There is no ${name}. Perhaps you mean: ${near}.`,
    DATABASE_URL:
      'address of a PostgreSQL of your own, postgresql://user:password@host:5432/umlauf; without it Umlauf starts its own.',
    UMLAUF_DATA:
      'folder for the data of the embedded PostgreSQL; without it the folder data, as root /var/lib/umlauf.',
    UMLAUF_PORT: 'port of the room on 127.0.0.1, 0 to 65535; 0 takes a free one.',
    UMLAUF_LANGUAGE: 'language of the command line, de or en; without it by LANG.',
    LOG_LEVEL: 'what is logged: fatal, error, warn, info, debug, trace or silent.',
  },
})
