// What Slack takes, written down once more from its documentation as strict shapes, apart from the table the drawing uses: says what Slack would refuse.
import { z } from 'zod'

const plain = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.literal(false),
  })
const id = z.string().min(1).max(255)

const style = z
  .strictObject({ bold: z.literal(true), code: z.literal(true), italic: z.literal(true) })
  .partial()
const words = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: style.optional(),
})
const link = z.strictObject({
  type: z.literal('link'),
  url: z
    .string()
    .max(3000)
    .regex(/^https?:\/\/[^\s<>|]+$/),
  text: z.string().min(1),
  style: style.optional(),
})
const date = z.strictObject({
  type: z.literal('date'),
  timestamp: z.int(),
  format: z.string().regex(/\{\w+\}/),
  fallback: z.string().min(1),
})
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(z.discriminatedUnion('type', [words, link, date])).min(1),
})
const list = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(section).min(1),
})
const preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(words).min(1),
})

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(75) })
const button = z.strictObject({
  type: z.literal('button'),
  action_id: id,
  text: plain(75),
  value: z.string().max(2000),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().min(1).max(75).optional(),
})
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    multiline: z.boolean(),
    max_length: z.int().min(1).max(3000),
    initial_value: z.string().min(1).max(3000).optional(),
  })
  .refine(
    ({ multiline, initial_value }) => multiline || !initial_value?.includes('\n'),
    'a line break in a single line',
  )
const radios = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id: id,
  options: z.array(option).min(1).max(10),
  initial_option: option.optional(),
})
const select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: id,
    placeholder: plain(150),
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z
      .array(z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
  })
  .refine(
    ({ options, option_groups }) => (options === undefined) !== (option_groups === undefined),
    'either options or groups of them',
  )

const block_id = id.optional()
const shown = [
  z.strictObject({ type: z.literal('header'), text: plain(150), block_id }),
  z.strictObject({
    type: z.literal('context'),
    elements: z.array(plain(3000)).min(1).max(10),
    block_id,
  }),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z.array(z.discriminatedUnion('type', [section, list, preformatted])).min(1),
    block_id,
  }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z.array(button).min(1).max(25),
    block_id,
  }),
] as const
const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean(),
  element: z.discriminatedUnion('type', [textInput, radios, select]),
})

const blocks = z.discriminatedUnion('type', shown)
const message = z.strictObject({
  text: z.string().min(1).max(3999),
  blocks: z.array(blocks).min(1).max(50),
})
const home = z.strictObject({ type: z.literal('home'), blocks: z.array(blocks).max(100) })
const modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: id,
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24),
  private_metadata: z.string().max(3000).optional(),
  blocks: z
    .array(z.discriminatedUnion('type', [...shown, input]))
    .min(1)
    .max(100),
})

/** Why Slack would refuse this message; nothing where it would take it. */
export function faultsOfMessage(page: unknown): readonly string[] {
  const read = message.safeParse(page)
  if (!read.success) return [z.prettifyError(read.error)]
  const { text, blocks } = read.data
  const serialized = JSON.stringify(blocks)
  const letters = textsIn(blocks).reduce((sum, { length }) => sum + length, 0)
  return [
    ...(Buffer.byteLength(serialized) < 12_000 ? [] : ['12,000 bytes of blocks or more']),
    ...(letters + 16 * blocks.length < 12_000 ? [] : ['12,000 characters of text or more']),
    ...(/<|>|&(?!(?:amp|lt|gt);)/.test(text) ? ['text that is not escaped'] : []),
    ...repeatedIds(blocks),
  ]
}

/** Why Slack would refuse this modal or home view. */
export function faultsOfView(view: unknown): readonly string[] {
  const read = z.discriminatedUnion('type', [home, modal]).safeParse(view)
  if (!read.success) return [z.prettifyError(read.error)]
  const inputs = read.data.blocks.some(({ type }) => type === 'input')
  const isSubmittable = read.data.type === 'modal' && read.data.submit !== undefined
  return [
    ...(Buffer.byteLength(JSON.stringify(view)) <= 250_000 ? [] : ['more than 250 kB']),
    ...(inputs && !isSubmittable ? ['inputs without a way to submit'] : []),
    ...repeatedIds(read.data.blocks),
  ]
}

/** Every text that stands in blocks for people to read, wherever it is. */
export function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  )
}

function repeatedIds(blocks: readonly { block_id?: string | undefined }[]): readonly string[] {
  const ids = [
    ...blocks.flatMap(({ block_id }) => block_id ?? []),
    ...JSON.stringify(blocks).matchAll(/"action_id":"(umlauf:[^"]*)"/g),
  ].map((found) => (typeof found === 'string' ? found : found[1]))
  return new Set(ids).size === ids.length ? [] : ['an id stands twice']
}
