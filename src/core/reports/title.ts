// How a round is called: its number, its obligation and the session or day that it is for.
import { type Bilingual, inBoth } from '../texts.ts'
import { formatShortDay } from '../time.ts'
import type { Round } from './round.ts'
import { reportViewTexts } from './view-texts.ts'

/** `Runde R-1/2023: Zwischenstandsbericht zur 42. Sitzung`. */
export function titleOf({ number, frozen }: Pick<Round, 'number' | 'frozen'>): Bilingual {
  const { obligation, occurrence } = frozen
  return inBoth(reportViewTexts, (t, language) =>
    occurrence.session === undefined
      ? t.titleDay(number, obligation.name[language], formatShortDay(occurrence.date, language))
      : t.titleSession(number, obligation.name[language], occurrence.session),
  )
}
