// An open vote as a matter of the reminders: which parties have not voted, and their ballot as what the reminder carries; leaves when and whom to remind to the reminders.
import { note } from '../message.ts'
import { Refusal } from '../refusal.ts'
import type { Look, Matter, MatterSource } from '../reminders/index.ts'
import type { Reminding } from '../rules/index.ts'
import { inBoth } from '../texts.ts'
import { titleOf } from './card.ts'
import { ballotMessage } from './casting/views.ts'
import type { Circulation, Dossier } from './circulation.ts'
import { type CirculationStores, nameOf } from './finding.ts'
import { matterTexts } from './matter-texts.ts'

/** A profile without stages can still be reminded of by hand, outside of the usual quiet hours. */
const BY_HAND: Reminding = {
  at: '09:00',
  quietHours: { from: '19:00', until: '08:00' },
  stages: [],
}

/** Every circulation whose end has not come. One that cannot be read waits for nobody: it says so elsewhere. */
export function circulationMatters<S extends CirculationStores>(): MatterSource<S> {
  const running = ({ state, deadline }: Circulation, { now }: Look) =>
    state === 'open' && deadline !== undefined && now < deadline
  const matterIn = async ({ circulations }: S, { id }: Circulation, look: Look) => {
    try {
      return matterOf(await circulations.dossier(id), look)
    } catch (fault) {
      if (fault instanceof Refusal) return undefined
      throw fault
    }
  }
  return {
    async open(stores, look) {
      const found: Matter[] = []
      for (const one of await stores.circulations.inState('open')) {
        const matter = running(one, look) ? await matterIn(stores, one, look) : undefined
        if (matter) found.push(matter)
      }
      return found
    },
    async named(stores, look, written) {
      const all = await stores.circulations.find(look.directory.reading(written))
      const [one, ...more] = all.filter((circulation) => running(circulation, look))
      return one && more.length === 0 ? matterIn(stores, one, look) : undefined
    },
  }
}

function matterOf(dossier: Dossier, { directory, now }: Look): Matter | undefined {
  const { circulation, frozen, ballots, deadlines } = dossier
  const { id, version, body, deadline } = circulation
  const latest = deadlines.at(-1)
  if (!frozen || !latest || deadline === undefined) return undefined
  const voted = new Set(ballots.map(({ party }) => party))
  const { profile, electorate } = frozen
  const { electors } = electorate
  return {
    id: `circulation ${id}:${version}`,
    body,
    called: nameOf(circulation),
    title: { de: titleOf(circulation, 'de'), en: titleOf(circulation, 'en') },
    due: deadline,
    dueNumber: deadlines.length,
    since: latest.at,
    rule: profile.reminders ?? BY_HAND,
    missing: electors.map(({ code }) => code).filter((code) => !voted.has(code)),
    missingAgain: new Map(),
    owners: {},
    secret: profile.visibility === 'sealed',
    lacking: (party) => inBoth(matterTexts, (t) => t.lacking(party)),
    silence: inBoth(matterTexts, (t) => t[profile.silence]),
    carries(code, person, language) {
      const mandated = directory
        .representatives(body, code, now)
        .some((one) => one.person === person)
      const name = electors.find((one) => one.code === code)?.name ?? code
      const party = { code, name }
      const { actions } = ballotMessage(dossier, party, mandated, directory.zone, language)
      return { blocks: mandated ? [] : [note(matterTexts[language].onlyMandates)], actions }
    },
  }
}
