// The process: reads the settings, runs one command, and turns how it ended into an exit code; leaves the commands to cli/.
import { runProgram } from './cli/program.ts'

process.exitCode = await runProgram(process.argv)
