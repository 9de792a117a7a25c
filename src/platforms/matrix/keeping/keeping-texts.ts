// What is said of the keys, the session and the sync of an account, to the one who runs the bot.
import { bilingual } from '../../../core/texts.ts'

export const keepingTexts = bilingual({
  de: {
    inUse: (folder: string) =>
      `Der Ordner ${folder} ist in Benutzung: Je Matrix-Konto darf nur ein Vorgang laufen, sonst gehen Schlüssel verloren. Bitte den anderen zuerst beenden.`,
    sessionUnreadable: (file: string) =>
      `Die Anmeldung in ${file} ist nicht lesbar. Bitte die Datei aus einer Sicherung holen oder neu anmelden: „umlauf matrix recover“.`,
    keysUnreadable:
      'Der Schlüsselspeicher dieses Matrix-Kontos ist beschädigt. Bitte nicht aus einer Sicherung holen, sondern als neues Gerät anmelden: „umlauf matrix recover“.',
    keysGone:
      'Der Schlüsselspeicher dieses Matrix-Geräts fehlt; ohne ihn ist die Anmeldung wertlos. Bitte als neues Gerät anmelden: „umlauf matrix recover“.',
    recoveryKeyMalformed:
      'Das ist kein Wiederherstellungsschlüssel. Er besteht aus zwölf Gruppen zu vier Zeichen und beginnt mit E.',
    recoveryKeyWrong:
      'Dieser Wiederherstellungsschlüssel gehört nicht zum Konto oder wurde inzwischen ersetzt.',
    nothingToRecover:
      'Das Konto hat auf dem Homeserver keine gesicherte Identität. Bitte neu einrichten: „umlauf matrix setup“.',
    identityExists:
      'Das Konto hat schon eine Identität, deren Schlüssel hier fehlen. Bitte mit dem Wiederherstellungsschlüssel herstellen: „umlauf matrix recover“. Eine neue Identität beunruhigt alle, die das Konto geprüft haben; sie entsteht nur auf ausdrücklichen Befehl.',
    approvalNeeded:
      'Der Homeserver nimmt die Identität erst nach einer Bestätigung im Browser an. Bitte in der Kontoverwaltung „Identität zurücksetzen“ erlauben und noch einmal starten.',
    passwordNeeded:
      'Der Homeserver verlangt für die Identität noch einmal das Kennwort des Kontos.',
    wrongPassword: (user: string) =>
      `Der Homeserver nimmt das Kennwort von ${user} nicht an. Bitte prüfen; nach fünf Versuchen sperrt er die Anmeldung für einige Minuten.`,
    deactivated: (user: string) => `Das Konto ${user} ist auf dem Homeserver stillgelegt.`,
    tooManyLogins: (seconds: number) =>
      `Der Homeserver nimmt gerade keine Anmeldung mehr an. Bitte in ${seconds} Sekunden noch einmal versuchen.`,
    noPasswordLogin:
      'Dieser Homeserver kennt keine Anmeldung mit Kennwort. Bitte beim Betrieb ein Token für ein Gerät ausstellen lassen.',
    homeserverUnreachable: (homeserver: string) =>
      `Der Homeserver ${homeserver} antwortet nicht. Bitte Adresse und Verbindung prüfen.`,
    loginRefused: (code: string) => `Der Homeserver weist die Anmeldung ab (${code}).`,
    otherAccount: (found: string, wanted: string) =>
      `Angemeldet wurde ${found}, eingestellt ist ${wanted}. Bitte MATRIX_USER_ID berichtigen.`,
    alreadyLoggedIn: (user: string) =>
      `${user} ist schon angemeldet; eine zweite Anmeldung ist nicht nötig und wäre ein weiteres Gerät.`,
    loggedOut:
      'Der Homeserver nimmt das Token nicht mehr an: Es kommt nichts mehr herein. Bitte als neues Gerät anmelden: „umlauf matrix recover“.',
    notStarted: 'nicht gestartet',
    waiting: 'Eingänge lassen sich gerade nicht speichern; es wird weiter versucht.',
    silent: 'Der Abgleich mit dem Homeserver stand still und wurde neu begonnen.',
    unreachable: 'Der Homeserver antwortet nicht; es wird weiter versucht.',
    syncing: 'im Abgleich',
    stopped: 'Matrix wurde beendet, bevor der erste Abgleich fertig war.',
  },
  en: {
    inUse: (folder: string) =>
      `The folder ${folder} is in use: only one process may run for a Matrix account, or keys are lost. Please end the other one first.`,
    sessionUnreadable: (file: string) =>
      `The login in ${file} cannot be read. Please restore the file from a backup, or log in anew: “umlauf matrix recover”.`,
    keysUnreadable:
      'The key store of this Matrix account is damaged. Please do not restore it from a backup, but log in as a new device: “umlauf matrix recover”.',
    keysGone:
      'The key store of this Matrix device is missing; without it the login is worth nothing. Please log in as a new device: “umlauf matrix recover”.',
    recoveryKeyMalformed:
      'This is no recovery key. One has twelve groups of four characters and begins with E.',
    recoveryKeyWrong:
      'This recovery key does not belong to the account, or has been replaced since.',
    nothingToRecover:
      'The account has no saved identity on the homeserver. Please set it up: “umlauf matrix setup”.',
    identityExists:
      'The account has an identity already, the keys of which are missing here. Please recover it with the recovery key: “umlauf matrix recover”. A new identity alarms everybody who has verified the account; it is made by explicit command only.',
    approvalNeeded:
      'The homeserver accepts the identity only after an approval in the browser. Please allow “reset identity” in the account management, and start again.',
    passwordNeeded: 'For the identity the homeserver asks for the password once more.',
    wrongPassword: (user: string) =>
      `The homeserver does not accept the password of ${user}. Please check it; after five attempts it locks the login for some minutes.`,
    deactivated: (user: string) => `The account ${user} is deactivated on the homeserver.`,
    tooManyLogins: (seconds: number) =>
      `The homeserver accepts no more logins for now. Please try again in ${seconds} seconds.`,
    noPasswordLogin:
      'This homeserver has no login by password. Please have its operators issue a token for a device.',
    homeserverUnreachable: (homeserver: string) =>
      `The homeserver ${homeserver} does not answer. Please check the address and the connection.`,
    loginRefused: (code: string) => `The homeserver refuses the login (${code}).`,
    otherAccount: (found: string, wanted: string) =>
      `${found} was logged in, the setting says ${wanted}. Please correct MATRIX_USER_ID.`,
    alreadyLoggedIn: (user: string) =>
      `${user} is logged in already; a second login is not needed and would be one more device.`,
    loggedOut:
      'The homeserver no longer accepts the token: nothing comes in any more. Please log in as a new device: “umlauf matrix recover”.',
    notStarted: 'not started',
    waiting: 'what comes in cannot be stored at present; it is tried again.',
    silent: 'The sync with the homeserver stood still and was begun anew.',
    unreachable: 'The homeserver does not answer; it is asked again.',
    syncing: 'syncing',
    stopped: 'Matrix was stopped before the first sync was done.',
  },
})
