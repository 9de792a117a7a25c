// A message as plain text, complete without any drawing; leaves HTML to render.ts.
import type { Block, Cell, Message, Span } from '../../core/message.ts'
import type { Language } from '../../core/values.ts'
import { roomTexts } from './texts.ts'

/** The whole message as text: every block, then the choices and files by their labels. */
export function messageText(message: Message, language: Language): string {
  const parts = message.blocks.map((block) => blockText(block, language))
  const actions = message.actions.map(
    ({ label, pressed }) => `[${pressed ? `${label}: ${roomTexts[language].chosen}` : label}]`,
  )
  if (actions.length > 0) parts.push(actions.join(' '))
  parts.push(...message.files.map(({ name, alt }) => `→ ${alt ? `${name}: ${alt}` : name}`))
  const text = parts.filter((part) => part !== '').join('\n\n')
  return `${text === '' ? message.summary : text}\n`
}

/** One block as text. */
function blockText(block: Block, language: Language): string {
  switch (block.kind) {
    case 'heading': {
      const text = spansText(block.spans)
      return `${text}\n${(block.level === 1 ? '=' : '-').repeat(Math.min(text.length, 72))}`
    }
    case 'text':
      return spansText(block.spans)
    case 'note':
      return block.weight === 'strong' ? `! ${spansText(block.spans)}` : spansText(block.spans)
    case 'facts':
      return block.facts.map(({ label, spans }) => `${label}: ${spansText(spans)}`).join('\n')
    case 'list':
      return block.items
        .map((item, n) => `${block.ordered ? `${n + 1}.` : '–'} ${spansText(item)}`)
        .join('\n')
    case 'table':
      return [
        block.caption,
        block.columns.map(({ title }) => title).join(' | '),
        ...block.rows.map((row) => row.map(spansText).join(' | ')),
      ].join('\n')
    case 'board':
      return [block.title, ...block.cells.map(cellText)].join('\n')
    case 'gauge':
      return `${block.label}: ${block.text} (${roomTexts[language][block.met ? 'met' : 'unmet']})`
  }
}

/** A tile in words: "Hessen: Zustimmung, 7,43 %". */
export function cellText({ name, word, note }: Cell): string {
  return note === '' ? `${name}: ${word}` : `${name}: ${word}, ${note}`
}

function spansText(spans: readonly Span[]): string {
  return spans
    .map(({ text, link }) => (link === undefined || link === text ? text : `${text} <${link}>`))
    .join('')
}
