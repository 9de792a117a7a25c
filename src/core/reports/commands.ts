// `berichte` / `reports`: all rounds, one round, one report, and what is overdue; leaves reporting, reviewing and the register to files of their own.
import { oneOf, optional } from '../arguments.ts'
import type { Calendar } from '../calendar/index.ts'
import { type AnyCommand, type Call, command, type Later } from '../command.ts'
import type { Answer, CronDays, Exporter } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { filingCommands } from './filing-commands.ts'
import {
  findRound,
  isSecretariat,
  partiesOf,
  partyArgument,
  type ReportStores,
  requireOwing,
  roundArgument,
} from './finding.ts'
import { withFiles } from './handed-out.ts'
import { figuresOf } from './interim.ts'
import { listTexts } from './list-texts.ts'
import { overdueMessage, reportMessage, roundMessage, roundsMessage } from './list-views.ts'
import { registerCommands } from './register-commands.ts'
import { reviewCommands } from './review-commands.ts'
import type { RoundDossier } from './round.ts'
import { templateCommands } from './template-commands.ts'
import { reportViewTexts } from './view-texts.ts'

/** Every command of reports, in the order in which help lists them. */
export function reportCommands(
  calendar: Calendar,
  cron: CronDays,
  exporter: Exporter,
): readonly AnyCommand<ReportStores>[] {
  return [
    ...filingCommands(),
    ...templateCommands(exporter),
    reportsCommand(calendar, exporter),
    ...reviewCommands(),
    ...registerCommands({ calendar, cron }),
  ]
}

const reportsArguments = {
  round: roundArgument(),
  overdue: optional(
    oneOf(
      {
        label: inBoth(listTexts, (t) => t.overdue),
        hint: inBoth(listTexts, (t) => t.overdueHint),
      },
      [
        {
          value: 'yes',
          label: inBoth(listTexts, (t) => t.overdue),
          words: [],
        },
      ],
    ),
  ),
  party: partyArgument(),
}

type ReportsCall = Call<typeof reportsArguments, ReportStores>

function reportsCommand(calendar: Calendar, exporter: Exporter): AnyCommand<ReportStores> {
  return command<typeof reportsArguments, ReportStores>({
    verb: 'reports',
    names: { de: ['berichte', 'bericht'], en: ['reports'] },
    who: 'known',
    effect: 'read',
    arguments: reportsArguments,
    help: inBoth(listTexts, (t) => t.help),
    example: { de: 'berichte R-1/2023', en: 'reports R-1/2023' },
    run: (call) => show(call, calendar, exporter),
  })
}

async function show(
  call: ReportsCall,
  calendar: Calendar,
  exporter: Exporter,
): Promise<Answer | Later> {
  const { stores, values, me, now, language } = call
  const directory = await stores.council.directory()
  const { zone } = directory
  const answer = (message: ReturnType<typeof roundsMessage>): Answer => ({
    kind: 'message',
    message,
  })
  if (values.overdue !== undefined) {
    return answer(overdueMessage(await dossiersOf(stores, 'open'), calendar, now, language))
  }
  if (values.round === undefined && values.party === undefined) {
    return answer(roundsMessage(await dossiersOf(stores, 'all'), zone, language))
  }
  const found = await findRound(stores, directory, values.round)
  const dossier = await stores.reports.round(found.id)
  const { round } = dossier
  const office = isSecretariat(round.body, me, directory, now)
  const open = office || round.closed !== undefined
  if (values.party === undefined) {
    const before = open ? await stores.reports.before(round) : undefined
    const figures = open ? figuresOf(dossier, before, directory) : undefined
    const said = roundMessage(dossier, figures, directory, language)
    if (!figures || !round.closed) return answer(said)
    return async () => answer(await withFiles(said, figures, { exporter, zone }, language))
  }
  requireOwing(round, values.party)
  const reports = partiesOf(round, me, directory).includes(values.party)
  if (!open && !reports) {
    throw new Refusal(
      'report.notYours',
      inBoth(reportViewTexts, (t) => t.notYours),
    )
  }
  return answer(reportMessage(dossier, values.party, { office, reports }, zone, language))
}

/** A list of more rounds than these is nothing that people read. */
const MOST_LISTED = 30

async function dossiersOf(
  { reports }: ReportStores,
  which: 'all' | 'open',
): Promise<readonly RoundDossier[]> {
  const rounds = (await reports.rounds(which)).slice(0, MOST_LISTED)
  const dossiers: RoundDossier[] = []
  // one after the other: they come over one connection
  for (const { id } of rounds) dossiers.push(await reports.round(id))
  return dossiers
}
