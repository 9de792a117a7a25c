// Whether the accounts of the council file are there, and have a device whose votes would count; one line for all that are in order, one for each that is not.
import { z } from 'zod'
import type { CheckupOptions, Finding, Say } from '../checkup.ts'
import type { Ask } from './asking.ts'
import { shownKeys, signingOf } from './signatures.ts'

type Council = NonNullable<CheckupOptions['council']>
type Person = Council['accounts'][number]

/** A homeserver asks others for their accounts' keys; so many at once are answered in time. */
const AT_ONCE = 50

export async function checkPeople(
  ask: Ask,
  bot: string,
  council: Council,
  t: Say,
): Promise<readonly Finding[]> {
  const { accounts, devices } = council
  const faults: Finding[] = []
  const there: Person[] = []
  for (const account of accounts) {
    const words = await accountFault(ask, bot, account, council.server, t)
    if (words === undefined) there.push(account)
    else faults.push({ ok: false, what: t.account(account.name), words })
  }
  const abroad = there.filter(({ id }) => serverOf(id) !== council.server).length
  const fine =
    there.length === 0
      ? []
      : [{ ok: true, what: t.accounts, words: t.accountsFine(there.length, abroad) }]
  const unsigned = devices === 'any' ? [] : await checkDevices(ask, there, t)
  return [...fine, ...faults, ...unsigned]
}

function serverOf(account: string): string {
  return account.slice(account.indexOf(':') + 1)
}

/** Only our own homeserver knows for sure that an account is not there; others may keep it to themselves. */
async function accountFault(
  ask: Ask,
  bot: string,
  { id }: Person,
  server: string,
  t: Say,
): Promise<string | undefined> {
  if (id === bot) return t.accountBot(id)
  if (serverOf(id) !== server || serverOf(bot) !== server) return undefined
  const answer = await ask('GET', `/_matrix/client/v3/profile/${encodeURIComponent(id)}`)
  // M_UNRECOGNIZED: a homeserver that does not know the question
  const gone =
    answer.kind === 'refused' && answer.status === 404 && answer.code !== 'M_UNRECOGNIZED'
  return gone ? t.accountUnknown(id) : undefined
}

const failures = z.object({ failures: z.record(z.string(), z.unknown()).default({}) })

/** Who could not vote: without a device that they have verified themselves, a ballot is refused. */
async function checkDevices(
  ask: Ask,
  people: readonly Person[],
  t: Say,
): Promise<readonly Finding[]> {
  const without: string[] = []
  let asked = 0
  for (let start = 0; start < people.length; start += AT_ONCE) {
    const some = people.slice(start, start + AT_ONCE)
    const answer = await ask('POST', '/_matrix/client/v3/keys/query', {
      device_keys: Object.fromEntries(some.map(({ id }) => [id, []])),
    })
    if (answer.kind !== 'done') continue
    const shown = shownKeys.parse(answer.data)
    const silent = failures.parse(answer.data).failures
    const told = some.filter(({ id }) => !(serverOf(id) in silent))
    asked += told.length
    without.push(
      ...told.filter(({ id }) => signingOf(id, shown).signed.length === 0).map(({ name }) => name),
    )
  }
  const what = t.devices
  if (without.length > 0) return [{ ok: false, what, words: t.withoutDevice(without) }]
  return asked === 0 ? [] : [{ ok: true, what, words: t.devicesFine(asked) }]
}
