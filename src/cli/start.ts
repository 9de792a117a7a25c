// `umlauf start`: a real council in Slack and Matrix where they are set, otherwise a rehearsal in the local web room with a prepared draft, until it is stopped.
import type { Config } from '../config.ts'
import { rehearsalTexts } from '../run/texts.ts'
import { hasNetwork, networkNames } from './networks.ts'
import type { Serving } from './opening.ts'
import { openRealCouncil } from './real-council.ts'
import { openRehearsal, type Running, typed } from './rehearsal.ts'
import { startTexts } from './start-texts.ts'
import { stampOf } from './store.ts'

/** Who prepared the draft that a newcomer finds. */
const SECRETARIAT = 'geschaeftsstelle-1'

/**
 * Runs until SIGINT or SIGTERM.
 * @returns the exit code: 0 after a clean stop; 1 where something broke, or a real council was asked for without a network.
 */
export async function startCommand(
  config: Config,
  options: { readonly real: boolean },
): Promise<number> {
  const t = startTexts[config.language]
  if (options.real && !hasNetwork(config)) {
    process.stderr.write(`${t.realNeedsNetwork}\n`)
    return 1
  }
  process.stdout.write(`${t.opening}\n`)
  return stampOf(config, options) === 'real' ? startReal(config) : startRehearsal(config)
}

async function startReal(config: Config): Promise<number> {
  const t = startTexts[config.language]
  const running = await openRealCouncil(config)
  sayWarnings(running, config)
  process.stdout.write(`\n${t.inNetworks(networkNames(config))}\n\n${running.lines.join('\n')}\n`)
  return untilStopped(running, t.stopped)
}

async function startRehearsal(config: Config): Promise<number> {
  const t = startTexts[config.language]
  const running = await openRehearsal(config)
  await prepareDraft(running, config)
  sayWarnings(running, config)
  process.stdout.write(`\n${t.ready}\n\n    ${running.room.url()}\n\n${t.next}\n`)
  if (running.lines.length > 0) {
    process.stdout.write(`\n${t.inNetworks(networkNames(config))}\n\n${running.lines.join('\n')}\n`)
  }
  return untilStopped(running, t.stopped)
}

function sayWarnings({ store }: Serving, { language }: Config): void {
  for (const warning of store.warnings) process.stdout.write(`${warning[language]}\n`)
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

/**
 * Waits for a signal, then stops; a second signal ends at once.
 * @returns 0, or 1 where something broke that nobody caught
 */
export async function untilStopped(running: Serving, words: string): Promise<number> {
  const signal = new Promise<number>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => resolve(0))
  })
  const code = await Promise.race([signal, running.broken.catch(() => 1)])
  process.once('SIGINT', () => process.exit(130))
  await running.stop()
  process.stdout.write(`${words}\n`)
  return code
}
