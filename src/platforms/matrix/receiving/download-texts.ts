// Why a file that somebody sent cannot be read, and what to do about it.
import { bilingual } from '../../../core/texts.ts'

export const downloadTexts = bilingual({
  de: {
    exposed:
      'Diese Datei kam unverschlüsselt an und wurde nicht gelesen; gespeichert ist nichts. Bitte senden Sie sie aus einem Programm, das auch Dateien verschlüsselt.',
    unknown:
      'Wie diese Datei verschlüsselt ist, versteht Umlauf nicht; gespeichert ist nichts. Bitte senden Sie sie noch einmal, am besten aus einem anderen Programm.',
    gone: 'Diese Datei hat der Server nicht oder nicht mehr; gespeichert ist nichts. Bitte laden Sie sie noch einmal hoch.',
    altered:
      'Diese Datei kam anders an, als sie abgeschickt wurde, und wurde nicht gelesen; gespeichert ist nichts. Bitte laden Sie sie noch einmal hoch.',
  },
  en: {
    exposed:
      'This file arrived unencrypted and was not read; nothing is stored. Please send it from a client that encrypts files too.',
    unknown:
      'Umlauf does not understand how this file is encrypted; nothing is stored. Please send it again, best from another client.',
    gone: 'The server does not have this file, or no longer; nothing is stored. Please upload it again.',
    altered:
      'This file arrived other than it was sent, and was not read; nothing is stored. Please upload it again.',
  },
})
