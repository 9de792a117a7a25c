// From what somebody wrote to the one open matter and party that are meant; leaves what is done with them to the commands.
import { optional, reference, text } from '../arguments.ts'
import type { Argument } from '../command.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import type { PartyCode } from '../values.ts'
import type { Look, Matter, MatterSource } from './matter.ts'
import { reminderTexts } from './texts.ts'

type Texts = (typeof reminderTexts)['de']

/** A refusal of this slice, worded in both languages. */
export function refused(
  code: string,
  say: (texts: Texts, language: 'de' | 'en') => string,
  field?: string,
): Refusal {
  return new Refusal(code, inBoth(reminderTexts, say), field)
}

const written = text(
  {
    label: inBoth(reminderTexts, (t) => t.party),
    hint: inBoth(reminderTexts, (t) => t.partyHint),
    words: inBoth(reminderTexts, (t) => t.partyWords),
  },
  { maxLength: 40, lines: 'one' },
)

/** Numbers of other things that people may be reminded of, e.g. `R-1/2023`. */
const OTHER_NUMBER = /^[a-z]{1,3}\s?-?\s?\d{1,6}\/\d{4}$/i

/** What somebody may be reminded of: the number of a circulation, or of whatever else hands over its matters. */
export function matterArgument(): Argument<string> {
  const usual = reference()
  return {
    ...usual,
    claims: (word, reading) => OTHER_NUMBER.test(word) || usual.claims(word, reading),
    read: (word, reading) =>
      OTHER_NUMBER.test(word.trim()) ? word.trim() : usual.read(word, reading),
  }
}

/** `für HE`, `for HE` or the code alone. */
export function partyArgument(): Argument<PartyCode | undefined> {
  return optional<PartyCode>({
    ...written,
    claims: (word) => /^(?:(?:für|for)\s+)?[A-Z]{2,4}$/.test(word),
    read: (word, reading) =>
      written
        .read(word, reading)
        .replace(/^(?:für|for)\s+/i, '')
        .toUpperCase(),
  })
}

/** @throws Refusal `remind.notFound` where nothing open is called so. */
export async function matterNamed<S>(
  sources: readonly MatterSource<S>[],
  stores: S,
  look: Look,
  called: string,
): Promise<Matter> {
  for (const source of sources) {
    const matter = await source.named(stores, look, called)
    if (matter) return matter
  }
  throw refused('remind.notFound', (t) => t.notFound(called.slice(0, 40)))
}

/** @throws Refusal `remind.party` for a party the body does not have. */
export function requireParty({ body }: Matter, { directory }: Look, party: PartyCode): void {
  const known = directory.body(body).parties.map(({ code }) => code)
  if (known.includes(party)) return
  throw refused('remind.party', (t) => t.unknownParty(party.slice(0, 40), known.join(', ')))
}
