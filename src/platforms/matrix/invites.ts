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

/** Joining races with the homeserver's own work (synapse#2367): tried again for a while. */
const WAITS_MS = [0, 1_000, 5_000, 30_000]

/** Answers invitations from now on, and those that wait already when the first sync is there (B51). */
export function createInvites({ client, self, server, guide, notice }: InvitesParts): void {
  const isAllowed = (inviter: string) =>
    guide.knows(inviter) || inviter.slice(inviter.indexOf(':') + 1) === server

  client.on(RoomMemberEvent.Membership, (event, member: RoomMember) => {
    if (member.userId !== self || member.membership !== KnownMembership.Invite) return
    const inviter = event.getSender() ?? ''
    if (!isAllowed(inviter)) {
      notice('an invitation from somebody who is not of the council was refused')
      client.leave(member.roomId).catch(() => {})
      return
    }
    void join(client, member.roomId, notice)
  })
}

async function join(
  client: MatrixClient,
  room: string,
  notice: InvitesParts['notice'],
): Promise<void> {
  for (const waitMs of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    try {
      await client.joinRoom(room)
      return
    } catch {
      notice('an invitation could not be followed yet')
    }
  }
}
