// The digest in the secretariat's place: rounds, circulations and results of a body that wait for somebody, and what is put off; nothing where nothing is open, and never at night.
import { type Dossier, titleOf, visibleTo } from '../circulations/index.ts'
import { type Block, heading, list, type Message, message, note } from '../message.ts'
import type { Wanted } from '../posts.ts'
import { awayUntil, isLoud, type Picture } from '../reminders/index.ts'
import { isMissing, namesOf, type RoundDossier, roundTitle, statesOf } from '../reports/index.ts'
import { formatDay, formatDeadline, formatShortDay, localDateOf } from '../time.ts'
import type { BodyId, Language } from '../values.ts'
import { type MadeDigest, seatOf } from './digest.ts'
import { digestTexts } from './digest-texts.ts'
import { shortened } from './waiting.ts'

/** What a digest is made from: what is open now, in all bodies. */
export type Openness = {
  readonly picture: Picture
  readonly dossiers: readonly Dossier[]
  readonly rounds: readonly RoundDossier[]
}

/** What one body wants posted. With this `n` all of its digests up to that one are posted. */
export type DigestPosts = {
  readonly body: BodyId
  readonly n: number
  readonly wanted: readonly Wanted[]
}

/**
 * A pure function of what was made, of what is open and of the instant. Of several of a body only the newest is posted; what
 * waits for the morning is not named at all.
 */
export function digestPosts(
  unposted: readonly MadeDigest[],
  open: Openness,
): readonly DigestPosts[] {
  const { directory, calendar, now } = open.picture
  const newest = new Map(unposted.map((one) => [one.body, one])).values()
  return [...newest].flatMap(({ body, day, n }) => {
    const seat = seatOf(directory, body, calendar)
    if (!seat) return [{ body, n, wanted: [] }]
    if (!isLoud(now, seat)) return []
    const wanted = directory.places(body, 'secretariat').flatMap((place) => {
      const said = digestMessage(body, open, place.language)
      if (!said) return []
      return place.connections.map((connection) => ({
        key: `digest:${body}:${day}:place:${place.id}:${connection}`,
        subject: `digest ${body}`,
        kind: 'notice' as const,
        connection,
        to: { kind: 'place' as const, place: place.id },
        language: place.language,
        message: said,
      }))
    })
    return [{ body, n, wanted }]
  })
}

/** Undefined where nothing is open. */
function digestMessage(body: BodyId, open: Openness, language: Language): Message | undefined {
  const t = digestTexts[language]
  const { directory, now } = open.picture
  const day = formatDay(localDateOf(now, directory.zone), language)
  const here = {
    ...open,
    dossiers: open.dossiers.filter(({ circulation }) => circulation.body === body),
    rounds: open.rounds.filter(({ round }) => round.body === body),
  }
  const parts: (readonly [string, readonly string[]])[] = [
    [t.overdue, overdueLines(here, language)],
    [t.toState, toStateLines(here, language)],
    [t.circulations, voteLines(here, language)],
    [t.rounds, roundLines(here, language)],
  ]
  if (parts.every(([, lines]) => lines.length === 0)) return undefined
  const shown = [...parts, [t.later, laterLines(body, here, language)] as const]
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => [name, shortened(lines, language)] as const)
  const title = t.title(directory.body(body).name[language], day)
  const blocks: Block[] = shown.flatMap(([name, lines]) => [heading(name, 2), list(lines)])
  const said = shown.map(([name, lines]) => `${name}: ${lines.join('; ')}.`)
  return message([`${title}.`, ...said].join(' '), [heading(title), ...blocks, note(t.hint)])
}

/** Which of a round are missing after its due instant; nobody before. */
function overdueIn(dossier: RoundDossier, { now }: Picture) {
  return now < dossier.round.due ? [] : statesOf(dossier).filter(isMissing)
}

/** How many have reported, and what the secretariat has to look at. */
function standingWords(dossier: RoundDossier, language: Language): string {
  const states = statesOf(dossier)
  const filed = states.filter((one) => !isMissing(one)).length
  const toReview = states.filter(({ standing }) => standing === 'filed').length
  const title = roundTitle(dossier.round)[language]
  return digestTexts[language].standing(title, filed, states.length, toReview)
}

/** Rounds of which somebody is overdue, with who and since when. */
function overdueLines({ rounds, picture }: Openness, language: Language): readonly string[] {
  return rounds.flatMap((dossier) => {
    const missing = overdueIn(dossier, picture)
    if (missing.length === 0) return []
    const due = formatDeadline(dossier.round.due, picture.directory.zone, language)
    const names = namesOf(missing, language)
    const standing = standingWords(dossier, language)
    return [digestTexts[language].overdueLine(standing, due, missing.length, names)]
  })
}

/** Every other round that is not closed. */
function roundLines({ rounds, picture }: Openness, language: Language): readonly string[] {
  return rounds
    .filter((dossier) => overdueIn(dossier, picture).length === 0)
    .map((dossier) => {
      const due = formatDeadline(dossier.round.due, picture.directory.zone, language)
      return digestTexts[language].roundLine(standingWords(dossier, language), due)
    })
}

/** Open votes, with how many are missing as far as anybody may know. */
function voteLines({ dossiers, picture }: Openness, language: Language): readonly string[] {
  const t = digestTexts[language]
  return dossiers.flatMap((dossier) => {
    const { circulation } = dossier
    if (circulation.state !== 'open') return []
    const end = formatDeadline(circulation.deadline ?? 0, picture.directory.zone, language)
    const title = titleOf(circulation, language)
    const standing = visibleTo(dossier, 'council')
    const all = standing?.parties.length ?? 0
    if (standing?.voted === undefined) return [t.sealedLine(title, end)]
    return [t.voteLine(title, all - standing.voted, all, end)]
  })
}

/** Counted votes without a Feststellung. */
function toStateLines({ dossiers, picture }: Openness, language: Language): readonly string[] {
  return dossiers.flatMap(({ circulation }) => {
    if (circulation.state !== 'closed') return []
    const end = formatDeadline(circulation.deadline ?? 0, picture.directory.zone, language)
    return [digestTexts[language].toStateLine(titleOf(circulation, language), end)]
  })
}

/** Reminders that a party has put off to a later day, and who of the body is away today. */
function laterLines(body: BodyId, { picture }: Openness, language: Language): readonly string[] {
  const t = digestTexts[language]
  const { matters, snoozes, absences, directory, now } = picture
  const today = localDateOf(now, directory.zone)
  const paused = matters.flatMap((matter) => {
    if (matter.body !== body || matter.secret) return []
    const running = snoozes.filter(
      ({ matter: of, party, until }) =>
        of === matter.id && until > today && matter.missing.includes(party),
    )
    // the newest of a party is the longest
    const newest = [...new Map(running.map((one) => [one.party, one])).values()]
    return newest.map(({ party, until }) => {
      const name = directory.partyName(body, party)
      return t.pausedLine(name, matter.title[language], formatShortDay(until, language))
    })
  })
  const away = [...new Set(absences.map(({ person }) => person))].flatMap((person) => {
    const until = awayUntil(absences, person, today)
    if (until === undefined || directory.rolesIn(body, person, now).length === 0) return []
    return [t.awayLine(directory.nameOf(person), formatShortDay(until, language))]
  })
  return [...paused, ...away]
}
