// What is said where no database answers, by the reason that it gave.
import { bilingual } from '../core/texts.ts'

export const storeTexts = bilingual({
  de: {
    noAnswer: (code: string) =>
      `Unter DATABASE_URL antwortet kein PostgreSQL (${code}). Bitte prüfen, ob es läuft und ob Rechner und Port stimmen.`,
    noEntry: (code: string) =>
      `Das PostgreSQL unter DATABASE_URL lässt diesen Nutzer nicht ein (${code}). Bitte Nutzer, Passwort und pg_hba.conf prüfen.`,
    noDatabase: (code: string) =>
      `Die Datenbank aus DATABASE_URL gibt es auf dem Server nicht (${code}). Bitte anlegen: createdb --encoding=UTF8 NAME`,
    noRight: (code: string) =>
      `Der Nutzer aus DATABASE_URL darf dort keine Tabellen anlegen (${code}). Bitte ihm die Datenbank geben: ALTER DATABASE … OWNER TO …`,
  },
  en: {
    noAnswer: (code) =>
      `No PostgreSQL answers at DATABASE_URL (${code}). Please check that it runs, and host and port.`,
    noEntry: (code) =>
      `The PostgreSQL at DATABASE_URL does not let this user in (${code}). Please check user, password and pg_hba.conf.`,
    noDatabase: (code) =>
      `The database of DATABASE_URL is not on that server (${code}). Please create it: createdb --encoding=UTF8 NAME`,
    noRight: (code) =>
      `The user of DATABASE_URL may not create tables there (${code}). Please give it the database: ALTER DATABASE … OWNER TO …`,
  },
})
