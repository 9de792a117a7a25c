// A profile explained in words, composed from its data; leaves the state of a vote to views.ts.
import type { Language, PartyCode } from '../values.ts'
import { isHalf } from './conditions.ts'
import type { Electorate } from './electorate.ts'
import { type Audience, listed, nameForms, noun, part } from './nouns.ts'
import type { Profile, Quorum, Threshold } from './profile.ts'
import { sentences, silenceSentences } from './view-texts.ts'

/** Something that consents, rejects or takes part, and whether its verb is in the plural. */
type Subject = { readonly text: string; readonly plural: boolean }
type MinCount = Extract<Threshold, { kind: 'minCount' }>
type MinWeight = Extract<Threshold, { kind: 'minWeight' }>

/**
 * The rule for the reader of a card: when it is adopted, what silence and abstention are worth, and where that stands,
 * e.g. "Angenommen, wenn der Bund und mindestens 11 Länder mit zwei Dritteln der Königsteiner Anteile zustimmen. Wer
 * schweigt, enthält sich. (IT-Staatsvertrag § 1 Abs. 7)". Names and shares are those of the electorate.
 */
export function explainProfile(
  profile: Profile,
  electorate: Electorate,
  language: Language,
): string {
  const audience = { electorate, language }
  const say = sentences[language]
  const subjects = consentSubjects(profile.thresholds, audience)
  const consent = subjects.length > 0 ? [say.consent(...joined(subjects, language))] : []
  const clauses = [
    ...consent,
    ...profile.thresholds.flatMap((rule) => refusalClause(rule, audience)),
  ]
  const quorum = profile.quorum.map((rule) => turnoutSubject(rule, audience))
  const halves = profile.thresholds.some((rule) => rule.kind === 'majority' && isHalf(rule))
  return [
    say.adoptedIf(listed(clauses, language)),
    ...(quorum.length > 0 ? [say.quorumIf(say.takePart(...joined(quorum, language)))] : []),
    silenceSentences[language][profile.silence],
    ...abstentionSentence(profile, language),
    ...(halves && profile.tie === 'chair' ? [say.chairDecides] : []),
    sourceNote(profile, language),
  ].join(' ')
}

/** Everyone whose consent is asked for; a number and a weight of the same group are one subject. */
function consentSubjects(rules: readonly Threshold[], audience: Audience): readonly Subject[] {
  const weights = rules.filter((rule): rule is MinWeight => rule.kind === 'minWeight')
  const counts = rules.filter((rule): rule is MinCount => rule.kind === 'minCount')
  const say = sentences[audience.language]
  return rules.flatMap((rule): readonly Subject[] => {
    switch (rule.kind) {
      case 'requiredConsents':
        return [names(rule.parties, audience)]
      case 'minCount': {
        const weight = weights.find(({ group }) => group === rule.group)
        const { text, plural } = atLeast(rule.n, rule.group, audience)
        return [{ plural, text: weight ? withShares(text, weight, audience) : text }]
      }
      case 'minWeight': {
        if (counts.some(({ group }) => group === rule.group)) return []
        const { many } = noun(rule.group, audience.language)
        return [{ plural: true, text: withShares(many, rule, audience) }]
      }
      case 'majority':
        return [majority(rule, audience)]
      case 'allConsent':
        return [{ plural: true, text: say.everyOne(noun(rule.group, audience.language).many) }]
      case 'noneRefuses':
        return [atLeast(rule.min, undefined, audience)]
      default:
        return []
    }
  })
}

function refusalClause(rule: Threshold, audience: Audience): readonly string[] {
  const say = sentences[audience.language]
  switch (rule.kind) {
    case 'noneRefuses':
      return [say.reject(say.nobody(undefined), false)]
    case 'noRefusalOf':
      return [say.rejectNot(...spread(names(rule.parties, audience)))]
    case 'maxRefusals': {
      const { one, many } = noun(rule.group, audience.language)
      if (!('n' in rule.limit)) {
        const { text, plural } = part(rule.limit, audience.language)
        return [say.reject(say.atMost(say.ofThose(text, say.ofAll(many))), plural)]
      }
      const { n } = rule.limit
      if (n === 0) return [say.reject(say.nobody(rule.group && one), false)]
      return [say.reject(say.atMost(`${n} ${n === 1 ? one : many}`), n !== 1)]
    }
    default:
      return []
  }
}

function majority(rule: Extract<Threshold, { kind: 'majority' }>, audience: Audience): Subject {
  const say = sentences[audience.language]
  const { many } = noun(rule.group, audience.language)
  const grouped = rule.group === undefined ? undefined : many
  const heads = {
    cast: say.ofCast(grouped),
    present: say.ofPresent(grouped),
    all: say.ofAll(many),
  }
  const those = rule.weighted ? say.ofShares(rule.of, sharesName(audience)) : heads[rule.of]
  const half = isHalf(rule)
  const { text, plural } = part(half ? { num: 1, den: 2 } : rule, audience.language)
  const share = say.ofThose(text, those)
  return { plural, text: half ? say.moreThan(share) : say.atLeast(share) }
}

function turnoutSubject(rule: Quorum, audience: Audience): Subject {
  const say = sentences[audience.language]
  switch (rule.kind) {
    case 'includes':
      return names(rule.parties, audience)
    case 'number':
      return atLeast(rule.n, undefined, audience)
    case 'share': {
      const { text, plural } = part(rule, audience.language)
      const share = say.ofThose(text, say.ofAll(noun(undefined, audience.language).many))
      return { plural, text: rule.strict ? say.moreThan(share) : say.atLeast(share) }
    }
  }
}

function atLeast(n: number, group: string | undefined, { language }: Audience): Subject {
  const { one, many } = noun(group, language)
  return { plural: n !== 1, text: sentences[language].atLeast(`${n} ${n === 1 ? one : many}`) }
}

function withShares(subject: string, weight: MinWeight, audience: Audience): string {
  const { dative } = part(weight, audience.language)
  return sentences[audience.language].withShares(subject, dative, sharesName(audience))
}

/** What the shares of an electorate are called; only the Königsteiner Schlüssel has a name of its own. */
export function sharesName({ electorate, language }: Audience): string {
  const say = sentences[language]
  return electorate.keyId.startsWith('koenigstein') ? say.koenigstein : say.shares
}

/** Parties by name, as the subject of a sentence. */
export function names(parties: readonly PartyCode[], { electorate, language }: Audience): Subject {
  const forms = parties.map((party) => {
    const elector = electorate.electors.find(({ code }) => code === party)
    return nameForms(elector ?? { code: party, name: party }, language)[0]
  })
  return { text: listed(forms, language), plural: parties.length > 1 }
}

function joined(subjects: readonly Subject[], language: Language): readonly [string, boolean] {
  const plural = subjects.length > 1 || subjects.some((subject) => subject.plural)
  const texts = subjects.map(({ text }) => text)
  return [listed(texts, language), plural]
}

function spread({ text, plural }: Subject): readonly [string, boolean] {
  return [text, plural]
}

function abstentionSentence(profile: Profile, language: Language): readonly string[] {
  const say = sentences[language]
  if (!profile.abstention.allowed) return [say.abstentionForbidden]
  const moving = profile.thresholds.some((rule) => rule.kind === 'majority' && rule.of !== 'all')
  if (!moving) return []
  return [profile.abstention.leavesBase ? say.abstentionLeaves : say.abstentionStays]
}

/** The paragraphs of the rule, each once; the whole note is marked when one of them still has to be confirmed. */
function sourceNote({ thresholds, quorum }: Profile, language: Language): string {
  const sources = [...thresholds, ...quorum].map(({ source }) => source)
  const paragraphs = [...new Set(sources.map(({ paragraph }) => paragraph))]
  const open = sources.some(({ mark }) => mark === 'notConfirmed')
  return `(${paragraphs.join('; ')}${open ? `; ${sentences[language].unconfirmed}` : ''})`
}
