// The listeners of Bolt: one for each kind, because Bolt asks every listener about every event; our own tables do the rest, and a kind that nobody serves is acknowledged at once.
import type { AckFn, App } from '@slack/bolt'
import type { Answering } from './answering.ts'
import {
  type Incoming,
  readAction,
  readEvent,
  readShortcut,
  readSlashCommand,
  readSubmission,
} from './inbound.ts'
import { Unanswered } from './receiving/receiver.ts'
import type { Ack } from './telling.ts'

const ANYTHING = /.*/s

/** Registers everything once. Payloads were admitted by shape before they reach Bolt. */
export function listen(app: App, answering: Answering, botUser: string): void {
  const serve = async (incoming: Incoming | undefined, ack: Ack) => {
    // admitted, but nothing that is asked: an empty answer keeps Slack from showing a warning
    if (!incoming) return ack()
    await answering.serve(incoming, ack)
  }
  app.command(ANYTHING, ({ body, ack }) => serve(readSlashCommand(body), acknowledging(ack)))
  app.action(ANYTHING, ({ body, ack }) => serve(readAction(body), acknowledging(ack)))
  app.view({ callback_id: ANYTHING, type: 'view_submission' }, ({ body, ack }) =>
    serve(readSubmission(body), acknowledging(ack)),
  )
  app.view({ callback_id: ANYTHING, type: 'view_closed' }, async ({ ack }) => ack())
  app.shortcut(ANYTHING, ({ body, ack }) => serve(readShortcut(body), acknowledging(ack)))
  app.options(ANYTHING, async ({ ack }) => ack({ options: [] }))
  app.event(ANYTHING, async ({ body, context }) => {
    const incoming = readEvent(body, context.retryNum ?? 0, botUser)
    if (!incoming) return
    const answered = await answering.serve(incoming, async () => {})
    // not acknowledged, so that Slack sends it again; what was stored is not done twice
    if (!answered) throw new Unanswered()
  })
}

/** Each kind has its own type of answer; ours were made for it by answering.ts and are checked by the wire tests. */
function acknowledging(ack: unknown): Ack {
  return async (response) => {
    await (ack as AckFn<unknown>)(response)
  }
}
