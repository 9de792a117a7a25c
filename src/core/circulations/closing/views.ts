// The sum sheet as it is read: every condition with both sides and its source, every party, the silent by name; also as tables for files.
import {
  type Attachment,
  type Block,
  facts,
  heading,
  type Message,
  message,
  note,
  paragraph,
  plain,
  strong,
} from '../../message.ts'
import type { Exporter } from '../../ports.ts'
import { conditionGauge, explainProfile, percentText, readingNotes } from '../../rules/index.ts'
import { formatDeadline, instantFromIso } from '../../time.ts'
import type { Language } from '../../values.ts'
import { titleOf } from '../card.ts'
import type { Dossier } from '../circulation.ts'
import { type PartyStanding, type Standing, visibleTo } from '../standing.ts'
import { circulationTexts } from '../texts.ts'
import type { SumSheet } from './sheet.ts'
import { closingTexts } from './texts.ts'

type Sheet = { readonly dossier: Dossier; readonly standing: Standing; readonly sheet: SumSheet }

/** Reads the kept sheet of a dossier; undefined before it was counted. */
export function sheetOf(dossier: Dossier): Sheet | undefined {
  const standing = visibleTo(dossier, 'council')
  if (!dossier.result || !standing?.tally) return undefined
  return { dossier, standing, sheet: JSON.parse(dossier.result.sheet) }
}

/** The sum sheet as a message, with its two files. */
export function sheetMessage(
  { dossier, standing, sheet }: Sheet,
  exporter: Exporter,
  zone: string,
  language: Language,
): Message {
  const t = closingTexts[language]
  const { circulation } = dossier
  const title = t.title(titleOf(circulation, language))
  const outcome = circulationTexts[language][sheet.outcome]
  const silent = silentNote(standing, language)
  const rule = explainProfile(standing.profile, standing.electorate, language)
  const readings = standing.tally ? readingNotes(standing.tally, language) : []
  const statements = statementsOf(standing)
  const blocks: Block[] = [
    heading(title),
    facts([
      [t.outcome, strong(outcome)],
      [t.ended, formatDeadline(instantFromIso(sheet.deadline), zone, language)],
      [t.rule, rule],
      [t.key, sheet.key],
      [t.frozen, { text: sheet.frozen, style: 'code' }],
    ]),
    conditionTable(sheet, standing, language),
    partyTable(standing, language),
    note(silent),
    ...readings.map((reading) => note(`${t.reading}: ${reading}`)),
    ...(statements.length > 0 ? [heading(t.statements, 2)] : []),
    ...statements.map(({ name, statement }) => paragraph(strong(name), plain(`: ${statement}`))),
  ]
  const files = sheetFiles(standing, sheet, blocks, exporter, language)
  return message(`${title}. ${t.outcome}: ${outcome}. ${silent}`, blocks, { files })
}

function statementsOf(standing: Standing) {
  return standing.parties.flatMap(({ name, statement }) =>
    statement === undefined ? [] : [{ name, statement }],
  )
}

function conditionTable(
  { tally: counted }: SumSheet,
  { tally, electorate }: Standing,
  language: Language,
): Block {
  const t = closingTexts[language]
  const labels = new Map(
    tally?.conditions.map((condition) => [
      condition.id,
      conditionGauge(condition, { electorate, language }).label,
    ]),
  )
  return {
    kind: 'table',
    caption: t.conditions,
    columns: [
      { title: t.condition, align: 'start' },
      { title: t.have, align: 'end' },
      { title: t.need, align: 'end' },
      { title: t.met, align: 'start' },
      { title: t.source, align: 'start' },
    ],
    rows: counted.conditions.map(({ id, left, relation, right, met, source }) =>
      [
        labels.get(id) ?? id,
        `${left}`,
        `${RELATIONS[relation]} ${right}`,
        met ? t.yes : t.no,
        source.mark === 'notConfirmed'
          ? `${source.paragraph} (${t.unconfirmed})`
          : source.paragraph,
      ].map((cell) => [plain(cell)]),
    ),
  }
}

const RELATIONS = { '>=': '≥', '>': '>', '<=': '≤' } as const

function choiceWord(stands: PartyStanding['stands'], language: Language): string {
  const t = circulationTexts[language]
  return stands === 'consent' || stands === 'reject' || stands === 'abstain' ? t[stands] : t.silent
}

function partyTable(standing: Standing, language: Language): Block {
  const t = closingTexts[language]
  return {
    kind: 'table',
    caption: t.votes,
    columns: [
      { title: t.party, align: 'start' },
      { title: t.choice, align: 'start' },
      { title: t.share, align: 'end' },
    ],
    rows: standing.parties.map(({ name, stands, share }) =>
      [
        name,
        choiceWord(stands, language),
        share === 0n ? '–' : exactShare(share, standing, language),
      ].map((cell) => [plain(cell)]),
    ),
  }
}

function exactShare(share: bigint, { electorate }: Standing, language: Language): string {
  return `${percentText({ n: share, d: electorate.shareTotal }, language)} %`
}

/** Wer geschwiegen hat, mit Namen: "nicht abgegeben (gilt als Enthaltung)". */
function silentNote({ parties, profile }: Standing, language: Language): string {
  const t = closingTexts[language]
  const silent = parties.filter(({ stands }) => stands === 'silent').map(({ name }) => name)
  if (silent.length === 0) return t.nobodySilent
  const asWhat = {
    abstain: t.countsAsAbstention,
    assent: t.countsAsAssent,
    reject: t.countsAsRejection,
    notParticipating: t.countsNot,
  }[profile.silence]
  return t.silentNote(new Intl.ListFormat(language).format(silent), asWhat)
}

function sheetFiles(
  standing: Standing,
  sheet: SumSheet,
  blocks: readonly Block[],
  exporter: Exporter,
  language: Language,
): Attachment[] {
  const t = closingTexts[language]
  const name = t.fileName(sheet.number.replace(/[^\p{L}\p{N}]+/gu, '-'))
  const rows = standing.parties.map(({ code, name: party, stands, share, statement }) => [
    code,
    party,
    choiceWord(stands, language),
    share.toString(),
    statement ?? '',
  ])
  const head = [
    t.party,
    '',
    t.choice,
    `${t.share} / ${standing.electorate.shareTotal}`,
    t.statements,
  ]
  return [
    { name: `${name}.md`, type: 'text/markdown', content: exporter.markdown(blocks) },
    { name: `${name}.csv`, type: 'text/csv', content: exporter.csv([head, ...rows]) },
  ]
}
