// What stands where a page of a post is no longer needed.
import { bilingual } from '../../core/texts.ts'

export const outboundTexts = bilingual({
  de: { noLonger: 'Diese Fortsetzung entfällt; alles Gültige steht oben im Thread.' },
  en: {
    noLonger:
      'This continuation is no longer needed; all that is valid stands at the top of the thread.',
  },
})
