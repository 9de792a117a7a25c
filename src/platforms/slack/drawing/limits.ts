// What Slack takes at most, as one table of its numbers; leaves splitting what is longer to the core and paging to pages.ts.
import type { Measure } from '../../../core/splitting.ts'

/** Characters unless it says otherwise. Slack counts more kindly in places; what is drawn stays under the stricter reading. */
export const LIMITS = {
  /** A message: the documented 50 blocks, and what `chat.update` and the undocumented `msg_blocks_too_long` allow. */
  messageBlocks: 50,
  messageText: 3_900,
  /** Bytes of the serialized blocks; as each block has more than 16 of them besides its text, the other reading holds too. */
  messageBytes: 11_800,
  viewBlocks: 100,
  /** Bytes; Slack refuses views over 250 kB. */
  viewBytes: 240_000,
  header: 150,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  altText: 1_000,
  optionText: 75,
  optionValue: 75,
  selectOptions: 100,
  /** Slack takes ten; more than six are easier to find in a list. */
  radioOptions: 6,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3_000,
  inputText: 3_000,
  inputLabel: 2_000,
  url: 3_000,
  /** Bytes of one piece of running text, so that pieces fill pages well. */
  piece: 3_000,
  /** Bytes of one list that is drawn as a list. */
  list: 6_000,
  /** Bytes of one row of buttons, so that at least one fits beside other blocks. */
  actionsBytes: 6_500,
  /** A preformatted line that a narrow window still shows whole. */
  tableWidth: 64,
  /** The words of a fault under a field; Slack names no limit. */
  fault: 300,
} as const

/** Bytes inside a JSON string. */
export const jsonBytes: Measure = (text) => Buffer.byteLength(JSON.stringify(text)) - 2
