// `umlauf reports [round]`: where reporting goes, on the command line, by the same views as in chat; what was reported only once a round is closed.
import type { Config } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import {
  figuresOf,
  findRound,
  overdueMessage,
  type RoundDossier,
  reportsAnswer,
  reportsRows,
  roundMessage,
  roundsMessage,
  writtenRound,
} from '../core/reports/index.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { exporter } from '../files/exports.ts'
import type { Stores } from '../store/stores.ts'
import { WrongInput } from './input.ts'
import { json, print } from './output.ts'
import { plainMessage } from './render.ts'
import { type StoreChoice, withStore } from './store.ts'

type Options = StoreChoice & {
  readonly overdue: boolean
  readonly json: boolean
  readonly csv: boolean
}

/** Without a number all rounds; with one, where it stands. */
export async function reportsCommand(
  config: Config,
  written: string | undefined,
  options: Options,
): Promise<number> {
  const { language } = config
  const number = written === undefined ? undefined : numberOf(written)
  return withStore(config, options, async ({ desk }) => {
    await desk.read(async (stores, now) => {
      const directory = await stores.council.directory()
      const calendar = readCalendar()
      const dossiers = await dossiersOf(stores, number, options.overdue)
      const [one] = dossiers
      const named = number !== undefined && !options.overdue ? one : undefined
      const figures = named?.round.closed
        ? figuresOf(named, await stores.reports.before(named.round), directory)
        : undefined
      const data = () =>
        reportsAnswer(dossiers, figures, { overdue: options.overdue, calendar, now })
      if (options.json) print(json(data(), 2))
      else if (options.csv) process.stdout.write(exporter.csv(reportsRows(data(), language)))
      else if (options.overdue)
        print(plainMessage(overdueMessage(dossiers, calendar, now, language)))
      else if (named) print(plainMessage(roundMessage(named, figures, directory, language)))
      else print(plainMessage(roundsMessage(dossiers, directory.zone, language)))
    })
    return 0
  })
}

/** @throws WrongInput for what is no number of a round: nothing is opened for it. */
function numberOf(written: string): string {
  try {
    return writtenRound(written)
  } catch (fault) {
    throw fault instanceof Refusal ? new WrongInput(fault.code, fault.words) : fault
  }
}

async function dossiersOf(
  stores: Stores,
  number: string | undefined,
  overdue: boolean,
): Promise<readonly RoundDossier[]> {
  const rounds =
    number === undefined
      ? await stores.reports.rounds(overdue ? 'open' : 'all')
      : [await findRound(stores, await stores.council.directory(), number)]
  const dossiers: RoundDossier[] = []
  for (const { id } of rounds) dossiers.push(await stores.reports.round(id))
  return dossiers
}
