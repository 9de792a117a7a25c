// From what came in to the neutral request of the core: its kind, its words and files, its place; leaves reading payloads to inbound.ts and the answer to answering.ts.
import type { Origin, Request } from '../../core/ports.ts'
import type { SlackGuide } from './guide.ts'
import type { Incoming } from './inbound.ts'
import type { IncomingFiles } from './incoming-files.ts'

/** The neutral request. A message that is to become a circulation fills the clauses of a draft's form. */
export function requestOf(
  incoming: Exclude<Incoming, { kind: 'outdated' }>,
  from: Request['from'],
  { guide, incomingFiles }: { readonly guide: SlackGuide; readonly incomingFiles: IncomingFiles },
): Request {
  const { requestId } = incoming
  const common = { requestId, from, origin: originOf(incoming, guide) }
  switch (incoming.kind) {
    case 'command':
      return { ...common, kind: 'command', text: incoming.text }
    case 'mention':
    case 'direct': {
      const files = incoming.files.map(incomingFiles)
      return {
        ...{ ...common, kind: 'command', text: incoming.text },
        ...(files.length > 0 ? { files } : {}),
      }
    }
    case 'button': {
      const { verb, args, order, asForm } = incoming
      return { ...common, kind: 'action', verb, args, order, ...(asForm ? { asForm } : {}) }
    }
    case 'form': {
      const { verb, args, values, origin } = incoming.form
      return { ...common, kind: 'form', verb, args, values, origin }
    }
    case 'shortcut':
      return {
        ...{ ...common, kind: 'action', verb: 'draft' },
        ...{ args: { clauses: incoming.text }, asForm: true },
      }
    case 'home':
      return { ...common, kind: 'action', verb: 'home', args: {} }
  }
}

/** The place of the channel; a channel that is no place of the council, and a conversation with the bot, are private. */
export function originOf(
  { whence: { channel } }: Pick<Incoming, 'whence'>,
  guide: SlackGuide,
): Origin {
  const place = channel === undefined ? undefined : guide.placeOf(channel)
  return place === undefined ? { kind: 'private' } : { kind: 'place', place }
}
