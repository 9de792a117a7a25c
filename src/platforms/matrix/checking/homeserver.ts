// Whether a homeserver answers at its address, and, where none does, which address its name points to; sends no token.
import { z } from 'zod'
import type { Finding, Say } from '../checkup.ts'
import { createAsk } from './asking.ts'

const versions = z.object({ versions: z.array(z.string()).min(1) })
const wellKnown = z.object({ 'm.homeserver': z.object({ base_url: z.string() }) })

export async function checkHomeserver(
  { homeserver, user }: { readonly homeserver: string; readonly user: string },
  t: Say,
): Promise<{ readonly finding: Finding; readonly stands: boolean }> {
  const what = t.homeserver
  const answer = await createAsk(homeserver, undefined)('GET', '/_matrix/client/versions')
  const said = answer.kind === 'done' ? versions.safeParse(answer.data) : undefined
  if (said?.success) {
    const newest = said.data.versions.at(-1) ?? ''
    return {
      finding: { ok: true, what, words: t.homeserverFine(homeserver, newest) },
      stands: true,
    }
  }
  const reason = answer.kind === 'unanswered' ? answer.reason : ''
  const better = await pointedTo(user, homeserver)
  const words =
    better === undefined ? t.noHomeserver(homeserver, reason) : t.otherAddress(homeserver, better)
  return { finding: { ok: false, what, words }, stands: false }
}

/** `https://example.org` is often no homeserver itself and says where it is. */
async function pointedTo(user: string, homeserver: string): Promise<string | undefined> {
  const server = user.slice(user.indexOf(':') + 1)
  const ask = createAsk(`https://${server}`, undefined)
  const answer = await ask('GET', '/.well-known/matrix/client')
  const said = answer.kind === 'done' ? wellKnown.safeParse(answer.data) : undefined
  const address = said?.data?.['m.homeserver'].base_url.replace(/\/+$/, '')
  return address === homeserver ? undefined : address
}
