// Why Slack does not give a file that somebody shared with the bot, and what to do about it.
import { bilingual } from '../../core/texts.ts'

export const incomingFilesTexts = bilingual({
  de: {
    gone: 'Slack hat diese Datei gelöscht oder hält sie verborgen; gespeichert ist nichts. Bitte laden Sie sie noch einmal hoch.',
    foreign:
      'Diese Datei gehört zu einem anderen Workspace, und Slack gibt sie hier nicht heraus; gespeichert ist nichts. Bitte machen Sie die Angaben im Formular oder im Befehl.',
    elsewhere:
      'Diese Datei liegt nicht bei Slack, sondern ist nur ein Verweis; gespeichert ist nichts. Bitte laden Sie die Datei selbst hoch.',
    barred:
      'Slack gibt Umlauf keine Dateien heraus; gespeichert ist nichts. Vermutlich fehlt der App die Berechtigung files:read. Bitte sagen Sie es dem Betrieb, und machen Sie die Angaben so lange im Formular oder im Befehl.',
  },
  en: {
    gone: 'Slack has deleted this file, or keeps it hidden; nothing is stored. Please upload it again.',
    foreign:
      'This file belongs to another workspace, and Slack does not give it away here; nothing is stored. Please enter the details in the form or in the command.',
    elsewhere:
      'This file is not with Slack, it is only a reference; nothing is stored. Please upload the file itself.',
    barred:
      'Slack gives Umlauf no files; nothing is stored. The app presumably lacks the scope files:read. Please tell the operator, and meanwhile enter the details in the form or in the command.',
  },
})
