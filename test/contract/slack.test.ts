// Slack kept to the contract of platforms: the real SDK against the loopback Slack, with two people who look, type, press and fill in forms as people do there.
import type { Form } from '../../src/core/form.ts'
import { message, paragraph } from '../../src/core/message.ts'
import type { Accept, Account } from '../../src/core/ports.ts'
import { readModal, renderModal } from '../../src/platforms/slack/drawing/modal.ts'
import { ANNA, BERND, CHANNEL, CONNECTION, PLACE, slackRig } from '../support/slack-rig.ts'
import { stateOf } from '../wire/slack/form-state.ts'
import type { Acked, View } from '../wire/slack/index.ts'
import { type HandingRig, handingContract } from './handing.ts'
import { platformContract } from './platform.ts'

type Words = Readonly<Record<string, string>>

/** Slack makes the ids of clicks and forms itself; the contract's names for them are kept beside, by what only they carry. */
function namedRequests(names: ReadonlyMap<string, string>, accept: Accept): Accept {
  return (request) => {
    const mark = [...names.keys()].find((one) => request.requestId.includes(one))
    return accept({ ...request, requestId: names.get(mark ?? '') ?? request.requestId })
  }
}

async function makeRig(http: boolean): Promise<HandingRig> {
  const { slack, platform, defects, tidyUp } = await slackRig({}, { http })
  const names = new Map<string, string>()
  let view: View | undefined
  let count = 0
  let typed: Words = {}

  /** What the person is shown for what they did: a form, or the words beside it. */
  const shown = async (user: string, act: () => Promise<Acked>): Promise<string> => {
    const before = slack.ephemerals(CHANNEL, user).length
    const acked = await act()
    if (!acked.acked) throw new Error(`not acknowledged: ${acked.trouble ?? ''}`)
    const open = () => slack.views(user).at(-1)
    const words = () => slack.ephemerals(CHANNEL, user).length > before || open() !== undefined
    for (let n = 0; n < 200 && !words(); n += 1) await new Promise((done) => setTimeout(done, 5))
    view = open()
    const answers = slack.ephemerals(CHANNEL, user).slice(before)
    const faults = Object.values(view?.errors ?? {})
    const said = answers.map(({ text }) => decoded(text))
    return [...said, view ? slack.wordsOf(view) : '', ...faults].join('\n')
  }

  return {
    platform: {
      ...platform,
      async start(accept) {
        await platform.start(namedRequests(names, accept))
        const [address] = /http:[\w.:/]+events/.exec((await platform.health()).words) ?? []
        if (address !== undefined) slack.deliver({ http: address })
      },
    },
    place: PLACE,
    anna: { connection: CONNECTION, id: ANNA },
    bernd: { connection: CONNECTION, id: BERND },
    defects,
    tidyUp,
    async sees({ id }: Account, where) {
      return slack.sees(id, where === 'place' ? CHANNEL : slack.imOf(id))
    },
    says: ({ id }, text, triggerId) =>
      shown(id, () => slack.slash(id, CHANNEL, text, { triggerId })),
    async presses({ id }, verb, args, requestId) {
      count += 1
      const actionTs = `1700000000.${String(count).padStart(6, '0')}`
      names.set(actionTs, requestId)
      const weight = 'plain' as const
      const words = { label: 'Drücken', spoken: 'Drücken', typed: verb }
      const actions = [{ verb, args, ...words, weight }]
      const posted = await platform.deliver({
        ...{ kind: 'post', key: `button:${requestId}`, language: 'de' },
        to: { kind: 'place', place: PLACE },
        message: message('Ein Knopf', [paragraph('Ein Knopf')], { actions }),
      })
      const ts = posted.outcome === 'delivered' ? (posted.ref.split(':')[1] ?? '') : ''
      return shown(id, () => slack.press(id, CHANNEL, ts, { label: 'Drücken' }, { actionTs }))
    },
    async fills({ id }, verb, args, values, requestId) {
      const open = slack.views(id).at(-1)
      const form = open ?? blankView(verb, args, values)
      names.set(form.id, requestId)
      typed = values
      return shown(id, () => slack.submit(id, form, values, open ? {} : { forged: true }))
    },
    async hands({ id }, text, file) {
      const im = slack.imOf(id)
      const acked = await slack.say(id, im, text, { files: [file] })
      if (!acked.acked) throw new Error(`not acknowledged: ${acked.trouble ?? ''}`)
      return decoded(slack.messages(im).at(-1)?.text ?? '')
    },
    // beside a form with faults Slack leaves what was typed
    written: () =>
      readModal({ ...view, state: { values: view ? stateOf(view, typed) : {} } })?.values ?? {},
    async downloads() {
      const [file] = slack.files
      // people see its title; its name is told only to programs
      return { name: file?.title ?? '', content: file?.content ?? '' }
    },
  }
}

/** Text as Slack shows it: three characters travel as entities. */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** A form as it would stand before somebody, who was never shown it by the test. */
function blankView(verb: string, args: Words, values: Words): View {
  const form: Form = {
    ...{ verb, args, title: 'Formular', intro: '', submit: 'Senden', given: {}, faults: {} },
    fields: Object.keys(values).map((name) => ({
      ...{ name, label: name, hint: '', kind: 'line', required: false, maxLength: 200 },
      ...{ value: '', options: [] },
    })),
  }
  const drawn = renderModal(form, { kind: 'private' }, 'de')
  return { ...drawn, id: 'V0BLANK', hash: '1.blank' } as unknown as View
}

platformContract('Slack by Socket Mode', () => makeRig(false))
platformContract('Slack by HTTP', () => makeRig(true))
handingContract('Slack by Socket Mode', () => makeRig(false))
handingContract('Slack by HTTP', () => makeRig(true))
