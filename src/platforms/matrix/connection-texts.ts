// What is said of the connection to Matrix as a whole, to the one who starts it.
import { bilingual } from '../../core/texts.ts'

export const connectionTexts = bilingual({
  de: {
    notStarted: 'nicht gestartet',
    replaced: (room: string) =>
      `${room} wurde durch einen anderen Raum ersetzt. Umlauf folgt nicht von selbst: „umlauf doctor“ prüft und sagt, was zu tun ist`,
    otherUser: (found: string, wanted: string) =>
      `Eingerichtet ist ${found}, in den Einstellungen steht ${wanted}. Bitte MATRIX_USER_ID berichtigen oder das Konto neu einrichten.`,
    unsigned:
      'Das Gerät von Umlauf ist nicht bestätigt: Die Einrichtung wurde nicht fertig. Bitte „npm run umlauf -- matrix setup“ noch einmal ausführen; hat das Konto schon eine Identität, „npm run umlauf -- matrix recover“.',
    notSetUp:
      'Dieses Konto ist noch nicht eingerichtet. Bitte einmal „npm run umlauf -- matrix setup“ ausführen, nach einem Verlust des Datenordners stattdessen „matrix recover“; danach startet Umlauf ohne Kennwort.',
  },
  en: {
    notStarted: 'not started',
    replaced: (room) =>
      `${room} was replaced by another room. Umlauf does not follow by itself: “umlauf doctor” checks it and says what to do`,
    otherUser: (found: string, wanted: string) =>
      `${found} is set up, the settings say ${wanted}. Please correct MATRIX_USER_ID, or set the account up anew.`,
    unsigned:
      'The device of Umlauf is not verified: its setup was not finished. Please run “npm run umlauf -- matrix setup” again, or “npm run umlauf -- matrix recover” where the account already has an identity.',
    notSetUp:
      'This account is not set up yet. Please run “npm run umlauf -- matrix setup” once, or “matrix recover” after a loss of the data folder; after that Umlauf starts without a password.',
  },
})
