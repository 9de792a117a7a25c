// Which invitations are accepted: from the council's own server and from the persons of its file; every other one is refused, and a room that moved is followed only by an invitation of its own.
import { KnownMembership, type MatrixClient, type RoomMember, RoomMemberEvent } from 'matrix-js-sdk'
import type { MatrixGuide } from './guide.ts'

export type InvitesParts = {
  readonly client: MatrixClient
  readonly self: string
  readonly server: string
  readonly guide: Pick<MatrixGuide, 'knows'>
  readonly notice: (words: string) => void
}

/**
 * Joining races with the homeserver's own work (synapse#2367), and is limited where many rooms are joined at once: tried
 * again for some hours, since nobody can invite us a second time meanwhile.
 */
const WAITS_MS = [0, 1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 3_600_000]

export interface Invites {
  /** Resolves when we are in all rooms that we were invited to so far, or soon without. */
  settled(): Promise<void>
}

/** How long a start waits for the rooms whose invitations it found. */
const PATIENCE_MS = 3_000
const STEP_MS = 20

/** Answers invitations from now on, and those that wait already when the first sync is there (B51). */
export function createInvites(parts: InvitesParts): Invites {
  const { client, self, server, guide, notice } = parts
  const isAllowed = (inviter: string) =>
    guide.knows(inviter) || inviter.slice(inviter.indexOf(':') + 1) === server
  // one after the other, however many there are
  let refusing = Promise.resolve()
  const following = new Set<string>()
  const isIn = (room: string) => client.getRoom(room)?.getMyMembership() === KnownMembership.Join

  client.on(RoomMemberEvent.Membership, (event, member: RoomMember) => {
    if (member.userId !== self || member.membership !== KnownMembership.Invite) return
    if (isAllowed(event.getSender() ?? '')) {
      following.add(member.roomId)
      void join(parts, member.roomId).finally(() => following.delete(member.roomId))
      return
    }
    notice('an invitation from somebody who is not of the council was refused')
    refusing = refusing
      .then(() => client.leave(member.roomId))
      .then(
        () => {},
        () => notice('the refusal of an invitation did not arrive'),
      )
  })
  return {
    async settled() {
      const rooms = [...following]
      for (let ms = 0; ms < PATIENCE_MS && !rooms.every(isIn); ms += STEP_MS) await rest(STEP_MS)
    },
  }
}

async function join({ client, notice }: InvitesParts, room: string): Promise<void> {
  for (const waitMs of WAITS_MS) {
    await rest(waitMs)
    // stopped meanwhile: the next start finds the invitation again
    if (!client.clientRunning) return
    try {
      await client.joinRoom(room)
      return
    } catch {
      notice('an invitation could not be followed yet')
    }
  }
}

/** Nothing waits for it when the process ends. */
function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
