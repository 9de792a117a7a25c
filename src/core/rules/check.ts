// Whether a profile fits an electorate: names nobody unknown, asks nothing impossible, and surprises nobody by rounding; leaves its form to the schema.
import { type Bilingual, inBoth } from '../texts.ts'
import type { PartyCode } from '../values.ts'
import { type Elector, type Electorate, sum } from './electorate.ts'
import type { Profile, Quorum, Threshold } from './profile.ts'
import { wording } from './texts.ts'

/** A fault of a profile: `error` forbids its use, `warning` is shown. `path` leads to the field inside the profile. */
export type ProfileFault = {
  readonly severity: 'error' | 'warning'
  readonly path: readonly (string | number)[]
  readonly words: Bilingual
}

type Path = ProfileFault['path']
type Faults = readonly ProfileFault[]
type Say = (phrases: (typeof wording)['de']) => string
type Part = { readonly num: number; readonly den: number }

/** Finds every fault of a profile that the schema has accepted. */
export function checkProfile(profile: Profile, electorate: Electorate): Faults {
  const { request, period, abstention, silence, thresholds, quorum } = profile
  const rules = [
    ...thresholds.map((rule, index) => ({ rule, path: ['thresholds', index] })),
    ...quorum.map((rule, index) => ({ rule, path: ['quorum', index] })),
  ]
  const ids = rules.map(({ rule }) => rule.id)
  return [
    ...request.anyOf.flatMap((one, index) =>
      requestFaults(electorate, ['request', 'anyOf', index], one),
    ),
    ...when(period.amount < period.min, ['period', 'amount'], (say) => say.shorterThanMinimum),
    ...when(
      !abstention.allowed && silence === 'abstain',
      ['silence'],
      (say) => say.forbiddenAbstention,
    ),
    ...rules.flatMap(({ rule, path }, index) => [
      ...when(ids.indexOf(rule.id) < index, [...path, 'id'], (say) => say.namedTwice(rule.id)),
      ...ruleFaults(electorate, path, rule),
    ]),
  ]
}

function requestFaults(
  electorate: Electorate,
  path: Path,
  one: Profile['request']['anyOf'][number],
): Faults {
  switch (one.kind) {
    case 'parties':
      return partyFaults(electorate, [...path, 'parties'], one.parties)
    case 'number':
      return numberFaults(electorate, path, { n: one.n, field: 'n', group: one.group })
    case 'share':
      return partFaults(path, one)
  }
}

function ruleFaults(electorate: Electorate, path: Path, rule: Threshold | Quorum): Faults {
  switch (rule.kind) {
    case 'requiredConsents':
    case 'noRefusalOf':
    case 'includes':
      return partyFaults(electorate, [...path, 'parties'], rule.parties)
    case 'minCount':
      return numberFaults(electorate, path, { n: rule.n, field: 'n', group: rule.group })
    case 'minWeight':
      return [...weightFaults(electorate, path, rule.group), ...partFaults(path, rule)]
    case 'majority': {
      const weights = rule.weighted ? weightFaults : groupFaults
      return [
        ...weights(electorate, path, rule.group),
        ...when(rule.num * 2 < rule.den, path, (say) => say.noMajority(written(rule))),
        ...partFaults(path, rule),
      ]
    }
    case 'maxRefusals':
      return refusalFaults(electorate, path, rule)
    case 'allConsent':
      return groupFaults(electorate, path, rule.group)
    case 'noneRefuses':
      return numberFaults(electorate, path, { n: rule.min, field: 'min' })
    case 'number':
      return numberFaults(electorate, path, { n: rule.n, field: 'n' })
    case 'share': {
      const all = rule.strict && rule.num === rule.den
      return [
        ...when(all, path, (say) => say.moreThanWhole(`> ${written(rule)}`)),
        ...partFaults(path, rule),
      ]
    }
  }
}

function partyFaults(electorate: Electorate, path: Path, parties: readonly PartyCode[]): Faults {
  const known = new Set(electorate.electors.map(({ code }) => code))
  return parties.flatMap((party, index) => [
    ...when(!known.has(party), [...path, index], (say) => say.unknownParty(party)),
    ...when(parties.indexOf(party) < index, [...path, index], (say) => say.namedTwice(party)),
  ])
}

function groupFaults({ electors }: Electorate, path: Path, group: string | undefined): Faults {
  if (group === undefined) return []
  const groups = [...new Set(electors.map((elector) => elector.group))]
  return when(!groups.includes(group), [...path, 'group'], (say) => say.unknownGroup(group, groups))
}

function numberFaults(
  electorate: Electorate,
  path: Path,
  { n, field, group }: { n: number; field: string; group?: string },
): Faults {
  const unknown = groupFaults(electorate, path, group)
  const size = members(electorate, group).length
  if (unknown.length > 0) return unknown
  return when(n > size, [...path, field], (say) => say.moreThanThereAre(n, size))
}

function weightFaults(electorate: Electorate, path: Path, group: string | undefined): Faults {
  const unknown = groupFaults(electorate, path, group)
  if (unknown.length > 0) return unknown
  const none = sum(members(electorate, group)) === 0n
  return when(none, path, (say) => (group === undefined ? say.noSharesAtAll : say.noShares(group)))
}

function partFaults(path: Path, part: Part): Faults {
  const third = meantThird(part)
  return [
    ...when(part.num > part.den, path, (say) => say.moreThanWhole(written(part))),
    ...warnWhen(third !== undefined, path, (say) => say.roundedThird(written(part), third ?? '')),
  ]
}

function refusalFaults(
  electorate: Electorate,
  path: Path,
  { limit, group }: Extract<Threshold, { kind: 'maxRefusals' }>,
): Faults {
  const unknown = groupFaults(electorate, path, group)
  if (unknown.length > 0) return unknown
  const at = [...path, 'limit']
  const size = members(electorate, group).length
  const allowed = 'n' in limit ? limit.n : Math.floor((limit.num * size) / limit.den)
  const toothless = warnWhen(allowed >= size, at, (say) => say.cannotFail(allowed, size))
  if ('n' in limit) return toothless
  const nobody = warnWhen(allowed === 0, at, (say) => say.nobodyMayRefuse(written(limit), size))
  return [...toothless, ...nobody, ...partFaults(at, limit)]
}

function members({ electors }: Electorate, group: string | undefined): readonly Elector[] {
  return electors.filter((elector) => group === undefined || elector.group === group)
}

/** 66/100, 667/1000 or 33/100: a third rounded to two or more decimals, which excludes or admits other coalitions. */
function meantThird({ num, den }: Part): string | undefined {
  const thirds = [1, 2].find(
    (n) => num * 3 !== n * den && Math.abs(num * 3 - n * den) * 100 <= den * 3,
  )
  return thirds === undefined ? undefined : `${thirds}/3`
}

function written({ num, den }: Part): string {
  return `${num}/${den}`
}

function when(faulty: boolean, path: Path, say: Say): Faults {
  return faulty ? [{ severity: 'error', path, words: inBoth(wording, say) }] : []
}

function warnWhen(odd: boolean, path: Path, say: Say): Faults {
  return odd ? [{ severity: 'warning', path, words: inBoth(wording, say) }] : []
}
