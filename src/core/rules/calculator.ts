// The calculator behind `umlauf tally`: a request from outside, checked to the last field, counted by the bot's own code; leaves reading text to the command line.
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Choice, PartyCode } from '../values.ts'
import { answerOf, type TallyAnswer } from './answer.ts'
import { checkProfile } from './check.ts'
import {
  type Elector,
  type Electorate,
  parseKey,
  type Shares,
  sum,
  withShares,
} from './electorate.ts'
import { codeSchema, type Profile, profileSchema } from './profile.ts'
import { tally } from './tally.ts'
import { wording } from './texts.ts'

/** What a request may name instead of writing it out: shipped profiles and keys, and the council's own electorate. */
export type Library = {
  readonly profiles: ReadonlyMap<string, Profile>
  readonly keys: ReadonlyMap<string, { readonly id: string; readonly shares: Shares }>
  readonly electorate: Electorate
}

type Fields = Readonly<Record<string, unknown>>
type Say = (phrases: (typeof wording)['de']) => string

const FIELDS = ['format', 'profile', 'key', 'closed', 'chair', 'votes']

/**
 * Counts a request of the form `{"format": 1, "profile": …, "key": …, "closed": false, "chair": …, "votes": {…}}`.
 * `profile` and `key` are names or written out; an inline profile may carry its own `electorate`. Without `key` the
 * council's current one counts. Parties by code, `DE-` code or name, in any case; choices in both languages. Whatever is
 * unknown, doubled or contradictory is refused, with a JSON pointer as the field of the refusal.
 */
export function tallyAnswer(request: unknown, library: Library): TallyAnswer {
  const fields = objectAt('', request, FIELDS)
  if (fields['format'] !== 1) throw refuse('/format', (say) => say.wrongFormat)
  const closed = fields['closed'] ?? false
  if (typeof closed !== 'boolean') throw refuse('/closed', (say) => say.wrongClosed)
  const { profile, own } = profileOf(fields['profile'], library)
  const electorate = weighed(own ?? library.electorate, fields['key'], { library, own, profile })
  const fault = checkProfile(profile, electorate).find(({ severity }) => severity === 'error')
  if (fault) {
    const inline = typeof fields['profile'] !== 'string'
    throw new Refusal(
      'tally-input',
      fault.words,
      inline ? pointer('profile', ...fault.path) : '/profile',
    )
  }
  const partyOf = partyNames(electorate.electors)
  const votes = votesOf(fields['votes'], profile, partyOf)
  const chair = fields['chair'] === undefined ? undefined : partyOf('/chair', fields['chair'])
  return answerOf(tally({ profile, electorate, votes, closed, chair }))
}

function profileOf(value: unknown, { profiles }: Library) {
  if (typeof value === 'string') {
    const profile = profiles.get(value)
    if (profile) return { profile, own: undefined }
    throw refuse('/profile', (say) => say.unknownProfile(brief(value), [...profiles.keys()]))
  }
  const { electorate, ...rest } = objectAt('/profile', value)
  const parsed = profileSchema.safeParse(rest, { reportInput: true })
  const issue = parsed.error?.issues[0]
  if (!parsed.success) throw new Refusal('tally-input', issueWords(issue), issuePointer(issue))
  return {
    profile: parsed.data,
    own: electorate === undefined ? undefined : electorateOf(electorate),
  }
}

/** Words for what the schema of a profile found, in both languages. */
function issueWords(issue: z.core.$ZodIssue | undefined): Bilingual {
  if (issue?.code === 'custom' && issue.params?.['words']) return issue.params['words'] as Bilingual
  if (issue?.code === 'unrecognized_keys') {
    return inBoth(wording, (say) => say.fieldOfNoProfile(brief(issue.keys.join(', '))))
  }
  if (issue?.code === 'invalid_union' && 'options' in issue) {
    return inBoth(wording, (say) => say.unknownKind((issue.options ?? []).map(String)))
  }
  // The locale reads only what a finished issue still carries (input included, by reportInput).
  const german = issue && z.locales.de().localeError(issue as z.core.$ZodRawIssue)
  const de = typeof german === 'string' ? german : (german?.message ?? '')
  return { de, en: issue?.message ?? '' }
}

function issuePointer(issue: z.core.$ZodIssue | undefined): string {
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return pointer('profile', ...(issue?.path.map(String) ?? []), ...extra)
}

const ELECTOR = ['code', 'name', 'group', 'share']

/** An electorate of its own: whole shares in a unit of the writer's choice, nobody twice. */
function electorateOf(value: unknown): Electorate {
  const at = '/profile/electorate'
  if (!Array.isArray(value) || value.length === 0) throw refuse(at, (say) => say.emptyElectorate)
  const known = new Set<PartyCode>()
  const electors = value.map((item: unknown, index): Elector => {
    const here = `${at}/${index}`
    const fields = objectAt(here, item, ELECTOR)
    const code = codeAt(`${here}/code`, fields['code'])
    if (known.has(code)) throw refuse(`${here}/code`, (say) => say.namedTwice(code))
    known.add(code)
    const name = typeof fields['name'] === 'string' ? fields['name'] : code
    const group = codeAt(`${here}/group`, fields['group'])
    return { code, name, group, share: wholeShare(`${here}/share`, fields['share']) }
  })
  return { electors, shareTotal: sum(electors), keyId: 'inline' }
}

function codeAt(at: string, value: unknown): string {
  const parsed = codeSchema.safeParse(value)
  if (!parsed.success) throw refuse(at, (say) => say.badCode(brief(value)))
  return parsed.data
}

function wholeShare(at: string, value: unknown): bigint {
  if (value === undefined) return 0n
  const text = Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !/^\d{1,30}$/.test(text))
    throw refuse(at, (say) => say.wholeShare)
  return BigInt(text)
}

/** Puts the shares of the key on the electors, or leaves those that stand there. */
function weighed(
  electorate: Electorate,
  key: unknown,
  { library, own, profile }: { library: Library; own: Electorate | undefined; profile: Profile },
): Electorate {
  const needed = groupsByShare(profile)
  if (key === undefined) {
    if (own && needed.length > 0 && own.shareTotal === 0n)
      throw refuse('/key', (say) => say.keyNeeded)
    return electorate
  }
  if (own && own.shareTotal > 0n) throw refuse('/key', (say) => say.keyOrShares)
  const named = keyOf(key, library)
  const codes = new Set(electorate.electors.map(({ code }) => code))
  for (const party of named.shares.keys()) {
    if (!codes.has(party))
      throw refuse(pointer('key', party), (say) => say.unknownParty(brief(party)))
  }
  const lacking = electorate.electors.find(
    ({ code, group }) =>
      (needed.includes(group) || needed.includes(undefined)) && !named.shares.has(code),
  )
  if (lacking) throw refuse('/key', (say) => say.shareOfPartyMissing(lacking.code))
  return withShares(electorate.electors, named)
}

/** The groups whose shares a profile asks about, undefined for all: each of their parties must stand in the key. */
function groupsByShare({ thresholds }: Profile): readonly (string | undefined)[] {
  return thresholds.flatMap((rule) =>
    rule.kind === 'minWeight' || (rule.kind === 'majority' && rule.weighted) ? [rule.group] : [],
  )
}

function keyOf(value: unknown, { keys }: Library): { id: string; shares: Shares } {
  if (typeof value === 'string') {
    const key = keys.get(value)
    if (key) return key
    throw refuse('/key', (say) => say.unknownKey(brief(value), [...keys.keys()]))
  }
  const percentages = objectAt('/key', value)
  try {
    return { id: 'inline', shares: parseKey(percentages) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const at = error.field === undefined ? '/key' : pointer('key', error.field)
    throw new Refusal('tally-input', error.words, at)
  }
}

/** The words of a choice, in lower case. */
const CHOICE_WORDS: ReadonlyMap<string, Choice> = new Map(
  Object.entries({
    consent: ['consent', 'yes', 'zustimmung', 'ja'],
    reject: ['reject', 'rejection', 'no', 'ablehnung', 'nein'],
    abstain: ['abstain', 'abstention', 'enthaltung'],
  } as const).flatMap(([choice, words]) => words.map((word) => [word, choice as Choice] as const)),
)

function votesOf(
  value: unknown,
  profile: Profile,
  partyOf: ReturnType<typeof partyNames>,
): ReadonlyMap<PartyCode, Choice> {
  const votes = new Map<PartyCode, Choice>()
  for (const [name, word] of Object.entries(objectAt('/votes', value))) {
    const at = pointer('votes', name)
    const party = partyOf(at, name)
    const choice = typeof word === 'string' ? CHOICE_WORDS.get(word.toLowerCase()) : undefined
    if (choice === undefined) throw refuse(at, (say) => say.unknownChoice(brief(word)))
    if (choice === 'abstain' && !profile.abstention.allowed)
      throw refuse(at, (say) => say.noAbstention)
    if (votes.has(party)) throw refuse(at, (say) => say.voteTwice(party))
    votes.set(party, choice)
  }
  return votes
}

/** Finds a party by its code, its code with `DE-` before it, or its name; case does not matter. */
function partyNames(electors: readonly Elector[]): (at: string, name: unknown) => PartyCode {
  const folded = (text: string) => text.normalize('NFC').toLowerCase()
  const spellings = electors.flatMap(({ code, name }) => [
    [folded(name), code] as const,
    [folded(`DE-${code}`), code] as const,
  ])
  const codes = electors.map(({ code }) => [folded(code), code] as const)
  const known = new Map([...spellings, ...codes])
  return (at, name) => {
    const party = typeof name === 'string' ? known.get(folded(name)) : undefined
    if (party === undefined) throw refuse(at, (say) => say.unknownParty(brief(name)))
    return party
  }
}

/** The value as an object that has only known fields. */
function objectAt(at: string, value: unknown, known?: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(at, (say) => say.notAnObject)
  }
  const extra = known && Object.keys(value).find((name) => !known.includes(name))
  if (known && extra !== undefined) {
    throw refuse(at + pointer(extra), (say) => say.unknownField(brief(extra), known))
  }
  return Object.fromEntries(Object.entries(value))
}

/** A JSON pointer (RFC 6901). */
function pointer(...steps: readonly (string | number)[]): string {
  return steps
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

/** What somebody wrote, short enough to stand in a sentence. */
function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function refuse(at: string, say: Say): Refusal {
  return new Refusal('tally-input', inBoth(wording, say), at)
}
