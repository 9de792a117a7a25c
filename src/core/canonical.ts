// Canonical JSON: the exact text that is hashed and kept; the same value always gives the same text; hashing itself is left to SQL and to the verifier.

/** What may be written canonically: whole numbers only, bigint as its decimal string. */
export type Canonical =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [key: string]: Canonical | undefined }

/**
 * Keys sorted by code unit, no white space, absent members left out.
 * @throws RangeError for a number that is not a safe whole number: a float would hash differently elsewhere.
 */
export function canonical(value: Canonical): string {
  if (typeof value === 'bigint') return JSON.stringify(value.toString())
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`not a whole number: ${value}`)
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter((entry): entry is [string, Canonical] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value)
}
