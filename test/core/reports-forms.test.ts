// The form of a report on every network: each step fits a modal of Slack and a dialogue of Matrix, and a questionnaire of any length is asked whole.
import { afterEach, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { beginDialogue } from '../../src/platforms/matrix/dialogue.ts'
import { readModal, renderModal } from '../../src/platforms/slack/drawing/modal.ts'
import { convene, type Session } from '../support/session.ts'
import { SHIPPED, spoiled } from './council-samples.ts'

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

const CATALOGUE = Array.from({ length: 40 }, (_, n) => `leistung-${n + 1}`)
const COUNTS = 'counts: [responsible, live, inRollout, contractSigned, maturity, transactions]'

/** Forty services with all their counts: 240 figures, and a long name for each. */
function longFile(): string {
  const asked = 'services: [einbuergerung, aufenthalt, wohngeld, fuehrerschein, baugenehmigung]'
  const name = 'Ein Dienst mit einem langen Namen, wie Verwaltungen sie lieben, und noch etwas mehr'
  const services = CATALOGUE.map(
    (id) =>
      `  - { id: ${id}, name: { de: '${name}', en: '${name}' }, source: Rat, mark: verified }`,
  )
  expect(SHIPPED).toContain(COUNTS)
  return `${spoiled(asked, `services: [${CATALOGUE.join(', ')}]`)}\nservices:\n${services.join('\n')}\n`
}

async function press(values: Record<string, string>, form?: Form): Promise<Form> {
  const answer = form
    ? await session.fills('mitglied-he', form.verb, form.args, values)
    : await session.presses('mitglied-he', 'report', {})
  if (answer.kind !== 'form') throw new Error(answer.message.summary)
  return answer.form
}

it('comes in steps of which every one fits Slack and Matrix, to the last question, and files all', async () => {
  session = await convene('2023-09-20T07:00:00Z', longFile())
  await session.turnTo('2023-10-06T06:00:00Z')
  const asked = new Set<string>()
  let form = await press({})
  for (let steps = 1; ; steps += 1) {
    const view = renderModal(form, { kind: 'private' }, 'de')
    if (!view) throw new Error(`step ${steps} does not fit a modal`)
    const values = Object.fromEntries(
      form.fields.map(({ name, kind, options }) => [
        name,
        kind === 'choice' ? (options[0]?.value ?? '') : kind === 'line' ? '1' : '',
      ]),
    )
    const sent = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { input: { value } }]),
    )
    const back = readModal({ ...view, state: { values: sent } })
    expect(back?.args).toEqual(form.args)
    expect(back?.values).toEqual(values)
    expect(beginDialogue(form, { kind: 'private' }).fields).toHaveLength(form.fields.length)
    for (const { name } of form.fields) asked.add(name)
    const right = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        name.endsWith('inRollout') ? '0' : value,
      ]),
    )
    const answer = await session.fills('mitglied-he', form.verb, form.args, right)
    if (answer.kind === 'message') {
      expect(answer.message.summary).toContain('Fassung 1')
      break
    }
    expect(answer.form.faults).toEqual({})
    form = answer.form
  }
  expect(asked.size).toBe(40 * 6 + 5 + 1)
})
