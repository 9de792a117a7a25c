// The neutral message as HTML, a pure function that escapes every text at the leaf; leaves the page around it to page.ts and forms to form.ts.
import { html } from 'hono/html'
import {
  type Action,
  type Attachment,
  type Block,
  bytesOf,
  type Cell,
  dotsOf,
  type Gauge,
  type Mark,
  type Message,
  type Span,
} from '../../core/message.ts'
import { isoInstant } from '../../core/time.ts'
import type { Language } from '../../core/values.ts'
import { cellText } from './text.ts'
import { roomTexts } from './texts.ts'

/** Escaped HTML. A promise only by hono's type: nothing here waits. */
export type Html = ReturnType<typeof html>

/** What drawing a message needs to know of the page around it. */
export type Surface = {
  /** Language of the words that the room adds. */
  readonly language: Language
  /** Where in the page's outline a message's first heading stands. */
  readonly headingLevel: 2 | 3
  /** Where the page is found; buttons and forms are posted to doors below it. */
  readonly path: string
  /** Buttons of a private post are pressed in private, also where they are shown beside a place. */
  readonly privately: boolean
  /** The id of a request that is not pressed yet; script replaces it by one for each click. */
  readonly requestId: (control: string) => string
}

/** The body of a message: blocks, files, buttons. `ref` makes the names of its controls unique and lasting. */
export function renderMessage(message: Message, ref: string, surface: Surface): Html {
  const { blocks, actions, files } = message
  return html`${blocks.length === 0 && files.length === 0 ? html`<p>${message.summary}</p>` : renderBlocks(blocks, surface)}
${files.length > 0 ? renderFiles(files, ref, surface.language) : ''}
${actions.length > 0 ? html`<div class="actions">${actions.map((action, n) => renderAction(action, `${ref}.${n}`, surface))}</div>` : ''}`
}

function renderBlocks(blocks: readonly Block[], surface: Surface): Html {
  const drawn: Html[] = []
  let gauges: Gauge[] = []
  // neighbouring bars share one scale of columns
  const flush = () => {
    if (gauges.length > 0) drawn.push(renderGauges(gauges, surface.language))
    gauges = []
  }
  // a message that starts with a small heading leaves no gap in the page's outline
  const isSmall = blocks.every((block) => block.kind !== 'heading' || block.level === 2)
  const headingLevel = surface.headingLevel - (isSmall ? 1 : 0)
  for (const block of blocks) {
    if (block.kind === 'gauge') gauges.push(block)
    else {
      flush()
      drawn.push(renderBlock(block, { ...surface, headingLevel }))
    }
  }
  flush()
  return html`${drawn}`
}

function renderBlock(
  block: Exclude<Block, Gauge>,
  surface: { readonly headingLevel: number },
): Html {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.spans, surface.headingLevel + block.level - 1)
    case 'text':
      return html`<p>${renderSpans(block.spans)}</p>\n`
    case 'note':
      return html`<p class="note ${block.weight}">${renderSpans(block.spans)}</p>\n`
    case 'facts':
      return html`<dl class="facts">${block.facts.map(
        ({ label, spans }) => html`<div><dt>${label}</dt><dd>${renderSpans(spans)}</dd></div>`,
      )}</dl>\n`
    case 'list': {
      const items = block.items.map((item) => html`<li>${renderSpans(item)}</li>`)
      return block.ordered ? html`<ol>${items}</ol>\n` : html`<ul>${items}</ul>\n`
    }
    case 'table':
      return renderTable(block)
    case 'board':
      return renderBoard(block)
  }
}

function renderHeading(spans: readonly Span[], level: number): Html {
  const text = renderSpans(spans)
  if (level === 2) return html`<h2>${text}</h2>\n`
  return level === 3 ? html`<h3>${text}</h3>\n` : html`<h4>${text}</h4>\n`
}

/** Spans side by side; each text escaped, and nothing read out of it. */
function renderSpans(spans: readonly Span[]): Html {
  return html`${spans.map(renderSpan)}`
}

function renderSpan({ text, style, link, instant }: Span): Html {
  const timed =
    instant === undefined ? text : html`<time datetime="${isoInstant(instant)}">${text}</time>`
  const linked =
    link !== undefined && isWebAddress(link)
      ? html`<a href="${link}" rel="noreferrer" target="_blank">${timed}</a>`
      : timed
  if (style === 'strong') return html`<strong>${linked}</strong>`
  if (style === 'code') return html`<code>${linked}</code>`
  return style === 'quiet' ? html`<span class="quiet">${linked}</span>` : html`${linked}`
}

/** The address of an annex was written by a person: only what leads to the web becomes a link, never `javascript:`. */
function isWebAddress(link: string): boolean {
  const address = URL.parse(link)
  return address !== null && ['https:', 'http:'].includes(address.protocol)
}

function renderTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): Html {
  const align = (n: number) => (columns[n]?.align === 'end' ? 'end' : 'start')
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, n) => html`<th scope="col" class="${align(n)}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, n) => html`<td class="${align(n)}">${renderSpans(cell)}</td>`)}</tr>\n`,
  )}</tbody></table></div>\n`
}

/** The board as tiles; to a screen reader it is a list of full sentences in the order of the map. */
function renderBoard({ title, cells, layout }: Extract<Block, { kind: 'board' }>): Html {
  const rows = layout ? placed(cells, layout) : [cells]
  return html`<div class="board ${layout ? 'map' : 'plain'}">
<p class="board-title">${title}</p>
<div role="list" aria-label="${title}">${rows.map(
    (row) => html`<div class="tiles" role="presentation">${row.map(renderTile)}</div>\n`,
  )}</div>
<ul class="legend" aria-hidden="true">${countsOf(cells).map(
    ({ mark, word, count }) => html`<li>${symbol(mark)}<b>${count}</b> ${word}</li>`,
  )}</ul>
</div>\n`
}

function renderTile(cell: Cell | undefined): Html {
  if (!cell) return html`<span class="gap" aria-hidden="true"></span>`
  return html`<div class="tile ${cell.mark}" role="listitem"><span class="unseen">${cellText(cell)}</span>
<span aria-hidden="true"><b>${cell.code}</b>${symbol(cell.mark)}<span class="word">${cell.word}</span><span class="share">${cell.note}</span></span></div>`
}

/** The rows of the map, all of one width, and after them whoever the map forgot: nobody is left out. */
function placed(
  cells: readonly Cell[],
  layout: readonly (readonly string[])[],
): readonly (readonly (Cell | undefined)[])[] {
  const width = Math.max(1, ...layout.map((row) => row.length))
  const byCode = new Map(cells.map((cell) => [cell.code, cell]))
  const rows = layout.map((row) =>
    Array.from({ length: width }, (_, n) => byCode.get(row[n] ?? '')),
  )
  const shown = new Set(layout.flat())
  const left = cells.filter(({ code }) => !shown.has(code))
  for (let n = 0; n < left.length; n += width) {
    rows.push(Array.from({ length: width }, (_, column) => left[n + column]))
  }
  return rows
}

/** How often each state stands on the board, in the order of the marks: the key to the shapes. */
function countsOf(cells: readonly Cell[]): readonly { mark: Mark; word: string; count: number }[] {
  const order: readonly Mark[] = ['yes', 'no', 'abstain', 'open', 'hidden']
  const words = [...new Set(cells.map(({ mark, word }) => `${order.indexOf(mark)}${word}`))].sort()
  return words.map((entry) => {
    const mark = order[Number(entry[0])] ?? 'hidden'
    const word = entry.slice(1)
    const count = cells.filter((cell) => cell.mark === mark && cell.word === word).length
    return { mark, word, count }
  })
}

/** A shape of the page's set; its meaning always stands beside it in words. */
function symbol(name: Mark | 'file'): Html {
  return html`<svg class="symbol" aria-hidden="true"><use href="#${name}"/></svg>`
}

function renderGauges(gauges: readonly Gauge[], language: Language): Html {
  const t = roomTexts[language]
  return html`<ul class="gauges">${gauges.map((gauge) => {
    const have = perMille(gauge.have, gauge.of)
    const need = perMille(gauge.need, gauge.of)
    return html`<li class="${gauge.met ? 'met' : 'unmet'}"><span class="gauge-label">${gauge.label}</span>
<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="1000" height="10"/><rect class="have" width="${have}" height="10"/></svg><svg class="threshold" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><line x1="${need}" x2="${need}" y1="0" y2="10"/></svg>
<span class="gauge-text">${gauge.text}</span><span class="gauge-met">${gauge.met ? symbol('yes') : ''}${gauge.met ? t.met : t.unmet}</span></li>\n`
  })}</ul>\n`
}

/** A share of the bar in thousandths, in whole numbers; a rule that asks for more than there is ends at the edge. */
function perMille(part: bigint, of: bigint): number {
  if (of <= 0n) return 0
  const share = Number((part * 1000n) / of)
  return Math.min(1000, Math.max(0, share))
}

function renderFiles(files: readonly Attachment[], ref: string, language: Language): Html {
  return html`${files.map((file, n) => renderPicture(file, `/file/${ref}/${n}`))}<ul class="files">${files.map(
    (file, n) =>
      html`<li><a href="/file/${ref}/${n}" download>${symbol('file')}${file.name}</a> <span class="quiet">${roomTexts[language].bytes(sizeText(file, language))}</span></li>`,
  )}</ul>\n`
}

/** Shown at half of its dots, which screens of today have twice; its words stand for it where it is not seen. */
function renderPicture(file: Attachment, address: string): Html | '' {
  const dots = file.alt === undefined ? undefined : dotsOf(file)
  if (!dots) return ''
  return html`<img class="picture" src="${address}" alt="${file.alt}" width="${dots.width / 2}" height="${dots.height / 2}">\n`
}

function sizeText(file: Attachment, language: Language): string {
  return bytesOf(file).byteLength.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB')
}

function renderAction(action: Action, control: string, surface: Surface): Html {
  const { verb, args, label, spoken, weight, pressed, asForm } = action
  const pressable = pressed === undefined ? '' : html` aria-pressed="${pressed ? 'true' : 'false'}"`
  return html`<form method="post" action="${surface.path}/act">${hiddenFields({
    request: surface.requestId(control),
    origin: surface.privately ? 'private' : 'view',
    verb,
    said: spoken,
    ...(asForm ? { form: 'yes' } : {}),
    ...prefixed('arg', args),
  })}<button id="b${control}" class="${weight}"${pressable}>${pressed === undefined ? '' : symbol(pressed ? 'yes' : 'open')}<span>${label}${spoken === label ? '' : html`<span class="unseen"> – ${spoken}</span>`}</span>${pressed ? html`<span class="chosen" aria-hidden="true">${roomTexts[surface.language].chosen}</span>` : ''}</button></form>\n`
}

/** Values that travel with a form unseen. */
export function hiddenFields(values: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`
}

/** Puts the names of arguments into a space of their own, so that none can stand for a field of the room. */
export function prefixed(
  space: 'arg' | 'value',
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${space}.${name}`, value]),
  )
}
