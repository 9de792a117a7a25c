// Each kind of block of the neutral message as blocks of Slack, none longer than Slack takes; leaves pages to pages.ts and buttons to buttons.ts.

import type { Block, Message, Span } from '../../../core/message.ts'
import { literal, splitText } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { boardLines, gaugeLine, withoutBars } from './board.ts'
import { jsonBytes, LIMITS } from './limits.ts'
import { bold, type Piece, richLines, richText, section, weightOf, wordsOf } from './spans.ts'
import { drawTable } from './table.ts'
import { slackTexts } from './texts.ts'

/** Everything a message says but its buttons. A message without blocks is its summary. */
export function drawContent(message: Message, language: Language): readonly Piece[] {
  const { summary, blocks, files } = message
  const t = slackTexts[language]
  const drawn = drawBlocks(blocks, language)
  const names = files.map(({ name }) => name).join(', ')
  return [
    ...(drawn.length > 0 ? drawn : richText([{ text: summary.trim() || t.name }], language)),
    ...(files.length === 0 ? [] : drawQuiet(t.files(names))),
  ]
}

function drawBlocks(blocks: readonly Block[], language: Language): readonly Piece[] {
  // Slack has one size of heading: the largest a message uses gets it, a smaller one is a bold line
  const largest = blocks.some((block) => block.kind === 'heading' && block.level === 1) ? 1 : 2
  const pieces: Piece[] = []
  let gauges: (readonly Span[])[] = []
  const flush = () => {
    const lines = richLines(gauges, language)
    pieces.push(...lines.map((piece) => ({ ...piece, words: withoutBars(piece.words) })))
    gauges = []
  }
  for (const block of blocks) {
    if (block.kind === 'gauge') gauges.push(gaugeLine(block, language))
    else {
      flush()
      pieces.push(...drawBlock(withoutEcho(block, blocks), largest, language))
    }
  }
  flush()
  return pieces
}

type Drawn = Exclude<Block, { kind: 'gauge' }>

/** A table's caption is for those who cannot see the heading above it; here both would be read. */
function withoutEcho(block: Drawn, blocks: readonly Block[]): Drawn {
  if (block.kind !== 'table') return block
  const isSaid = blocks.some(
    (other) => other.kind === 'heading' && wordsOf(other.spans) === literal(block.caption),
  )
  return isSaid ? { ...block, caption: '' } : block
}

function drawBlock(block: Drawn, largest: 1 | 2, language: Language): readonly Piece[] {
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.spans, block.level === largest, language)
    case 'text':
      return richText(block.spans, language)
    case 'note':
      return block.weight === 'strong'
        ? richText(bold(block.spans), language)
        : drawNote(block.spans, language)
    case 'facts':
      return richLines(
        block.facts.map(({ label, spans }) => [
          { text: `${label}:`, style: 'strong' as const },
          ...(wordsOf(spans) === '' ? [] : [{ text: ' ' }, ...spans]),
        ]),
        language,
      )
    case 'list':
      return drawList(block.items, block.ordered, language)
    case 'table':
      return drawTable(block, language)
    case 'board':
      return richLines(boardLines(block), language)
  }
}

/** A heading of Slack where it fits; a longer one is a bold line. */
export function drawHeading(
  spans: readonly Span[],
  large: boolean,
  language: Language,
): readonly Piece[] {
  const words = wordsOf(spans)
  if (!large || words.length > LIMITS.header || words.trim() === '') {
    return richText(bold(spans), language).map((piece) => ({ ...piece, isHeading: true }))
  }
  const text = { type: 'plain_text', text: words, emoji: false } as const
  return [{ block: { type: 'header', text }, words, isHeading: true }]
}

function drawNote(spans: readonly Span[], language: Language): readonly Piece[] {
  const isPlain = spans.every(({ link, instant, style }) => !link && !instant && style !== 'code')
  return isPlain ? drawQuiet(wordsOf(spans)) : richText(spans, language)
}

/** Small grey words of one kind. */
export function drawQuiet(words: string): readonly Piece[] {
  return splitText(literal(words), LIMITS.piece, jsonBytes)
    .filter((part) => part.trim() !== '')
    .map((part) => ({
      block: { type: 'context', elements: [{ type: 'plain_text', text: part, emoji: false }] },
      words: part,
    }))
}

/** A list too long for one block is written with its numbers as text: a clause must never be counted anew after a cut. */
export function drawList(
  items: readonly (readonly Span[])[],
  ordered: boolean,
  language: Language,
): readonly Piece[] {
  const marker = (n: number) => (ordered ? `${n + 1}. ` : '• ')
  const lines = items.map((item, n) => [{ text: marker(n) }, ...item])
  const heavy = items.reduce((sum, item) => sum + weightOf(item), 0) > LIMITS.list
  if (heavy || items.length === 0 || items.some((item) => wordsOf(item) === '')) {
    return richLines(lines, language)
  }
  const list = {
    type: 'rich_text_list',
    style: ordered ? 'ordered' : 'bullet',
    elements: items.map((item) => section(item, language)),
  } as const
  const words = lines.map(wordsOf).join('\n')
  return [{ block: { type: 'rich_text', elements: [list] }, words }]
}
