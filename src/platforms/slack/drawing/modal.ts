// The neutral form as a modal and back: what was filled in, and where its faults stand; leaves the inputs to fields.ts.

import type { ModalView, PlainTextElement } from '@slack/types'
import { z } from 'zod'
import type { Form } from '../../../core/form.ts'
import type { Origin } from '../../../core/ports.ts'
import { literal, shorten } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { drawHeading, drawList } from './blocks.ts'
import { drawField } from './fields.ts'
import { LIMITS } from './limits.ts'
import { joinParts, partOf } from './parts.ts'
import { askSchema, bare, nameSchema, readPayload } from './payload.ts'
import { richText } from './spans.ts'
import { slackTexts } from './texts.ts'

export { readButton } from './buttons.ts'

/** A form that was sent off. */
export type Submitted = {
  readonly verb: string
  readonly args: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly origin: Origin
}

const travelSchema = askSchema.extend({
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('place'), place: z.string() }),
    z.object({ kind: z.literal('private') }),
  ]),
  /** Per field with several parts: how they are sewn together. */
  seams: z.record(nameSchema, z.string()),
})

const inputSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
})

const submittedSchema = z.object({
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), inputSchema)) }),
})

const shownSchema = z.object({
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })),
})

/**
 * A form as a modal; nothing where Slack has no room for it.
 * @param origin where the form was asked for; it comes back with what was filled in
 */
export function renderModal(form: Form, origin: Origin, language: Language): ModalView | undefined {
  const t = slackTexts[language]
  const fields = form.fields.flatMap((field) => drawField(field, language) ?? [])
  if (fields.length < form.fields.length) return undefined
  const title = literal(form.title)
  const isLong = title.length > LIMITS.viewTitle || title === ''
  const submit = literal(form.submit)
  const isButton = submit !== '' && submit.length <= LIMITS.viewButton
  const view: ModalView = {
    type: 'modal',
    callback_id: 'umlauf:form',
    title: plain(isLong ? t.name : title),
    submit: plain(isButton ? submit : t.submit),
    close: plain(t.cancel),
    private_metadata: JSON.stringify({
      v: 1,
      verb: form.verb,
      args: form.args,
      origin,
      seams: Object.fromEntries(
        form.fields.flatMap(({ name }, n) => {
          const seams = fields[n]?.seams
          return seams === undefined ? [] : [[name, seams]]
        }),
      ),
    }),
    blocks: [
      ...(isLong ? drawHeading([{ text: form.title }], true, language) : []).map(blockOf),
      ...richText([{ text: form.intro }], language).map(blockOf),
      ...faultsOf(form, language),
      ...fields.flatMap(({ blocks }) => blocks),
    ],
  }
  return fits(view) ? view : undefined
}

/** Reads a modal that was sent off; nothing if it is none of ours. Its meaning is judged by the core. */
export function readModal(view: unknown): Submitted | undefined {
  const submitted = submittedSchema.safeParse(view).data
  if (!submitted) return undefined
  const ask = readPayload(travelSchema, submitted.private_metadata, LIMITS.privateMetadata)
  if (!ask) return undefined
  const parts = new Map<string, string[]>()
  for (const [blockId, inputs] of Object.entries(submitted.state.values)) {
    const { field, n } = partOf(blockId)
    if (!nameSchema.safeParse(field).success || n >= LIMITS.viewBlocks) continue
    const [input] = Object.values(inputs)
    const texts = parts.get(field) ?? []
    texts[n] = input?.value ?? input?.selected_option?.value ?? ''
    parts.set(field, texts)
  }
  const values = [...parts].map(([field, texts]): [string, string] => [
    field,
    joinParts(
      Array.from(texts, (text) => text ?? ''),
      ask.seams[field] ?? '',
    ),
  ])
  const { verb, args, origin } = ask
  return { verb, args: bare(args), values: bare(Object.fromEntries(values)), origin }
}

/**
 * The faults of a form that was sent off, by the block they stand at.
 * @param form the form as it came back
 * @param view the modal as it was sent off; a fault of a field it does not show goes to its first input
 */
export function modalErrors(form: Form, view: unknown): Readonly<Record<string, string>> {
  const blocks = shownSchema.safeParse(view).data?.blocks ?? []
  const inputs = blocks.flatMap(({ type, block_id }) => (type === 'input' ? (block_id ?? []) : []))
  const errors = new Map<string, string>()
  for (const [name, words] of Object.entries(form.faults)) {
    const at = inputs.includes(name) ? name : inputs[0]
    if (at === undefined) continue
    const label = form.fields.find((field) => field.name === name)?.label ?? name
    const said = literal(at === name ? words : `${label}: ${words}`)
    const before = errors.get(at)
    errors.set(at, shorten(before === undefined ? said : `${before} ${said}`, LIMITS.fault))
  }
  return bare(Object.fromEntries(errors))
}

/** A form that is opened with faults has no inputs yet for Slack to show them at: they stand above. */
function faultsOf({ faults, fields }: Form, language: Language) {
  const lines = Object.entries(faults).map(([name, words]) => {
    const label = fields.find((field) => field.name === name)?.label ?? name
    return [{ text: `${label}: `, style: 'strong' as const }, { text: words }]
  })
  if (lines.length === 0) return []
  return drawList(lines, false, language).map(blockOf)
}

function fits(view: ModalView): boolean {
  return (
    view.blocks.length <= LIMITS.viewBlocks &&
    (view.private_metadata ?? '').length <= LIMITS.privateMetadata &&
    Buffer.byteLength(JSON.stringify(view)) <= LIMITS.viewBytes
  )
}

const blockOf = <B>({ block }: { readonly block: B }): B => block

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false }
}
