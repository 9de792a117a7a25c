// The wording of a cancellation and of its notice.
import { bilingual } from '../../texts.ts'

export const cancellingTexts = bilingual({
  de: {
    help: 'Bricht einen Umlauf ab, mit Grund; nichts wird gelöscht',
    reason: 'Grund',
    reasonHint: 'steht in der Mitteilung an alle',
    formTitle: 'Umlauf abbrechen',
    formIntro:
      'Die Stimmen bleiben aufbewahrt, haben aber keine Wirkung mehr. Ein Abbruch kann nicht zurückgenommen werden.',
    submit: 'Abbrechen',
    cancelled: (name: string) => `${name} ist abgebrochen. Alle erhalten eine Mitteilung.`,
    notice: (title: string, reason: string) => `Abgebrochen: ${title}. Grund: ${reason}`,
  },
  en: {
    help: 'Cancels a circulation, with a reason; nothing is deleted',
    reason: 'Reason',
    reasonHint: 'stands in the notice to everyone',
    formTitle: 'Cancel a circulation',
    formIntro:
      'The votes are kept but have no effect any more. A cancellation cannot be taken back.',
    submit: 'Cancel the circulation',
    cancelled: (name: string) => `${name} is cancelled. Everyone receives a notice.`,
    notice: (title: string, reason: string) => `Cancelled: ${title}. Reason: ${reason}`,
  },
})
