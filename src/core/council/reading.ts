// Reads a council file that is already a document: its form, then its cross checks, all faults at once; leaves YAML and lines to src/files.
import { z } from 'zod'
import { nearest } from '../nearest.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { checkCouncil } from './check.ts'
import { type Council, councilSchema, type Fault } from './council.ts'
import { secretsIn } from './secrets.ts'
import { councilTexts } from './texts.ts'

/**
 * Reads a document as a council. A secret in it is reported alone, so that no other fault can repeat it; otherwise all
 * faults of form come together, and once the form is right all faults of content.
 */
export function readCouncil(document: unknown): { council: Council } | { faults: Fault[] } {
  const secrets = secretsIn(document)
  if (secrets.length > 0) return { faults: secrets.map((path) => ({ path, words: secretWords })) }
  const parsed = councilSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(formFaults) }
  const faults = checkCouncil(parsed.data)
  return faults.length > 0 ? { faults } : { council: parsed.data }
}

/** What is said of a secret; never the secret itself. */
export const secretWords: Bilingual = inBoth(councilTexts, (texts) => texts.secret)

function formFaults(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    const fields = fieldsAt(councilSchema, path)
    return issue.keys.map((field) => ({
      path: [...path, field],
      words: inBoth(councilTexts, (texts) =>
        texts.unknownField(brief(field), nearest(field, fields)),
      ),
    }))
  }
  return [{ path, words: formWords(issue, path) }]
}

function formWords(issue: z.core.$ZodIssue, path: Fault['path']): Bilingual {
  const field = path.at(-1)
  if (field === 'format' && path.length === 1) {
    const given = brief(issue.input)
    return inBoth(councilTexts, (texts) => texts.wrongFormat(given))
  }
  if (field === undefined) return inBoth(councilTexts, (texts) => texts.notAFile)
  if (issue.input === undefined && issue.code !== 'invalid_union') {
    return inBoth(councilTexts, (texts) => texts.missing(String(field)))
  }
  if (issue.code === 'invalid_value') {
    return inBoth(councilTexts, (texts) => texts.oneOf(issue.values.map(String)))
  }
  if (issue.code === 'custom' && issue.params?.['words']) return issue.params['words'] as Bilingual
  // The locale reads only what a finished issue still carries.
  const german = z.locales.de().localeError(issue as z.core.$ZodRawIssue)
  const de = typeof german === 'string' ? german : (german?.message ?? '')
  return { de: councilTexts.de.schema(de), en: councilTexts.en.schema(issue.message) }
}

/** What the schema knows at a path, to name the nearest field. */
function fieldsAt(schema: z.core.$ZodType, path: Fault['path']): readonly string[] {
  const def: SchemaDef = schema._zod.def
  const inside = def.innerType ?? def.out
  if (inside) return fieldsAt(inside, path)
  if (def.options) return def.options.flatMap((option) => fieldsAt(option, path))
  const [step, ...rest] = path
  if (step === undefined) return Object.keys(def.shape ?? {})
  const next = def.shape?.[step] ?? def.element ?? def.valueType
  return next ? fieldsAt(next, rest) : []
}

/** The parts of a schema's definition that lead further down. */
type SchemaDef = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly innerType?: z.core.$ZodType
  readonly out?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
  readonly element?: z.core.$ZodType
  readonly valueType?: z.core.$ZodType
}

function brief(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : typeof value
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
