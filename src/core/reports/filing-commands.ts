// `melden` / `report`: the form in steps, one line with all answers, the draft that is kept, and the receipt; leaves reviews to review-commands.ts.
import { carried, hidden, ofParts, optional, text } from '../arguments.ts'
import { type AnyCommand, type Call, command } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import { formOf } from '../forms.ts'
import { message, paragraph } from '../message.ts'
import type { Answer as Said } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { TableRow } from '../tables.ts'
import { inBoth } from '../texts.ts'
import { formatDay, isoInstant } from '../time.ts'
import type { PartyCode } from '../values.ts'
import { changeLines, entriesOf, readEntries } from './answers.ts'
import { type Answers, changesBetween, stateOf } from './filing.ts'
import {
  partyArgument,
  type ReportStores,
  requireOpen,
  requireParty,
  roundArgument,
} from './finding.ts'
import { bothSaid, faultyTable, readTable } from './handed-in.ts'
import { heldBy, meant } from './held.ts'
import { faultsIn, stepsOf, withCells, writtenAnswers } from './questionnaire.ts'
import { receiptMessage } from './receipt.ts'
import type { Round, RoundDossier } from './round.ts'
import { faulty, fieldsOf, laidOver, stepIn } from './steps.ts'
import { reportTexts } from './texts.ts'
import { titleOf } from './title.ts'

/** So long may a report be in one line; no questionnaire needs more. */
const LONGEST_LINE = 20_000

const reportArguments = {
  round: roundArgument(),
  party: partyArgument(),
  step: carried(),
  answers: hidden(
    optional(
      ofParts(
        text(
          {
            label: inBoth(reportTexts, (t) => t.answers),
            hint: inBoth(reportTexts, (t) => t.answersHint),
            words: { de: 'angaben', en: 'answers' },
          },
          { maxLength: LONGEST_LINE, lines: 'many' },
        ),
      ),
    ),
  ),
}

type ReportCall = Call<typeof reportArguments, ReportStores>

/** The command of reporting. */
export function filingCommands(): readonly AnyCommand<ReportStores>[] {
  return [reportCommand]
}

const reportCommand: AnyCommand<ReportStores> = command<typeof reportArguments, ReportStores>({
  verb: 'report',
  names: { de: ['melden', 'meldung'], en: ['report', 'file'] },
  who: 'known',
  effect: 'write',
  arguments: reportArguments,
  help: inBoth(reportTexts, (t) => t.helpReport),
  example: {
    de: 'melden R-1/2023 für HE einbuergerung=430,212 koordination=ja taskforce=nein',
    en: 'report R-1/2023 for HE einbuergerung=430,212 koordination=yes taskforce=no',
  },
  async fields(call) {
    if (call.values.answers !== undefined) return {}
    const { round } = await meant(call)
    const { cells, isLast } = stepIn(round, call.values.step)
    return fieldsOf(cells, isLast)
  },
  async takesFile(call) {
    if (call.values.answers !== undefined) throw bothSaid()
    await meant(call)
  },
  async prefill(call) {
    const found = await meant(call)
    const { round, party } = found
    const held = await heldBy(call, found)
    const { step, steps, cells, isLast } = stepIn(round, call.values.step)
    const t = reportTexts[call.language]
    const { questionnaire } = round.frozen
    const intro = [questionnaire.intro?.[call.language] ?? '', held.words(step)[call.language]]
    return {
      title: t.formTitle(party, step + 1, steps.length),
      intro: t.formIntro(
        titleOf(round)[call.language],
        formatDay(round.asOf, call.language),
        intro.filter((words) => words !== '').join(' '),
      ),
      submit: isLast ? t.file : t.next,
      values: { ...writtenAnswers(cells, held.at(step)), ...(isLast ? { what: 'file' } : {}) },
      args: { round: round.id, party, step: `${step}` },
    }
  },
  async run(call) {
    const found = await meant(call)
    const { dossier, now } = await call.stores.reports.lock(found.round.id)
    const { zone } = found.directory
    requireOpen(dossier.round, zone)
    // whoever lost the right while waiting is judged after it
    const directory = await call.stores.council.directory()
    requireParty(dossier.round, found.party, call.me, directory, call.language)
    const filing = { dossier, party: found.party, directory, now }
    const { answers } = call.values
    if (call.table) return runTable(call, filing, call.table)
    return answers === undefined ? runStep(call, filing) : runLine(call, filing, answers)
  },
})

type Filed = {
  readonly dossier: RoundDossier
  readonly party: PartyCode
  readonly directory: CouncilDirectory
  readonly now: number
}

/** A step of the form: kept as a draft; the last one files, unless it shall remain a draft. */
async function runStep(call: ReportCall, of: Filed): Promise<Said> {
  const { stores, me, language } = call
  const { dossier, party, now } = of
  const { round } = dossier
  const { step, cells, isLast } = stepIn(round, call.values.step)
  const before = await stores.reports.draft(round.id, party)
  const answers = withCells(before?.answers ?? {}, cells, call.answers)
  const shown = new Set(cells.map(({ name }) => name))
  const faults = [...faultsIn(round.frozen, answers)]
  const here = faults.filter(([name]) => shown.has(name))
  if (here.length > 0) throw faulty(here, round)
  const done = new Set([...(before?.steps ?? []), step])
  const steps = [...done].sort((a, b) => a - b)
  await stores.reports.keepDraft(round.id, party, { answers, steps, person: me.person, at: now })
  if (!isLast) return nextStep(call, round, party, step + 1)
  if (call.answers['what'] === 'keep') {
    const name = of.directory.partyName(round.body, party)
    return said(reportTexts[language].draftKept(name, round.number))
  }
  // somebody else filed meanwhile, or the form was not begun at its beginning: nothing is filed that was not shown
  const unseen = stepsOf(round.frozen).findIndex((_, at) => !done.has(at))
  if (unseen >= 0) return nextStep(call, round, party, unseen)
  if (faults.length > 0) throw faulty(faults, round)
  return fileAnswers(call, of, answers)
}

async function nextStep(
  call: ReportCall,
  round: Round,
  party: PartyCode,
  step: number,
): Promise<Said> {
  const asking = { ...call, values: { round: round.id, party, step: `${step}` } }
  const prefill = await reportCommand.prefill?.(asking)
  if (!prefill) throw new Error('the command of reporting has a form')
  const { cells, isLast } = stepIn(round, `${step}`)
  const form = formOf(reportCommand, prefill, {}, {}, call.language, fieldsOf(cells, isLast))
  return { kind: 'form', form }
}

/** All in one line: what it does not name stays as it was last filed or drafted in this round, never as in the one before. */
async function runLine(call: ReportCall, of: Filed, written: string): Promise<Said> {
  const { stores, language } = call
  const { dossier, party, now, directory } = of
  const { round } = dossier
  const draft = await stores.reports.draft(round.id, party)
  const filed = stateOf(party, dossier).filing?.document.answers ?? {}
  const base = draft ? laidOver(round, filed, draft) : filed
  const reading = { language, now, zone: directory.zone }
  const read = readEntries(round.frozen, base, entriesOf(written), reading)
  if ('answers' in read) return fileAnswers(call, of, read.answers)
  const words = inBoth(reportTexts, (t, to) =>
    t.faulty(read.faults.map((one) => t.fault(one.label[to], one.words[to])).join(' ')),
  )
  throw new Refusal('report.faulty', words)
}

/** All in one table: what it leaves out is left out of the report. */
async function runTable(call: ReportCall, of: Filed, rows: readonly TableRow[]): Promise<Said> {
  const { language } = call
  const reading = { language, now: of.now, zone: of.directory.zone }
  const read = readTable(of.dossier.round.frozen, rows, reading)
  if ('answers' in read) return fileAnswers(call, of, read.answers)
  return { kind: 'message', message: faultyTable(read.faults, language), refusal: 'report.faulty' }
}

/** Files a version; the same answers again are no new one, unless they were sent back. */
async function fileAnswers(call: ReportCall, of: Filed, answers: Answers): Promise<Said> {
  const { stores, me, language } = call
  const { dossier, party, directory, now } = of
  const { round } = dossier
  const t = reportTexts[language]
  const name = directory.partyName(round.body, party)
  const { filing: last, standing } = stateOf(party, dossier)
  const changes = changesBetween(last?.document.answers ?? {}, answers)
  if (last && changes.length === 0 && standing !== 'returned') {
    const nothing = { answers: {}, steps: [], person: me.person, at: now }
    await stores.reports.keepDraft(round.id, party, nothing)
    return said(t.unchanged(name, round.number, last.document.version))
  }
  const filing = await stores.reports.file(
    {
      format: 1,
      round: round.id,
      frozen: round.hash,
      party,
      version: (last?.document.version ?? 0) + 1,
      answers,
      late: now >= round.due,
      filedAt: isoInstant(now),
    },
    me.person,
    now,
  )
  const lines = last ? changeLines(round.frozen, changes, language) : []
  const message = receiptMessage(round, name, { filing, last, lines }, directory.zone, language)
  return { kind: 'message', message }
}

function said(words: string): Said {
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}
