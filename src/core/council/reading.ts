// Reads a council file that is already a document: its texts, its form, then its cross checks; leaves YAML and lines to src/files.
import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import { inBoth } from '../texts.ts'
import { checkCouncil } from './check.ts'
import { type Council, councilSchema, type Fault } from './council.ts'
import { characterFaults, secretFaults } from './document.ts'
import { brief, formWords } from './form-words.ts'
import { councilTexts } from './texts.ts'

type Path = Fault['path']
type Issue = z.core.$ZodIssue

/**
 * Reads a document as a council. A secret in it is reported alone, so that no other fault can repeat it; otherwise all
 * faults of form come together, and once the form is right all faults of content.
 */
export function readCouncil(document: unknown): { council: Council } | { faults: Fault[] } {
  const secrets = secretFaults(document)
  if (secrets.length > 0) return { faults: secrets }
  const parsed = councilSchema.safeParse(document, { reportInput: true })
  const characters = characterFaults(document)
  if (!parsed.success) {
    const said = new Set(characters.map(({ path }) => written(path)))
    const form = formFaults(parsed.error.issues).filter(({ path }) => !said.has(written(path)))
    return { faults: [...characters, ...form] }
  }
  const faults = [...characters, ...checkCouncil(parsed.data)]
  return faults.length > 0 ? { faults } : { council: parsed.data }
}

/**
 * A version that was judged when it was put into force: only its form is read again.
 * @throws where its form is not that of a council
 */
export function readStored(document: unknown): Council {
  return councilSchema.parse(document)
}

/** A misspelt field is one fault, not two: the field that was meant is not reported as missing. */
function formFaults(issues: readonly Issue[]): Fault[] {
  const misspelt = issues.flatMap(unknownFields)
  const meant = new Set(misspelt.map(({ meant }) => written(meant)))
  const others = issues.filter(
    (issue) =>
      issue.code !== 'unrecognized_keys' &&
      !(issue.input === undefined && meant.has(written(pathOf(issue)))),
  )
  return [
    ...misspelt.map(({ path, words }) => ({ path, words })),
    ...others.map((issue) => ({ path: pathOf(issue), words: formWords(issue, pathOf(issue)) })),
  ]
}

function unknownFields(issue: Issue): (Fault & { meant: Path })[] {
  if (issue.code !== 'unrecognized_keys') return []
  const path = pathOf(issue)
  const fields = fieldsAt(councilSchema, path, issue.input)
  return issue.keys.map((field) => {
    const right = nearest(field, fields)
    return {
      path: [...path, field],
      words: inBoth(councilTexts, (texts) => texts.unknownField(brief(field), right)),
      meant: right === undefined ? [] : [...path, right],
    }
  })
}

const written = (path: Path) => path.join('\n')

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
}

/** What the schema knows at a path, to name the nearest field; `there` tells which of several forms was meant. */
function fieldsAt(schema: z.core.$ZodType, path: Path, there: unknown): readonly string[] {
  const def: SchemaDef = schema._zod.def
  const inside = def.out ?? def.innerType
  if (inside) return fieldsAt(inside, path, there)
  if (def.options) return def.options.flatMap((option) => fieldsAt(option, path, there))
  const [step, ...rest] = path
  if (step === undefined) return isOther(def, there) ? [] : Object.keys(def.shape ?? {})
  const next = def.shape?.[step] ?? def.element ?? def.valueType
  return next ? fieldsAt(next, rest, there) : []
}

/** Is this the form of another `kind` than the one that was written? */
function isOther({ shape }: SchemaDef, there: unknown): boolean {
  const kinds = shape?.['kind']?._zod.values
  const kind = typeof there === 'object' && there !== null ? Reflect.get(there, 'kind') : undefined
  return kinds !== undefined && !kinds.has(kind)
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
