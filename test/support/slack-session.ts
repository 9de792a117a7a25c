// A council in session in Slack: the whole core on a real database, the platform on a loopback Slack, and its people by their ids; leaves what happens to the minutes.
import type { App } from '../../src/app.ts'
import { connectSlack } from '../../src/cli/slack.ts'
import type { Platform } from '../../src/core/ports.ts'
import type { Instant } from '../../src/core/values.ts'
import { type Slack, startSlack } from '../wire/slack/index.ts'
import { populate } from './slack-council.ts'
import { createDesk, type Desk, inspect } from './slack-desk.ts'
import { councilStands, type StandingCouncil } from './standing-council.ts'

export type SlackSession = {
  readonly app: App
  readonly pool: StandingCouncil['pool']
  readonly defects: unknown[]
  readonly notices: string[]
  /** The first connection's desk, and each by its connection. */
  readonly desk: Desk
  readonly desks: ReadonlyMap<string, Desk>
  readonly platforms: readonly Platform[]
  now(): Promise<Instant>
  /** Turns the rehearsal's clock through everything due on the way. */
  turnTo(iso: string): Promise<void>
  /** Rows of a question to the database. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** Throws where Slack was sent what it refuses, or something stands twice. */
  inspect(): void
  adjourn(): Promise<void>
}

/** Convenes a council at an instant of the rehearsal's clock; its Slack connections, by id and team, are started. */
export async function conveneInSlack(
  at: string,
  council: string,
  connections: Readonly<Record<string, string>>,
): Promise<SlackSession> {
  const standing = await councilStands(at, council)
  const { slacks, connect } = await startSlacks(standing, council, connections)
  const platforms = await connect()
  const { pool, defects, notices, rows } = standing
  const app = standing.compose(platforms)
  await app.start()
  const now = () => app.desk.read(async (_, instant) => instant)
  const after = async () => {
    await standing.inForce.read()
    await app.ring()
  }
  const desks = new Map([...slacks].map(([id, slack]) => [id, createDesk(slack, after)]))
  const [desk] = desks.values()
  if (!desk) throw new Error('no connection')
  return {
    ...{ app, pool, defects, notices, desk, desks, platforms, now, rows },
    turnTo: (iso) => standing.turnTo(app, iso, after),
    inspect() {
      for (const slack of slacks.values()) inspect(slack)
    },
    async adjourn() {
      await app.stop()
      for (const slack of slacks.values()) await slack.stop()
      await standing.falls()
    },
  }
}

/** Loopback Slacks with the council's people, by connection, and the platforms on them, new ones for each process. */
export async function startSlacks(
  { inForce, log }: Pick<StandingCouncil, 'inForce' | 'log'>,
  council: string,
  connections: Readonly<Record<string, string>>,
) {
  const slacks = new Map<string, Slack>()
  for (const [id, team] of Object.entries(connections)) {
    const slack = await startSlack({ team })
    populate(slack, council, id)
    slacks.set(id, slack)
  }
  const connect = (): Promise<readonly Platform[]> =>
    connectSlack(
      [...slacks].map(([id, { team, botToken, appToken, apiUrl }]) => ({
        ...{ id, team },
        settings: {
          ...{ suffix: id, botToken, appToken, apiUrl },
          listen: { host: '127.0.0.1', port: 0 },
        },
      })),
      inForce,
      log,
    )
  return { slacks, connect }
}
