// From a form post to a request of the core; leaves answering it to ask.ts and HTTP to server.ts.
import type { Account, HandedIn, Origin, Request } from '../../core/ports.ts'
import { isName, isRequestId, MOST_FIELDS, shownWords } from './limits.ts'
import type { View } from './page.ts'

/** A request as it was posted, with the words to show above its answer. */
export type Asked = { readonly request: Request; readonly said: string }

/** The fields of an urlencoded body; nothing if one is named twice or there are more than any form has. */
export function readFields(body: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name) || fields.size === MOST_FIELDS) return undefined
    fields.set(name, value)
  }
  return fields
}

/** What was posted: its fields, and the files that were chosen. */
export type Posted = {
  readonly fields: ReadonlyMap<string, string>
  readonly files: readonly HandedIn[]
}

/** The fields and files of a multipart body, by the same rules; a chooser that was left empty brings none. */
export function readParts(body: FormData): Posted | undefined {
  const fields = new Map<string, string>()
  const files: HandedIn[] = []
  for (const [name, value] of body) {
    if (fields.has(name) || fields.size + files.length === MOST_FIELDS) return undefined
    if (typeof value === 'string') fields.set(name, value)
    else if (value.name !== '' || value.size > 0) files.push(handedIn(value))
  }
  return { fields, files }
}

function handedIn(file: File): HandedIn {
  const read = async () => new Uint8Array(await file.arrayBuffer())
  return { name: file.name, size: file.size, read }
}

/** Reads a command, a pressed button or a filled form; nothing if it is none of them. Its meaning is judged by the core. */
export function readRequest(
  kind: Request['kind'],
  { fields, files }: Posted,
  from: Account,
  view: View,
): Asked | undefined {
  const requestId = fields.get('request') ?? ''
  if (!isRequestId(requestId)) return undefined
  const about = { requestId, from, origin: originOf(fields, view) }
  const text = fields.get('text')
  if (kind === 'command') {
    if (text === undefined) return undefined
    const said = [text, ...files.map(({ name }) => name)].filter((words) => words !== '')
    const request = { ...about, kind, text, ...(files.length > 0 ? { files } : {}) }
    return { request, said: shownWords(said.join(' · ')) }
  }
  const verb = fields.get('verb') ?? ''
  const args = space(fields, 'arg')
  const values = space(fields, 'value')
  if (!isName(verb) || !args || !values) return undefined
  const said = shownWords(fields.get('said') ?? verb)
  if (kind === 'action') {
    const asForm = fields.get('form') === 'yes'
    return { request: { ...about, kind, verb, args, ...(asForm ? { asForm } : {}) }, said }
  }
  return { request: { ...about, kind, verb, args, values }, said }
}

function originOf(fields: ReadonlyMap<string, string>, view: View): Origin {
  if (view.kind === 'private' || fields.get('origin') === 'private') return { kind: 'private' }
  return { kind: 'place', place: view.id }
}

/** The fields of one space; `fromEntries` makes own properties, so that no name reaches a prototype. */
function space(
  fields: ReadonlyMap<string, string>,
  name: 'arg' | 'value',
): Readonly<Record<string, string>> | undefined {
  const prefix = `${name}.`
  const entries = [...fields]
    .filter(([field]) => field.startsWith(prefix))
    .map(([field, value]): [string, string] => [field.slice(prefix.length), value])
  return entries.every(([field]) => isName(field)) ? Object.fromEntries(entries) : undefined
}
