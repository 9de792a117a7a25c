// `umlauf council check|show|apply`: the council file, judged, shown and put into force as a dated version.
import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { changes, createDirectory, showCouncil } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import { readCouncilFile } from '../files/council-file.ts'
import { applyCouncil, councilHistory } from '../store/council.ts'
import { councilCommandTexts } from './council-texts.ts'
import { json, print } from './output.ts'
import { plainMessage } from './render.ts'
import { shippedCouncil } from './shipped.ts'
import { type StoreChoice, withStore } from './store.ts'

type JsonOption = { readonly json: boolean }

/** @returns 0 for a file without faults, 2 with every fault and its line. */
export function checkCommand(
  { language }: Config,
  file: string | undefined,
  options: JsonOption,
): number {
  const text = file === undefined ? shippedCouncil().text : readFileSync(file, 'utf8')
  const read = readCouncilFile(text)
  if ('council' in read) {
    print(options.json ? json({ faults: [] }) : councilCommandTexts[language].fine)
    return 0
  }
  const faults = read.faults.map(({ line, words }) => ({ line, message: words[language] }))
  if (options.json) print(json({ faults }))
  else
    for (const { line, message } of faults)
      print(councilCommandTexts[language].fault(line, message))
  return 2
}

/** Shows the council in force, or the shipped one where there is no database yet (`--shipped`). */
export async function showCommand(
  config: Config,
  options: JsonOption & StoreChoice & { readonly shipped: boolean },
): Promise<number> {
  const { language } = config
  if (options.shipped) {
    const { council } = shippedCouncil()
    const message = showCouncil(createDirectory(council, 1), Date.now(), language)
    print(options.json ? json(council, 2) : plainMessage(message))
    return 0
  }
  return withStore(config, options, async ({ desk }) => {
    await desk.read(async (stores, now) => {
      const directory = await stores.council.directory()
      const message = showCouncil(directory, now, language)
      print(options.json ? json(directory.council, 2) : plainMessage(message))
    })
    return 0
  })
}

/** Prints what would change, then puts the file into force. */
export async function applyCommand(
  config: Config,
  file: string,
  options: JsonOption & StoreChoice & { readonly by: string },
): Promise<number> {
  const { language } = config
  const t = councilCommandTexts[language]
  const text = readFileSync(file, 'utf8')
  return withStore(config, options, async ({ store }) => {
    const before = await councilHistory(store.prisma)
    const read = readCouncilFile(text, { before })
    if ('faults' in read) {
      const lines = read.faults.map(({ line, words }) => t.fault(line, words[language]))
      throw new Refusal(
        'council.faults',
        inBoth(councilCommandTexts, (say) => say.notApplied(lines.join('\n'))),
      )
    }
    const { council } = read
    const differences = changes(before.at(-1), council).map(({ words }) => words[language])
    const { version, applied } = await applyCouncil(store.prisma, { text, council, by: options.by })
    if (options.json) print(json({ version, applied, changes: differences }))
    else print([...differences, applied ? t.applied(version) : t.unchanged(version)].join('\n'))
    return 0
  })
}
