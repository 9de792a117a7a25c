// The wording for somebody who asks faster than can be answered.
import { bilingual } from '../../core/texts.ts'

export const pacingTexts = bilingual({
  de: {
    tooMany:
      'Nicht ausgeführt: Das waren zu viele Anfragen auf einmal. Bitte warten Sie einen Moment. Was zählt, zeigt „/umlauf übersicht“.',
  },
  en: {
    tooMany:
      'Not carried out: those were too many requests at once. Please wait a moment. “/umlauf overview” shows what counts.',
  },
})
