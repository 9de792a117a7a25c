// Asking on the terminal: a secret without showing it, or a line as it is typed; leaves what is asked to the commands.
import { createInterface } from 'node:readline/promises'

const ENTER = new Set(['\r', '\n'])
const ERASE = new Set(['\u007f', '\b'])
const INTERRUPT = '\u0003'
const END = '\u0004'

/** Whether somebody sits there who can be asked. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true
}

/** Nothing of what is typed is shown, not even how long it is. Ctrl+C ends the process, as everywhere. */
export async function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(`${question} `)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  try {
    return await typedSecret()
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

function typedSecret(): Promise<string> {
  const { stdin } = process
  const { promise, resolve } = Promise.withResolvers<string>()
  const signs: string[] = []
  const listen = (typed: string) => {
    for (const sign of typed) {
      if (sign === INTERRUPT) {
        stdin.setRawMode(false)
        process.exit(130)
      }
      if (ENTER.has(sign) || sign === END) return done()
      if (ERASE.has(sign)) signs.pop()
      else signs.push(sign)
    }
  }
  const done = () => {
    stdin.off('data', listen)
    resolve(signs.join(''))
  }
  stdin.on('data', listen)
  stdin.resume()
  return promise
}

/** One line, shown as it is typed; also from a pipe, empty where there is none. */
export async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  try {
    return await Promise.race([lines.question(`${question} `), closed])
  } finally {
    lines.close()
  }
}
