// The council file as data: bodies, parties, persons, mandates, keys, profiles, places; leaves cross checks to check.ts and YAML to src/files.
import { z } from 'zod'
import { profileSchema } from '../rules/index.ts'
import type { Bilingual } from '../texts.ts'
import { isZone } from '../time.ts'
import { digest } from './digest.ts'
import {
  bothNames,
  code,
  date,
  externalId,
  id,
  language,
  MOST_PARTIES,
  name,
  textThat,
} from './fields.ts'
import { obligation, questionnaire, service, session } from './reporting.ts'

/** Where something is wrong in the file, and what would be right. */
export type Fault = {
  readonly path: readonly (string | number)[]
  readonly words: Bilingual
}

/** A member and a deputy for each party. */
const MOST_PEOPLE = 2 * MOST_PARTIES

/** `devices`: whether only devices count that their owner has signed, or any. */
const connection = z.strictObject({
  id,
  network: id,
  team: externalId.optional(),
  server: externalId.optional(),
  devices: z.enum(['signed', 'any']).optional(),
})

/** Where a place is on a network: under the place's own id there, or in the channel that is named. */
const presence = z.union([id, z.strictObject({ connection: id, id: externalId })])
export type Presence = z.infer<typeof presence>

const place = z.strictObject({
  id,
  name,
  purpose: textThat(
    (text) => /^(council|secretariat|party:[A-Z0-9][A-Z0-9-]{0,31})$/.test(text),
    (texts) => texts.wrongPurpose,
  ),
  body: id,
  language,
  on: z.array(presence).max(20),
})

const person = z.strictObject({
  id,
  name,
  language,
  office: bothNames.optional(),
  accounts: z.array(z.strictObject({ connection: id, id: externalId })).max(20),
})
export type Person = z.infer<typeof person>

/** `place` is the calendar of its seat, e.g. `HE`. */
const party = z.strictObject({ code, name, group: code, place: code })

/** `from` and `until` are days and both count, as people write them. */
const term = { person: id, from: date, until: date.optional() }
const holder = z.strictObject(term)
export type Holder = z.infer<typeof holder>

const mandate = z.strictObject({ party: code, role: z.enum(['member', 'deputy']), ...term })
export type Mandate = z.infer<typeof mandate>

/** Shares in percent as text, because a number in YAML is read inexactly. A key is a dated table, never a constant. */
const key = z.strictObject({
  id,
  year: z.int().min(1900).max(2999),
  validFrom: date,
  validTo: date.optional(),
  source: name,
  note: name.optional(),
  shares: z.record(
    z.string(),
    textThat(
      () => true,
      (texts) => texts.shareNotText,
    ),
  ),
})

const pattern = z.strictObject({
  from: date,
  pattern: textThat(
    (text) =>
      /^[A-Za-z0-9 ./-]*$/.test(text.replace(/\{nn?\}/, '').replace('{year}', '')) &&
      /\{nn?\}/.test(text) &&
      text.includes('{year}'),
    (texts) => texts.wrongPattern,
  ),
})

const series = z.strictObject({
  patterns: z.array(pattern).min(1).max(50),
  starts: z.record(z.string().regex(/^\d{4}$/), z.int().min(1).max(100_000)).default({}),
})
export type NumberSeries = z.infer<typeof series>

const holders = z.array(holder).max(200).default([])

/** Who heads the office of a party: the last whom a reminder reaches before the secretariat's list. */
const officeHead = z.strictObject({ party: code, ...term })

const body = z.strictObject({
  id,
  name: bothNames,
  /** The calendar of the body's office, e.g. `HE` for Frankfurt am Main. */
  seat: code,
  parties: z.array(party).min(1).max(MOST_PARTIES),
  layout: z.array(z.array(z.string()).max(20)).max(40).optional(),
  mandates: z.array(mandate).max(MOST_PEOPLE),
  roles: z.strictObject({ chair: holders, deputyChair: holders, secretariat: holders }),
  advisers: holders,
  keys: z.array(key).max(200).default([]),
  votingKey: id.optional(),
  profiles: z.array(profileSchema).min(1).max(100),
  defaultProfile: id,
  numbers: z.strictObject({ circulation: series, decision: series }),
  oneSeatPerPerson: z.boolean().default(false),
  officeHeads: z.array(officeHead).max(MOST_PARTIES).default([]),
  sessions: z.array(session).max(500).default([]),
  questionnaires: z.array(questionnaire).max(100).default([]),
  obligations: z.array(obligation).max(200).default([]),
  /** When the secretariat's place is told what is open; without it, never. */
  digest: digest.optional(),
})
export type Body = z.infer<typeof body>

/** One installation: everything that is said of a council outside of its circulations. Secrets never stand in it. */
export const councilSchema = z.strictObject({
  format: z.literal(1),
  zone: textThat(isZone, (texts) => texts.wrongZone),
  connections: z.array(connection).min(1).max(50),
  places: z.array(place).max(500),
  persons: z.array(person).min(1).max(MOST_PEOPLE),
  bodies: z.array(body).min(1).max(50),
  /** The catalogue of services that questionnaires ask about; a file without one takes the shipped catalogue. */
  services: z.array(service).max(1000).default([]),
})
export type Council = z.infer<typeof councilSchema>
