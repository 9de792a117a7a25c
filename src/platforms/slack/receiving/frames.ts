// The gate in front of the SDK's socket: which frames may reach it, since one that it does not expect ends the process; leaves what a payload may be to the receiver's `admit`.
import { isTooDeep } from './nesting.ts'

export type Frame =
  | { readonly kind: 'hello' }
  | { readonly kind: 'disconnect'; readonly reason: string }
  | { readonly kind: 'request' }
  | { readonly kind: 'odd'; readonly why: string }

/** The SDK emits the type of an event on itself: with one of its own names an event would steer it. */
const NAMES_OF_THE_SDK = new Set([
  ...['connecting', 'connected', 'reconnecting', 'disconnecting', 'disconnected', 'authenticated'],
  ...['error', 'close', 'ws_message', 'slack_event', 'outgoing_message'],
])

/** Never throws. @param data as it came over the socket */
export function readFrame(data: unknown, isBinary: boolean): Frame {
  if (isBinary || typeof data !== 'string') return odd('binary')
  if (isTooDeep(data)) return odd('nested too deep')
  let frame: unknown
  try {
    frame = JSON.parse(data)
  } catch {
    return odd('no JSON')
  }
  if (!isObject(frame)) return odd('no JSON object')
  const { type, reason, payload } = frame
  if (type === 'hello') return { kind: 'hello' }
  if (type === 'disconnect') {
    return { kind: 'disconnect', reason: typeof reason === 'string' ? reason : 'unknown' }
  }
  if (type !== 'events_api' && type !== 'interactive' && type !== 'slash_commands') {
    return odd('unknown type')
  }
  if (typeof frame['envelope_id'] !== 'string') return odd('no envelope id')
  if (!isObject(payload)) return odd('no payload')
  return type === 'events_api' ? ofEvent(payload['event']) : { kind: 'request' }
}

function ofEvent(event: unknown): Frame {
  if (!isObject(event) || typeof event['type'] !== 'string') return odd('no event')
  return NAMES_OF_THE_SDK.has(event['type'])
    ? odd('an event of no known type')
    : { kind: 'request' }
}

function odd(why: string): Frame {
  return { kind: 'odd', why }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
