// What goes wrong between somebody's words in Slack and their answer, and must not: forms that carry something out unseen, answers cut short or never told; leaves the usual ways to slack-exchanges.test.ts.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { message, paragraph } from '../../src/core/message.ts'
import type { Answer, Request } from '../../src/core/ports.ts'
import { createApi } from '../../src/platforms/slack/api.ts'
import { createBudgets } from '../../src/platforms/slack/budgets.ts'
import { createIdentities } from '../../src/platforms/slack/identity.ts'
import type { SlackGuide } from '../../src/platforms/slack/index.ts'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { ANNA, BERND, CHANNEL, type SlackRig, slackRig } from '../support/slack-rig.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [SECRETARIAT, SECOND, CHAIR] = ['geschaeftsstelle-1', 'geschaeftsstelle-2', 'vorsitz']
const PRESENT = [SECRETARIAT, SECOND, CHAIR, 'mitglied-he']

describe('A button that opens a form, in a council with a real core', () => {
  let session: SlackSession
  let desk: Desk

  beforeAll(async () => {
    const accounts = (person: string) =>
      PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : []
    session = await conveneInSlack('2023-09-25T07:00:00Z', slackCouncil(BUND, { accounts }), BUND)
    desk = session.desk
    await desk.says(SECRETARIAT, 'entwurf "Weiterbetrieb" ziffern: "Erster Text." antrag: BUND')
    await desk.types(SECOND, 'bestätigen E-1')
  })
  afterAll(() => session.adjourn())

  const draft = () => session.rows('SELECT title, confirmed_by FROM circulation')
  const results = () => session.rows('SELECT circulation FROM stated_result')

  it('saves no draft anew, although nothing is missing: it keeps its confirmation until the form is sent off', async () => {
    const before = await draft()
    expect(await desk.says(SECRETARIAT, 'bearbeiten E-1')).toContain('in einem Formular ausgefüllt')
    const form = await desk.presses(SECRETARIAT, 'Formular öffnen')
    expect(form).toContain('Erster Text.')
    expect(await draft()).toEqual(before)
    await desk.fills(SECRETARIAT, { title: 'Weiterbetrieb, neu' })
    expect(await draft()).not.toEqual(before)
  })

  it('shows what the draft says when it is pressed, with only that over it which was typed', async () => {
    await desk.says(SECRETARIAT, 'bearbeiten E-1 titel: "Getippt" ende: "kein Tag"')
    const press = await desk.button(SECRETARIAT, 'Formular öffnen')
    await desk.types(SECOND, 'bearbeiten E-1')
    await desk.fills(SECOND, { clauses: 'Zweiter Text.' })
    const form = await desk.hears(SECRETARIAT, press)
    expect(form).toContain('Getippt')
    expect(form).toContain('Zweiter Text.')
    expect(form).not.toContain('Erster Text.')
  })

  it('states no result: what is computed stands in the form, and the chair sends it off', async () => {
    await desk.types(CHAIR, 'bestätigen E-1')
    await desk.types(SECRETARIAT, 'öffnen E-1 trotzdem')
    await session.turnTo('2023-10-10T12:00:00Z')
    expect(await desk.says(CHAIR, 'feststellen 7/2023')).toContain('in einem Formular ausgefüllt')
    expect(await desk.presses(CHAIR, 'Formular öffnen')).toContain('Errechnet ist')
    expect(await results()).toEqual([])
    await desk.fills(CHAIR, {})
    expect(await results()).toHaveLength(1)
  })
})

describe('An answer in a conversation', () => {
  let rig: SlackRig
  let answer: Answer
  const im = () => rig.slack.imOf(ANNA)
  const said = () => rig.slack.messages(im()).filter(({ user }) => user === rig.slack.botUser)

  beforeEach(async () => {
    rig = await slackRig({ patienceMs: 8_000 })
    answer = longAnswer()
    await rig.platform.start(async () => answer)
  })
  afterEach(() => rig.tidyUp())

  it('of more pages than may be posted at once is said to its end, each page once', async () => {
    const { acked } = await rig.slack.say(ANNA, im(), 'liste')
    expect(acked).toBe(true)
    expect(said().length).toBeGreaterThan(4)
    expect(rig.slack.sees(ANNA, im())).toContain('Zeile 279.')
  })

  it('that broke off is gone on with where it ended, when Slack sends the question again', async () => {
    rig.slack.fault('chat.postMessage', { afterMs: 0 }, { status: 503 })
    const { acked } = await rig.slack.say(ANNA, im(), 'liste')
    expect(acked).toBe(false)
    expect(said()).toHaveLength(1)
    const [again] = await rig.slack.redeliver(1)
    expect(again?.acked).toBe(true)
    const texts = said().map(({ blocks }) => JSON.stringify(blocks))
    expect(new Set(texts).size).toBe(texts.length)
    expect(rig.slack.sees(ANNA, im())).toContain('Zeile 279.')
  })

  it('that is asked for again while it is still being said is said once', async () => {
    const first = rig.slack.say(ANNA, im(), 'liste')
    await expect.poll(() => said().length).toBe(3)
    const again = await rig.slack.redeliver(2)
    expect([await first, ...again].every(({ acked }) => acked)).toBe(true)
    const texts = said().map(({ blocks }) => JSON.stringify(blocks))
    expect(new Set(texts).size).toBe(texts.length)
  })
})

/** Five pages of Slack and more. */
function longAnswer(): Answer {
  const words = (n: number) => `Zeile ${n}. ${'Wort '.repeat(8)}`
  const blocks = Array.from({ length: 280 }, (_, n) => paragraph(words(n)))
  return { kind: 'message', message: message('Eine lange Liste', blocks) }
}

describe('What was being checked', () => {
  let rig: SlackRig
  let answer: (request: Request) => Answer
  let stored: PromiseWithResolvers<void>
  const words = (user: string) => rig.slack.sees(user, rig.slack.imOf(user))

  /** Opens a form, sends it off, and waits until it is being checked. */
  async function sendOff(values: Readonly<Record<string, string>>): Promise<void> {
    await rig.slack.slash(ANNA, CHANNEL, 'entwurf')
    await expect.poll(() => rig.slack.views(ANNA)).toHaveLength(1)
    const [view] = rig.slack.views(ANNA)
    if (view) await rig.slack.submit(ANNA, view, values)
  }

  beforeEach(async () => {
    rig = await slackRig()
    stored = Promise.withResolvers()
    answer = (request) =>
      request.kind === 'form'
        ? { kind: 'form', form: draftForm(request.values, 'Zu kurz.') }
        : { kind: 'form', form: draftForm(request.kind === 'action' ? request.args : {}) }
    await rig.platform.start(async (request) => {
      if (request.kind === 'form') await stored.promise
      return answer(request)
    })
  })
  afterEach(() => rig.tidyUp())

  it('and needs a correction in a form that is closed by now is said in the conversation, with what was typed', async () => {
    const { slack } = rig
    await sendOff({ title: 'kurz' })
    await slack.closeModal(ANNA)
    stored.resolve()
    await expect.poll(() => words(ANNA)).toContain('Noch nicht gespeichert: „Neuer Entwurf“')
    expect(words(ANNA)).toContain('Zu kurz.')
    const offer = slack.messages(slack.imOf(ANNA)).at(-1)
    await slack.press(ANNA, slack.imOf(ANNA), offer?.ts ?? '', { label: 'Formular öffnen' })
    await expect
      .poll(() =>
        slack
          .views(ANNA)
          .map((view) => slack.wordsOf(view))
          .join(),
      )
      .toContain('kurz')
  })

  it('says that what was typed is not kept, where a button cannot carry it', async () => {
    const { slack } = rig
    await sendOff({ title: 'lang '.repeat(400) })
    await slack.closeModal(ANNA)
    stored.resolve()
    await expect.poll(() => words(ANNA)).toContain('Das Formular öffnet ohne sie')
  })

  it('waits for its turn, and then stands in the form', async () => {
    const { slack } = rig
    await sendOff({ title: 'kurz' })
    slack.fault('views.update', { status: 429, headers: { 'retry-after': '1' } })
    answer = () => ({ kind: 'message', message: message('Angelegt.', [paragraph('Angelegt.')]) })
    stored.resolve()
    await expect
      .poll(
        () =>
          slack
            .views(ANNA)
            .map((view) => slack.wordsOf(view))
            .join(),
        { timeout: 4_000 },
      )
      .toContain('Angelegt.')
    expect(words(ANNA)).not.toContain('Angelegt.')
  })

  it('and reaches nobody in any way stands in the log', async () => {
    const { slack } = rig
    await sendOff({ title: 'kurz' })
    for (const method of ['views.update', 'chat.postMessage']) slack.outage(method, true)
    stored.resolve()
    await expect.poll(() => rig.notices.join()).toContain('an answer reached nobody')
  })
})

describe('An App Home', () => {
  let rig: SlackRig
  beforeEach(async () => {
    rig = await slackRig()
    const home = message('Es wartet nichts.', [paragraph('Es wartet nichts.')])
    await rig.platform.start(async () => ({ kind: 'message', message: home }))
  })
  afterEach(() => rig.tidyUp())

  it('that Slack did not take is shown when Slack tells of its opening again', async () => {
    const { slack } = rig
    slack.fault('views.publish', { status: 503 })
    expect((await slack.openHome(ANNA)).acked).toBe(false)
    expect(rig.defects).toEqual([])
    const [again] = await slack.redeliver(1)
    expect(again?.acked).toBe(true)
    const home = slack.home(ANNA)
    expect(home && slack.wordsOf(home)).toContain('Es wartet nichts.')
  })

  it('that has to wait a moment for its turn is shown then', async () => {
    const { slack } = rig
    slack.fault('views.publish', { status: 429, headers: { 'retry-after': '1' } })
    expect((await slack.openHome(ANNA)).acked).toBe(true)
    expect(slack.home(ANNA)).toBeDefined()
  })
})

describe('A direct message', () => {
  let rig: SlackRig
  const requests: Request[] = []
  beforeEach(async () => {
    rig = await slackRig()
    requests.length = 0
    await rig.platform.start(async (request) => {
      requests.push(request)
      return { kind: 'message', message: message('Ja.', [paragraph('Ja.')]) }
    })
  })
  afterEach(() => rig.tidyUp())

  const send = (event: Readonly<Record<string, unknown>>) =>
    rig.slack.frame(
      JSON.stringify({
        ...{ envelope_id: `e-${event['ts']}`, type: 'events_api', accepts_response_payload: false },
        payload: {
          ...{ type: 'event_callback', event_id: `Ev${event['ts']}`, team_id: rig.slack.team },
          ...{ api_app_id: rig.slack.appId },
          event: {
            ...{ type: 'message', channel: rig.slack.imOf(ANNA), channel_type: 'im', user: ANNA },
            ...event,
          },
        },
      }),
    )

  it('with a file, or out of a thread to all, is a sentence; one that joined or was changed is none', async () => {
    send({ ts: '1.1', subtype: 'channel_join', text: 'ist da' })
    send({ ts: '1.2', subtype: 'message_changed', text: 'geändert' })
    send({ ts: '1.3', subtype: 'file_share', text: 'status 7/2023', files: [{ id: 'F1' }] })
    send({ ts: '1.4', subtype: 'thread_broadcast', text: 'hilfe', thread_ts: '1.0' })
    await expect.poll(() => requests.length).toBe(2)
    expect(requests).toMatchObject([
      { kind: 'command', text: 'status 7/2023' },
      { kind: 'command', text: 'hilfe' },
    ])
  })
})

describe('Which app we are', () => {
  let rig: SlackRig
  beforeEach(async () => {
    rig = await slackRig()
  })
  afterEach(() => rig.tidyUp())

  it('is asked again where Slack did not say it at the start: then another app’s payload is not let in', async () => {
    const { slack } = rig
    const requests: Request[] = []
    slack.fault('bots.info', { status: 503 })
    await rig.platform.start(async (request) => {
      requests.push(request)
      return { kind: 'message', message: message('Ja.', [paragraph('Ja.')]) }
    })
    expect(rig.notices.join()).toContain('which app this is')
    await slack.slash(ANNA, CHANNEL, 'status')
    await expect
      .poll(() => slack.calls.filter(({ method }) => method === 'bots.info'))
      .toHaveLength(2)
    slack.frame(
      JSON.stringify({
        ...{ envelope_id: 'e-1', type: 'slash_commands', accepts_response_payload: true },
        payload: {
          ...{ command: '/umlauf', text: 'fremd', user_id: ANNA, team_id: slack.team },
          ...{ channel_id: CHANNEL, trigger_id: '9.9.9', api_app_id: 'A0OTHER' },
        },
      }),
    )
    await slack.slash(ANNA, CHANNEL, 'hilfe')
    expect(requests).toMatchObject([{ text: 'status' }, { text: 'hilfe' }])
  })
})

describe('Who somebody is', () => {
  let rig: SlackRig
  const requests: Request[] = []
  const start = () =>
    rig.platform.start(async (request) => {
      requests.push(request)
      return { kind: 'message', message: message('Ja.', [paragraph('Ja.')]) }
    })
  const asked = () => rig.slack.calls.filter(({ method }) => method === 'users.info')
  const crowd = Array.from({ length: 42 }, (_, n) => `U0CROWD${n}`)

  beforeEach(async () => {
    rig = await slackRig()
    requests.length = 0
    for (const id of crowd) rig.slack.addUser({ id, name: id })
    rig.slack.addChannel({ id: 'C0CROWD', name: 'alle', members: crowd })
  })
  afterEach(() => rig.tidyUp())

  it('is asked once, however often they click meanwhile', async () => {
    await start()
    rig.slack.fault('users.info', { afterMs: 200 })
    await Promise.all(Array.from({ length: 10 }, () => rig.slack.slash(ANNA, CHANNEL, 'status')))
    expect(requests).toHaveLength(10)
    expect(asked()).toHaveLength(1)
  })

  it('is known soon enough, when more people come at once than Slack may be asked about', async () => {
    await start()
    await Promise.all(crowd.map((id) => rig.slack.slash(id, 'C0CROWD', 'status')))
    await expect.poll(() => requests.length, { timeout: 4_000 }).toBe(crowd.length)
  })

  it('of the council is known before they click', async () => {
    rig.listed.add(ANNA).add(`T0COUNCIL/${BERND}`)
    await start()
    await expect
      .poll(() => asked().map(({ args }) => args['user']), { timeout: 4_000 })
      .toEqual([ANNA, BERND])
    rig.slack.outage('users.info', true)
    await rig.slack.slash(BERND, CHANNEL, 'status')
    expect(requests).toHaveLength(1)
  })

  it('is believed while Slack does not answer, but not when it says that there is nobody', async () => {
    const { slack } = rig
    let now = 0
    const clock = () => now
    const { apiUrl, botToken: token } = slack
    const budgets = createBudgets(clock)
    const api = createApi({ token, apiUrl, clock, budgets, notice: () => {} })
    const guide: SlackGuide = {
      ...{ channelOf: () => undefined, placeOf: () => undefined, knows: () => false },
      ...{ people: () => [], language: () => 'de' },
    }
    const identities = createIdentities({ team: slack.team, api, guide, clock })
    const accountOf = () => identities.accountOf({ id: ANNA, team: slack.team })
    const later = () => {
      now += 11 * 60_000
    }
    expect(await accountOf()).toBe(ANNA)
    for (const fault of [
      { status: 503 },
      'refused',
      { status: 429, headers: { 'retry-after': '30' } },
    ] as const) {
      later()
      slack.fault('users.info', fault)
      expect(await accountOf()).toBe(ANNA)
    }
    later()
    slack.fault('users.info', { error: 'user_not_visible' }, { status: 503 })
    await expect(accountOf()).rejects.toMatchObject({ code: 'account.notFound' })
    await expect(accountOf()).rejects.toMatchObject({ code: 'account.unchecked' })
    expect(await accountOf()).toBe(ANNA)
  })
})

function draftForm(values: Readonly<Record<string, string>>, fault?: string): Form {
  const { title = '' } = values
  return {
    ...{ verb: 'draft', args: {}, title: 'Neuer Entwurf', intro: '', submit: 'Anlegen' },
    fields: [
      {
        ...{ name: 'title', label: 'Titel', hint: '', kind: 'paragraph', required: true },
        ...{ maxLength: 3_000, value: title, options: [] },
      },
    ],
    given: values,
    faults: fault === undefined ? {} : { title: fault },
  }
}
