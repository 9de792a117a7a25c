// The receipt of a filing: number, hash, and what changed since the version before; leaves the filing itself to filing-commands.ts.
import { type Block, code, heading, list, type Message, message, paragraph } from '../message.ts'
import { formatDeadline, formatReceiptInstant } from '../time.ts'
import type { Language } from '../values.ts'
import { type Filing, receiptOf } from './filing.ts'
import type { Round } from './round.ts'
import { reportTexts } from './texts.ts'

/** What a receipt says: the version, and what of it is other than in the version before. */
type Receipt = {
  readonly filing: Filing
  readonly last: Filing | undefined
  readonly lines: readonly string[]
}

/** The receipt of a filing, with its number and its hash. */
export function receiptMessage(
  round: Round,
  name: string,
  { filing, last, lines }: Receipt,
  zone: string,
  language: Language,
): Message {
  const t = reportTexts[language]
  const { version, late } = filing.document
  const when = formatReceiptInstant(filing.at, zone, language)
  const sentences = [
    t.filed(name, round.number, version, when),
    ...(late ? [t.filedLate(formatDeadline(round.due, zone, language))] : []),
    t.again,
  ]
  const receipt = receiptOf(round.number, filing.document)
  const changed = last ? t.changesSince(last.document.version) : t.changes
  const blocks: Block[] = [
    ...sentences.map((sentence) => paragraph(sentence)),
    paragraph(`${t.receipt} `, code(receipt)),
    paragraph(`${t.receiptHash} `, code(filing.hash)),
    ...(lines.length > 0 ? [heading(changed, 2), list(lines)] : []),
  ]
  const difference = lines.length > 0 ? ` ${changed}: ${lines.join('; ')}.` : ''
  return message(`${sentences.join(' ')} ${t.receipt} ${receipt}.${difference}`, blocks)
}
