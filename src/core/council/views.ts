// Who is who by the council file at an instant, as a neutral message; leaves judging the file to check.ts.
import {
  type Block,
  heading,
  list,
  type Message,
  message,
  note,
  paragraph,
  plain,
} from '../message.ts'
import type { Identity } from '../ports.ts'
import type { Wanted } from '../posts.ts'
import { explainProfile } from '../rules/index.ts'
import { formatDay, formatShortDay, localDateOf } from '../time.ts'
import type { Instant, Language } from '../values.ts'
import type { Body } from './council.ts'
import { type CouncilDirectory, electorateOf, type Holding } from './directory.ts'
import { linkingTexts } from './linking-texts.ts'
import type { MadeLink } from './links.ts'
import { personalTexts } from './personal-texts.ts'
import { showTexts } from './texts.ts'

type Texts = (typeof showTexts)['de']

/** What is shown of a body, in words: one list for the blocks and for the plain summary. */
type Shown = {
  readonly name: string
  readonly offices: readonly string[]
  readonly seats: readonly {
    readonly party: string
    readonly member: string
    readonly deputy: string
  }[]
  readonly keys: readonly string[]
  readonly profiles: readonly string[]
}

/** Who votes for whom at this instant, who holds which office, and by which keys and profiles is counted. */
export function showCouncil(directory: CouncilDirectory, at: Instant, language: Language): Message {
  const texts = showTexts[language]
  const asOf = texts.asOf(directory.version, formatDay(localDateOf(at, directory.zone), language))
  const shown = directory.bodies.map((body) => show(directory, body, at, language))
  const summary = [asOf, ...shown.flatMap((one) => summaryLines(one, texts))].join('\n')
  return message(summary, [note(asOf), ...shown.flatMap((one) => blocks(one, texts))])
}

/**
 * Whoever's account was linked by somebody else is told on their other accounts, and the secretariat in its places: a link
 * gives a vote, so it is never made in silence.
 */
export function linkPosts(directory: CouncilDirectory): readonly Wanted[] {
  return directory.links
    .filter(({ by, person }) => by !== person)
    .flatMap((link) => [...toSecretariat(directory, link), ...toOtherAccounts(directory, link)])
}

function toSecretariat(directory: CouncilDirectory, link: MadeLink): readonly Wanted[] {
  const places = directory.bodies.flatMap(({ id }) => directory.places(id, 'secretariat'))
  return places.flatMap(({ id, language, connections }) =>
    connections.map((connection) => ({
      ...linkNotice(directory, link, `place:${id}:${connection}`, language),
      connection,
      to: { kind: 'place', place: id } as const,
    })),
  )
}

function toOtherAccounts(directory: CouncilDirectory, link: MadeLink): readonly Wanted[] {
  const { accounts = [], language = 'de' } = directory.reach(link.person) ?? {}
  return accounts
    .filter(
      ({ connection, id }) => connection !== link.account.connection || id !== link.account.id,
    )
    .map((account) => ({
      ...linkNotice(directory, link, `person:${account.id}:${account.connection}`, language),
      connection: account.connection,
      to: { kind: 'person', account } as const,
    }))
}

function linkNotice(
  directory: CouncilDirectory,
  { id, account, person, by }: MadeLink,
  target: string,
  language: Language,
) {
  const network = directory.council.connections.find(
    (one) => one.id === account.connection,
  )?.network
  const words = linkingTexts[language].linkedNotice(
    ...([`${account.connection}:${account.id}`, network ?? '', directory.nameOf(person)] as const),
    directory.nameOf(by),
  )
  const key = `link:${id}:${target}`
  return {
    key,
    subject: 'links',
    kind: 'notice' as const,
    language,
    message: message(words, [paragraph(words)]),
  }
}

/** Mandates and offices of a person in one line. */
export function partOf(directory: CouncilDirectory, me: Identity, language: Language): string {
  const t = personalTexts[language]
  const mandates = me.mandates.map(({ body, party, role }) =>
    t.mandate(directory.partyName(body, party), t[role]),
  )
  const offices = me.roles
    .filter((role) => role !== 'member' && role !== 'deputy')
    .map((role) => t[role])
  return [...mandates, ...offices].join('; ') || t.nothing
}

function show(directory: CouncilDirectory, body: Body, at: Instant, language: Language): Shown {
  const texts = showTexts[language]
  const electorate = electorateOf(body)
  return {
    name: body.name[language],
    offices: (['chair', 'deputyChair', 'secretariat'] as const).map(
      (role) => `${texts[role]}: ${named(directory.holders(body.id, role, at), texts)}`,
    ),
    seats: body.parties.map(({ code, name }) => {
      const voting = directory.representatives(body.id, code, at)
      const as = (role: string) => voting.filter((one) => one.role === role)
      return { party: name, member: named(as('member'), texts), deputy: named(as('deputy'), texts) }
    }),
    keys: body.keys.map((key) => keyLine(body, key, language)),
    profiles: body.profiles.map((profile) => {
      const usual = profile.id === body.defaultProfile ? texts.usual : ''
      const name = `${profile.name[language]} (${profile.id}${usual})`
      return `${name}: ${explainProfile(profile, electorate, language)}`
    }),
  }
}

/** A person without an account cannot be asked; the reader should see that before a vote does. */
function named(people: readonly Holding[], texts: Texts): string {
  const names = people.map(({ name, accounts }) =>
    accounts.length > 0 ? name : texts.unreachable(name),
  )
  return names.join(', ') || texts.nobody
}

function keyLine(body: Body, key: Body['keys'][number], language: Language): string {
  const texts = showTexts[language]
  const until = key.validTo === undefined ? undefined : formatShortDay(key.validTo, language)
  const counts = key.id === body.votingKey ? texts.counts : ''
  const term = texts.inForce(formatShortDay(key.validFrom, language), until)
  const remark = key.note === undefined ? '' : ` ${key.note}`
  return `${key.id}${counts}: ${term}. ${texts.source}: ${key.source}.${remark}`
}

function blocks({ name, offices, seats, keys, profiles }: Shown, texts: Texts): Block[] {
  return [
    heading(name),
    list(offices),
    {
      kind: 'table',
      caption: texts.mandates,
      columns: [texts.party, texts.member, texts.deputy].map((title) => ({
        title,
        align: 'start',
      })),
      rows: seats.map(({ party, member, deputy }) =>
        [party, member, deputy].map((text) => [plain(text)]),
      ),
    },
    ...(keys.length > 0 ? [heading(texts.keys, 2), list(keys)] : []),
    heading(texts.profiles, 2),
    list(profiles),
  ]
}

function summaryLines({ name, offices, seats, keys, profiles }: Shown, texts: Texts): string[] {
  return [
    name,
    ...offices,
    ...seats.map(({ party, member, deputy }) => texts.seat(party, member, deputy)),
    ...keys,
    ...profiles,
  ]
}
