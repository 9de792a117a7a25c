// An open round as a matter of the reminders: which parties have not reported, and the way to their form as what the reminder carries; leaves when and whom to remind to the reminders.
import { note } from '../message.ts'
import type { Look, Matter, MatterSource } from '../reminders/index.ts'
import { inBoth } from '../texts.ts'
import { isMissing, stateOf } from './filing.ts'
import { mayReport, ownersOf, type ReportStores } from './finding.ts'
import type { RoundDossier } from './round.ts'
import { titleOf } from './title.ts'
import { reportViewTexts } from './view-texts.ts'
import { reportActions } from './views.ts'

/** Every round that is not closed: what is overdue is reminded of as well. */
export function reportMatters<S extends ReportStores>(): MatterSource<S> {
  return {
    async open(stores, look) {
      const found: Matter[] = []
      for (const { id } of await stores.reports.rounds('open')) {
        found.push(matterOf(await stores.reports.round(id), look))
      }
      return found
    },
    async named(stores, look, written) {
      const [, n, year] = /^r\s?-?\s?0*(\d{1,6})\/(\d{4})$/i.exec(written) ?? []
      if (n === undefined || year === undefined) return undefined
      const open = (await stores.reports.find(`R-${n}/${year}`)).filter(({ closed }) => !closed)
      const [one, ...more] = open
      if (!one || more.length > 0) return undefined
      return matterOf(await stores.reports.round(one.id), look)
    },
  }
}

function matterOf(dossier: RoundDossier, look: Look): Matter {
  const { directory } = look
  const { round } = dossier
  const { obligation, parties } = round.frozen
  const missing = parties.map(({ code }) => stateOf(code, dossier)).filter(isMissing)
  return {
    id: `round ${round.id}`,
    body: round.body,
    called: round.number,
    title: titleOf(round),
    due: round.due,
    dueNumber: 1,
    since: round.openedAt,
    rule: obligation.reminders,
    missing: missing.map(({ party }) => party),
    missingAgain: new Map(
      missing.flatMap(({ party, review }) => (review ? [[party, review.at]] : [])),
    ),
    owners: ownersOf(round, directory),
    secret: false,
    lacking: (party) => inBoth(reportViewTexts, (t) => t.lacking(party)),
    silence: inBoth(reportViewTexts, (t) => t.silence),
    carries(party, person, language) {
      const may = mayReport(round, party, person, look)
      const { standing, review } = stateOf(party, dossier)
      const t = reportViewTexts[language]
      return {
        blocks: [
          ...(standing === 'returned' ? [note(t.offerReturned(review?.reason ?? ''))] : []),
          ...(may ? [] : [note(t.onlyMandates)]),
        ],
        actions: may ? reportActions(dossier, party, language) : [],
      }
    },
  }
}
