// Starts the child of the key store's tests and listens to it; leaves what it does to matrix-store-child.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('matrix-store-child.ts', import.meta.url))

/** `said`: all it has said so far. */
export function startVictim(
  mode: string,
  folder: string,
): { process: ChildProcess; said: () => string } {
  const made = spawn(process.execPath, ['--no-warnings', child, mode, folder])
  let said = ''
  made.stdout.on('data', (words) => {
    said += words
  })
  return { process: made, said: () => said }
}

export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1000) throw new Error('It never came')
    await sleep(10)
  }
}
