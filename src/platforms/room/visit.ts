// Gathers what a page says from the guide and the kept messages; leaves drawing it to page.ts.
import { randomUUID } from 'node:crypto'
import type { PersonId } from '../../core/values.ts'
import { MESSAGES_SHOWN, NOTICES_SHOWN, PRIVATE_MESSAGES_READ } from './limits.ts'
import type { RehearsalPanel, RoomGuide, RoomMessages, RoomPerson, RoomReader } from './messages.ts'
import type { Passing, RoomPage, View } from './page.ts'

/** Somebody who is in the council file, and where they may go. */
export type Guest = {
  readonly me: RoomPerson
  readonly language: RoomPage['language']
  readonly places: RoomPage['places']
}

/** Who visits; nothing for somebody who is not in the council file. */
export async function guestOf(person: PersonId, guide: RoomGuide): Promise<Guest | undefined> {
  const me = guide.persons().find(({ id }) => id === person)
  if (!me) return undefined
  return { me, language: await guide.language(person), places: await guide.places(person) }
}

/** The messages that belong to a view. */
export function readerOf(person: PersonId, view: View): RoomReader {
  return view.kind === 'private' ? { person } : { place: view.id, person }
}

/** What a visit reads from. */
export type VisitParts = {
  readonly guide: RoomGuide
  readonly messages: RoomMessages
  readonly panel: RehearsalPanel | undefined
}

/** Everything one page says, read now. */
export async function visit(
  guest: Guest,
  view: View,
  shown: { readonly answer?: string; readonly passing?: Passing },
  { guide, messages, panel }: VisitParts,
): Promise<RoomPage> {
  const { me } = guest
  const own = await messages.read({ person: me.id }, PRIVATE_MESSAGES_READ)
  const posts = own.filter(({ said }) => said === undefined).toReversed()
  const here =
    view.kind === 'private'
      ? own.slice(-MESSAGES_SHOWN)
      : await messages.read(readerOf(me.id, view), MESSAGES_SHOWN)
  return {
    ...guest,
    title: guide.title[guest.language],
    zone: guide.zone,
    now: await guide.now(),
    view,
    messages: here,
    ballots: posts.filter(({ message }) => message.actions.length > 0),
    notices: posts.filter(({ message }) => message.actions.length === 0).slice(0, NOTICES_SHOWN),
    answer: here.find(({ ref }) => ref === shown.answer),
    passing: shown.passing,
    levers: panel !== undefined,
    nonce: randomUUID(),
  }
}
