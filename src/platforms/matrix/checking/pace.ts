// How fast the homeserver lets the bot send, as far as it says so, and exactly what to ask its operators for; leaves keeping to the pace to sending/pace.ts.
import { z } from 'zod'
import type { Finding, Say } from '../checkup.ts'
import type { Ask } from './asking.ts'

const override = z.object({ messages_per_second: z.number(), burst_count: z.number() })

/** Only operators may ask; for everybody else the answer is how to ask them. */
export async function checkPace(
  ask: Ask,
  { homeserver, user }: { readonly homeserver: string; readonly user: string },
  t: Say,
): Promise<Finding> {
  const what = t.pace
  const path = `/_synapse/admin/v1/users/${encodeURIComponent(user)}/override_ratelimit`
  const command = [
    `curl --request POST --header 'Authorization: Bearer ADMIN_TOKEN'`,
    `--data '{"messages_per_second": 0, "burst_count": 0}' '${homeserver}${path}'`,
  ].join(' ')
  const answer = await ask('GET', path)
  if (answer.kind !== 'done') return { ok: true, what, words: t.paceUnknown(command) }
  const set = override.safeParse(answer.data)
  if (!set.success) return { ok: false, what, words: t.paceLimited(command) }
  const { messages_per_second: rate } = set.data
  if (rate === 0) return { ok: true, what, words: t.paceFree }
  return { ok: true, what, words: t.paceSet(rate) }
}
