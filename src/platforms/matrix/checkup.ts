// How a connection to Matrix is, asked of its homeserver before or beside a running bot: address, login, device, backup, recovery key, rooms, accounts, pace; changes nothing, and leaves printing to whoever asks.
import type { Language } from '../../core/values.ts'
import { checkAccount } from './checking/account.ts'
import { createAsk } from './checking/asking.ts'
import { checkHomeserver } from './checking/homeserver.ts'
import { checkPace } from './checking/pace.ts'
import { checkPeople } from './checking/people.ts'
import { checkPlace, countRooms } from './checking/rooms.ts'
import { checkupTexts } from './checkup-texts.ts'

export type Finding = { readonly ok: boolean; readonly what: string; readonly words: string }

/** What the folder of a connection holds; undefined where nobody logged in yet. */
export type KeptLogin = {
  readonly homeserver: string
  readonly user: string
  readonly device: string
  readonly accessToken: string
}

export type CheckupOptions = {
  readonly connection: string
  readonly settings: { readonly homeserver: string; readonly user: string }
  readonly login: KeptLogin | undefined
  readonly recoveryKey: string | undefined
  /** What the council file says; undefined where there is none yet, then the account alone is looked at. */
  readonly council:
    | {
        readonly server: string
        readonly devices: 'signed' | 'any'
        readonly places: readonly { readonly name: string; readonly channel: string }[]
        readonly accounts: readonly { readonly name: string; readonly id: string }[]
      }
    | undefined
  readonly language: Language
}

export type Say = (typeof checkupTexts)['de']

/** Asks gently, one thing after the other. Tokens and keys are never part of what is found. */
export async function checkMatrix(options: CheckupOptions): Promise<readonly Finding[]> {
  const { settings, login, council, language } = options
  const t = checkupTexts[language]
  const { finding, stands } = await checkHomeserver(settings, t)
  if (!stands) return [finding]
  const ask = createAsk(settings.homeserver, login?.accessToken)
  const { findings, knownAs } = await checkAccount(ask, options, t)
  const account = [finding, ...findings]
  if (knownAs === undefined) return account
  const rooms =
    council === undefined
      ? [await countRooms(ask, t)]
      : await inTurn(council.places, (place) => checkPlace(ask, knownAs, place, t))
  const people = council === undefined ? [] : await checkPeople(ask, knownAs, council, t)
  return [...account, ...rooms, ...people, await checkPace(ask, settings, t)]
}

async function inTurn<T>(
  things: readonly T[],
  check: (thing: T) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const thing of things) findings.push(...(await check(thing)))
  return findings
}
