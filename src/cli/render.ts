// A neutral message as plain text for a terminal: every kind of block has its text form here; pure.
import type { Block, Cell, Mark, Message, Span } from '../core/message.ts'

const SIGNS: Readonly<Record<Mark, string>> = {
  yes: '✓',
  no: '✗',
  abstain: '–',
  open: '○',
  hidden: '●',
}

/** The whole message; actions are left out, because here everything is typed. */
export function plainMessage({ blocks, files }: Message): string {
  const parts = blocks.map(blockText)
  const names = files.map(({ name }) => `[${literal(name)}]`)
  return [...parts, ...names].filter((part) => part !== '').join('\n\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const text = spansText(block.spans)
      return block.level === 1 ? `${text}\n${'='.repeat([...text].length)}` : text
    }
    case 'text':
    case 'note':
      return spansText(block.spans)
    case 'facts':
      return block.facts
        .map(({ label, spans }) => `${literal(label)}: ${spansText(spans)}`.trimEnd())
        .join('\n')
    case 'list':
      return block.items
        .map((spans, index) => `${block.ordered ? `${index + 1}.` : '-'} ${spansText(spans)}`)
        .join('\n')
    case 'table':
      return tableText(block)
    case 'board':
      return boardText(block.cells)
    case 'gauge':
      return `${block.met ? '[x]' : '[ ]'} ${literal(`${block.label}: ${block.text}`)}`
  }
}

/** What steers a terminal or turns the direction of text; a line break and a tab are text. */
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Text that somebody wrote must not move the cursor or colour the screen: such characters are shown by their number. */
function literal(text: string): string {
  return text.replace(
    STEERING,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map(({ text, link }) => literal(link === undefined ? text : `${text} <${link}>`))
    .join('')
}

/** `✓ BB BW …  ✗ SN`, in the order of the cells: by sign and word, never by colour. */
function boardText(cells: readonly Cell[]): string {
  const groups = new Map<string, string[]>()
  for (const { mark, word, code } of cells) {
    const key = `${SIGNS[mark]} ${literal(word)}`
    groups.set(key, [...(groups.get(key) ?? []), literal(code)])
  }
  return [...groups].map(([key, codes]) => `${key}: ${codes.join(' ')}`).join('\n')
}

function tableText({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const texts = [
    columns.map(({ title }) => literal(title)),
    ...rows.map((row) => row.map(spansText)),
  ]
  const widths = columns.map((_, at) =>
    Math.max(...texts.map((row) => [...(row[at] ?? '')].length)),
  )
  const lines = texts.map((row) =>
    row
      .map((cell, at) => {
        const gap = ' '.repeat((widths[at] ?? 0) - [...cell].length)
        return columns[at]?.align === 'end' ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd(),
  )
  return [literal(caption), ...lines].join('\n')
}
