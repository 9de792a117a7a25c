// `umlauf docs`: the documents that follow from the code; a test holds that the committed ones are current.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { allCommands } from '../app.ts'
import { settings } from '../config.ts'
import { configTexts } from '../config-texts.ts'
import { deadlineAnswerSchema, holidaysAnswerSchema } from '../core/calendar/index.ts'
import { commandHelp, helpCommand } from '../core/help.ts'
import { reportsAnswerSchema } from '../core/reports/index.ts'
import { tallyAnswerSchema } from '../core/rules/index.ts'
import type { Language } from '../core/values.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { exporter } from '../files/exports.ts'
import { documentTexts } from './document-texts.ts'

const folder = fileURLToPath(new URL('../../docs', import.meta.url))
const LANGUAGES: readonly Language[] = ['de', 'en']

/** Path below docs/ and text of each generated document. */
export function documents(): ReadonlyMap<string, string> {
  return new Map([
    ['commands.md', commandsDocument()],
    ['configuration.md', configurationDocument()],
    ['schema/deadline.schema.json', schemaDocument(deadlineAnswerSchema)],
    ['schema/holidays.schema.json', schemaDocument(holidaysAnswerSchema)],
    ['schema/reports.schema.json', schemaDocument(reportsAnswerSchema)],
    ['schema/tally.schema.json', schemaDocument(tallyAnswerSchema)],
  ])
}

/** Writes them. */
export function writeDocuments(): void {
  for (const [name, text] of documents()) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

function commandsDocument(): string {
  const all = allCommands(readCalendar(), exporter)
  const commands = [...all, helpCommand(() => all)]
  const parts = LANGUAGES.map((language) => {
    const t = documentTexts[language]
    const helps = commands.map((one) =>
      exporter.markdown(commandHelp(one, language).blocks).replace(/^(#+) /gm, '##$1 '),
    )
    return `## ${t.language}\n\n${t.commandsIntro}\n\n${helps.join('\n')}`
  })
  return `# ${LANGUAGES.map((language) => documentTexts[language].commands).join(' · ')}\n\n${parts.join('\n')}`
}

function configurationDocument(): string {
  const parts = LANGUAGES.map((language) => {
    const t = documentTexts[language]
    const rows = settings.map(({ name, fallback, secret, each }) => {
      const file = secret === false ? '' : `\`${name}_FILE\``
      const end = secret === 'file' ? '_FILE' : ''
      const own = each ? `\`${name}__ID${end}\`` : ''
      return `| \`${name}${end}\` | ${configTexts[language][name]} | ${fallback ?? '–'} | ${file} | ${own} |`
    })
    const head = `| ${t.setting} | ${t.meaning} | ${t.fallback} | ${t.file} | ${t.each} |\n| --- | --- | --- | --- | --- |`
    return `## ${t.language}\n\n${t.configurationIntro}\n\n${head}\n${rows.join('\n')}\n`
  })
  return `# ${LANGUAGES.map((language) => documentTexts[language].configuration).join(' · ')}\n\n${parts.join('\n')}`
}

const WIDTH = 100

/** The JSON schema of what a calculator answers, short lists of words on one line, as all JSON of the project is set. */
function schemaDocument(schema: z.ZodType): string {
  const spread = JSON.stringify(z.toJSONSchema(schema), null, 2)
  const set = spread.replace(
    /^(.*)\[\n\s*("[^"\n]*"(?:,\n\s*"[^"\n]*")*)\n\s*\](,?)$/gm,
    (all, before: string, words: string, after: string) => {
      const line = `${before}[${words.replace(/\n\s*/g, ' ')}]${after}`
      return line.length <= WIDTH ? line : all
    },
  )
  return `${set}\n`
}
