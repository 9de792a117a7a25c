// `öffnen` / `open`: from a confirmed draft to a running vote, in one transaction with its number; asks back before it opens something doubtful.

import { oneOf, optional, reference } from '../../arguments.ts'
import type { Calendar } from '../../calendar/index.ts'
import { type AnyCommand, type Call, command } from '../../command.ts'
import { message, paragraph } from '../../message.ts'
import type { Answer } from '../../ports.ts'
import { Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { formatDeadline, localDateOf } from '../../time.ts'
import { titleOf } from '../card.ts'
import type { Circulation } from '../circulation.ts'
import { type CirculationStores, draftOf, nameOf } from '../finding.ts'
import { type Readiness, readinessOf } from '../readiness.ts'
import { choicesOf, freeze } from './freeze.ts'
import { openingTexts } from './texts.ts'

const openArguments = {
  circulation: reference(),
  anyway: optional(
    oneOf(
      {
        label: inBoth(openingTexts, (t) => t.anyway),
        hint: inBoth(openingTexts, (t) => t.anywayHint),
      },
      [
        {
          value: 'yes',
          label: inBoth(openingTexts, (t) => t.anyway),
          words: ['trotzdem', 'anyway'],
        },
      ],
    ),
  ),
}

type OpenCall = Call<typeof openArguments, CirculationStores>

/** The command of opening. The minimum period is judged now, not when the draft was written. */
export function openingCommands(calendar: Calendar): readonly AnyCommand<CirculationStores>[] {
  return [
    command<typeof openArguments, CirculationStores>({
      verb: 'open',
      names: { de: ['öffnen', 'eröffnen'], en: ['open'] },
      who: 'secretariat',
      effect: 'write',
      arguments: openArguments,
      help: inBoth(openingTexts, (t) => t.help),
      example: { de: 'öffnen E-12', en: 'open E-12' },
      run: (call) => openDraft(call, calendar),
    }),
  ]
}

async function openDraft(call: OpenCall, calendar: Calendar): Promise<Answer> {
  const { stores, values, me, language } = call
  const directory = await stores.council.directory()
  const { circulation, now } = await draftOf(call, directory, values.circulation, 'secretariat')
  const readiness = readinessOf(circulation, { directory, calendar }, now)
  const { profile, end } = ready(circulation, readiness)
  if (readiness.doubts.length > 0 && !values.anyway)
    return askBack(circulation, readiness, language)

  const date = localDateOf(now, directory.zone)
  const year = Number(date.slice(0, 4))
  const first = directory.firstNumber(circulation.body, 'circulation', year)
  const n = await stores.numbers.next(circulation.body, 'circulation', year, first)
  const number = directory.numberAt(circulation.body, 'circulation', n, date)
  const document = freeze(circulation, directory, { number, profile, deadline: end.instant, now })
  await stores.circulations.open(circulation.id, {
    document,
    choices: choicesOf(profile),
    deadline: end.instant,
    rule: end.rule,
    by: me.person,
    at: now,
  })
  const title = titleOf({ ...circulation, number }, language)
  const words = openingTexts[language].opened(
    title,
    formatDeadline(end.instant, directory.zone, language),
  )
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}

function ready(circulation: Circulation, { profile, end, faults }: Readiness) {
  if (faults.length > 0 || !profile || !end) {
    const words = inBoth(openingTexts, (t, language) =>
      t.faulty(faults.map((fault) => fault[language]).join(' ')),
    )
    throw new Refusal('open.faulty', words)
  }
  if (circulation.confirmedBy === undefined) {
    throw new Refusal(
      'open.notConfirmed',
      inBoth(openingTexts, (t) => t.notConfirmed),
    )
  }
  return { profile, end }
}

function askBack(circulation: Circulation, { doubts }: Readiness, language: 'de' | 'en'): Answer {
  const t = openingTexts[language]
  const name = nameOf(circulation)
  const words = t.doubtful(doubts.map((doubt) => doubt[language]).join(' '), name)
  return {
    kind: 'message',
    refusal: 'open.doubtful',
    message: message(words, [paragraph(words)], {
      actions: [
        {
          verb: 'open',
          args: { circulation: circulation.id, anyway: 'yes' },
          label: t.openAnyway,
          spoken: t.openAnywaySpoken(name),
          typed: t.openAnywayTyped(name),
          weight: 'primary',
        },
      ],
    }),
  }
}
