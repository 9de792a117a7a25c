// What stands where a post, or a page of it, is no longer kept up.
import { bilingual } from '../../core/texts.ts'

export const outboundTexts = bilingual({
  de: {
    noLonger: 'Diese Fortsetzung entfällt; alles Gültige steht oben im Thread.',
    movedAway:
      'Dieser Umlauf wird hier nicht mehr aktualisiert; er steht jetzt in einem anderen Kanal.',
  },
  en: {
    noLonger:
      'This continuation is no longer needed; all that is valid stands at the top of the thread.',
    movedAway: 'This circulation is no longer updated here; it now stands in another channel.',
  },
})
