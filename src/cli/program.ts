// The command line as a whole: every command with its options, in the operator's language; leaves the doing to one file each.
import { Command, CommanderError } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import { programTexts } from './program-texts.ts'

/** 0: done; 1: refused or failed; 2: used wrongly or given wrong input. */
type ExitCode = 0 | 1 | 2

/** Runs the command that the arguments name. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let code = 0
  try {
    const config = readConfig()
    const program = createProgram(config, (ended) => {
      code = ended
    })
    await program.parseAsync([...argv])
    return code
  } catch (fault) {
    return ended(fault)
  }
}

function ended(fault: unknown): ExitCode {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2
  if (fault instanceof Refusal) {
    const english = process.argv.includes('--json')
    process.stderr.write(`${english ? fault.words.en : `${fault.words.de}\n${fault.words.en}`}\n`)
    return 1
  }
  process.stderr.write(
    `${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`,
  )
  return 1
}

function createProgram(config: Config, end: (code: number) => void): Command {
  const t = programTexts[config.language]
  const program = new Command('umlauf').description(t.description).exitOverride()
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
  return program
}
