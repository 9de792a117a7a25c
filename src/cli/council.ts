// `umlauf council check|show|apply`: the council file, judged, shown and put into force as a dated version.
import type { Config } from '../config.ts'
import {
  type CouncilDirectory,
  changes,
  createDirectory,
  showCouncil,
} from '../core/council/index.ts'
import type { Instant, Language } from '../core/values.ts'
import { readCouncilFile } from '../files/council-file.ts'
import { applyCouncil, councilHistory } from '../store/council.ts'
import { councilCommandTexts } from './council-texts.ts'
import { textOfFile } from './input.ts'
import { json, print } from './output.ts'
import { plainMessage } from './render.ts'
import { shippedCouncil } from './shipped.ts'
import { type StoreChoice, withStore } from './store.ts'

type JsonOption = { readonly json: boolean }

type Faults = Extract<ReturnType<typeof readCouncilFile>, { faults: unknown }>

/** @returns 0 for a file without faults, 2 with every fault and its line. */
export function checkCommand(
  { language }: Config,
  file: string | undefined,
  options: JsonOption,
): number {
  const read = readCouncilFile(file === undefined ? shippedCouncil().text : textOfFile(file))
  if ('faults' in read) return printFaults(read, language, options.json)
  const warnings = 'warnings' in read ? said(read.warnings, language) : []
  if (options.json) print(json({ faults: [], warnings }))
  else {
    printWarnings(warnings, language)
    print(councilCommandTexts[language].fine)
  }
  return 0
}

type Said = { readonly line: number; readonly message: string }

function said(found: Faults['faults'], language: Language): Said[] {
  return found.map(({ line, words }) => ({ line, message: words[language] }))
}

function printWarnings(warnings: readonly Said[], language: Language): void {
  const { warning } = councilCommandTexts[language]
  for (const { line, message } of warnings) print(warning(line, message))
}

function printFaults({ faults }: Faults, language: Language, asJson: boolean): number {
  const all = said(faults, language)
  const { fault } = councilCommandTexts[language]
  if (asJson) print(json({ faults: all }))
  else for (const { line, message } of all) print(fault(line, message))
  return 2
}

type ShowOptions = JsonOption & StoreChoice & { readonly shipped: boolean; readonly file?: string }

/** Shows the council in force, or that of a file or the shipped one, for which no database is needed. */
export async function showCommand(config: Config, options: ShowOptions): Promise<number> {
  const { language } = config
  const show = (directory: CouncilDirectory, now: Instant) => {
    const message = showCouncil(directory, now, language)
    print(options.json ? json(directory.council, 2) : plainMessage(message))
    return 0
  }
  if (options.shipped || options.file !== undefined) {
    const { file } = options
    const read = file === undefined ? shippedCouncil() : readCouncilFile(textOfFile(file))
    if ('faults' in read) return printFaults(read, language, options.json)
    return show(createDirectory(read.council, 1), Date.now())
  }
  return withStore(config, options, ({ desk }) =>
    desk.read(async (stores, now) => show(await stores.council.directory(), now)),
  )
}

/**
 * Prints what will change, then puts the file into force.
 * @returns 0 once it is in force (also when it was before), 2 for a file with faults, with which everything stays.
 */
export async function applyCommand(
  config: Config,
  file: string,
  options: JsonOption & StoreChoice & { readonly by: string },
): Promise<number> {
  const { language } = config
  const t = councilCommandTexts[language]
  const text = textOfFile(file)
  const alone = readCouncilFile(text)
  // a database is not started, and not made, for a file that cannot come into force
  if ('faults' in alone) return notApplied(alone, config, options.json)
  return withStore(config, options, async ({ store }) => {
    const before = await councilHistory(store.prisma)
    const read = readCouncilFile(text, { before })
    if ('faults' in read) return notApplied(read, config, options.json)
    const { council } = read
    const differences = changes(before.at(-1), council).map(({ words }) => words[language])
    if (!options.json) {
      printWarnings(said(read.warnings, language), language)
      for (const difference of differences) print(difference)
    }
    const { version, applied } = await applyCouncil(store.prisma, { text, council, by: options.by })
    if (options.json) print(json({ version, applied, changes: differences }))
    else print(applied ? t.applied(version) : t.unchanged(version))
    return 0
  })
}

function notApplied(faults: Faults, { language }: Config, asJson: boolean): number {
  if (!asJson) print(councilCommandTexts[language].notApplied)
  return printFaults(faults, language, asJson)
}
