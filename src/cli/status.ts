// `umlauf status [number]`: the truth of the store on the command line, the same view and the same tally as in chat.
import type { Config } from '../config.ts'
import { cardMessage, findOne } from '../core/circulations/index.ts'
import { statusAnswer, titles } from '../core/status/index.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { json, print } from './output.ts'
import { plainMessage } from './render.ts'
import { type StoreChoice, withStore } from './store.ts'

/** Without a number, what is open; with one, where it stands. */
export async function statusCommand(
  config: Config,
  written: string | undefined,
  options: StoreChoice & { readonly json: boolean },
): Promise<number> {
  const { language } = config
  return withStore(config, options, async ({ desk }) => {
    await desk.read(async (stores, now) => {
      const directory = await stores.council.directory()
      if (written === undefined) {
        const open = await stores.circulations.inState('open', 'closed')
        const dossiers = await Promise.all(open.map(({ id }) => stores.circulations.dossier(id)))
        print(
          options.json
            ? json(dossiers.map(statusAnswer), 2)
            : titles(dossiers, directory.zone, language),
        )
        return
      }
      const found = await findOne(stores.circulations, directory, written)
      const dossier = await stores.circulations.dossier(found.id)
      const { seat, layout } = directory.body(found.body)
      const context = {
        zone: directory.zone,
        now,
        language,
        calendar: readCalendar(),
        place: seat,
        layout,
      }
      print(
        options.json ? json(statusAnswer(dossier), 2) : plainMessage(cardMessage(dossier, context)),
      )
    })
    return 0
  })
}
