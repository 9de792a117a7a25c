// Reading a draft as people write it: clauses by line or number, annexes by line, applicants by code; leaves the rights to commands.ts and the rule to opening.
import { formalText } from '../../formal-text.ts'
import { Refusal } from '../../refusal.ts'
import { type Bilingual, inBoth } from '../../texts.ts'
import { formatShortDay } from '../../time.ts'
import type { PartyCode } from '../../values.ts'
import type { Annex, Circulation } from '../circulation.ts'
import { draftingTexts } from './texts.ts'

/** Limits of a draft; a header of the narrowest surface holds 150 characters. */
export const LIMITS = { title: 150, clauses: 10_000, annexes: 2_000, topic: 80 } as const

const NUMBERED = /^\s*(?:\(?\d{1,2}[.)]|[-–•])\s+/

/**
 * Ziffern: one clause a line; where lines carry numbers, a line without one continues the clause before it. The numbers
 * themselves are not kept: they follow from the order.
 */
export function clausesOf(written: string): readonly string[] {
  const lines = written.split('\n').filter((line) => line.trim() !== '')
  const numbered = lines.some((line) => NUMBERED.test(line))
  const clauses: string[] = []
  for (const line of lines) {
    const clause = line.replace(NUMBERED, '').trim()
    const continues = numbered && !NUMBERED.test(line) && clauses.length > 0
    if (continues) clauses.push(`${clauses.pop()} ${clause}`)
    else clauses.push(clause)
  }
  return clauses
}

/** The clauses as a form shows them for editing. */
function writtenClauses(clauses: readonly string[]): string {
  return clauses.map((clause, index) => `${index + 1}. ${clause}`).join('\n')
}

/**
 * Anlagen, one a line: `Name | https://… | SHA-256 | Byte`; hash and size together or not at all.
 * @throws Refusal `draft.annex` naming the line.
 */
export function annexesOf(written: string): readonly Annex[] {
  const lines = written.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => annexOf(line, index + 1))
}

function annexOf(line: string, position: number): Annex {
  const [name = '', link = '', sha256, bytes, ...rest] = line.split('|').map((part) => part.trim())
  const bad = (say: (t: (typeof draftingTexts)['de']) => string) =>
    new Refusal('draft.annex', inBoth(draftingTexts, say), 'annexes')
  if (rest.length > 0 || name === '') throw bad((t) => t.annexForm(position))
  if (!/^https:\/\/[^\s"<>|]+$/.test(link)) throw bad((t) => t.annexLink(position))
  formalText(name, { maxLength: 150, lines: 'one', field: 'annexes' })
  if (sha256 === undefined) return { name, link }
  if (!/^[0-9a-f]{64}$/i.test(sha256) || !/^\d{1,12}$/.test(bytes ?? '')) {
    throw bad((t) => t.annexHash(position))
  }
  return { name, link, sha256: sha256.toLowerCase(), bytes: Number(bytes) }
}

/** The annexes as a form shows them for editing. */
function writtenAnnexes(annexes: readonly Annex[]): string {
  return annexes
    .map(({ name, link, sha256, bytes }) =>
      [name, link, ...(sha256 === undefined ? [] : [sha256, String(bytes)])].join(' | '),
    )
    .join('\n')
}

/**
 * Antragsteller as `BUND` or `HE, BY, NW`.
 * @throws Refusal `draft.applicant` for a party the body does not have.
 */
export function applicantsOf(
  written: string,
  parties: readonly { readonly code: PartyCode; readonly name: string }[],
): readonly PartyCode[] {
  const codes = written.split(/[\s,;]+/).filter((word) => word !== '')
  const found = codes.map((word) => {
    const wanted = word.toLowerCase().replace(/^de-/, '')
    const party = parties.find(
      ({ code, name }) => code.toLowerCase() === wanted || name.toLowerCase() === wanted,
    )
    if (party) return party.code
    const words: Bilingual = inBoth(draftingTexts, (t) =>
      t.applicantUnknown(word, parties.map(({ code }) => code).join(', ')),
    )
    throw new Refusal('draft.applicant', words, 'applicants')
  })
  return [...new Set(found)]
}

/** A draft as its form shows it for editing, field by field. */
export function writtenContent({ title, content }: Circulation, language: 'de' | 'en') {
  const { clauses, annexes, applicants, profile, end, topic } = content
  return {
    title,
    clauses: writtenClauses(clauses),
    annexes: writtenAnnexes(annexes),
    applicants: applicants.join(', '),
    profile,
    end: end ? `${formatShortDay(end.date, language).replace(/^\S+\s/, '')}, ${end.time}` : '',
    topic: topic ?? '',
  }
}
