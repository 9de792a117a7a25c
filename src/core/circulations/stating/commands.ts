// `feststellen` / `state`: the chair states the result (Feststellung); an adopted circulation enters the register with the next number of the year.
import { hidden, oneOf, optional, quoted, reference, text } from '../../arguments.ts'
import { type AnyCommand, type Call, command } from '../../command.ts'
import type { CouncilDirectory } from '../../council/index.ts'
import { message, paragraph } from '../../message.ts'
import type { Answer } from '../../ports.ts'
import { Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { localDateOf } from '../../time.ts'
import type { Instant } from '../../values.ts'
import { titleOf } from '../card.ts'
import type { ComputedResult, Dossier } from '../circulation.ts'
import {
  type CirculationStores,
  findOne,
  lockedIn,
  nameOf,
  requireOffice,
  requireState,
} from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import { statingTexts } from './texts.ts'

const stateArguments = {
  circulation: hidden(reference()),
  outcome: oneOf(
    {
      label: inBoth(statingTexts, (t) => t.outcome),
      hint: inBoth(statingTexts, (t) => t.outcomeHint),
    },
    [
      {
        value: 'adopted' as const,
        label: inBoth(circulationTexts, (t) => t.adopted),
        words: ['angenommen', 'adopted'],
      },
      {
        value: 'rejected' as const,
        label: inBoth(circulationTexts, (t) => t.rejected),
        words: ['abgelehnt', 'nicht angenommen', 'rejected', 'not adopted'],
      },
    ],
  ),
  reason: optional(
    quoted(
      text(
        {
          label: inBoth(statingTexts, (t) => t.reason),
          hint: inBoth(statingTexts, (t) => t.reasonHint),
        },
        { maxLength: 2000, lines: 'many' },
      ),
    ),
  ),
}

type StateCall = Call<typeof stateArguments, CirculationStores>

/** The command of the Feststellung. */
export function statingCommands(): readonly AnyCommand<CirculationStores>[] {
  return [
    command<typeof stateArguments, CirculationStores>({
      verb: 'state',
      names: { de: ['feststellen'], en: ['state'] },
      who: 'chair',
      effect: 'write',
      arguments: stateArguments,
      help: inBoth(statingTexts, (t) => t.help),
      example: { de: 'feststellen 7/2023 angenommen', en: 'state 7/2023 adopted' },
      async prefill({ stores, values, me, now, language }) {
        const t = statingTexts[language]
        const directory = await stores.council.directory()
        const found = await findOne(stores.circulations, directory, values.circulation ?? '')
        requireOffice(found, directory, me, 'chair', now)
        requireState(found, ['closed'], 'onlyClosed')
        const { outcome } = computedOf(await stores.circulations.dossier(found.id))
        return {
          title: t.formTitle(titleOf(found, language)),
          intro: t.formIntro(circulationTexts[language][outcome]),
          submit: t.submit,
          values: { outcome },
          args: { circulation: found.id },
        }
      },
      run: stateResult,
    }),
  ]
}

function computedOf({ result }: Dossier): ComputedResult {
  if (result) return result
  throw new Refusal(
    'state.notCounted',
    inBoth(statingTexts, (t) => t.notCounted),
  )
}

async function stateResult({ stores, values, me, language }: StateCall): Promise<Answer> {
  const directory = await stores.council.directory()
  const { dossier, now } = await lockedIn({ stores, me }, directory, values.circulation, {
    who: 'chair',
    states: ['closed'],
    next: 'onlyClosed',
  })
  const { circulation } = dossier
  const computed = computedOf(dossier).outcome
  const { outcome, reason } = values
  if (outcome !== computed && reason === undefined) {
    const words = inBoth(statingTexts, (t, to) => t.needsReason(circulationTexts[to][computed]))
    throw new Refusal('state.needsReason', words, 'reason')
  }
  const kept = outcome === computed ? undefined : reason
  const stated = { outcome, computed, reason: kept, person: me.person, at: now }
  await stores.circulations.state(circulation.id, stated, circulation.version)
  const number = outcome === 'adopted' ? await enter(dossier, directory, stores, now) : undefined

  const t = statingTexts[language]
  const name = circulationTexts[language].circulation(nameOf(circulation))
  const sentences = [t.stated(name, circulationTexts[language][outcome])]
  if (number !== undefined) sentences.push(t.numbered(number))
  return {
    kind: 'message',
    message: message(
      sentences.join(' '),
      sentences.map((sentence) => paragraph(sentence)),
    ),
  }
}

/** The decision's number is given only now and only to an adopted circulation; its date is the local date of today. */
async function enter(
  { circulation, frozen }: Dossier,
  directory: CouncilDirectory,
  { decisions, numbers }: CirculationStores,
  now: Instant,
): Promise<string> {
  const decidedOn = localDateOf(now, directory.zone)
  const year = Number(decidedOn.slice(0, 4))
  const first = directory.firstNumber(circulation.body, 'decision', year)
  const n = await numbers.next(circulation.body, 'decision', year, first)
  const number = directory.numberAt(circulation.body, 'decision', n, decidedOn)
  await decisions.add({
    body: circulation.body,
    number,
    circulation: circulation.id,
    version: circulation.version,
    title: circulation.title,
    clauses: frozen?.document.clauses ?? circulation.content.clauses,
    decidedOn,
    at: now,
  })
  return number
}
