// The process: reads the settings, runs one command, and turns how it ended into an exit code; leaves the commands to cli/.
import { runProgram } from './cli/program.ts'

/** What was to be done is done: timers that a network's client left behind may not hold the process for minutes. */
const LINGER_MS = 500

process.exitCode = await runProgram(process.argv)
setTimeout(() => process.exit(), LINGER_MS).unref()
