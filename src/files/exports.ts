// Markdown and calendar files by kept libraries, CSV, workbooks and pictures by the files beside it; what they say comes from the core.
import ical from 'ical-generator'
import type { Block, Span } from '../core/message.ts'
import type { Exporter } from '../core/ports.ts'
import { drawPicture, writeRows, writeWorkbook } from './aside.ts'
import { writeCsv } from './csv-rows.ts'

/** The exporter of the installation. */
export const exporter: Exporter = {
  csv: writeCsv,
  markdown: (blocks) => `${blocks.map(blockText).join('\n\n')}\n`,
  calendar({ uid, title, description, at, stamp, sequence }) {
    const calendar = ical({ prodId: '//Umlauf//Umlauf//DE' })
    calendar.createEvent({
      id: uid,
      summary: title,
      description,
      start: new Date(at),
      end: new Date(at),
      stamp: new Date(stamp),
      sequence,
    })
    return calendar.toString()
  },
  longCsv: writeRows,
  spreadsheet: writeWorkbook,
  picture: drawPicture,
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${spansText(block.spans)}`
    case 'text':
      return spansText(block.spans)
    case 'note':
      return block.weight === 'strong' ? `**${spansText(block.spans)}**` : spansText(block.spans)
    case 'facts':
      return block.facts
        .map(({ label, spans }) => `- ${escaped(label)}: ${spansText(spans)}`)
        .join('\n')
    case 'list':
      return block.items
        .map((spans, index) => `${block.ordered ? `${index + 1}.` : '-'} ${spansText(spans)}`)
        .join('\n')
    case 'table':
      return tableText(block)
    case 'board':
      return block.cells.map(({ name, word }) => `- ${escaped(name)}: ${escaped(word)}`).join('\n')
    case 'gauge':
      return `- ${escaped(block.label)}: ${escaped(block.text)}`
  }
}

function tableText({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ align }) => (align === 'end' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((spans) => spansText(spans)))),
  ].join('\n')
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map(({ text, style }) => {
      if (style === 'strong') return `**${escaped(text)}**`
      return escaped(text)
    })
    .join('')
}

/** Every character that Markdown or the HTML inside it could read as markup is escaped; a line break stays in its cell. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&@]/g, (character) => {
      if (character === '<') return '&lt;'
      if (character === '>') return '&gt;'
      if (character === '&') return '&amp;'
      return `\\${character}`
    })
    .replace(/\n/g, ' ')
}
