// `abbrechen` / `cancel`: the chair ends a circulation before its result is stated; nothing is deleted.
import { hidden, reference, text } from '../../arguments.ts'
import { type AnyCommand, command } from '../../command.ts'
import { message, paragraph } from '../../message.ts'
import { inBoth } from '../../texts.ts'
import { type CirculationStores, lockedIn, nameOf } from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import { cancellingTexts } from './texts.ts'

const cancelArguments = {
  circulation: hidden(reference()),
  reason: text(
    {
      label: inBoth(cancellingTexts, (t) => t.reason),
      hint: inBoth(cancellingTexts, (t) => t.reasonHint),
    },
    { maxLength: 500, lines: 'one' },
  ),
}

/** The command of cancelling. After the end it is still possible, until the result is stated: late votes may ask for it. */
export function cancellingCommands(): readonly AnyCommand<CirculationStores>[] {
  return [
    command<typeof cancelArguments, CirculationStores>({
      verb: 'cancel',
      names: { de: ['abbrechen'], en: ['cancel'] },
      who: 'chair',
      effect: 'write',
      arguments: cancelArguments,
      help: inBoth(cancellingTexts, (t) => t.help),
      example: {
        de: 'abbrechen 7/2023 "Die Anlage war nicht die beschlossene Fassung"',
        en: 'cancel 7/2023 "The annex was not the agreed version"',
      },
      async prefill({ language }) {
        const t = cancellingTexts[language]
        return { title: t.formTitle, intro: t.formIntro, submit: t.submit, values: {}, args: {} }
      },
      async run({ stores, values, me, language }) {
        const directory = await stores.council.directory()
        const locked = await lockedIn({ stores, me }, directory, values.circulation, {
          who: 'chair',
          states: ['open', 'closed'],
          next: 'onlyRunning',
        })
        const { circulation } = locked.dossier
        const end = { reason: values.reason, by: me.person, at: locked.now }
        await stores.circulations.end(circulation.id, { state: 'cancelled', ...end })
        const name = circulationTexts[language].circulation(nameOf(circulation))
        const words = cancellingTexts[language].cancelled(name)
        return { kind: 'message', message: message(words, [paragraph(words)]) }
      },
    }),
  ]
}
