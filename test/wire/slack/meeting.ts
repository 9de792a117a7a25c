// A real Bolt app at the loopback Slack for the server's own tests: it writes down what it hears and answers in the simplest way; leaves Umlauf's own adapter to its tests.
import { App, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { type Slack, type SlackOptions, startSlack } from './index.ts'

const running: (() => Promise<unknown>)[] = []

/** Something to stop after the test. */
export function afterwards(stop: () => Promise<unknown>): void {
  running.push(stop)
}

/** Stops everything a test has started, the newest first. */
export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop()
}

const quiet = () => undefined

/** The SDKs log what the tests provoke; nobody needs to read it. */
export const silent = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => LogLevel.ERROR,
  setName: quiet,
}

export const text = (words: string) => ({ type: 'plain_text' as const, text: words })

/** A form with one field. */
export const modal = (title: string, value?: string) => ({
  type: 'modal' as const,
  callback_id: 'ballot',
  title: text(title),
  submit: text('Los'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'reason',
      label: text('Grund'),
      element: {
        type: 'plain_text_input' as const,
        action_id: 'v',
        ...(value ? { initial_value: value } : {}),
      },
    },
  ],
})

export type Heard = { readonly kind: string; readonly body: Record<string, unknown> }

/** A Bolt app that writes down what it hears and answers in the simplest way. */
export async function listen(slack: Slack, receiver: Receiver) {
  const app = new App({
    token: slack.botToken,
    receiver,
    deferInitialization: true,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  })
  const heard: Heard[] = []
  const note = (kind: string, body: object) => void heard.push({ kind, body: { ...body } })
  app.command(/.*/, async ({ ack, body, client }) => {
    note('command', body)
    if (body.text === 'form')
      await client.views.open({ trigger_id: body.trigger_id, view: modal('Stimme') })
    await ack(body.text === 'form' ? undefined : `verstanden: ${body.text}`)
  })
  app.action(/.*/, async ({ ack, body, respond }) => {
    note('action', body)
    await ack()
    const [action] = 'actions' in body ? body.actions : []
    if (action && 'value' in action && action.value === 'answer')
      await respond({ text: 'Nur für Sie' })
  })
  app.view('ballot', async ({ ack, body, view }) => {
    note('view', body)
    const value = view.state.values['reason']?.['v']?.value ?? ''
    if (value === 'falsch') await ack({ response_action: 'errors', errors: { reason: 'Warum?' } })
    else if (value === 'fremd') await ack({ response_action: 'errors', errors: { other: 'x' } })
    else if (value === 'weiter') await ack({ response_action: 'update', view: modal('Neu') })
    else if (value === 'darauf') await ack({ response_action: 'push', view: modal('Darauf') })
    else if (value === 'alles') await ack({ response_action: 'clear' })
    else await ack()
  })
  app.shortcut('turn_into', async ({ ack, body }) => {
    note('shortcut', body)
    await ack()
  })
  for (const kind of ['message', 'app_mention', 'app_home_opened'])
    app.event(kind, async ({ body }) => note(kind, body))
  await app.init()
  await app.start()
  afterwards(() => app.stop())
  return { app, heard }
}

/** A council with a member and a guest of another workspace. */
export async function council(options: SlackOptions = {}) {
  const slack = await startSlack(options)
  afterwards(() => slack.stop())
  slack.addUser({ id: 'U1', name: 'Frau Müller' })
  slack.addUser({ id: 'U9', name: 'Gast', isStranger: true, team: 'T9OTHER' })
  slack.addChannel({ id: 'C1', name: 'rat', members: ['U1', 'U9'] })
  return slack
}

/** The usual way in, with one socket. */
export const socket = (slack: Slack) =>
  new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  })

/** A council with a Bolt app on one socket, and a card with a button. */
export async function meeting(options: SlackOptions = {}) {
  const slack = await council(options)
  const { app, heard } = await listen(slack, socket(slack))
  const { ts = '' } = await app.client.chat.postMessage({
    channel: 'C1',
    text: 'Frage',
    metadata: { event_type: 'card', event_payload: {} },
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'vote', text: text('Ja'), value: 'yes' },
          { type: 'button', action_id: 'vote2', text: text('Nein'), value: 'no' },
        ],
      },
    ],
  })
  return { slack, app, heard, ts }
}

/** What was heard of one kind. */
export const bodies = (heard: readonly Heard[], kind: string) =>
  heard.filter((one) => one.kind === kind).map(({ body }) => body)
