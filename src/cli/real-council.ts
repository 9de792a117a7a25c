// A real council that is served: the real database, its council file and the networks it names, without the room; leaves the rehearsal to rehearsal.ts.
import type { Config } from '../config.ts'
import { connectNetworks } from './networks.ts'
import { composeApp, councilInForce, openBot, type Serving, serve } from './opening.ts'

/** A real council, and what to say of its connections. */
export type RealCouncil = Serving & { readonly lines: readonly string[] }

/**
 * Opens the real database and starts core and networks on it.
 * @throws Refusal of the store or of a network with the next step: no council file, settings that match none, a token that is refused
 */
export function openRealCouncil(config: Config): Promise<RealCouncil> {
  return openBot(config, { stamp: 'real' }, async (opened) => {
    const council = councilInForce(opened)
    const networks = await connectNetworks(opened, council, config, 'real')
    const app = await composeApp(opened, council, networks.platforms)
    const serving = await serve(opened, council, app)
    return { ...serving, lines: networks.lines(council.latest(), serving.late) }
  })
}
