// What stands where a part of a post is no longer needed, or stands elsewhere by now.
import { bilingual } from '../../../core/texts.ts'

export const outboundTexts = bilingual({
  de: {
    noLonger: 'Diese Fortsetzung entfällt; alles Gültige steht oben im Thread.',
    moved: 'Dieser Beitrag steht jetzt weiter unten.',
  },
  en: {
    noLonger:
      'This continuation is no longer needed; all that is valid stands at the top of the thread.',
    moved: 'This post now stands further down.',
  },
})
