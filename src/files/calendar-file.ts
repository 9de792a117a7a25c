// Reads the calendar of holidays from its YAML file; leaves what a right calendar is to the core's schema.
import { readFileSync } from 'node:fs'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { type Calendar, calendarSchema } from '../core/calendar/index.ts'
import { Refusal } from '../core/refusal.ts'
import { type Bilingual, bilingual, inBoth } from '../core/texts.ts'

const SHIPPED = new URL('../councils/calendars.yaml', import.meta.url)

const wording = bilingual({
  de: {
    noYaml: (where: string) =>
      `Der Kalender ist kein gültiges YAML: ${where}. Bitte prüfen Sie diese Stelle.`,
    fault: (path: string, fault: string) =>
      `Der Kalender ist fehlerhaft bei „${path}“: ${fault} Bitte berichtigen Sie die Stelle.`,
  },
  en: {
    noYaml: (where) => `The calendar is no valid YAML: ${where}. Please check that place.`,
    fault: (path, fault) => `The calendar is wrong at “${path}”: ${fault} Please correct it.`,
  },
})

/**
 * The calendar of a YAML file; without one, the shipped calendar of the German Länder.
 * @throws Refusal `calendar.file` with the place of the first fault; an unreadable file throws as `readFileSync` does.
 */
export function readCalendar(file: string | URL = SHIPPED): Calendar {
  const parsed = calendarSchema.safeParse(yamlOf(readFileSync(file, 'utf8')), { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.map(String).join('.') ?? ''
  const words = faultWords(issue)
  throw new Refusal(
    'calendar.file',
    inBoth(wording, (t, language) => t.fault(path, words[language])),
  )
}

function yamlOf(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    const where = error.message.split('\n')[0]?.replace(/[:.]$/, '') ?? ''
    throw new Refusal(
      'calendar.file',
      inBoth(wording, (t) => t.noYaml(where)),
    )
  }
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
