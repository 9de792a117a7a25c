// `summenblatt` / `sheet` and `termin` / `deadline`: the files of a circulation, its count and its end.
import { reference } from '../../arguments.ts'
import { type AnyCommand, command } from '../../command.ts'
import { message, paragraph } from '../../message.ts'
import type { Exporter } from '../../ports.ts'
import { Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { endLine, titleOf } from '../card.ts'
import { type CirculationStores, findOne, requireState } from '../finding.ts'
import { closingTexts } from './texts.ts'
import { sheetMessage, sheetOf } from './views.ts'

const one = { circulation: reference() }

/** Both commands only read. */
export function closingCommands(exporter: Exporter): readonly AnyCommand<CirculationStores>[] {
  return [sheetCommand(exporter), deadlineCommand(exporter)]
}

function sheetCommand(exporter: Exporter): AnyCommand<CirculationStores> {
  return command<typeof one, CirculationStores>({
    verb: 'sheet',
    names: { de: ['summenblatt'], en: ['sheet'] },
    who: 'known',
    effect: 'read',
    arguments: one,
    help: inBoth(closingTexts, (t) => t.help),
    example: { de: 'summenblatt 7/2023', en: 'sheet 7/2023' },
    async run({ stores, values, language }) {
      const directory = await stores.council.directory()
      const found = await findOne(stores.circulations, directory, values.circulation)
      const sheet = sheetOf(await stores.circulations.dossier(found.id))
      if (!sheet) {
        throw new Refusal(
          'sheet.notYet',
          inBoth(closingTexts, (t) => t.notYet),
        )
      }
      return { kind: 'message', message: sheetMessage(sheet, exporter, directory.zone, language) }
    },
  })
}

function deadlineCommand(exporter: Exporter): AnyCommand<CirculationStores> {
  return command<typeof one, CirculationStores>({
    verb: 'deadline',
    names: { de: ['termin', 'frist'], en: ['deadline'] },
    who: 'known',
    effect: 'read',
    arguments: one,
    help: inBoth(closingTexts, (t) => t.deadlineHelp),
    example: { de: 'termin 7/2023', en: 'deadline 7/2023' },
    async run({ stores, values, language }) {
      const directory = await stores.council.directory()
      const found = await findOne(stores.circulations, directory, values.circulation)
      requireState(found, ['open'], 'onlyOpen')
      const dossier = await stores.circulations.dossier(found.id)
      const at = found.deadline ?? 0
      const title = titleOf(found, language)
      const words = endLine(dossier, directory.zone, language)
      const file = {
        name: `${closingTexts[language].calendarName(found.number ?? '')}.ics`,
        type: 'text/calendar',
        content: exporter.calendar({
          uid: `${found.id}@umlauf`,
          title: closingTexts[language].calendarTitle(title),
          description: words,
          at,
          stamp: dossier.deadlines.at(-1)?.at ?? at,
          sequence: dossier.deadlines.length - 1,
        }),
      }
      const summary = `${title}. ${words}.`
      return {
        kind: 'message',
        message: message(summary, [paragraph(summary)], { files: [file] }),
      }
    },
  })
}
