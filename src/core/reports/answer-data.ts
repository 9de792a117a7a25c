// Rounds as data: what `umlauf reports` prints as JSON and as rows of a table, of which the schema is published; leaves messages to list-views.ts.
import { z } from 'zod'
import type { Calendar } from '../calendar/index.ts'
import { isoInstant } from '../time.ts'
import type { Instant, Language } from '../values.ts'
import { statesOf } from './card.ts'
import type { RoundFigures } from './figures.ts'
import { isMissing, receiptOf } from './filing.ts'
import { listTexts } from './list-texts.ts'
import { overdueIn } from './overdue.ts'
import type { RoundDossier } from './round.ts'
import { titleOf } from './title.ts'
import { reportViewTexts } from './view-texts.ts'

const count = z.int().min(0)
const instant = z.iso.datetime()

const partySchema = z.strictObject({
  party: z.string(),
  name: z.string(),
  standing: z.enum(['missing', 'filed', 'accepted', 'returned']),
  receipt: z.string().optional().describe('Of the newest report, whether it counts or not.'),
  filedAt: instant.optional(),
  late: z.boolean().optional(),
  overdueWorkingDays: count.optional().describe('At the seat of the party, since the due date.'),
})

const sumSchema = z.strictObject({
  service: z.string(),
  responsible: count.optional(),
  live: count.optional(),
  inRollout: count.optional(),
  contractSigned: count.optional(),
  transactions: count.optional(),
  complete: count.describe('In so many parties all responsible bodies are live.'),
  available: count.describe('In so many parties at least one body is live.'),
  reported: count,
})

const roundSchema = z.strictObject({
  number: z.string(),
  title: z.strictObject({ de: z.string(), en: z.string() }),
  body: z.string(),
  obligation: z.string(),
  state: z.enum(['open', 'closed']),
  asOf: z.iso.date(),
  openedAt: instant,
  due: instant.describe('Exclusive: at that very instant it is too late.'),
  closedAt: instant.optional(),
  owed: count,
  reported: count.describe('Filed or accepted; what was sent back counts as missing.'),
  parties: z.array(partySchema),
  sums: z.array(sumSchema).optional().describe('Of one round that is closed.'),
})

/** The published form of where reporting goes. */
export const reportsAnswerSchema = z.strictObject({
  format: z.literal(1),
  rounds: z.array(roundSchema),
})
type RoundAnswer = z.infer<typeof roundSchema>

/** With `overdue` only the parties whose report is overdue, and only rounds that have one. */
type Asked = { readonly overdue: boolean; readonly calendar: Calendar; readonly now: Instant }

/** Where every round stands; never what was reported, but in the sums of `figures`. */
export function reportsAnswer(
  dossiers: readonly RoundDossier[],
  figures: RoundFigures | undefined,
  asked: Asked,
): z.infer<typeof reportsAnswerSchema> {
  const all = dossiers.map((dossier) => roundAnswer(dossier, asked))
  const rounds = asked.overdue ? all.filter(({ parties }) => parties.length > 0) : all
  if (!figures) return { format: 1, rounds }
  const sums = figures.sums.map(({ service, counts, complete, available, reported }) => ({
    ...{ service, ...counts, complete, available, reported },
  }))
  return { format: 1, rounds: rounds.map((round) => ({ ...round, sums })) }
}

function roundAnswer(dossier: RoundDossier, { overdue, calendar, now }: Asked): RoundAnswer {
  const { round } = dossier
  const states = statesOf(dossier)
  const days = new Map(overdueIn(dossier, calendar, now).map((one) => [one.party, one.days]))
  const parties = states.map(({ party, name, standing, filing }) => ({
    ...{ party, name, standing },
    ...(filing && {
      receipt: receiptOf(round.number, filing.document),
      filedAt: isoInstant(filing.at),
      late: filing.document.late,
    }),
    ...(days.has(party) && { overdueWorkingDays: days.get(party) }),
  }))
  return {
    number: round.number,
    title: titleOf(round),
    body: round.body,
    obligation: round.obligation,
    state: round.closed ? 'closed' : 'open',
    asOf: round.asOf,
    openedAt: isoInstant(round.openedAt),
    due: isoInstant(round.due),
    ...(round.closed && { closedAt: isoInstant(round.closed.at) }),
    owed: states.length,
    reported: states.filter((one) => !isMissing(one)).length,
    parties: overdue ? parties.filter((one) => days.has(one.party)) : parties,
  }
}

/** The same as rows: one for each party of each round, under a row of headings. */
export function reportsRows(
  { rounds }: z.infer<typeof reportsAnswerSchema>,
  language: Language,
): readonly (readonly string[])[] {
  const t = listTexts[language]
  const words = reportViewTexts[language]
  return [
    [t.round, t.due, t.code, t.party, t.standing, t.receipt, t.filedAt, t.late, t.overdueDays],
    ...rounds.flatMap(({ number, due, parties }) =>
      parties.map((one) => [
        ...[number, due, one.party, one.name, words[one.standing], one.receipt ?? ''],
        one.filedAt ?? '',
        one.late === undefined ? '' : one.late ? t.yes : t.no,
        `${one.overdueWorkingDays ?? ''}`,
      ]),
    ),
  ]
}
