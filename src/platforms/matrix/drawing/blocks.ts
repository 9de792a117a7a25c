// Each kind of block of the neutral message in plain words and in the HTML that Matrix allows; leaves pages to pages.ts and choices to actions.ts.

import type { Block, Message, Span } from '../../../core/message.ts'
import { literal } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { boardLines, gaugeLine, withoutBars } from './board.ts'
import { drawList, drawText, drawTitle, labelled, type Piece } from './pieces.ts'
import { bold, htmlOf, splitSpans, wordsOf } from './spans.ts'
import { drawTable } from './table.ts'
import { matrixTexts } from './texts.ts'

/** Everything a message says but its choices. A message without blocks is its summary. */
export function drawContent(message: Message, language: Language): readonly Piece[] {
  const { summary, blocks, files } = message
  const t = matrixTexts[language]
  const drawn = drawBlocks(blocks, language)
  const names = files.map(({ name }) => name).join(', ')
  return [
    ...(drawn.length > 0 ? drawn : drawText([{ text: summary.trim() || t.name }])),
    ...(files.length === 0 ? [] : drawText([{ text: t.files(names) }])),
  ]
}

function drawBlocks(blocks: readonly Block[], language: Language): readonly Piece[] {
  const pieces: Piece[] = []
  let gauges: (readonly Span[])[] = []
  const flush = () => {
    const lines = drawList(gauges, gauges)
    pieces.push(...lines.map((piece) => ({ ...piece, body: withoutBars(piece.body) })))
    gauges = []
  }
  for (const block of blocks) {
    if (block.kind === 'gauge') gauges.push(gaugeLine(block, language))
    else {
      flush()
      pieces.push(...drawBlock(withoutEcho(block, blocks)))
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

function drawBlock(block: Drawn): readonly Piece[] {
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.spans, block.level)
    case 'text':
      return drawText(block.spans)
    case 'note':
      return drawText(block.weight === 'strong' ? bold(block.spans) : block.spans)
    case 'facts':
      return drawFacts(block)
    case 'list':
      return drawList(block.items, block, block.ordered)
    case 'table':
      return drawTable(block)
    case 'board':
      return [
        ...drawTitle([{ text: block.title, style: 'strong' }]),
        ...drawList(boardLines(block), block),
      ]
  }
}

/** Several facts are a list; a single one is a line, and without a value the title of what follows. */
function drawFacts(block: Extract<Block, { kind: 'facts' }>): readonly Piece[] {
  const lines = block.facts.map(({ label, spans }) => labelled(label, spans))
  const [only, ...more] = block.facts
  if (!only || more.length > 0) return drawList(lines, block)
  return wordsOf(only.spans) === '' ? lines.flatMap(drawTitle) : lines.flatMap(drawText)
}

/** The sizes below those that clients give to the names of rooms; what is too long for a heading is a bold line. */
function drawHeading(spans: readonly Span[], level: 1 | 2): readonly Piece[] {
  const [group = [], ...more] = splitSpans(spans)
  if (more.length > 0) return drawText(bold(spans))
  const body = wordsOf(group)
  if (body.trim() === '') return []
  const tag = level === 1 ? 'h3' : 'h4'
  return [{ html: `<${tag}>${htmlOf(group)}</${tag}>`, body, isHeading: true }]
}
