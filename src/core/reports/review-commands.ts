// `annehmen`, `zurückgeben`, `runde schließen`: what the secretariat says of a report and of a round, by statement and under the round's lock; leaves asking to commands.ts.
import { carried, oneOf, optional, text } from '../arguments.ts'
import { type AnyCommand, type Argument, type Call, command } from '../command.ts'
import { message, paragraph } from '../message.ts'
import type { Answer } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { formatDeadline } from '../time.ts'
import type { Instant, PartyCode } from '../values.ts'
import { namesOf, statesOf } from './card.ts'
import { isMissing, type PartyState, stateOf } from './filing.ts'
import {
  lockedRound,
  partyArgument,
  type ReportStores,
  requireOpen,
  requireOwing,
  roundArgument,
} from './finding.ts'
import type { Round } from './round.ts'
import { reportTexts } from './texts.ts'

const needed: Argument<PartyCode> = { ...partyArgument(), required: true } as Argument<PartyCode>

const reviewArguments = {
  round: roundArgument(),
  party: needed,
  /** Which version was looked at: a button beside an older one says nothing of a newer one. */
  version: carried(),
}

const returnArguments = {
  ...reviewArguments,
  reason: text(
    {
      label: inBoth(reportTexts, (t) => t.reason),
      hint: inBoth(reportTexts, (t) => t.reasonHint),
      words: { de: 'grund', en: 'reason' },
    },
    { maxLength: 1000, lines: 'many' },
  ),
}

const closeArguments = {
  round: roundArgument(),
  anyway: optional(
    oneOf(
      {
        label: inBoth(reportTexts, (t) => t.anyway),
        hint: inBoth(reportTexts, (t) => t.anywayHint),
      },
      [
        {
          value: 'yes',
          label: inBoth(reportTexts, (t) => t.anyway),
          words: ['trotzdem', 'anyway'],
        },
      ],
    ),
  ),
}

/** The commands of the secretariat on reports. */
export function reviewCommands(): readonly AnyCommand<ReportStores>[] {
  return [
    command<typeof reviewArguments, ReportStores>({
      verb: 'accept',
      names: { de: ['annehmen'], en: ['accept'] },
      who: 'secretariat',
      effect: 'write',
      arguments: reviewArguments,
      help: inBoth(reportTexts, (t) => t.helpAccept),
      example: { de: 'annehmen R-1/2023 HE', en: 'accept R-1/2023 HE' },
      run: (call) => review(call, 'accepted', undefined),
    }),
    command<typeof returnArguments, ReportStores>({
      verb: 'return',
      names: { de: ['zurückgeben'], en: ['return', 'send back'] },
      who: 'secretariat',
      effect: 'write',
      arguments: returnArguments,
      help: inBoth(reportTexts, (t) => t.helpReturn),
      example: {
        de: 'zurückgeben R-1/2023 HE "Die Zahl der zuständigen Stellen fehlt"',
        en: 'return R-1/2023 HE "The number of responsible bodies is missing"',
      },
      async prefill({ values, language }) {
        const t = reportTexts[language]
        return {
          title: t.returnTitle(values.party ?? ''),
          intro: t.returnIntro,
          submit: t.returnSubmit,
          values: {},
          args: {},
        }
      },
      run: (call) => review(call, 'returned', call.values.reason),
    }),
    command<typeof closeArguments, ReportStores>({
      verb: 'close-round',
      names: { de: ['runde schließen'], en: ['close round'] },
      who: 'secretariat',
      effect: 'write',
      arguments: closeArguments,
      help: inBoth(reportTexts, (t) => t.helpClose),
      example: { de: 'runde schließen R-1/2023', en: 'close round R-1/2023' },
      run: closeRound,
    }),
  ]
}

type ReviewCall = Call<typeof reviewArguments, ReportStores>

async function review(
  call: ReviewCall,
  outcome: 'accepted' | 'returned',
  reason: string | undefined,
): Promise<Answer> {
  const { stores, values, me, language } = call
  const { dossier, directory, now } = await lockedRound(call, values.round)
  const { round } = dossier
  const { party } = values
  requireOpen(round, directory.zone)
  requireOwing(round, party)
  const name = directory.partyName(round.body, party)
  const state = stateOf(party, dossier)
  const version = reviewable(state, name, values.version, outcome)
  const { number } = round
  await stores.reports.review({
    round: round.id,
    party,
    version,
    outcome,
    reason,
    person: me.person,
    at: now,
  })
  const t = reportTexts[language]
  return said(
    outcome === 'accepted'
      ? t.accepted(name, number, version)
      : t.returned(name, number, version, reason ?? ''),
  )
}

/** The version that can be reviewed now. */
function reviewable(
  { filing, standing }: PartyState,
  name: string,
  seen: string | undefined,
  outcome: 'accepted' | 'returned',
): number {
  const refused = (code: string, say: (t: (typeof reportTexts)['de']) => string) =>
    new Refusal(code, inBoth(reportTexts, say))
  if (!filing) throw refused('review.nothing', (t) => t.nothingFiled(name))
  const { version } = filing.document
  if (seen && Number(seen) !== version)
    throw refused('review.newer', (t) => t.newerVersion(version))
  if (standing === outcome) {
    throw refused('review.already', (t) =>
      outcome === 'accepted' ? t.alreadyAccepted(name, version) : t.alreadyReturned(name, version),
    )
  }
  return version
}

async function closeRound(call: Call<typeof closeArguments, ReportStores>): Promise<Answer> {
  const { stores, values, me, language } = call
  const { dossier, directory, now } = await lockedRound(call, values.round)
  const { round } = dossier
  if (round.closed) {
    throw new Refusal(
      'round.closed',
      inBoth(reportTexts, (t) => t.alreadyClosed(round.number)),
    )
  }
  const states = statesOf(dossier)
  if (values.anyway === undefined) requireReady(round, states, directory.zone, now)
  await stores.reports.close(round.id, { at: now, person: me.person })
  const missing = states.filter(isMissing)
  const names = namesOf(missing, language)
  const filed = states.length - missing.length
  return said(reportTexts[language].roundClosed(round.number, filed, states.length, names))
}

/** @throws Refusal `round.early` before the due instant, `round.unseen` with reports that nobody looked at. */
function requireReady(
  { number, due }: Round,
  states: readonly (PartyState & { readonly name: string })[],
  zone: string,
  now: Instant,
): void {
  if (now < due) {
    throw new Refusal(
      'round.early',
      inBoth(reportTexts, (t, language) =>
        t.closeEarly(number, formatDeadline(due, zone, language)),
      ),
    )
  }
  const unseen = states.filter(({ standing }) => standing === 'filed')
  if (unseen.length === 0) return
  throw new Refusal(
    'round.unseen',
    inBoth(reportTexts, (t, language) => t.closeUnseen(number, namesOf(unseen, language))),
  )
}

function said(words: string): Answer {
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}
