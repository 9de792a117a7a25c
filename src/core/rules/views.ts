// A count in words: bars, the missing sentence, the state; leaves the profile itself to explain.ts and drawing to the platforms.
import type { Gauge } from '../message.ts'
import { type Fraction, fractionText, type Language, type PartyCode } from '../values.ts'
import type { Condition } from './conditions.ts'
import { names, sharesName } from './explain.ts'
import type { Need } from './missing.ts'
import { type Audience, inWords, listed, nameForms, noun } from './nouns.ts'
import type { Tally } from './tally.ts'
import { readingSentences, sentences } from './view-texts.ts'

/** The state in one sentence: certain and impossible speak of today, since votes may change until the deadline. */
export function stateSentence({ outcome, state }: Tally, language: Language): string {
  const say = sentences[language]
  if (outcome !== 'pending') return say[outcome]
  return { certain: say.certain, open: say.stillOpen, impossible: say.impossible }[state]
}

/** How ambiguous texts were read, for the sum sheet. */
export function readingNotes({ reading }: Tally, language: Language): readonly string[] {
  return reading.map((code) => readingSentences[language][code])
}

/** One condition as a bar with its threshold; the text says it completely. */
export function conditionGauge(condition: Condition, audience: Audience): Gauge {
  const { have, need, of, met } = condition
  return { kind: 'gauge', ...gaugeWords(condition, audience), have, need, of, met }
}

function gaugeWords(
  condition: Condition,
  audience: Audience,
): { readonly label: string; readonly text: string } {
  const say = sentences[audience.language]
  const { rule, met } = condition
  const [have, need, of] = [condition.have, condition.need, condition.of].map(String)
  const outOf = say.outOf(`${have}`, `${need}`)
  if (condition.relation === '≤' && rule.kind !== 'noRefusalOf') {
    return { label: say.rejections, text: say.allowed(`${have}`, `${need}`) }
  }
  switch (rule.kind) {
    case 'requiredConsents':
    case 'noRefusalOf':
    case 'includes': {
      const words = {
        requiredConsents: [say.hasConsented, say.consentLacks],
        noRefusalOf: [say.noRejection, say.hasRejected],
        includes: [say.hasVoted, say.voteLacks],
      }[rule.kind]
      const single = rule.parties.length === 1 || rule.kind === 'noRefusalOf'
      const label = capital(plainNames(rule.parties, audience))
      return { label, text: (single ? words[met ? 0 : 1] : outOf) ?? outOf }
    }
    case 'minWeight':
      return { label: capital(sharesName(audience)), text: percentages(condition, audience) }
    case 'majority':
      return {
        label: say.majority,
        text: rule.weighted
          ? percentages(condition, audience)
          : say.outOfBase(`${have}`, `${of}`, `${need}`),
      }
    case 'minCount':
    case 'allConsent':
      return { label: capital(noun(rule.group, audience.language).many), text: outOf }
    case 'noneRefuses':
      return { label: say.consents, text: outOf }
    default:
      return { label: say.turnout, text: outOf }
  }
}

function plainNames(parties: readonly PartyCode[], { electorate, language }: Audience): string {
  const name = (party: PartyCode) =>
    electorate.electors.find(({ code }) => code === party)?.name ?? party
  return listed(parties.map(name), language)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/**
 * "63,57 von 66,67 %": what is there rounds down, what is needed up, so that neither looks better than it is. Two places,
 * five where two would show the wrong side of the threshold, the fractions themselves where five still would.
 */
function percentages(condition: Condition, { language }: Audience): string {
  const { left, right, relation, met } = condition
  const say = sentences[language]
  for (const places of [2, 5]) {
    const [have, need] = [percent(left, places, 'down'), percent(right, places, 'up')]
    if (relation === '>' ? have > need === met : have >= need === met) {
      const texts = [have, need].map((value) => decimal(value, places, language)) as [
        string,
        string,
      ]
      return relation === '>' ? say.percentMore(...texts) : say.percentOf(...texts)
    }
  }
  return say.outOf(fractionText(left), fractionText(right))
}

/** A share as "7,43": two places, rounded down like everything that is there. */
export function percentText(share: Fraction, language: Language): string {
  return decimal(percent(share, 2, 'down'), 2, language)
}

/** A fraction in percent, as a whole number of the last of `places` decimal places. */
function percent({ n, d }: Fraction, places: number, rounding: 'down' | 'up'): bigint {
  const scaled = n * 100n * 10n ** BigInt(places)
  return rounding === 'down' ? scaled / d : (scaled + d - 1n) / d
}

function decimal(value: bigint, places: number, language: Language): string {
  const digits = String(value).padStart(places + 1, '0')
  const mark = { de: ',', en: '.' }[language]
  return digits.slice(0, -places) + mark + digits.slice(-places)
}

/**
 * What is missing, exactly, and how few can bring it: "Es fehlen noch 2 Länder und 3,10 Prozentpunkte; je zwei der fünf
 * offenen Länder genügen." Empty when nothing is missing and nothing can go wrong any more.
 */
export function missingSentence(tally: Tally, audience: Audience): string {
  const parts = [...lackParts(tally, audience), ...refusalParts(tally, audience)]
  return parts.length === 0 ? '' : `${capital(parts.join('; '))}.`
}

function lackParts(tally: Tally, audience: Audience): readonly string[] {
  const say = sentences[audience.language]
  const lacks = lackItems(tally, audience)
  const items = listed(
    lacks.map(({ text }) => text),
    audience.language,
  )
  const plural = lacks.length > 1 || lacks.some((lack) => lack.plural)
  const open = tally.state === 'open'
  if (lacks.length === 0) return open ? [say.nothingMissing] : []
  if (tally.outcome !== 'pending') return [say.wereMissing(items, plural)]
  if (!open) return [say.outOfReach(items, plural)]
  const lead = tally.conditions.every(({ met }) => met) ? say.toStayMet : say.stillMissing
  return [lead(items, plural), ...enoughParts(tally, audience)]
}

type Lack = { readonly text: string; readonly plural: boolean }

function lackItems({ missing }: Tally, audience: Audience): readonly Lack[] {
  const say = sentences[audience.language]
  const whose = (parties: readonly PartyCode[]) =>
    listed(
      parties.map((party) => genitive(party, audience)),
      audience.language,
    )
  const voters = missing.voters.filter((party) => !missing.parties.includes(party))
  return [
    ...(missing.parties.length > 0
      ? [{ text: say.consentOf(whose(missing.parties)), plural: false }]
      : []),
    ...(voters.length > 0 ? [{ text: say.voteOf(whose(voters)), plural: false }] : []),
    ...largestNeeds(missing.needs).map((need) => lackOf(need, audience.language)),
  ]
}

function genitive(party: PartyCode, { electorate, language }: Audience): string {
  const elector = electorate.electors.find(({ code }) => code === party)
  return nameForms(elector ?? { code: party, name: party }, language)[1]
}

/** Several conditions may lack the same thing; the largest lack covers the others. */
function largestNeeds(needs: readonly Need[]): readonly Need[] {
  const covers = (a: Need, b: Need) => a.kind === b.kind && a.group === b.group && a.of === b.of
  return needs.filter((need, index) =>
    needs.every(
      (other, at) =>
        !covers(other, need) ||
        other.amount < need.amount ||
        (other.amount === need.amount && at >= index),
    ),
  )
}

function lackOf({ kind, amount, group, of }: Need, language: Language): Lack {
  const say = sentences[language]
  const one = amount === 1n
  if (kind === 'shares') {
    const points = percent({ n: amount, d: of }, 2, 'up')
    return { text: say.points(decimal(points, 2, language)), plural: true }
  }
  if (kind === 'turnout') return { text: say.moreVoters(`${amount}`, one), plural: !one }
  if (group === undefined) return { text: say.moreConsents(`${amount}`, one), plural: !one }
  const words = noun(group, language)
  return { text: `${amount} ${one ? words.one : words.many}`, plural: !one }
}

/** How few of the open parties suffice: any k, some k, or all of them. */
function enoughParts({ missing }: Tally, audience: Audience): readonly string[] {
  const { some, every, among } = missing
  if (some === null || every === null || some === 0) return []
  const expected = [...new Set([...missing.parties, ...missing.voters])]
  const they = names(expected, audience)
  const condition =
    expected.length > 0 ? sentences[audience.language].ifThey(they.text, they.plural) : ''
  return [enoughWords({ some, every, among }, audience) + condition]
}

function enoughWords(
  { some, every, among }: { some: number; every: number; among: readonly PartyCode[] },
  audience: Audience,
): string {
  const { language, electorate } = audience
  const say = sentences[language]
  const codes = new Set(among)
  const groups = new Set(
    electorate.electors.filter(({ code }) => codes.has(code)).map((e) => e.group),
  )
  const { many } = noun(groups.size === 1 ? [...groups][0] : undefined, language)
  const words = (n: number) => inWords(n, language)
  if (among.length === 1) return say.soleSuffices(names(among, audience).text)
  if (some === among.length) return say.allNeeded(words(some), say.open(many))
  const ofThem = say.ofTheOpen(words(among.length), many)
  if (some === every) {
    return some === 1 ? say.eachSuffices(ofThem) : say.everySuffice(words(some), ofThem)
  }
  const may = some === 1 ? say.oneMaySuffice(ofThem) : say.someMaySuffice(words(some), ofThem)
  const surely =
    every === among.length ? say.onlyAllSurely(words(every)) : say.everySurely(words(every))
  return `${may}, ${surely}`
}

/** Rejections: how many more do no harm while a vote is open, or which were too many. */
function refusalParts(tally: Tally, audience: Audience): readonly string[] {
  const say = sentences[audience.language]
  return tally.conditions.flatMap(({ rule, relation, met, have, need }) => {
    if (relation !== '≤') return []
    if (rule.kind === 'noRefusalOf') {
      const { text, plural } = names(rule.parties, audience)
      if (!met) return [say.haveRejected(text, plural)]
      return tally.state === 'open' ? [say.mustNotReject(text, plural)] : []
    }
    if (!met) return [say.tooManyRejections(`${have}`, `${need}`)]
    return tally.state === 'open' ? [say.rejectionsLeft(Number(need - have))] : []
  })
}
