// The register of obligations (Berichtspflichten): those of the council file and those added by command, and how a rhythm is written in words; leaves their rounds to schedule.ts.
import {
  type Body,
  type CouncilDirectory,
  type Earlier,
  type Obligation,
  obligationSchema,
  type Rhythm,
} from '../council/index.ts'
import { atField, Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { formatDay, parseWrittenDate } from '../time.ts'
import type { BodyId, Instant, Language, PersonId } from '../values.ts'
import { registerTexts } from './register-texts.ts'

/** An obligation that was added by command. An ended one opens no more rounds. */
export type RegisterEntry = {
  readonly body: BodyId
  readonly obligation: Obligation
  readonly addedBy: PersonId
  readonly addedAt: Instant
  readonly ended: { readonly reason: string; readonly at: Instant } | undefined
}

/** An obligation in force, and where it stands. */
export type Owed = {
  readonly body: Body
  readonly obligation: Obligation
  readonly from: 'file' | 'command'
}

/** Every obligation in force: the file first. An id of the file stands before one that was added under the same. */
export function obligationsOf(
  directory: CouncilDirectory,
  added: readonly RegisterEntry[],
): readonly Owed[] {
  return directory.bodies.flatMap((body): Owed[] => {
    const inFile = new Set(body.obligations.map(({ id }) => id))
    return [
      ...body.obligations.map((obligation) => ({ body, obligation, from: 'file' as const })),
      ...added
        .filter((one) => one.body === body.id && !one.ended && !inFile.has(one.obligation.id))
        .map(({ obligation }) => ({ body, obligation, from: 'command' as const })),
    ]
  })
}

const SESSIONS = /^(?:vor jeder sitzung|before (?:each|every) session)$/i
const YEARLY = /^(?:jährlich|yearly)\s+(.+)$/i
const MONTHS = /^(?:alle|every)\s+(\d{1,3})\s+(?:monate?|months?)\s+(?:ab|from)\s+(.+)$/i
const ONCE = /^(?:einmal|once)\s+(.+)$/i
const CRON = /^cron\s+(.+)$/i

/**
 * Reads a rhythm as people write it: `vor jeder Sitzung`, `jährlich 31.03., 30.09.`, `alle 6 Monate ab 01.01.2024`,
 * `einmal 15.12.2023`, `cron 0 9 1 *\/3 *`.
 * @throws Refusal `obligation.rhythm` with every way to write one.
 */
export function readRhythm(
  written: string,
  at: { readonly now: Instant; readonly zone: string },
): Rhythm {
  const text = written.trim().replace(/\s+/g, ' ')
  const day = (word: string) => parseWrittenDate(word, at).date
  if (SESSIONS.test(text)) return { kind: 'beforeEachSession' }
  const [, days] = YEARLY.exec(text) ?? []
  if (days) {
    const dates = days.split(/\s*[,;]\s*|\s+(?:und|and)\s+/).filter((word) => word !== '')
    return { kind: 'yearly', dates: dates.map((word) => day(word).slice(5)) }
  }
  const [, n, from] = MONTHS.exec(text) ?? []
  if (n && from && Number(n) >= 1 && Number(n) <= 120) {
    return { kind: 'everyMonths', n: Number(n), from: day(from) }
  }
  const [, once] = ONCE.exec(text) ?? []
  if (once) return { kind: 'once', date: day(once) }
  const [, expression] = CRON.exec(text) ?? []
  if (expression) return { kind: 'cron', expression }
  throw new Refusal(
    'obligation.rhythm',
    inBoth(registerTexts, (t) => t.wrongRhythm(text.slice(0, 80))),
    'rhythm',
  )
}

/** A rhythm in words, so that it can be read back. */
export function rhythmWords(rhythm: Rhythm, language: Language): string {
  const t = registerTexts[language]
  switch (rhythm.kind) {
    case 'beforeEachSession':
      return t.beforeEachSession
    case 'yearly':
      return t.yearly(rhythm.dates.map((day) => t.dayOfYear(day)).join(', '))
    case 'everyMonths':
      return t.everyMonths(rhythm.n, formatDay(rhythm.from, language))
    case 'once':
      return t.once(formatDay(rhythm.date, language))
    case 'cron':
      return t.cron(rhythm.expression)
  }
}

/** An id made of a name: `Jährliche Umfrage` is `jaehrliche-umfrage`. */
function idOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[\u00e4\u00f6\u00fc\u00df]/g, (letter) => SPELLED[letter] ?? '')
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
  return plain.replace(/^-+|-+$/g, '') || 'pflicht'
}

const SPELLED: Readonly<Record<string, string>> = {
  '\u00e4': 'ae',
  '\u00f6': 'oe',
  '\u00fc': 'ue',
  '\u00df': 'ss',
}

/** An obligation as people write it, field by field. */
export type WrittenObligation = {
  readonly name: string
  readonly source: string
  readonly owed: string
  readonly questionnaire: string
  readonly rhythm: string
  readonly opens?: string | undefined
  readonly due?: string | undefined
}

/** An obligation from what was written; what was not stands as the schema of the file has it. */
export function obligationOf(
  values: WrittenObligation,
  body: Body,
  at: { readonly now: number; readonly zone: string },
): Obligation {
  const before = (field: 'opens' | 'due') => {
    const written = values[field]
    return written === undefined ? {} : { [field]: atField(field, () => earlierOf(written)) }
  }
  return obligationSchema.parse({
    id: idOf(values.name),
    name: { de: values.name, en: values.name },
    source: values.source,
    mark: 'notConfirmed',
    owed: owedBy(values.owed, body),
    questionnaire: values.questionnaire.trim().toLowerCase(),
    rhythm: atField('rhythm', () => readRhythm(values.rhythm, at)),
    ...before('opens'),
    ...before('due'),
  })
}

/** `länder`, `alle`, or codes; a code that the body lacks is found by the check of the whole. */
function owedBy(written: string, { parties }: Body): Obligation['owed'] {
  const plain = written.trim().toLowerCase()
  if (/^(?:alle )?l(?:\u00e4|ae)nder$/.test(plain)) return 'laender'
  if (/^(?:alle|all)$/.test(plain)) return 'all'
  return written
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const named = parties.find(({ name }) => name.toLowerCase() === word.toLowerCase())
      return named?.code ?? word.toUpperCase()
    })
}

const UNITS: readonly (readonly [RegExp, Earlier['unit']])[] = [
  [/^(?:arbeitstage?n?|working days?)$/, 'workingDays'],
  [/^(?:tage?n?|days?)$/, 'days'],
  [/^(?:wochen?|weeks?)$/, 'weeks'],
  [/^(?:monate?n?|months?)$/, 'months'],
]

function earlierOf(written: string): Earlier {
  const [, amount, word = ''] = /^(\d{1,3})\s+(.+)$/.exec(written.trim().toLowerCase()) ?? []
  const unit = UNITS.find(([form]) => form.test(word.trim()))?.[1]
  if (amount !== undefined && unit && Number(amount) <= 366) return { amount: Number(amount), unit }
  throw new Refusal(
    'obligation.before',
    inBoth(registerTexts, (t) => t.wrongBefore(written.slice(0, 60))),
  )
}
