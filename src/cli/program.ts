// The command line as a whole: every command with its options, in the operator's language; leaves the doing to one file each.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import type { Language } from '../core/values.ts'
import { WrongInput } from './input.ts'
import { faultJson, print } from './output.ts'
import { programTexts } from './program-texts.ts'
import { usageFault } from './usage.ts'

/** 0: done; 1: refused or failed; 2: used wrongly or given wrong input. */
type ExitCode = 0 | 1 | 2

/** Runs the command that the arguments name. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  // Whoever reads our answer may stop early (`| head`); the work itself goes on to its end.
  process.stdout.on('error', endOfReader)
  let code = 0
  let language = languageIn(argv)
  try {
    const config = readConfig()
    language ??= config.language
    const program = createProgram({ ...config, language }, (ended) => {
      code = ended
    })
    await program.parseAsync([...argv])
    return code
  } catch (fault) {
    return ended(fault, language, argv.includes('--json'))
  }
}

function endOfReader(fault: Error): void {
  if (!('code' in fault) || fault.code !== 'EPIPE') throw fault
}

/** `--lang`, before anything else is read: help and faults are worded in it as well. */
function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  const written = argv[at] === '--lang' ? argv[at + 1] : argv[at]?.slice('--lang='.length)
  return at !== -1 && (written === 'de' || written === 'en') ? written : undefined
}

/** Before the settings are read the language may not be known: then both are said. */
function ended(fault: unknown, language: Language | undefined, asJson: boolean): ExitCode {
  const refusal = fault instanceof CommanderError ? usageFault(fault) : fault
  // help was asked for and shown, or shown where a command was missing
  if (refusal === undefined) {
    return fault instanceof CommanderError && fault.exitCode === 0 ? 0 : 2
  }
  if (!(refusal instanceof Refusal)) {
    process.stderr.write(`${fault instanceof Error ? (fault.stack ?? fault.message) : fault}\n`)
    return 1
  }
  if (asJson) print(faultJson(refusal, language ?? 'de'))
  else {
    const { de, en } = refusal.words
    process.stderr.write(`${language === undefined ? `${de}\n${en}` : refusal.words[language]}\n`)
  }
  return refusal instanceof WrongInput ? 2 : 1
}

type End = (code: number) => void
type Texts = (typeof programTexts)['de']

function createProgram(config: Config, end: End): Command {
  const t = programTexts[config.language]
  const titles = new Map([
    ['Usage:', t.usageTitle],
    ['Options:', t.optionsTitle],
    ['Commands:', t.commandsTitle],
    ['Global Options:', t.globalOptionsTitle],
  ])
  const program = new Command('umlauf')
    .description(t.description)
    .exitOverride()
    .configureHelp({
      styleTitle: (title) => titles.get(title) ?? title,
      optionDescription: ({ description }) => description,
      showGlobalOptions: true,
    })
    .configureOutput({ outputError: () => {} })
    .helpOption('-h, --help', t.help)
    .helpCommand('help [command]', t.help)
    .option('--lang <de|en>', t.lang, knownLanguage(t))
  addRunning(program, config, t, end)
  addCalculators(program, config, t, end)
  addCouncil(program, config, t, end)
  addMatrix(program, config, t, end)
  addAsking(program, config, t, end)
  return program
}

function addRunning(program: Command, config: Config, t: Texts, end: End): void {
  program
    .command('start')
    .description(t.start)
    .option('--real', t.real, false)
    .action(async (options) => {
      const { startCommand } = await import('./start.ts')
      end(await startCommand(config, options))
    })
  program
    .command('demo')
    .description(t.demo)
    .option('--new', t.demoNew, false)
    .option('--pause <ms>', t.demoPause, wholeNumber(t), 1200)
    .option('--exit', t.demoExit, false)
    .action(async (options) => {
      const { demoCommand } = await import('./demo.ts')
      end(await demoCommand(config, { ...options, pauseMs: options.pause }))
    })
}

function addCalculators(program: Command, config: Config, t: Texts, end: End): void {
  const calculators = () => import('./calculators.ts')
  program
    .command('tally <file>')
    .description(t.tally)
    .option('--json', t.json, false)
    .action(async (file) => end(await (await calculators()).tallyCommand(config, file)))
  program
    .command('deadline [input]')
    .description(t.deadline)
    .option('--from <date>', t.from, once(t))
    .option('--days <n>', t.days, once(t))
    .option('--working-days <n>', t.workingDays, once(t))
    .option('--weeks <n>', t.weeks, once(t))
    .option('--months <n>', t.months, once(t))
    .option('--land <code...>', t.land, [])
    .option('--before', t.before, false)
    .option('--no-shift', t.noShift)
    .option('--json', t.json, false)
    .action(async (input, options) =>
      end(await (await calculators()).deadlineCommand(config, input, options)),
    )
  program
    .command('holidays <place> [year]')
    .description(t.holidays)
    .option('--json', t.json, false)
    .action(async (place, year, options) =>
      end(await (await calculators()).holidaysCommand(config, place, year, options)),
    )
  program
    .command('profile')
    .description(t.profile)
    .command('show [id]')
    .description(t.profileShow)
    .option('--json', t.json, false)
    .action(async (id, options) => end((await calculators()).profileCommand(config, id, options)))
}

function addCouncil(program: Command, config: Config, t: Texts, end: End): void {
  const council = program.command('council').description(t.council)
  const commands = () => import('./council.ts')
  council
    .command('check [file]')
    .description(t.councilCheck)
    .option('--json', t.json, false)
    .action(async (file, options) => end((await commands()).checkCommand(config, file, options)))
  council
    .command('show')
    .description(t.councilShow)
    .option('--file <file>', t.file)
    .addOption(new Option('--shipped', t.shipped).default(false).conflicts('file'))
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (options) => end(await (await commands()).showCommand(config, options)))
  council
    .command('apply <file>')
    .description(t.councilApply)
    .requiredOption('--by <name>', t.by, name(t))
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (file, options) =>
      end(await (await commands()).applyCommand(config, file, options)),
    )
}

function addMatrix(program: Command, config: Config, t: Texts, end: End): void {
  const matrix = program.command('matrix').description(t.matrix)
  const commands = () => import('./matrix-account.ts')
  matrix
    .command('setup')
    .description(t.matrixSetup)
    .option('--connection <id>', t.connection, once(t))
    .option('--token', t.token, false)
    .action(async (options) => end(await (await commands()).setupCommand(config, options)))
  matrix
    .command('recover')
    .description(t.matrixRecover)
    .option('--connection <id>', t.connection, once(t))
    .option('--token', t.token, false)
    .option('--new-identity', t.newIdentity, false)
    .action(async (options) => end(await (await commands()).recoverCommand(config, options)))
  matrix
    .command('status')
    .description(t.matrixStatus)
    .option('--connection <id>', t.connection, once(t))
    .option('--json', t.json, false)
    .action(async (options) => end(await (await commands()).statusCommand(config, options)))
}

function addAsking(program: Command, config: Config, t: Texts, end: End): void {
  program
    .command('status [number]')
    .description(t.status)
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (number, options) => {
      const { statusCommand } = await import('./status.ts')
      end(await statusCommand(config, number, options))
    })
  program
    .command('reports [round]')
    .description(t.reports)
    .option('--overdue', t.overdue, false)
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .addOption(new Option('--csv', t.csv).default(false).conflicts('json'))
    .action(async (round, options) => {
      const { reportsCommand } = await import('./reports.ts')
      end(await reportsCommand(config, round, options))
    })
  program
    .command('doctor')
    .description(t.doctor)
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (options) => {
      const { doctorCommand } = await import('./doctor.ts')
      end(await doctorCommand(config, options))
    })
  program
    .command('docs')
    .description(t.docs)
    .action(async () => {
      const { writeDocuments } = await import('./documents.ts')
      writeDocuments()
    })
}

function knownLanguage(t: Texts) {
  return (written: string): string => {
    if (written !== 'de' && written !== 'en') throw new InvalidArgumentError(t.noLanguage)
    return written
  }
}

/** A detail that may stand once: of two, it would be a guess which is meant. */
function once(t: Texts) {
  return (written: string, before: string | undefined): string => {
    if (before !== undefined) throw new InvalidArgumentError(t.twice)
    return written
  }
}

function wholeNumber(t: Texts) {
  return (written: string): number => {
    if (!/^\d{1,6}$/.test(written)) throw new InvalidArgumentError(t.wholeNumber)
    return Number(written)
  }
}

/** It is kept for good beside the version: one line that says who. */
function name(t: Texts) {
  return (written: string): string => {
    const name = written.normalize('NFC').trim()
    if (name === '' || name.length > 200 || /\p{C}/u.test(name)) {
      throw new InvalidArgumentError(t.noName)
    }
    return name
  }
}
