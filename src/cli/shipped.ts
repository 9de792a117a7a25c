// The shipped council and calendars, for calculators that need no database; a faulty shipped file is a defect.
import { readFileSync } from 'node:fs'
import { type Council, type CouncilDirectory, createDirectory } from '../core/council/index.ts'
import { type Library, parseKey } from '../core/rules/index.ts'
import type { Instant } from '../core/values.ts'
import { readCouncilFile } from '../files/council-file.ts'

const file = new URL('../councils/it-planungsrat.yaml', import.meta.url)

/** The shipped council file, as text and as data. */
export function shippedCouncil(): { readonly text: string; readonly council: Council } {
  const text = readFileSync(file, 'utf8')
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the shipped council file has faults')
  return { text, council: read.council }
}

export function shippedDirectory(): CouncilDirectory {
  return createDirectory(shippedCouncil().council, 1)
}

/** What `umlauf tally` may name: the shipped profiles, keys and electorate. */
export function shippedLibrary(at: Instant): Library {
  const directory = shippedDirectory()
  const [body] = directory.bodies
  if (!body) throw new Error('the shipped council has no body')
  return {
    profiles: new Map(body.profiles.map((profile) => [profile.id, profile])),
    keys: new Map(body.keys.map(({ id, shares }) => [id, { id, shares: parseKey(shares) }])),
    electorate: directory.electorate(body.id, at),
  }
}
