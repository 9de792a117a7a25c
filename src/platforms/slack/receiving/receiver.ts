// What both ways in have in common, Socket Mode and HTTP: a receiver of Bolt that starts, stops in order and says how it is; leaves the frames to sockets.ts and the requests to http.ts.
import type { Receiver } from '@slack/bolt'
import type { Instant } from '../../../core/values.ts'

/** Whether a payload may come in at all, judged before any listener: its shape (400), or another team or app (403). */
export type Verdict = { readonly status: 200 | 400 | 403; readonly reason: string }

/** What a receiver needs besides its own secrets. */
export type ReceiverParts = {
  readonly admit: (body: unknown) => Verdict
  /** Writes a security notice or a trouble to the log: codes and kinds, never a body. */
  readonly notice: (words: string) => void
  /** Logs a defect and returns its number. */
  readonly report: (defect: unknown) => string
}

/** An event that is not to be acknowledged, so that Slack sends it again. No defect; Bolt passes on errors with a code as they are. */
export class Unanswered extends Error {
  readonly code = 'unanswered'
}

/** Logs why an event or request was not acknowledged: a defect by its number, anything else in words. */
export function logUnacknowledged(
  fault: unknown,
  { notice, report }: Pick<ReceiverParts, 'notice' | 'report'>,
): void {
  if (fault instanceof Unanswered) notice('an event was not answered; Slack sends it again')
  else report(fault)
}

/** A receiver of Bolt whose life the platform owns. */
export interface SlackReceiver extends Receiver {
  /** Resolves once requests come in. @throws Refusal where Slack will never let it in (a wrong token). */
  start(): Promise<void>
  /** Takes nothing new, lets what is under way finish until the deadline (machine time, ms since the epoch), closes. */
  stop(deadline: Instant): Promise<void>
  health(): { readonly ok: boolean; readonly words: string }
}

/** Bolt's own criterion for the Events API, whose bodies it acknowledges before any listener has run. */
export function isEvent(body: Readonly<Record<string, unknown>>): boolean {
  return body['event'] !== undefined
}
