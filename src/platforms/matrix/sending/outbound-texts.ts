// What stands where a part of a post is no longer needed, stands elsewhere by now, or could not be sent.
import { bilingual } from '../../../core/texts.ts'

export const outboundTexts = bilingual({
  de: {
    noLonger: 'Diese Fortsetzung entfällt; alles Gültige steht oben im Thread.',
    moved: 'Dieser Beitrag steht jetzt weiter unten.',
    notSent: (name: string) =>
      `Die Datei ${name} konnte nicht gesendet werden. Bitte versuchen Sie es später noch einmal.`,
  },
  en: {
    noLonger:
      'This continuation is no longer needed; all that is valid stands at the top of the thread.',
    moved: 'This post now stands further down.',
    notSent: (name) => `The file ${name} could not be sent. Please try again later.`,
  },
})
