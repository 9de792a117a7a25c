// `umlauf start`: a rehearsal in the local web room, with the shipped council and a prepared draft, until it is stopped.
import type { Config } from '../config.ts'
import { rehearsalTexts } from '../run/texts.ts'
import { openRehearsal, type Running, typed } from './rehearsal.ts'
import { startTexts } from './start-texts.ts'

/** Who prepared the draft that a newcomer finds. */
const SECRETARIAT = 'geschaeftsstelle-1'

/**
 * Runs until SIGINT or SIGTERM.
 * @returns the exit code: 0 after a clean stop, 1 where a real council was asked for, which needs a network.
 */
export async function startCommand(
  config: Config,
  options: { readonly real: boolean },
): Promise<number> {
  const t = startTexts[config.language]
  if (options.real) {
    process.stderr.write(`${t.realNeedsNetwork}\n`)
    return 1
  }
  process.stdout.write(`${t.opening}\n`)
  const running = await openRehearsal(config)
  await prepareDraft(running, config)
  for (const warning of running.store.warnings)
    process.stdout.write(`${warning[config.language]}\n`)
  process.stdout.write(`\n${t.ready}\n\n    ${running.room.url()}\n\n${t.next}\n`)
  return untilStopped(running, t.stopped)
}

/** Only an empty rehearsal gets one. */
async function prepareDraft({ app, store }: Running, { language }: Config): Promise<void> {
  if ((await store.prisma.circulation.count()) > 0) return
  const { draftTitle, draftClauses } = rehearsalTexts[language]
  await app.accept({
    kind: 'form',
    verb: 'draft',
    args: {},
    values: { title: draftTitle, clauses: draftClauses, applicants: 'BUND' },
    ...identityOf(typed(SECRETARIAT, '', 'prepared-draft')),
  })
}

function identityOf({ requestId, from, origin }: ReturnType<typeof typed>) {
  return { requestId, from, origin }
}

/** Waits for a signal, then stops; a second signal ends at once. */
export async function untilStopped(running: Running, words: string): Promise<number> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    process.once('SIGHUP', resolve)
  })
  process.once('SIGINT', () => process.exit(130))
  await running.stop()
  process.stdout.write(`${words}\n`)
  return 0
}
