// Who votes and with what weight: electors, shares in whole units and the reading of a dated key; leaves counting to tally.ts.
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { PartyCode } from '../values.ts'
import { wording } from './texts.ts'

/** One vote: a party, its group (`BUND`, `LAND`, …) and its share in whole units; a party without weight has 0. */
export type Elector = {
  readonly code: PartyCode
  readonly name: string
  readonly group: string
  readonly share: bigint
}

/** The electorate as it is frozen at opening. `keyId` names the dated key that the shares come from. */
export type Electorate = {
  readonly electors: readonly Elector[]
  /** The sum of all shares, for keys 10,000,000 units of 0.00001 %. */
  readonly shareTotal: bigint
  readonly keyId: string
}

/** Shares by party, in units of 0.00001 %. */
export type Shares = ReadonlyMap<PartyCode, bigint>

/** 100 % in units of 0.00001 %, the precision in which the Königsteiner Schlüssel is published. */
const WHOLE = 10_000_000n

/** Gives each party its share of a key; a party that the key does not list (the Bund) has none. */
export function withShares(
  electors: readonly Omit<Elector, 'share'>[],
  key: { readonly id: string; readonly shares: Shares },
): Electorate {
  const weighed = electors.map((elector) => ({
    ...elector,
    share: key.shares.get(elector.code) ?? 0n,
  }))
  return { electors: weighed, shareTotal: sum(weighed), keyId: key.id }
}

/** The sum of the shares of some electors. */
export function sum(electors: Iterable<Elector>): bigint {
  let total = 0n
  for (const elector of electors) total += elector.share
  return total
}

/**
 * Reads a key written as decimal text in percent, `{ BW: '13.04061', … }`, into units of 0.00001 %.
 * Refuses with the party as field whatever is not such a text, and a key that does not sum to exactly 100 %.
 */
export function parseKey(percentages: Readonly<Record<string, unknown>>): Shares {
  const shares = new Map(
    Object.entries(percentages).map(([party, text]) => [party, parsePercentage(text, party)]),
  )
  const total = [...shares.values()].reduce((all, share) => all + share, 0n)
  if (total !== WHOLE) {
    throw new Refusal(
      'key-sum',
      inBoth(wording, (say) => say.keySum(decimalOf(total))),
    )
  }
  return shares
}

function parsePercentage(value: unknown, party: string): bigint {
  if (typeof value !== 'string') throw badShare(party, (say) => say.shareNotText(party))
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,5}))?$/.exec(value) ?? []
  if (whole === undefined) {
    const german = /^\d{1,3},\d{1,5}$/.test(value)
    throw badShare(party, (say) =>
      german ? say.shareComma(value.replace(',', '.')) : say.shareUnreadable(value.slice(0, 40)),
    )
  }
  return BigInt(whole) * 100_000n + BigInt(decimals.padEnd(5, '0'))
}

function badShare(party: string, say: (phrases: (typeof wording)['de']) => string): Refusal {
  const words: Bilingual = inBoth(wording, say)
  return new Refusal('share-unreadable', words, party)
}

function decimalOf(units: bigint): string {
  return `${units / 100_000n}.${String(units % 100_000n).padStart(5, '0')}`
}
