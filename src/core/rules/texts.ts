// The wording of the rules in German and English: conditions, what is missing, faults of a profile; leaves numbers to views.ts.
import { type Bilingual, bilingual, inBoth } from '../texts.ts'

const versions = bilingual({
  de: {
    later: (parameter: string, only: string) =>
      `„${parameter}“ kann in dieser Fassung nur „${only}“ sein: Umlauf beherrscht andere Werte noch nicht.`,
  },
  en: {
    later: (parameter: string, only: string) =>
      `"${parameter}" can only be "${only}" in this version: Umlauf cannot do other values yet.`,
  },
})

/** Says that a parameter is known but its machinery is not there yet. */
export function later(parameter: string, only: string): Bilingual {
  return inBoth(versions, (say) => say.later(parameter, only))
}
