// What somebody in Slack says, presses and fills in, and what comes back: stored first, acknowledged after, told in private; leaves posts of the council to slack-posts.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Message, message, paragraph } from '../../src/core/message.ts'
import type { Accept, Answer, Request } from '../../src/core/ports.ts'
import { ANNA, BERND, CHANNEL, PLACE, type SlackRig, slackRig } from '../support/slack-rig.ts'
import type { View } from './slack/index.ts'

const said = (words: string): Message => message(words, [paragraph(words)])
const answering = (words: string): Answer => ({ kind: 'message', message: said(words) })

const FORM: Form = {
  ...{ verb: 'draft', args: { body: 'rat' }, title: 'Neuer Entwurf', intro: '', submit: 'Anlegen' },
  fields: [
    {
      ...{ name: 'title', label: 'Titel', hint: '', kind: 'line', required: true },
      ...{ maxLength: 200, value: '', options: [] },
    },
  ],
  given: {},
  faults: {},
}

let rig: SlackRig
let requests: Request[]
let answer: Accept

const start = () =>
  rig.platform.start(async (request) => {
    requests.push(request)
    return answer(request)
  })

/** A card in the channel with one button; its position. */
async function postButton(label = 'Zustimmen', words = 'Karte'): Promise<string> {
  const weight = 'plain' as const
  const args = { circulation: 'c1', party: 'HE', choice: 'consent' }
  const posted = await rig.platform.deliver({
    ...{ kind: 'post', key: `card:${words}`, language: 'de', to: { kind: 'place', place: PLACE } },
    message: message(words, [paragraph(words)], {
      actions: [{ verb: 'vote', args, label, spoken: label, typed: 'stimme', weight }],
    }),
  })
  return posted.outcome === 'delivered' ? (posted.ref.split(':')[1] ?? '') : ''
}

const privateWords = (user = ANNA) =>
  rig.slack
    .ephemerals(CHANNEL, user)
    .map(({ text }) => text)
    .join('\n')

/** The form that opens before somebody; Slack shows it a moment after the acknowledgement. */
async function formBefore(user: string): Promise<View> {
  await expect.poll(() => rig.slack.views(user)).toHaveLength(1)
  const [view] = rig.slack.views(user)
  if (!view) throw new Error('no form')
  return view
}

beforeEach(async () => {
  rig = await slackRig()
  requests = []
  answer = async () => answering('Verstanden.')
})
afterEach(() => rig.tidyUp())

describe('What is asked in Slack', () => {
  beforeEach(start)

  it('reaches the core by command, mention, direct message, button and form alike', async () => {
    const { slack } = rig
    const ts = await postButton()
    await slack.slash(ANNA, CHANNEL, 'status 7/2023')
    await slack.say(ANNA, CHANNEL, `<@${slack.botUser}> stimme 7/2023 ja`)
    await slack.say(ANNA, slack.imOf(ANNA), 'hilfe')
    await slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' }, { actionTs: '1700000001.000100' })
    expect(requests).toMatchObject([
      { kind: 'command', text: 'status 7/2023', origin: { kind: 'place', place: PLACE } },
      { kind: 'command', text: 'stimme 7/2023 ja', origin: { kind: 'place', place: PLACE } },
      { kind: 'command', text: 'hilfe', origin: { kind: 'private' } },
      {
        ...{ kind: 'action', verb: 'vote', order: '1700000001.000100' },
        args: { circulation: 'c1', party: 'HE', choice: 'consent' },
      },
    ])
    expect(requests.every(({ from }) => from.id === ANNA)).toBe(true)
    const click = requests[3]?.requestId.split('|')
    expect(click).toEqual([slack.team, ANNA, CHANNEL, ts, expect.any(String), '1700000001.000100'])
  })

  it('is read as its writer saw it: references and entities decoded, nothing interpreted', async () => {
    const { slack } = rig
    await slack.slash(
      ANNA,
      CHANNEL,
      'entwurf &lt;b&gt; &amp; <@U0BERND|bernd> <#C0X|rat> <!here> <https://a.example/x?y=1&amp;z=2|Anlage>',
    )
    expect(requests[0]).toMatchObject({
      text: 'entwurf <b> & @bernd #rat @here https://a.example/x?y=1&z=2',
    })
  })

  it('is answered so that only the one who asked sees it', async () => {
    const { slack } = rig
    const ts = await postButton()
    await slack.slash(ANNA, CHANNEL, 'status')
    await slack.say(ANNA, CHANNEL, `<@${slack.botUser}> status`)
    await slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' })
    await expect.poll(() => slack.ephemerals(CHANNEL, ANNA)).toHaveLength(3)
    expect(slack.sees(BERND, CHANNEL)).not.toContain('Verstanden.')
    expect(
      slack
        .messages(CHANNEL)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('Verstanden.')
  })

  it('by a direct message is answered in the same conversation', async () => {
    const { slack } = rig
    await slack.say(ANNA, slack.imOf(ANNA), 'status')
    await expect.poll(() => slack.sees(ANNA, slack.imOf(ANNA))).toContain('Verstanden.')
  })

  it('as a circulation out of somebody’s message opens the form of a draft with its text', async () => {
    const { slack } = rig
    answer = async (request) => ({
      kind: 'form',
      form: {
        ...FORM,
        intro: request.kind === 'action' ? (request.args['clauses'] ?? '') : '',
      },
    })
    await slack.say(BERND, CHANNEL, 'Der Rat beschließt &lt;das&gt;.')
    const ts = slack.messages(CHANNEL).at(-1)?.ts ?? ''
    await slack.shortcut(ANNA, CHANNEL, ts, 'turn-into-circulation')
    expect(requests[0]).toMatchObject({
      ...{ kind: 'action', verb: 'draft', args: { clauses: 'Der Rat beschließt <das>.' } },
    })
    const view = await formBefore(ANNA)
    expect(slack.wordsOf(view)).toContain('Der Rat beschließt <das>.')
  })

  it('on the home page is answered in a form of its own, and opening the page publishes it', async () => {
    const { slack } = rig
    let waiting = 1
    answer = async (request) =>
      request.kind === 'action' && request.verb === 'home'
        ? {
            kind: 'message',
            message: message(
              `Es wartet ${waiting} Stimme.`,
              [paragraph(`Es wartet ${waiting} Stimme.`)],
              {
                actions: [
                  {
                    ...{ verb: 'vote', args: {}, label: 'Ja', spoken: 'Ja', typed: 'stimme ja' },
                    weight: 'primary' as const,
                  },
                ],
              },
            ),
          }
        : answering('Gezählt.')
    await slack.openHome(ANNA)
    const home = slack.home(ANNA)
    expect(home && slack.wordsOf(home)).toContain('Es wartet 1 Stimme.')
    waiting = 0
    await slack.pressHome(ANNA, { label: 'Ja' })
    const words = () => slack.wordsOf(slack.home(ANNA) ?? ({} as View))
    await expect.poll(words, { timeout: 5_000 }).toContain('Es wartet 0 Stimme.')
    await expect
      .poll(() =>
        slack
          .views(ANNA)
          .map((view) => slack.wordsOf(view))
          .join(),
      )
      .toContain('Gezählt.')
  })

  it('by a form is answered in its place; faults stand at their fields and what was typed stays', async () => {
    const { slack } = rig
    answer = async (request) => {
      if (request.kind !== 'form') return { kind: 'form', form: FORM }
      return request.values['title'] === 'kurz'
        ? { kind: 'form', form: { ...FORM, faults: { title: 'Zu kurz.' } } }
        : answering('Entwurf E-1 ist angelegt.')
    }
    await slack.slash(ANNA, CHANNEL, 'entwurf')
    const view = await formBefore(ANNA)
    const faulty = await slack.submit(ANNA, view, { title: 'kurz' })
    expect(faulty.response).toEqual({ response_action: 'errors', errors: { title: 'Zu kurz.' } })
    await slack.submit(ANNA, view, { title: 'lang genug' })
    expect(
      slack
        .views(ANNA)
        .map((open) => slack.wordsOf(open))
        .join(),
    ).toContain('Entwurf E-1 ist angelegt.')
    expect(requests.at(-1)).toMatchObject({
      ...{ kind: 'form', verb: 'draft', args: { body: 'rat' }, values: { title: 'lang genug' } },
      origin: { kind: 'place', place: PLACE },
    })
  })

  it('by a sentence, where a form is needed, gets a button that opens it', async () => {
    const { slack } = rig
    answer = async () => ({ kind: 'form', form: FORM })
    await slack.say(ANNA, slack.imOf(ANNA), 'entwurf')
    await expect.poll(() => slack.messages(slack.imOf(ANNA)).length).toBe(2)
    const offer = slack.messages(slack.imOf(ANNA)).at(-1)
    await slack.press(ANNA, slack.imOf(ANNA), offer?.ts ?? '', { label: 'Formular öffnen' })
    await expect.poll(() => slack.views(ANNA)).toHaveLength(1)
  })

  it('too late for a form gets a button that opens it anew', async () => {
    const { slack } = rig
    answer = async () => ({ kind: 'form', form: FORM })
    slack.fault('views.open', { error: 'expired_trigger_id' })
    await slack.slash(ANNA, CHANNEL, 'entwurf')
    await expect.poll(() => privateWords()).toContain('drei Sekunden')
    const [offer] = slack.ephemerals(CHANNEL, ANNA)
    await slack.press(ANNA, CHANNEL, offer?.ts ?? '', { label: 'Formular öffnen' })
    await expect.poll(() => slack.views(ANNA)).toHaveLength(1)
  })

  it('with a file in the answer gets it in the conversation with the bot', async () => {
    const { slack } = rig
    const files = [{ name: 'Tafel.csv', type: 'text/csv', content: 'Land;Stimme\n' }]
    answer = async () => ({ kind: 'message', message: message('Die Tafel', [], { files }) })
    await slack.slash(ANNA, CHANNEL, 'tafel')
    await expect.poll(() => privateWords()).toContain('Tafel.csv steht in unserem Gespräch')
    expect(slack.files).toMatchObject([{ name: 'Tafel.csv', channel: slack.imOf(ANNA) }])
  })
})

describe('What takes longer than two seconds', () => {
  beforeEach(start)

  it('and is a file: its question is acknowledged when the words are said, and asked again gets no second one', async () => {
    const { slack } = rig
    const files = [{ name: 'Tafel.csv', type: 'text/csv', content: 'Land;Stimme\n' }]
    answer = async () => ({ kind: 'message', message: message('Die Tafel', [], { files }) })
    slack.fault('files.getUploadURLExternal', { afterMs: 4_000 })
    const { acked, afterMs } = await slack.say(ANNA, slack.imOf(ANNA), 'tafel')
    expect(acked).toBe(true)
    expect(afterMs).toBeLessThan(3_000)
    await slack.redeliver(2)
    await expect.poll(() => slack.files, { timeout: 10_000 }).toHaveLength(1)
    await slack.redeliver(1)
    await sleep(500)
    expect(slack.files).toHaveLength(1)
  })

  it('is acknowledged as being checked, never as counted, and told its outcome afterwards', async () => {
    const { slack } = rig
    const stored = Promise.withResolvers<void>()
    answer = async (request) => {
      if (request.kind === 'command' && request.text === 'entwurf')
        return { kind: 'form', form: FORM }
      await stored.promise
      return answering(request.kind === 'form' ? 'Angelegt.' : 'Gezählt.')
    }
    const ts = await postButton()
    await slack.slash(BERND, CHANNEL, 'entwurf')
    const view = await formBefore(BERND)
    const [typed, pressed, filled] = await Promise.all([
      slack.slash(ANNA, CHANNEL, 'stimme ja'),
      slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' }),
      slack.submit(BERND, view, { title: 'Ein Titel' }),
    ])
    for (const { acked, afterMs } of [typed, pressed, filled]) {
      expect(acked).toBe(true)
      expect(afterMs).toBeGreaterThan(1_900)
    }
    expect(privateWords()).toContain('Wird geprüft, bitte nicht erneut klicken')
    expect(privateWords()).not.toContain('Gezählt')
    const words = () =>
      slack
        .views(BERND)
        .map((open) => slack.wordsOf(open))
        .join()
    expect(words()).toContain('Wird geprüft')
    stored.resolve()
    await expect.poll(() => privateWords().split('Gezählt.').length).toBe(3)
    await expect.poll(words).toContain('Angelegt.')
  })

  it('and then fails is told as not confirmed', async () => {
    const { slack } = rig
    answer = async () => {
      await sleep(2_100)
      throw new Error('the database is gone')
    }
    const ts = await postButton()
    await slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' })
    await expect.poll(() => privateWords()).toContain('Nicht bestätigt')
    expect(privateWords()).toContain('D-1')
    expect(privateWords()).not.toContain('database')
  })
})

describe('What comes twice, late or in another order', () => {
  beforeEach(start)

  it('F9 the same envelope ten times at once carries the same id every time', async () => {
    const { slack } = rig
    const ts = await postButton()
    await slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' })
    const again = await slack.redeliver(10, { sameEnvelope: true })
    expect(again.every(({ acked }) => acked)).toBe(true)
    expect(requests).toHaveLength(11)
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1)
  })

  it('F13 an event that Slack sends again while the first is still being answered keeps its id, and its answer stands once', async () => {
    const { slack } = rig
    answer = async () => {
      await sleep(50)
      return answering('Verstanden.')
    }
    await slack.say(ANNA, slack.imOf(ANNA), 'status')
    await slack.redeliver(3)
    await slack.redeliver(1)
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1)
    const answers = slack.messages(slack.imOf(ANNA)).filter(({ text }) => text === 'Verstanden.')
    expect(answers).toHaveLength(1)
  })

  it('an event whose answer could not be said is not acknowledged, and answered when Slack sends it again', async () => {
    const { slack } = rig
    slack.fault('chat.postMessage', { status: 503 })
    const first = await slack.say(ANNA, slack.imOf(ANNA), 'status')
    expect(first.acked).toBe(false)
    const [second] = await slack.redeliver(1)
    expect(second?.acked).toBe(true)
    expect(slack.sees(ANNA, slack.imOf(ANNA))).toContain('Verstanden.')
  })

  it('an edit, a message of a bot and one of its own are no requests', async () => {
    const { slack } = rig
    await slack.say(ANNA, slack.imOf(ANNA), 'status')
    await rig.platform.deliver({
      ...{ kind: 'post', key: 'ballot:1', message: said('Ihre Stimme'), language: 'de' },
      to: await rig.platform.privatePlace({ connection: rig.platform.connection, id: ANNA }),
    })
    await sleep(100)
    expect(requests).toHaveLength(1)
  })
})

describe('Who is refused', () => {
  it('B16 bots and deactivated people; guests and people of other teams, unless exactly they are listed', async () => {
    const { slack, listed } = rig
    slack.addUser({ id: 'U0BOT', name: 'Bot', isBot: true })
    slack.addUser({ id: 'U0GONE', name: 'Weg', deleted: true })
    slack.addUser({ id: 'U0GUEST', name: 'Gast', isRestricted: true })
    slack.addUser({ id: 'U0SINGLE', name: 'Gast', isUltraRestricted: true })
    slack.addUser({ id: 'U0CONNECT', name: 'Fremd', isStranger: true, team: 'T0OTHER' })
    const all = ['U0BOT', 'U0GONE', 'U0GUEST', 'U0SINGLE', 'U0CONNECT']
    slack.addChannel({ id: 'C0SHARED', name: 'gemeinsam', members: all })
    await start()
    const words = async (user: string) => {
      await slack.slash(user, 'C0SHARED', 'status')
      return slack.ephemerals('C0SHARED', user).at(-1)?.text ?? ''
    }
    expect(await words('U0BOT')).toContain('Nicht ausgeführt: Bots')
    expect(await words('U0GONE')).toContain('deaktiviert')
    expect(await words('U0GUEST')).toContain(`${slack.team}/U0GUEST`)
    expect(await words('U0SINGLE')).toContain(`${slack.team}/U0SINGLE`)
    expect(await words('U0CONNECT')).toContain('T0OTHER/U0CONNECT')
    expect(requests).toEqual([])
    listed.add(`${slack.team}/U0GUEST`).add('T0OTHER/U0CONNECT')
    expect(await words('U0GUEST')).toBe('Verstanden.')
    expect(await words('U0CONNECT')).toBe('Verstanden.')
    expect(requests.map(({ from }) => from.id)).toEqual([
      `${slack.team}/U0GUEST`,
      'T0OTHER/U0CONNECT',
    ])
  })

  it('nobody is let through unchecked while Slack does not say who they are; who was checked goes on', async () => {
    const { slack } = rig
    await start()
    await slack.slash(ANNA, CHANNEL, 'status')
    slack.outage('users.info', true)
    await slack.slash(BERND, CHANNEL, 'status')
    await slack.slash(ANNA, CHANNEL, 'status')
    expect(privateWords(BERND)).toContain('nicht bestätigt, wer Sie sind')
    expect(requests.map(({ from }) => from.id)).toEqual([ANNA, ANNA])
  })

  it('a person of an organisation is known by the id they have in it', async () => {
    await rig.tidyUp()
    rig = await slackRig({ enterprise: 'E0BUND' })
    rig.slack.addUser({ id: 'U0TWIN', name: 'Zwilling', enterpriseUser: 'W0TWIN' })
    rig.slack.addChannel({ id: 'C0ORG', name: 'org', members: ['U0TWIN'] })
    await start()
    await rig.slack.slash('U0TWIN', 'C0ORG', 'status')
    expect(requests[0]?.from.id).toBe('W0TWIN')
  })
})

describe('What does not belong', () => {
  beforeEach(start)

  it('B11 a button of an unknown kind is acknowledged at once and called outdated', async () => {
    const { slack } = rig
    const ts = await postButton()
    const { acked, afterMs } = await slack.press(ANNA, CHANNEL, ts, {
      actionId: 'v0:old',
      value: 'x',
    })
    expect(acked).toBe(true)
    expect(afterMs).toBeLessThan(1_000)
    await expect.poll(() => privateWords()).toContain('veraltet')
    expect(requests).toEqual([])
  })

  it.each([
    ['not JSON', 'ja'],
    ['another shape', '[]'],
    ['no verb', '{"v":1,"args":{}}'],
    ['a verb of JavaScript', '{"v":1,"verb":"__proto__","args":{}}'],
    ['arguments of JavaScript', '{"v":1,"verb":"vote","args":{"__proto__":{"x":1}}}'],
    ['numbers for words', '{"v":1,"verb":"vote","args":{"party":7}}'],
  ])('B12 B14 an altered value (%s) reaches nobody, and nothing is changed', async (_, value) => {
    const { slack } = rig
    const ts = await postButton()
    const press = slack.messages(CHANNEL)[0]?.blocks ?? []
    const actionId = /"action_id":"([^"]+)"/.exec(JSON.stringify(press))?.[1] ?? ''
    const { acked } = await slack.press(ANNA, CHANNEL, ts, { actionId, value })
    expect(acked).toBe(true)
    expect(requests.every((one) => one.kind === 'action' && !('x' in one.args))).toBe(true)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
    expect(rig.defects).toEqual([])
  })

  it('B53 an address for the answer that is not of Slack is never called', async () => {
    const { slack } = rig
    const reached: string[] = []
    const { createServer } = await import('node:http')
    const foreign = createServer((request, response) => {
      reached.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done))
    const address = foreign.address()
    const port = typeof address === 'object' ? address?.port : 0
    const ts = await postButton()
    await slack.press(ANNA, CHANNEL, ts, { label: 'Zustimmen' })
    const payload = {
      ...{ type: 'block_actions', api_app_id: slack.appId, trigger_id: '1.2.3' },
      ...{ team: { id: slack.team }, user: { id: ANNA, team_id: slack.team } },
      ...{ channel: { id: CHANNEL }, container: { type: 'message', message_ts: ts } },
      response_url: `http://127.0.0.1:${port}/steal`,
      actions: [{ type: 'button', action_id: 'x', action_ts: '1.1', value: 'x' }],
    }
    slack.frame(
      JSON.stringify({
        envelope_id: 'e-1',
        type: 'interactive',
        payload,
        accepts_response_payload: true,
      }),
    )
    await expect.poll(() => rig.notices.join()).toContain('not of Slack')
    expect(reached).toEqual([])
    foreign.close()
  })

  it('B40 words are words to whoever reads them: SQL, code and markup arrive letter by letter', async () => {
    const { slack } = rig
    await slack.slash(ANNA, CHANNEL, 'schließen 1; DROP TABLE ballot -- $(7*7) {{x}}')
    expect(requests[0]).toMatchObject({ text: 'schließen 1; DROP TABLE ballot -- $(7*7) {{x}}' })
  })
})
