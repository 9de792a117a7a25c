// What people review as files: compares what was drawn with its file, takes out what has chance in it, and names the files that nothing was compared with; leaves what is drawn to the tests beside the files.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

export type Golden = {
  /** Compares with the file of this name; UPDATE_GOLDEN=1 writes it anew. */
  hold(name: string, drawn: string): void
  /** The text of every file of the folder by its name, as it is kept. */
  kept(): Readonly<Record<string, string>>
  /** Files that nothing was compared with since the folder was opened. */
  leftOver(): readonly string[]
}

/** The files of one ending in a folder. */
export function goldenFolder(folder: URL, ending: string): Golden {
  const held = new Set<string>()
  const files = () =>
    existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ending)) : []
  const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')
  return {
    hold(name, drawn) {
      const file = `${name}${ending}`
      held.add(file)
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(folder, { recursive: true })
        writeFileSync(new URL(file, folder), drawn)
      }
      expect(files(), `${file} is missing; UPDATE_GOLDEN=1 writes it`).toContain(file)
      expect(drawn).toBe(read(file))
    },
    kept: () => Object.fromEntries(files().map((file) => [file, read(file)])),
    leftOver: () => files().filter((file) => !held.has(file)),
  }
}

const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'id'],
  [/\b1[67]\d{11}\b/g, 'instant'],
  [/\b[A-Z0-9]{5}-[A-Z0-9]{5}\b/g, 'code'],
  [/\b[0-9a-f]{64}\b/g, 'sha256'],
  [/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, 'beleg'],
]

/** Ids, hashes and seconds have chance in them; what is reviewed is what stands around. */
export function withoutChance(
  text: string,
  named = (what: string, _found: string) => `‹${what}›`,
): string {
  return CHANCE.reduce(
    (rest, [pattern, what]) => rest.replace(pattern, (found) => named(what, found)),
    text,
  ).replace(/\b(\d\d:\d\d):\d\d\b/g, '$1:00')
}
