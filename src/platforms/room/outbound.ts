// From an operation of the core to a message of the room; leaves keeping it to the store and showing it to page.ts.
import { message } from '../../core/message.ts'
import type { Delivery, Found, Operation, Platform, Target } from '../../core/ports.ts'
import type { ConnectionId } from '../../core/values.ts'
import type { RoomMessages, RoomTarget } from './messages.ts'

/** The outgoing half of the platform port. */
export type Outbound = Pick<Platform, 'can' | 'deliver' | 'find' | 'privatePlace'>

/** The network of the room is the store itself: so many posts at once leave its connections to those who ask. */
const MOST_AT_ONCE = 6

/**
 * Posts and edits in the table that is the room's network.
 * @param changed told after each change, so that open pages look again
 */
export function createOutbound(
  connection: ConnectionId,
  messages: RoomMessages,
  changed: () => void,
): Outbound {
  const inTurn = few(MOST_AT_ONCE)
  const isStranger = (to: Target) => to.kind === 'person' && to.account.connection !== connection
  return {
    can: { home: false, file: true, find: true },
    async deliver(operation) {
      if (isStranger(operation.to)) return { outcome: 'refused', reason: 'connection' }
      try {
        const delivery = await inTurn(() => attempt(operation, messages))
        if (delivery.outcome === 'delivered') changed()
        return delivery
      } catch {
        // the table may have taken it before the connection broke: only a look can tell
        return { outcome: 'ambiguous' }
      }
    },
    async find(key, to): Promise<Found> {
      if (isStranger(to)) return { outcome: 'absent' }
      try {
        const ref = await messages.find(key)
        return ref === undefined ? { outcome: 'absent' } : { outcome: 'found', ref }
      } catch {
        return { outcome: 'unknown' }
      }
    },
    async privatePlace(account) {
      return { kind: 'person', account }
    },
  }
}

/** Lets so many works run at once; the others come in their order. */
function few(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((go) => void line.push(go))
    else running += 1
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}

async function attempt(operation: Operation, messages: RoomMessages): Promise<Delivery> {
  const { key, language } = operation
  const to: RoomTarget =
    operation.to.kind === 'place'
      ? { place: operation.to.place }
      : { person: operation.to.account.id }
  switch (operation.kind) {
    case 'post':
      return {
        outcome: 'delivered',
        ref: await messages.post({ key, to, message: operation.message, language }),
      }
    case 'edit': {
      const { ref } = operation
      const known = await messages.edit(ref, operation.message, language)
      return known ? { outcome: 'delivered', ref } : { outcome: 'gone' }
    }
    case 'file': {
      const { file } = operation
      const carrier = message(file.name, [], { files: [file] })
      return {
        outcome: 'delivered',
        ref: await messages.post({ key, to, message: carrier, language }),
      }
    }
    case 'home':
      return { outcome: 'refused', reason: 'home' }
  }
}
