// `vorlage` / `template`: the table of a report to fill in, as a workbook and as CSV; leaves taking it back to filing-commands.ts.
import { type AnyCommand, command } from '../command.ts'
import { type Attachment, message, paragraph } from '../message.ts'
import type { Exporter } from '../ports.ts'
import type { Sheet } from '../tables.ts'
import { inBoth } from '../texts.ts'
import { partyArgument, type ReportStores, roundArgument } from './finding.ts'
import { handedInTexts } from './handed-in-texts.ts'
import { heldBy, meant } from './held.ts'
import { templateOf } from './template.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const templateArguments = { round: roundArgument(), party: partyArgument() }

/** The command that hands out the table. */
export function templateCommands(exporter: Exporter): readonly AnyCommand<ReportStores>[] {
  return [
    command<typeof templateArguments, ReportStores>({
      verb: 'template',
      names: { de: ['vorlage'], en: ['template'] },
      who: 'known',
      effect: 'read',
      arguments: templateArguments,
      help: inBoth(handedInTexts, (t) => t.helpTemplate),
      example: { de: 'vorlage R-1/2023 für HE', en: 'template R-1/2023 for HE' },
      async run(call) {
        const { language } = call
        const t = handedInTexts[language]
        const found = await meant(call)
        const { round, party, directory } = found
        const held = await heldBy(call, found)
        const sheet = templateOf(round.frozen, held.answers, { name: t.sheet(party), language })
        const said = [
          t.template(directory.partyName(round.body, party), round.number),
          held.words()[language],
          t.howToFill,
          t.howToSend(t.sendLine(round.number, party)),
        ].filter((words) => words !== '')
        const name = t.fileName(round.number.replace('/', '-'), party)
        return async () => {
          const files = await filesOf(sheet, name, exporter)
          const blocks = said.map((words) => paragraph(words))
          return { kind: 'message', message: message(said.join(' '), blocks, { files }) }
        }
      },
    }),
  ]
}

async function filesOf(
  sheet: Sheet,
  name: string,
  exporter: Exporter,
): Promise<readonly Attachment[]> {
  const rows = [sheet.columns.map(({ title }) => title), ...sheet.rows]
  const workbook = Buffer.from(await exporter.spreadsheet([sheet]))
  return [
    { name: `${name}.xlsx`, type: XLSX, content: { base64: workbook.toString('base64') } },
    {
      name: `${name}.csv`,
      type: 'text/csv',
      content: exporter.csv(rows.map((row) => row.map((value) => `${value ?? ''}`))),
    },
  ]
}
