// The wording of asking for reports.
import { bilingual } from '../texts.ts'

export const listTexts = bilingual({
  de: {
    help: 'Zeigt Berichtsrunden: alle, eine mit ihren Zahlen, die Meldung eines Landes, oder was überfällig ist',
    overdue: 'überfällig',
    overdueHint: 'überfällig, um zu sehen, wer nach der Frist noch fehlt',
    round: 'Runde',
    due: 'Frist',
    code: 'Kürzel',
    party: 'Land',
    standing: 'Stand',
    receipt: 'Beleg',
    filedAt: 'Gemeldet am',
    late: 'Verspätet',
    yes: 'ja',
    no: 'nein',
    overdueDays: 'Überfällig seit Arbeitstagen',
  },
  en: {
    help: 'Shows reporting rounds: all, one with its figures, the report of a Land, or what is overdue',
    overdue: 'overdue',
    overdueHint: 'overdue, to see who is still missing after the due date',
    round: 'Round',
    due: 'Due',
    code: 'Code',
    party: 'Land',
    standing: 'Standing',
    receipt: 'Receipt',
    filedAt: 'Reported on',
    late: 'Late',
    yes: 'yes',
    no: 'no',
    overdueDays: 'Overdue for working days',
  },
})
