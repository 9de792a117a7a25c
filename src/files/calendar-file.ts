// Reads the calendar of holidays from its YAML file and gives a fault its line; leaves what a right calendar is to the core's schema.
import { readFileSync } from 'node:fs'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { type Calendar, calendarSchema } from '../core/calendar/index.ts'
import { Refusal } from '../core/refusal.ts'
import { type Bilingual, bilingual, inBoth } from '../core/texts.ts'

const SHIPPED = new URL('../councils/calendars.yaml', import.meta.url)

const wording = bilingual({
  de: {
    noYaml: (line: number) =>
      `Der Kalender ist in Zeile ${line} kein gültiges YAML. Bitte prüfen Sie Einrückung, Klammern und Anführungszeichen.`,
    fault: (line: number, path: string, fault: string) =>
      `Der Kalender ist in Zeile ${line} fehlerhaft, bei „${path}“: ${fault} Bitte berichtigen Sie die Stelle.`,
  },
  en: {
    noYaml: (line) =>
      `Line ${line} of the calendar is no valid YAML. Please check indentation, brackets and quotation marks.`,
    fault: (line, path, fault) =>
      `Line ${line} of the calendar is wrong, at “${path}”: ${fault} Please correct it.`,
  },
})

/**
 * The calendar of a YAML file; without one, the shipped calendar of the German Länder.
 * @throws Refusal `calendar.file` with line and place of the first fault; an unreadable file throws as `readFileSync` does.
 */
export function readCalendar(file: string | URL = SHIPPED): Calendar {
  const lineCounter = new LineCounter()
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, lineCounter.linePos(offset).line)
  const [broken] = document.errors
  if (broken) {
    throw new Refusal(
      'calendar.file',
      inBoth(wording, (t) => t.noYaml(lineAt(broken.pos[0]))),
    )
  }
  const parsed = calendarSchema.safeParse(document.toJS(), { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path ?? []
  const line = lineAt(offsetOf(document, path))
  const words = faultWords(issue)
  throw new Refusal(
    'calendar.file',
    inBoth(wording, (t, language) => t.fault(line, path.map(String).join('.'), words[language])),
  )
}

/** Where a path leads in the text; where something is missing, what should have held it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node)) return node.range?.[0] ?? 0
  }
  return 0
}

/** The schema's own words where it has them, else what zod says in each language. */
function faultWords(issue: z.core.$ZodIssue | undefined): Bilingual {
  // the only custom issues are those of the schema, which carry their words
  if (issue?.code === 'custom') return issue.params?.['words'] as Bilingual
  // the locale reads only what a finished issue still carries (input included, by reportInput)
  const german = issue && z.locales.de().localeError(issue as z.core.$ZodRawIssue)
  const de = typeof german === 'string' ? german : (german?.message ?? '')
  return { de: `${de}.`, en: `${issue?.message ?? ''}.` }
}
