// `pflichten`, `pflicht anlegen`, `pflicht beenden`: the register of obligations to read, and what is added to it beside the council file; leaves rounds to the schedule.
import { optional, text } from '../arguments.ts'
import { type AnyCommand, type Argument, type Call, command } from '../command.ts'
import { cronFaults, obligationFaults } from '../council/index.ts'
import { type Block, facts, heading, message, paragraph } from '../message.ts'
import type { Answer } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { formatDeadline, formatInstant } from '../time.ts'
import type { Language } from '../values.ts'
import { type ReportStores, requireSecretariat } from './finding.ts'
import { type Owed, obligationOf, obligationsOf, rhythmWords } from './obligation.ts'
import { registerTexts } from './register-texts.ts'
import { type Coming, comingOf, type RoundParts } from './schedule.ts'

type Texts = (typeof registerTexts)['de']
type Reckoning = RoundParts['reckoning']

function line(
  say: (t: Texts) => string,
  hint: (t: Texts) => string,
  words: Bilingual,
  maxLength = 200,
): Argument<string> {
  return text(
    { label: inBoth(registerTexts, say), hint: inBoth(registerTexts, hint), words },
    { maxLength, lines: 'one' },
  )
}

const addArguments = {
  name: line(
    (t) => t.name,
    (t) => t.nameHint,
    { de: 'name', en: 'name' },
  ),
  source: line(
    (t) => t.source,
    (t) => t.sourceHint,
    { de: 'grundlage', en: 'basis' },
  ),
  owed: line(
    (t) => t.owed,
    (t) => t.owedHint,
    { de: 'berichten, wer', en: 'who' },
  ),
  questionnaire: line(
    (t) => t.questionnaire,
    (t) => t.questionnaireHint,
    {
      de: 'fragebogen',
      en: 'questionnaire',
    },
  ),
  rhythm: line(
    (t) => t.rhythm,
    (t) => t.rhythmHint,
    { de: 'rhythmus', en: 'rhythm' },
  ),
  opens: optional(
    line(
      (t) => t.opens,
      (t) => t.opensHint,
      inBoth(registerTexts, (t) => t.opensWords),
    ),
  ),
  due: optional(
    line(
      (t) => t.dueLabel,
      (t) => t.dueHint,
      { de: 'frist', en: 'due' },
    ),
  ),
}

const endArguments = {
  id: line(
    (t) => t.id,
    (t) => t.idHint,
    { de: 'kennung', en: 'id' },
    64,
  ),
  reason: line(
    (t) => t.reason,
    (t) => t.reasonHint,
    { de: 'grund', en: 'reason' },
    500,
  ),
}

/** The commands of the register. */
export function registerCommands(reckoning: Reckoning): readonly AnyCommand<ReportStores>[] {
  return [listCommand(reckoning), addCommand(reckoning), endCommand()]
}

function listCommand(reckoning: Reckoning): AnyCommand<ReportStores> {
  return command<Record<never, never>, ReportStores>({
    verb: 'obligations',
    names: { de: ['pflichten', 'berichtspflichten'], en: ['obligations'] },
    who: 'known',
    effect: 'read',
    arguments: {},
    help: inBoth(registerTexts, (t) => t.help),
    example: { de: 'pflichten', en: 'obligations' },
    async run({ stores, now, language }) {
      const t = registerTexts[language]
      const directory = await stores.council.directory()
      const all = obligationsOf(directory, await stores.reports.register())
      if (all.length === 0) return said(t.none)
      const blocks: Block[] = [heading(t.title)]
      for (const owed of all) {
        const [next] = await comingOf(owed, stores, directory, now, reckoning)
        blocks.push(...entryBlocks(owed, next, directory.zone, language))
      }
      const names = all.map(({ obligation }) => t.line(obligation.name[language], obligation.id))
      return {
        kind: 'message',
        message: message(`${t.title}: ${names.join('; ')}.`, blocks),
      }
    },
  })
}

function entryBlocks(
  { obligation, from }: Owed,
  next: Coming | undefined,
  zone: string,
  language: Language,
): Block[] {
  const t = registerTexts[language]
  const { name, id, source, mark, owed, rhythm, due } = obligation
  const parties = owed === 'all' ? t.allParties : owed === 'laender' ? t.laender : owed.join(', ')
  const dates = next?.dates
  return [
    heading(t.line(name[language], id), 2),
    facts([
      [t.source, mark === 'notConfirmed' ? `${source} (${t.unconfirmed})` : source],
      [t.owed, parties],
      [t.rhythm, rhythmWords(rhythm, language)],
      [t.dueLabel, t.dueAt(t[due.unit](due.amount), due.time)],
      [
        t.next,
        dates
          ? t.nextRound(
              formatInstant(dates.opens, zone, language),
              formatDeadline(dates.due, zone, language),
            )
          : t.noNext,
      ],
      [t.from, from === 'file' ? t.fromFile : t.fromCommand],
    ]),
  ]
}

function addCommand(reckoning: Reckoning): AnyCommand<ReportStores> {
  return command<typeof addArguments, ReportStores>({
    verb: 'add-obligation',
    names: { de: ['pflicht anlegen'], en: ['add obligation'] },
    who: 'secretariat',
    effect: 'write',
    arguments: addArguments,
    help: inBoth(registerTexts, (t) => t.helpAdd),
    example: {
      de: 'pflicht anlegen name: "Jahresbericht" grundlage: "Beschluss 2023/02" wer: "länder" fragebogen: "kommunalpakt" rhythmus: "jährlich 31.03."',
      en: 'add obligation name: "Yearly report" basis: "Decision 2023/02" who: "länder" questionnaire: "kommunalpakt" rhythm: "yearly 31.03."',
    },
    async prefill({ language }) {
      const t = registerTexts[language]
      return { title: t.formTitle, intro: t.formIntro, submit: t.submit, values: {}, args: {} }
    },
    run: (call) => add(call, reckoning),
  })
}

type AddCall = Call<typeof addArguments, ReportStores>

async function add(call: AddCall, { cron }: Reckoning): Promise<Answer> {
  const { stores, values, me, language } = call
  const first = await stores.council.directory()
  const { id } = first.bodyOf(me.person, 'secretariat', call.now)
  const now = await stores.reports.lockRegister(id)
  const directory = await stores.council.directory()
  requireSecretariat(id, me, directory, now)
  const body = directory.body(id)
  const obligation = obligationOf(values, body, { now, zone: directory.zone })
  const taken = [
    ...body.obligations.map((one) => one.id),
    ...(await stores.reports.register())
      .filter((one) => one.body === id)
      .map((one) => one.obligation.id),
  ]
  if (taken.includes(obligation.id)) {
    throw new Refusal(
      'obligation.there',
      inBoth(registerTexts, (t) => t.alreadyThere(obligation.id)),
      'name',
    )
  }
  const { rhythm } = obligation
  const faults = [
    ...obligationFaults(obligation, body, directory.council, []),
    ...(rhythm.kind === 'cron' ? cronFaults(rhythm.expression, cron, ['rhythm']) : []),
  ]
  if (faults.length > 0) {
    const byField = Object.fromEntries(faults.map(({ path, words }) => [`${path[0]}`, words]))
    const words = inBoth(registerTexts, (t, to) =>
      t.wrong(faults.map((fault) => fault.words[to]).join(' ')),
    )
    throw new Refusal('obligation.wrong', words, `${faults[0]?.path[0]}`, byField)
  }
  await stores.reports.addObligation({ body: id, obligation, by: me.person, at: now })
  return said(registerTexts[language].added(values.name, obligation.id))
}

function endCommand(): AnyCommand<ReportStores> {
  return command<typeof endArguments, ReportStores>({
    verb: 'end-obligation',
    names: { de: ['pflicht beenden'], en: ['end obligation'] },
    who: 'secretariat',
    effect: 'write',
    arguments: endArguments,
    help: inBoth(registerTexts, (t) => t.helpEnd),
    example: {
      de: 'pflicht beenden kennung: jahresbericht grund: "Durch Beschluss aufgehoben"',
      en: 'end obligation id: jahresbericht reason: "Repealed by decision"',
    },
    async run({ stores, values, me, now, language }) {
      const first = await stores.council.directory()
      const { id: body } = first.bodyOf(me.person, 'secretariat', now)
      const at = await stores.reports.lockRegister(body)
      requireSecretariat(body, me, await stores.council.directory(), at)
      const id = values.id.trim().toLowerCase()
      const found = (await stores.reports.register()).find(
        (one) => one.body === body && one.obligation.id === id && !one.ended,
      )
      if (!found) {
        throw new Refusal(
          'obligation.unknown',
          inBoth(registerTexts, (t) => t.unknown(values.id)),
        )
      }
      await stores.reports.endObligation({ body, id, reason: values.reason, by: me.person, at })
      return said(registerTexts[language].ended(found.obligation.name[language]))
    },
  })
}

function said(words: string): Answer {
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}
