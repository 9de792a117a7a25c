// Finds processes of this machine by their parent and their command line, through /proc: a bare Debian has no pgrep.
import { readdirSync, readFileSync } from 'node:fs'

/** The numbers of the processes whose command line holds these words, of one parent where it is named. */
export function processesOf(words: string, parent?: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return command.includes(words) && (parent === undefined || parentOf(pid) === parent)
      } catch {
        // it ended while we looked
        return false
      }
    })
}

/** The name in parentheses may hold anything; after it come the state and the parent. */
function parentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
}
