// What a message of Matrix may be, written down once more from the specification, apart from what the drawing uses: says what a client would drop, misread or take for a mention.
import { z } from 'zod'
import { editOf, type RoomMessageContent } from '../../src/platforms/matrix/drawing/content.ts'

const content = z.strictObject({
  msgtype: z.enum(['m.text', 'm.notice']),
  body: z.string().regex(/\S/),
  format: z.literal('org.matrix.custom.html'),
  formatted_body: z.string().min(1),
  'm.mentions': z.strictObject({}),
})

const text = z.string().min(1).max(340)
const pollStart = z.strictObject({
  'org.matrix.msc3381.poll.start': z.strictObject({
    question: z.strictObject({
      'org.matrix.msc1767.text': text,
      body: text,
      msgtype: z.literal('m.text'),
    }),
    kind: z.literal('org.matrix.msc3381.poll.undisclosed'),
    max_selections: z.literal(1),
    answers: z
      .array(z.strictObject({ id: z.string().min(1), 'org.matrix.msc1767.text': text }))
      .min(2)
      .max(20),
  }),
  'org.matrix.msc1767.text': z.string().min(1),
  'de.umlauf.choices': z.record(
    z.string(),
    z.strictObject({ verb: z.string(), args: z.record(z.string(), z.string()) }),
  ),
  'm.mentions': z.strictObject({}),
})

const MOST_BYTES = 40_000
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** What is wrong with the content of a message, also as an edit. */
export function faultsOfContent(drawn: unknown): readonly string[] {
  const read = content.safeParse(drawn)
  if (!read.success) return [read.error.message]
  const said: RoomMessageContent = read.data
  const edit = editOf(said, `$${'x'.repeat(43)}`)
  return [
    ...(bytes(said) > MOST_BYTES ? [`${bytes(said)} bytes`] : []),
    ...(bytes(edit) > MOST_BYTES ? [`${bytes(edit)} bytes as an edit`] : []),
    ...faultsOfHtml(said.formatted_body),
    ...untold(said),
  ]
}

/** What is wrong with the content of a poll. */
export function faultsOfPoll(drawn: unknown): readonly string[] {
  const read = pollStart.safeParse(drawn)
  if (!read.success) return [read.error.message]
  const ids = read.data['org.matrix.msc3381.poll.start'].answers.map(({ id }) => id)
  const known = Object.keys(read.data['de.umlauf.choices'])
  return [
    ...(bytes(drawn) > MOST_BYTES ? [`${bytes(drawn)} bytes`] : []),
    ...(ids.toSorted().join() === known.toSorted().join() ? [] : ['answers without a choice']),
  ]
}

/** The elements of the specification that the bot uses, each with its attributes. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    ['h3', 'h4', 'p', 'ul', 'li', 'strong', 'code'].map((name) => [name, /^$/]),
  ),
  ...Object.fromEntries(
    ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'br'].map((name) => [name, /^$/]),
  ),
  ol: /^(?: start="\d+")?$/,
  a: /^ href="https:\/\/[^\s"<>]+"$/,
}
const TOKEN = /<(\/?)([a-z0-9]+)((?: [a-z]+="[^"<>]*")*)>|([^<>]+)|[<>]/g

function faultsOfHtml(html: string): readonly string[] {
  const faults: string[] = []
  const open: string[] = []
  for (const [token, close, name, attributes = '', words] of html.matchAll(TOKEN)) {
    if (name === undefined) {
      if (words === undefined) faults.push(`bare ${token}`)
      else if (/&(?!(?:amp|lt|gt|quot);)/.test(words)) faults.push(`bare & in ${words}`)
      else if (open.length === 0) faults.push(`words outside of an element: ${words}`)
    } else if (close) {
      if (open.pop() !== name) faults.push(`${token} closes nothing`)
    } else {
      if (!ELEMENTS[name]?.test(attributes)) faults.push(`not allowed: ${token}`)
      if (/matrix\.to/.test(attributes)) faults.push(`a mention: ${token}`)
      if (name !== 'br') open.push(name)
    }
  }
  return [...faults, ...open.map((name) => `${name} stays open`)]
}

/** The words of the HTML between its elements, the titles of columns left out. */
export function wordsIn(html: string): readonly string[] {
  return html
    .replace(/<thead>.*?<\/thead>/g, '')
    .split(/<[^>]*>/)
    .map((words) =>
      words
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    )
    .filter((words) => words.trim() !== '')
}

/** Everything the HTML says stands in the body too; bars of characters are for the eye alone. */
function untold({ body, formatted_body }: RoomMessageContent): readonly string[] {
  const dense = (words: string) => words.replace(/[▮▯\s]+/g, '')
  const told = dense(body)
  return wordsIn(formatted_body)
    .filter((words) => !told.includes(dense(words)))
    .map((words) => `not in the body: ${words}`)
}
