// A real council that is served: the real database, its council file and Slack, without the room; leaves the rehearsal to rehearsal.ts.
import type { Config } from '../config.ts'
import { composeApp, councilInForce, openBot, type Serving, serve } from './opening.ts'
import { connectSlack, slackConnections, standingLines } from './slack.ts'

/** A real council, and what to say of its connections. */
export type RealCouncil = Serving & { readonly lines: readonly string[] }

/**
 * Opens the real database and starts core and networks on it.
 * @throws Refusal of the store or of Slack with the next step: no council file, settings that match none, a token that Slack refuses
 */
export function openRealCouncil(config: Config): Promise<RealCouncil> {
  return openBot(config, { stamp: 'real' }, async (opened) => {
    const council = councilInForce(opened)
    const slack = await slackConnections(council, config.slack, 'real')
    const platforms = await connectSlack(slack, council, opened.log)
    const app = await composeApp(opened, council, platforms)
    const serving = await serve(opened, council, app)
    return {
      ...serving,
      lines: standingLines(slack, council.latest(), serving.late, config.language),
    }
  })
}
