// What the store says to operators when it cannot open, in both languages: always why, and what to do next.
import { Refusal } from '../core/refusal.ts'
import type { Bilingual } from '../core/texts.ts'
import { bilingual } from '../core/texts.ts'
import type { Language } from '../core/values.ts'

const germanWayOut = 'Oder DATABASE_URL auf ein eigenes PostgreSQL (ab Version 15) setzen.'
const englishWayOut = 'Or set DATABASE_URL to a PostgreSQL of your own (version 15 or newer).'

const german = {
  noBinaries: (platform: string) =>
    `Für ${platform} liegt kein eingebettetes PostgreSQL bei (nur Linux x64 und arm64). DATABASE_URL auf ein eigenes PostgreSQL (ab Version 15) setzen.`,
  musl: () =>
    'Das eingebettete PostgreSQL braucht glibc; dieses System (etwa Alpine) hat eine andere C-Bibliothek. Ein Image auf Debian-Grundlage verwenden, z. B. node:24-slim. ' +
    germanWayOut,
  packageMissing: (name: string) =>
    `Das Paket ${name} ist nicht installiert (vielleicht mit --omit=optional?). „npm ci“ ohne diese Option ausführen. ${germanWayOut}`,
  linksMissing: (folder: string) =>
    `In ${folder} fehlen Verknüpfungen, und der Ordner ist nicht beschreibbar. Als Besitzer des Ordners „npm rebuild“ ausführen. ${germanWayOut}`,
  noPasswdEntry: (uid: string) =>
    `PostgreSQL startet nicht unter der Benutzernummer ${uid}, denn sie hat keinen Eintrag in /etc/passwd. Im Container „USER node“ verwenden oder einen Benutzer anlegen. ${germanWayOut}`,
  folderNotWritable: (folder: string) =>
    `Der Datenordner ${folder} lässt sich nicht anlegen. Rechte prüfen oder UMLAUF_DATA auf einen beschreibbaren Ordner setzen. ${germanWayOut}`,
  folderNotReachable: (folder: string, user: string) =>
    `Der Benutzer „${user}“, unter dem PostgreSQL läuft, kommt nicht in den Ordner ${folder}. UMLAUF_DATA auf einen Ordner setzen, dessen Elternordner er betreten darf, z. B. /var/lib/umlauf/daten. ${germanWayOut}`,
  runsAsNobody: () =>
    'PostgreSQL läuft als „nobody“, weil es keinen Benutzer „postgres“ gibt. Für eine Probe genügt das; eine echte Datenbank braucht einen eigenen Benutzer: useradd --system --user-group --shell /usr/sbin/nologin postgres',
  realNeedsUser: () =>
    'Eine echte Datenbank wird nicht unter „nobody“ geführt: Jedes andere Programm dieses Benutzers könnte sie lesen und ändern. Erst „useradd --system --user-group --shell /usr/sbin/nologin postgres“ ausführen (oder Umlauf als gewöhnlicher Benutzer starten), dann erneut starten.',
  socketFolderNotMade: (data: string, folder: string) =>
    `Der Pfad ${data} ist zu lang für den Zugang zu PostgreSQL, und der kurze Ordner ${folder} dafür lässt sich nicht anlegen. UMLAUF_DATA auf einen kürzeren Pfad setzen oder TMPDIR auf einen Ordner, in dem sich schreiben lässt.`,
  socketFolderTaken: (folder: string) =>
    `Der Ordner ${folder} für den Zugang zu PostgreSQL gehört jemand anderem oder ist für andere offen. Ihn prüfen und löschen, dann erneut starten.`,
  otherMajor: (folder: string, found: string, needed: string) =>
    `Die Daten in ${folder} stammen von PostgreSQL ${found}; diese Fassung von Umlauf bringt PostgreSQL ${needed} mit. Die frühere Fassung von Umlauf starten, dort sichern und hier wieder einspielen.`,
  initdbFailed: (folder: string, said: string) =>
    `Die Datenbank ließ sich in ${folder} nicht anlegen. PostgreSQL sagt: ${said}\n${germanWayOut}`,
  serverFailed: (folder: string, said: string) =>
    `PostgreSQL ließ sich mit den Daten in ${folder} nicht starten. PostgreSQL sagt: ${said}\nNäheres steht in ${folder}/log.`,
  serverSilent: (folder: string, said: string) =>
    `PostgreSQL hat mit den Daten in ${folder} 30 Sekunden lang nicht geantwortet. ${said}\nEs kann sein, dass ein anderer Prozess die Daten gerade herunterfährt oder dass ein beendeter Prozess nicht abgeräumt wird (Container mit „--init“ starten). Näheres steht in ${folder}/log.`,
  botLeaseHeld: (host: string, pid: number) =>
    `Ein anderer Umlauf bedient diese Datenbank bereits (Prozess ${pid} auf ${host}). Nur einer darf zählen und zustellen. Den anderen beenden oder eine eigene Datenbank verwenden (UMLAUF_DATA oder DATABASE_URL).`,
  badUrl: () =>
    'DATABASE_URL ist keine gültige Adresse. Erwartet wird etwa postgresql://benutzer:kennwort@rechner:5432/umlauf.',
  unsafeServer: (lines: readonly string[]) =>
    `Auf diesem PostgreSQL werden keine Stimmen geführt:\n${lines.join('\n')}\nDie Einstellungen ändern und erneut starten.`,
  otherStamp: (found: string, wanted: string) =>
    `Diese Datenbank ist als „${found}“ gestempelt, verlangt wurde „${wanted}“. Der Stempel ist endgültig. ${
      found === 'real'
        ? 'Mit „--real“ starten oder für die Probe eine andere Datenbank nehmen.'
        : 'Für eine Probe ohne „--real“ und ohne Netz nach außen starten; für den echten Betrieb eine leere Datenbank nehmen.'
    }`,
  migrationFailedBefore: (name: string) =>
    `Die Migration ${name} wurde früher begonnen und nicht beendet. Den Zustand prüfen, dann „npx prisma migrate resolve --rolled-back ${name}“ ausführen und erneut starten.`,
  migrationEdited: (name: string) =>
    `Die Migration ${name} wurde geändert, nachdem sie angewendet war. Die ursprüngliche Datei wiederherstellen („git checkout -- prisma/migrations“) und Änderungen in eine neue Migration schreiben.`,
  databaseNewer: (names: string) =>
    `Die Datenbank ist neuer als dieses Programm; sie kennt bereits ${names}. Die neuere Fassung von Umlauf starten oder eine Sicherung von vorher einspielen.`,
  demoInUse: () =>
    'Das Spiel läuft noch in einem anderen Fenster. Dort mit Strg+C beenden, dann noch einmal mit „--new“ beginnen.',
  noCouncil: () =>
    'In dieser Datenbank gilt noch keine Ratsdatei. Eine in Kraft setzen: umlauf council apply DATEI',
  migrationBusy: () =>
    'Ein anderer Prozess migriert diese Datenbank seit mehr als einer Minute. Warten, bis er fertig ist, dann erneut starten.',
}

const english: typeof german = {
  noBinaries: (platform) =>
    `No embedded PostgreSQL comes for ${platform} (only Linux x64 and arm64). Set DATABASE_URL to a PostgreSQL of your own (version 15 or newer).`,
  musl: () =>
    `The embedded PostgreSQL needs glibc; this system (Alpine, perhaps) has another C library. Use an image based on Debian, such as node:24-slim. ${englishWayOut}`,
  packageMissing: (name) =>
    `The package ${name} is not installed (perhaps --omit=optional?). Run "npm ci" without that option. ${englishWayOut}`,
  linksMissing: (folder) =>
    `Links are missing in ${folder}, and the folder cannot be written. Run "npm rebuild" as the folder's owner. ${englishWayOut}`,
  noPasswdEntry: (uid) =>
    `PostgreSQL does not start under the user number ${uid}, since it has no entry in /etc/passwd. Use "USER node" in the container, or create a user. ${englishWayOut}`,
  folderNotWritable: (folder) =>
    `The data folder ${folder} cannot be made. Check the permissions, or set UMLAUF_DATA to a folder that can be written. ${englishWayOut}`,
  folderNotReachable: (folder, user) =>
    `The user "${user}", under which PostgreSQL runs, cannot enter the folder ${folder}. Set UMLAUF_DATA to a folder whose parents that user may enter, such as /var/lib/umlauf/data. ${englishWayOut}`,
  runsAsNobody: () =>
    'PostgreSQL runs as "nobody", since there is no user "postgres". That will do for a rehearsal; a real database needs a user of its own: useradd --system --user-group --shell /usr/sbin/nologin postgres',
  realNeedsUser: () =>
    'A real database is not kept under "nobody": every other program of that user could read and change it. First run "useradd --system --user-group --shell /usr/sbin/nologin postgres" (or start Umlauf as an ordinary user), then start again.',
  socketFolderNotMade: (data, folder) =>
    `The path ${data} is too long for the way to PostgreSQL, and the short folder ${folder} for it cannot be made. Set UMLAUF_DATA to a shorter path, or TMPDIR to a folder that can be written.`,
  socketFolderTaken: (folder) =>
    `The folder ${folder} for the way to PostgreSQL belongs to somebody else or is open to others. Check and delete it, then start again.`,
  otherMajor: (folder, found, needed) =>
    `The data in ${folder} come from PostgreSQL ${found}; this version of Umlauf brings PostgreSQL ${needed}. Start the earlier version of Umlauf, make a backup there and restore it here.`,
  initdbFailed: (folder, said) =>
    `The database could not be made in ${folder}. PostgreSQL says: ${said}\n${englishWayOut}`,
  serverFailed: (folder, said) =>
    `PostgreSQL could not be started with the data in ${folder}. PostgreSQL says: ${said}\nMore is in ${folder}/log.`,
  serverSilent: (folder, said) =>
    `PostgreSQL gave no answer for 30 seconds with the data in ${folder}. ${said}\nPerhaps another process is shutting it down, or an ended process is not reaped (start the container with "--init"). More is in ${folder}/log.`,
  botLeaseHeld: (host, pid) =>
    `Another Umlauf already serves this database (process ${pid} on ${host}). Only one may count and deliver. End the other one, or use a database of your own (UMLAUF_DATA or DATABASE_URL).`,
  badUrl: () =>
    'DATABASE_URL is not a valid address. It should look like postgresql://user:password@host:5432/umlauf.',
  unsafeServer: (lines) =>
    `No votes are kept on this PostgreSQL:\n${lines.join('\n')}\nChange the settings and start again.`,
  otherStamp: (found, wanted) =>
    `This database is stamped "${found}", but "${wanted}" was asked for. A stamp is final. ${
      found === 'real'
        ? 'Start with "--real", or take another database for the rehearsal.'
        : 'For a rehearsal start without "--real" and without a network to the outside; for real use take an empty database.'
    }`,
  migrationFailedBefore: (name) =>
    `The migration ${name} was begun earlier and never finished. Check the state, then run "npx prisma migrate resolve --rolled-back ${name}" and start again.`,
  migrationEdited: (name) =>
    `The migration ${name} was edited after it had been applied. Bring back the original file ("git checkout -- prisma/migrations") and write changes into a new migration.`,
  databaseNewer: (names) =>
    `The database is newer than this program; it already knows ${names}. Start the newer version of Umlauf, or restore a backup from before.`,
  demoInUse: () =>
    'The play is still running in another window. End it there with Ctrl+C, then start over with “--new”.',
  noCouncil: () =>
    'No council file is in force in this database yet. Apply one: umlauf council apply FILE',
  migrationBusy: () =>
    'Another process has been migrating this database for more than a minute. Wait until it has finished, then start again.',
}

const wording: Readonly<Record<Language, typeof german>> = bilingual({ de: german, en: english })

type Phrase = (texts: typeof german, language: Language) => string

/** Says one phrase of the store in both languages. */
export function say(phrase: Phrase): Bilingual {
  return { de: phrase(wording.de, 'de'), en: phrase(wording.en, 'en') }
}

/** A refusal of the store: its code without the prefix `store.`, its words and, where there is one, the error behind it. */
export function refusal(code: string, phrase: Phrase, cause?: unknown): Refusal {
  const refused = new Refusal(`store.${code}`, say(phrase))
  if (cause !== undefined) refused.cause = cause
  return refused
}
