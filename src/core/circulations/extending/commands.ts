// `verlängern` / `extend`: the chair moves the end, later only, before it has come; the wait for the lock decides against casts and the close.
import { date, hidden, reference, text } from '../../arguments.ts'
import { type AnyCommand, type Call, command } from '../../command.ts'
import { message, paragraph } from '../../message.ts'
import type { Answer } from '../../ports.ts'
import { atField, Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { formatDeadline, instantOf } from '../../time.ts'
import { type CirculationStores, lockedIn, nameOf } from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import { extendingTexts } from './texts.ts'

/** A reason is one sentence in a notice. */
const REASON_LENGTH = 500

const extendArguments = {
  circulation: hidden(reference()),
  until: date({
    label: inBoth(extendingTexts, (t) => t.until),
    hint: inBoth(extendingTexts, (t) => t.untilHint),
    words: { de: 'bis', en: 'until' },
  }),
  reason: text(
    {
      label: inBoth(extendingTexts, (t) => t.reason),
      hint: inBoth(extendingTexts, (t) => t.reasonHint),
    },
    { maxLength: REASON_LENGTH, lines: 'one' },
  ),
}

type ExtendCall = Call<typeof extendArguments, CirculationStores>

/** The command of extending. */
export function extendingCommands(): readonly AnyCommand<CirculationStores>[] {
  return [
    command<typeof extendArguments, CirculationStores>({
      verb: 'extend',
      names: { de: ['verlängern'], en: ['extend'] },
      who: 'chair',
      effect: 'write',
      arguments: extendArguments,
      help: inBoth(extendingTexts, (t) => t.help),
      example: {
        de: 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"',
        en: 'extend 7/2023 16.10.2023 "Cabinet decisions in two Länder"',
      },
      async prefill({ language }) {
        const t = extendingTexts[language]
        return {
          title: t.formTitlePlain,
          intro: t.formIntro,
          submit: t.submit,
          values: {},
          args: {},
        }
      },
      run: extendOpen,
    }),
  ]
}

async function extendOpen(call: ExtendCall): Promise<Answer> {
  const { stores, values, me, language } = call
  const directory = await stores.council.directory()
  const { zone } = directory
  const { dossier, now } = await lockedIn(call, directory, values.circulation, {
    who: 'chair',
    states: ['open'],
    next: 'onlyOpen',
  })
  const { circulation } = dossier
  const end = circulation.deadline ?? now
  const says = (instant: number, to: typeof language) => formatDeadline(instant, zone, to)
  if (now >= end) {
    const words = inBoth(extendingTexts, (t, to) => t.tooLate(says(end, to)))
    throw new Refusal('extend.tooLate', words)
  }
  const rule = { date: values.until.date, time: values.until.time ?? '24:00', zone }
  const deadline = atField('until', () => instantOf(rule.date, rule.time, zone))
  if (deadline <= end) {
    const words = inBoth(extendingTexts, (t, to) => t.notLater(says(end, to)))
    throw new Refusal('extend.notLater', words, 'until')
  }
  const { version } = circulation
  await stores.circulations.extend(circulation.id, {
    version,
    deadline,
    rule,
    reason: values.reason,
    by: me.person,
    at: now,
  })
  const name = circulationTexts[language].circulation(nameOf(circulation))
  const words = extendingTexts[language].extended(name, says(deadline, language))
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}
