// How Slack words what is wrong with blocks: a message with a JSON pointer; leaves the rules to block-limits.ts, element-limits.ts, rich-text-limits.ts and view-limits.ts.
import { type Fields, isFields } from './records.ts'

export type Complain = (pointer: string, words: string) => void

/** Collects complaints in Slack's words. */
export function createComplaints(): { complain: Complain; list: string[] } {
  const list: string[] = []
  return {
    list,
    complain: (pointer, words) => void list.push(`[ERROR] ${words} [json-pointer:${pointer}]`),
  }
}

/** Holds a string to its length; `least` of one refuses the empty one. */
export function checkString(
  complain: Complain,
  pointer: string,
  value: unknown,
  { most, least = 0 }: { most: number; least?: number },
): void {
  if (typeof value !== 'string') {
    complain(pointer, 'must be a string')
    return
  }
  if (value.length > most) complain(pointer, `must be less than ${most + 1} characters`)
  if (value.length < least) complain(pointer, `must be more than ${least - 1} characters`)
}

/** Holds a member that may be left out to its length. */
export function checkOptional(
  complain: Complain,
  pointer: string,
  owner: Fields,
  name: string,
  most: number,
  least = 1,
): void {
  if (owner[name] === undefined) return
  checkString(complain, `${pointer}/${name}`, owner[name], { most, least })
}

/** A list with its bounds; what is no list counts as empty. */
export function checkList(
  complain: Complain,
  pointer: string,
  value: unknown,
  { most, least = 1 }: { most: number; least?: number },
): readonly unknown[] {
  if (!Array.isArray(value)) {
    complain(pointer, 'must provide an array')
    return []
  }
  if (value.length > most) complain(pointer, `no more than ${most} items allowed`)
  if (value.length < least) complain(pointer, `must have at least ${least} items`)
  return value
}

/** Says which required members are missing; true when none is. */
export function checkRequired(
  complain: Complain,
  pointer: string,
  owner: Fields,
  names: readonly string[],
): boolean {
  const missing = names.filter((name) => owner[name] === undefined || owner[name] === null)
  for (const name of missing) complain(pointer, `missing required field: ${name}`)
  return missing.length === 0
}

/** Refuses members Slack does not know. */
export function checkKnown(
  complain: Complain,
  pointer: string,
  owner: Fields,
  names: readonly string[],
): void {
  for (const name of Object.keys(owner))
    if (!names.includes(name)) complain(pointer, `invalid additional property: ${name}`)
}

/** Refuses a value outside a fixed set. */
export function checkOneOf(
  complain: Complain,
  pointer: string,
  value: unknown,
  allowed: readonly unknown[],
): void {
  if (value !== undefined && !allowed.includes(value))
    complain(pointer, `must be one of: ${allowed.join(', ')}`)
}

/** A text object: plain only, or mrkdwn too, with its length. */
export function checkText(
  complain: Complain,
  pointer: string,
  value: unknown,
  { most, plain = true }: { most: number; plain?: boolean },
): void {
  if (!isFields(value)) {
    complain(pointer, 'must provide an object')
    return
  }
  const types = plain ? ['plain_text'] : ['plain_text', 'mrkdwn']
  if (!types.includes(String(value['type']))) {
    complain(
      pointer,
      `failed to match all allowed schemas: unsupported type: ${String(value['type'])}`,
    )
    return
  }
  checkKnown(
    complain,
    pointer,
    value,
    value['type'] === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji'],
  )
  checkString(complain, `${pointer}/text`, value['text'], { most, least: 1 })
}
