// A core with as many commands as one likes and no store: what finding the right one costs; leaves real commands to the slices.
import { type Bot, createBot } from '../../src/core/bot.ts'
import { command } from '../../src/core/command.ts'
import { createDirectory } from '../../src/core/council/index.ts'
import { message, paragraph } from '../../src/core/message.ts'
import { readShipped } from './council.ts'

const NOW = Date.UTC(2026, 0, 5)
const DONE = message('Getan.', [paragraph('Getan.')])

/** The verb of the last of so many commands. */
export const lastVerb = (commands: number) => `act-${commands}`

/** All of them do nothing and are open to everybody. */
export function createIdleBot(commands: number): Bot<undefined> {
  const directory = createDirectory(readShipped().council, 1)
  return createBot<undefined>({
    commands: Array.from({ length: commands }, (_, n) => idle(lastVerb(n + 1))),
    schedules: [],
    desk: {
      read: (work) => work(undefined, NOW),
      own: (work) => work(undefined, NOW),
      change: (work) => work(undefined, NOW),
      once: (_, _language, work) => work(undefined, NOW),
      answered: async () => undefined,
    },
    directory: async () => directory,
    lastDirectory: () => directory,
    zone: directory.council.zone,
    tables: { read: async () => [] },
    report(defect) {
      throw defect
    },
  })
}

function idle(verb: string) {
  return command<Record<never, never>, undefined>({
    ...{ verb, names: { de: [verb], en: [verb] }, who: 'anyone', effect: 'own', arguments: {} },
    help: { de: '', en: '' },
    example: { de: verb, en: verb },
    run: async () => ({ kind: 'message', message: DONE }),
  })
}
