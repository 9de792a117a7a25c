// Which views Slack accepts, modals and the App Home, from its documentation; leaves the blocks in them to block-limits.ts.
import { checkBlocks } from './block-limits.ts'
import {
  type Complain,
  checkKnown,
  checkOptional,
  checkRequired,
  checkText,
  createComplaints,
} from './complaints.ts'
import { type Fields, fieldsOf, isFields } from './records.ts'

const EVERY = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id']
const MODAL = [...EVERY, 'title', 'close', 'submit', 'clear_on_close', 'notify_on_close']

/** More than 250 kB are refused as a whole. */
export function isTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view) ?? '') > 250_000
}

/** Checks a view for the place it is meant for. @returns the complaints, in Slack's words */
export function complaintsAboutView(view: unknown, type: 'modal' | 'home'): readonly string[] {
  const { complain, list } = createComplaints()
  if (!isFields(view)) complain('/view', 'must provide an object')
  else if (view['type'] !== type)
    complain('/view/type', `unsupported type: ${String(view['type'])}`)
  else checkView(complain, view, type)
  return list
}

function checkView(complain: Complain, view: Fields, type: 'modal' | 'home'): void {
  const modal = type === 'modal'
  checkKnown(complain, '/view', view, modal ? MODAL : EVERY)
  checkOptional(complain, '/view', view, 'private_metadata', 3000, 0)
  checkOptional(complain, '/view', view, 'callback_id', 255, 0)
  checkOptional(complain, '/view', view, 'external_id', 255, 0)
  if (modal && checkRequired(complain, '/view', view, ['title']))
    checkText(complain, '/view/title', view['title'], { most: 24 })
  for (const name of ['submit', 'close'])
    if (modal && view[name] !== undefined)
      checkText(complain, `/view/${name}`, view[name], { most: 24 })
  const inputs = fieldsOf(view['blocks']).some((block) => block['type'] === 'input')
  if (modal && inputs) checkRequired(complain, '/view', view, ['submit'])
  checkBlocks(complain, '/view/blocks', view['blocks'], { surface: type, most: 100 })
}
