// A method's no, as Slack words it: an error code and what stands beside it; leaves the answer to web-api.ts.
import { complaintsAboutBlocks, isTooLong } from './block-limits.ts'
import { type Fields, fieldsOf } from './records.ts'

export class Refused extends Error {
  readonly body: Fields

  constructor(error: string, more: Fields = {}) {
    super(error)
    this.body = { ok: false, error, ...more }
  }
}

/** Refuses with the complaints about blocks or a view, if there are any. */
export function refuseFor(error: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return
  throw new Refused(error, {
    errors: complaints.map((one) => one.replace(/^\[ERROR\] /, '')),
    response_metadata: { messages: complaints },
  })
}

/** The blocks of an argument, checked as Slack checks them. */
export function checkedBlocks(blocks: unknown): readonly Fields[] | undefined {
  if (blocks === undefined || blocks === '') return undefined
  if (!Array.isArray(blocks)) throw new Refused('invalid_blocks_format')
  refuseFor('invalid_blocks', complaintsAboutBlocks(blocks))
  const list = fieldsOf(blocks)
  if (isTooLong(list)) throw new Refused('msg_blocks_too_long')
  return list.length > 0 ? list : undefined
}
