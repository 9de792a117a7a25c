// The wording of asking for reports.
import { bilingual } from '../texts.ts'

export const listTexts = bilingual({
  de: {
    help: 'Zeigt Berichtsrunden: alle, eine mit ihren Zahlen, die Meldung eines Landes, oder was überfällig ist',
    overdue: 'überfällig',
    overdueHint: 'überfällig, um zu sehen, wer nach der Frist noch fehlt',
  },
  en: {
    help: 'Shows reporting rounds: all, one with its figures, the report of a Land, or what is overdue',
    overdue: 'overdue',
    overdueHint: 'overdue, to see who is still missing after the due date',
  },
})
