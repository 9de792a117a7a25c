// The command line as a whole: every command with its options, in the operator's language; leaves the doing to one file each.
import { Command, CommanderError } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import type { Language } from '../core/values.ts'
import { programTexts } from './program-texts.ts'

/** 0: done; 1: refused or failed; 2: used wrongly or given wrong input. */
type ExitCode = 0 | 1 | 2

/** Runs the command that the arguments name. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let code = 0
  let language: Language | undefined
  try {
    const config = readConfig()
    language = config.language
    const program = createProgram(config, (ended) => {
      code = ended
    })
    await program.parseAsync([...argv])
    return code
  } catch (fault) {
    return ended(fault, language)
  }
}

/** Before the settings are read the language is not known: then both are said. */
function ended(fault: unknown, language: Language | undefined): ExitCode {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2
  if (fault instanceof Refusal) {
    const { de, en } = fault.words
    process.stderr.write(`${language === undefined ? `${de}\n${en}` : fault.words[language]}\n`)
    return 1
  }
  process.stderr.write(
    `${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`,
  )
  return 1
}

type End = (code: number) => void
type Texts = (typeof programTexts)['de']

function createProgram(config: Config, end: End): Command {
  const t = programTexts[config.language]
  const program = new Command('umlauf').description(t.description).exitOverride()
  addRunning(program, config, t, end)
  addCalculators(program, config, t, end)
  addCouncil(program, config, t, end)
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
    .option('--pause <ms>', t.demoPause, '1200')
    .option('--exit', t.demoExit, false)
    .action(async (options) => {
      const { demoCommand } = await import('./demo.ts')
      end(await demoCommand(config, { ...options, pauseMs: Number(options.pause) }))
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
    .option('--from <date>', t.from)
    .option('--days <n>', t.days)
    .option('--working-days <n>', t.workingDays)
    .option('--weeks <n>', t.weeks)
    .option('--months <n>', t.months)
    .option('--land <code...>', t.land, [])
    .option('--before', t.before, false)
    .option('--no-shift', t.noShift)
    .option('--json', t.json, false)
    .action(async (input, options) =>
      end(await (await calculators()).deadlineCommand(config, input, options)),
    )
  program
    .command('holidays <place> <year>')
    .description(t.holidays)
    .option('--json', t.json, false)
    .action(async (place, year, options) =>
      end((await calculators()).holidaysCommand(config, place, year, options)),
    )
  program
    .command('profile')
    .description(t.profile)
    .command('show [id]')
    .description(t.profile)
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
    .option('--shipped', t.shipped, false)
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (options) => end(await (await commands()).showCommand(config, options)))
  council
    .command('apply <file>')
    .description(t.councilApply)
    .requiredOption('--by <name>', t.by)
    .option('--real', t.realStore, false)
    .option('--json', t.json, false)
    .action(async (file, options) =>
      end(await (await commands()).applyCommand(config, file, options)),
    )
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
