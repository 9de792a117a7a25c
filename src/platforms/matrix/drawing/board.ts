// The board and its conditions as lines of text: sign, word and count before the names, a bar of characters before its words; nothing by colour alone.
import type { Block, Cell, Gauge, Mark, Span } from '../../../core/message.ts'
import type { Language } from '../../../core/values.ts'
import { matrixTexts } from './texts.ts'

const MARKS: readonly Mark[] = ['yes', 'no', 'abstain', 'open', 'hidden']
const SIGNS: Readonly<Record<Mark, string>> = {
  yes: '✓',
  no: '✗',
  abstain: '–',
  open: '○',
  hidden: '●',
}
const BAR = 10n

/** A line for each state, in the order of the marks: `✓ ja (2): Bremen 0,95 % · Hamburg 2,60 %`. */
export function boardLines({
  cells,
}: Extract<Block, { kind: 'board' }>): readonly (readonly Span[])[] {
  return MARKS.flatMap((mark) => {
    const marked = cells.filter((cell) => cell.mark === mark)
    const words = [...new Set(marked.map(({ word }) => word))]
    return words.map((word): readonly Span[] => {
      const alike = marked.filter((cell) => cell.word === word)
      return [
        { text: `${SIGNS[mark]} ` },
        { text: `${word} (${alike.length}):`, style: 'strong' },
        { text: ` ${alike.map(cellText).join(' · ')}` },
      ]
    })
  })
}

/** `Länder: ▮▮▮▮▯▯▯▯▯▯ 5 von 11, nicht erfüllt`; what is met or not at once, like one consent, needs no bar. */
export function gaugeLine(gauge: Gauge, language: Language): readonly Span[] {
  const t = matrixTexts[language]
  const bar = gauge.need > 1n ? ` ${barOf(gauge)}` : ''
  return [
    { text: `${gauge.label}:`, style: 'strong' },
    { text: `${bar} ${gauge.text}, ${gauge.met ? t.met : t.unmet}` },
  ]
}

/** The same for the ear, to which ten rectangles say nothing. */
export function withoutBars(words: string): string {
  return words.replace(/ [▮▯]{10}/g, '')
}

function cellText({ name, note }: Cell): string {
  return note === '' ? name : `${name} ${note}`
}

/** Tenths of the way to the threshold, rounded down: the bar is full when the condition is met, and never before. */
function barOf({ have, need, met }: Gauge): string {
  const reached = (have * BAR) / need
  const most = met ? BAR : BAR - 1n
  const full = Number(met ? BAR : reached < 0n ? 0n : reached > most ? most : reached)
  return '▮'.repeat(full) + '▯'.repeat(Number(BAR) - full)
}
