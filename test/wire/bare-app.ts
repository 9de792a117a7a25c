// A Bolt app that only acknowledges: what the receivers are tested with, and, started by itself, a process that has to end when it was stopped.
import { App, LogLevel } from '@slack/bolt'
import type {
  ReceiverParts,
  SlackReceiver,
  Verdict,
} from '../../src/platforms/slack/receiving/receiver.ts'
import { createSocketReceiver } from '../../src/platforms/slack/receiving/sockets.ts'

/** One request as it reached a listener. */
export type Heard = {
  readonly kind: 'action' | 'command' | 'event' | 'view'
  readonly what: string
  readonly context: Readonly<Record<string, unknown>>
}

/** Collects what a receiver says. `admit` takes everything unless a test says otherwise. */
export function createParts(
  admit: (body: unknown) => Verdict = () => ({ status: 200, reason: '' }),
) {
  const notices: string[] = []
  const defects: unknown[] = []
  const parts: ReceiverParts = {
    admit,
    notice: (words) => void notices.push(words),
    report(defect) {
      defects.push(defect)
      return 'd0'
    },
  }
  return { ...parts, notices, defects }
}

type Listener = (heard: Heard, ack: (words?: string) => Promise<void>) => Promise<void>

/** Starts a Bolt app on a receiver. `listener` stands for what the real app does before and after it acknowledges. */
export async function startBareApp(
  receiver: SlackReceiver,
  apiUrl: string,
  listener: Listener = (_, ack) => ack(),
) {
  const app = new App({
    authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B0', botUserId: 'U0' }),
    receiver,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
  })
  const heard: Heard[] = []
  const hear = async (one: Heard, ack: (words?: string) => Promise<void>) => {
    heard.push(one)
    await listener(one, ack)
  }
  app.action(/.*/, ({ ack, context, action }) =>
    hear({ kind: 'action', what: 'value' in action ? `${action.value}` : '', context }, () =>
      ack(),
    ),
  )
  app.command(/.*/, ({ ack, context, command }) =>
    hear({ kind: 'command', what: command.text, context }, ack),
  )
  app.event(/.*/, ({ context, event }) =>
    hear({ kind: 'event', what: event.type, context }, async () => {}),
  )
  app.view(/.*/, ({ ack, context, view }) =>
    hear({ kind: 'view', what: view.callback_id, context }, () => ack()),
  )
  app.error(async (error) => {
    throw error
  })
  await app.init()
  await receiver.start()
  return { app, heard }
}

const [, script, apiUrl, appToken] = process.argv
if (script === import.meta.filename && apiUrl !== undefined && appToken !== undefined) {
  const receiver = createSocketReceiver({ ...createParts(), appToken, apiUrl })
  await startBareApp(receiver, apiUrl)
  await receiver.stop(Date.now() + 5_000)
  console.log('stopped')
}
