// What a person of the council says to us in a room that is none of ours: never carried out, and answered in the person's private room alone, so that nobody waits there for a vote to count; leaves our own rooms to answering.ts.
import { type MatrixClient, type MatrixEvent, type Room, RoomEvent } from 'matrix-js-sdk'
import { message, paragraph } from '../../core/message.ts'
import { isToUs } from './answering.ts'
import { answeringTexts } from './answering-texts.ts'
import type { AnsweringParts } from './asking.ts'
import { readEvent } from './receiving/events.ts'

export type ElsewhereParts = Pick<AnsweringParts, 'self' | 'guide' | 'tell' | 'report'> & {
  readonly client: MatrixClient
  /** Private rooms and the council's places. */
  readonly isOurs: (room: string) => boolean
}

const AGAIN_MS = 60_000

/** Answers from now on. What is missed while we are away may be said again, so no token waits for it. */
export function answerElsewhere(parts: ElsewhereParts): void {
  const { client, self, guide, isOurs, report } = parts
  const told = new Map<string, number>()
  const isDue = (person: string) => {
    const now = performance.now()
    const last = told.get(person)
    if (last !== undefined && now - last < AGAIN_MS) return false
    told.set(person, now)
    return true
  }
  client.on(RoomEvent.Timeline, (event, room, isOld, isRemoved, { liveEvent: isLive }) => {
    const sender = event.getSender() ?? ''
    if (!room || isOld || isRemoved || !isLive || event.isState()) return
    // somebody whom the council does not know gets no word (B51)
    if (sender === self || !guide.knows(sender) || isOurs(room.roomId)) return
    void answer(parts, event, room, () => isDue(sender)).catch(report)
  })
}

async function answer(
  { client, self, guide, tell }: ElsewhereParts,
  event: MatrixEvent,
  room: Room,
  isDue: () => boolean,
): Promise<void> {
  await client.decryptEventIfNeeded(event)
  if (!isSaidToUs(event, room, self) || !isDue()) return
  const sender = event.getSender() ?? ''
  const language = guide.language(sender)
  const words = answeringTexts[language].elsewhere
  const said = message(words, [paragraph(words)])
  await tell(sender, said, language, `elsewhere:${event.getId()}`)
}

/** In a conversation of two everything is, also what cannot be read; among more only what names us. */
function isSaidToUs(event: MatrixEvent, room: Room, self: string): boolean {
  const areTwo = room.getInvitedAndJoinedMemberCount() === 2
  if (event.isDecryptionFailure()) return areTwo
  const asked = readEvent({
    ...{ id: event.getId() ?? '', room: room.roomId, sender: event.getSender() ?? '' },
    ...{ type: event.getType(), content: event.getOriginalContent(), redacts: undefined },
    isEncrypted: event.isEncrypted(),
  })
  return asked?.kind === 'words' && (areTwo || isToUs({ self }, asked))
}
