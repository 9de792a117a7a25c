// Which posts the state of a round wants: the secretariat's card, a private offer of the form for each who is asked, notices of reviews and of the end; leaves lists and figures to list-views.ts.
import type { CouncilDirectory } from '../council/index.ts'
import { type Action, facts, heading, type Message, message, note, paragraph } from '../message.ts'
import type { Account, Exporter } from '../ports.ts'
import type { Wanted } from '../posts.ts'
import { formatDay, formatReceiptInstant } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'
import { namesOf, roundCard, showAction, statesOf, whenLine } from './card.ts'
import { figureTexts } from './figure-texts.ts'
import { figureBlocks } from './figure-views.ts'
import {
  isMissing,
  markOf,
  type PartyState,
  receiptOf,
  type StandingMarks,
  stateOf,
} from './filing.ts'
import { askedFor, mayReport } from './finding.ts'
import { handedInTexts } from './handed-in-texts.ts'
import { picturesOf } from './handed-out.ts'
import { figuresOf } from './interim.ts'
import { nameIn, type Round, type RoundDossier } from './round.ts'
import { titleOf } from './title.ts'
import { reportViewTexts } from './view-texts.ts'

/** What posts are made from. */
export type ReportContext = {
  readonly directory: CouncilDirectory
  readonly now: Instant
  /** The round of the same obligation before this one; asked for once it is closed. */
  readonly before: RoundDossier | undefined
  readonly exporter: Pick<Exporter, 'picture'>
  /** What all private offers show already, by the same council file and on the same day: nobody else's is drawn anew. */
  readonly offered?: StandingMarks | undefined
}

type Say = (language: Language) => Message
type Post = {
  readonly kind: 'card' | 'ballot' | 'notice' | 'file'
  readonly name: string
  readonly say: Say
  readonly make?: (language: Language) => Wanted['file']
}

/** All posts that a round wants now. A pure function of state and instant. */
export function roundPosts(dossier: RoundDossier, context: ReportContext): readonly Wanted[] {
  const say: Say = (language) => roundCard(dossier, context.directory, language)
  return [
    ...inPlaces(dossier, context, 'secretariat', { kind: 'card', name: 'round', say }),
    ...offers(dossier, context),
    ...reviewNotices(dossier, context),
    ...closingNotices(dossier, context),
  ]
}

function inPlaces(
  { round }: RoundDossier,
  { directory }: ReportContext,
  purpose: 'council' | 'secretariat',
  { kind, name, say, make }: Post,
): readonly Wanted[] {
  return directory.places(round.body, purpose).flatMap(({ id, language, connections }) =>
    connections.map((connection) => ({
      key: `${round.id}:${name}:place:${id}:${connection}`,
      subject: round.id,
      kind,
      connection,
      to: { kind: 'place', place: id } as const,
      language,
      message: say(language),
      file: make?.(language),
    })),
  )
}

function toPerson(
  { round }: RoundDossier,
  person: { readonly accounts: readonly Account[]; readonly language: Language },
  { kind, name, say }: Post,
): readonly Wanted[] {
  return person.accounts.map((account) => ({
    key: `${round.id}:${name}:person:${account.id}:${account.connection}`,
    subject: round.id,
    kind,
    connection: account.connection,
    to: { kind: 'person', account } as const,
    language: person.language,
    get message() {
      return say(person.language)
    },
  }))
}

/** The way to the form, as the offer and every reminder carry it; nothing when the round is closed. */
export function reportActions(
  dossier: RoundDossier,
  party: PartyCode,
  language: Language,
): readonly Action[] {
  const { round } = dossier
  if (round.closed) return []
  const t = reportViewTexts[language]
  const { filing } = stateOf(party, dossier)
  const name = nameIn(round, party)
  return [
    {
      verb: 'report',
      args: { round: round.id, party },
      label: filing ? t.reportAgain : t.report,
      spoken: t.reportSpoken(name),
      typed: t.reportTyped(round.number, party),
      weight: filing ? 'plain' : 'primary',
      asForm: true,
    },
  ]
}

/** The private offer of the form: to whoever is asked now, and to whoever filed and is not asked any more. */
function offers(dossier: RoundDossier, context: ReportContext): readonly Wanted[] {
  const { round, filings } = dossier
  const { directory, now } = context
  const filed = Map.groupBy(filings, ({ document }) => document.party)
  const said = { de: commonOf(dossier, context, 'de'), en: commonOf(dossier, context, 'en') }
  const stands = round.closed ? undefined : context.offered
  return round.frozen.parties.flatMap(({ code: party, name }) => {
    if (stands?.get(party) === markOf(party, dossier)) return []
    const asked = askedFor(round, party, directory, now)
    const filers = new Set(filed.get(party)?.map(({ person }) => person))
    const others = [...filers]
      .filter((person) => !asked.some((one) => one.person === person))
      .flatMap((person) => directory.reach(person) ?? [])
    return [...asked, ...others].flatMap((person) => {
      const may = mayReport(round, party, person.person, context)
      const say: Say = (language) =>
        offerMessage(dossier, { party, name, may }, said[language], language)
      return toPerson(dossier, person, { kind: 'ballot', name: `offer:${party}`, say })
    })
  })
}

/** What all offers of a round say alike, written once for thousands of them. */
type Common = {
  readonly title: string
  readonly when: string
  readonly asOf: string
  readonly zone: string
}

function commonOf(dossier: RoundDossier, { directory }: ReportContext, language: Language): Common {
  const { zone } = directory
  return {
    title: titleOf(dossier.round)[language],
    when: whenLine(dossier, zone, language),
    asOf: formatDay(dossier.round.asOf, language),
    zone,
  }
}

type Offered = { readonly party: PartyCode; readonly name: string; readonly may: boolean }

function offerMessage(
  dossier: RoundDossier,
  { party, name, may }: Offered,
  { title, when, asOf, zone }: Common,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const { round } = dossier
  const state = stateOf(party, dossier)
  const standing = may ? offerLine(state, round, zone, language) : t.noLonger
  const asTable = handedInTexts[language].asTable(round.number, party)
  const lines = [
    standing,
    ...(round.closed ? [t.offerEnded] : may && isMissing(state) ? [asTable] : []),
  ]
  const blocks = [
    heading(t.offerTitle(name), 2),
    paragraph(title),
    paragraph(round.closed ? { text: when } : { text: when, instant: round.due }),
    facts([[t.asOf, asOf]]),
    ...lines.map((line) => note(line)),
  ]
  const actions = may ? reportActions(dossier, party, language) : []
  const summary = [`${t.offerTitle(name)}.`, `${title}.`, `${when}.`, ...lines].join(' ')
  return message(summary, blocks, { actions })
}

function offerLine(
  { standing, filing, review }: PartyState,
  { number, closed }: Round,
  zone: string,
  language: Language,
): string {
  const t = reportViewTexts[language]
  if (!filing) return closed ? t.offerNotReported : `${t.offerMissing} ${t.silence}`
  const receipt = receiptOf(number, filing.document)
  if (standing === 'accepted') return t.offerAccepted(receipt)
  if (standing === 'returned') {
    const reason = review?.reason ?? ''
    return closed ? t.offerNotMended(reason) : t.offerReturned(reason)
  }
  return t.offerFiled(receipt, formatReceiptInstant(filing.at, zone, language))
}

/** An edit notifies nobody: what the secretariat said of a report is also said anew, to whoever is asked and filed. */
function reviewNotices(dossier: RoundDossier, context: ReportContext): readonly Wanted[] {
  const { round, filings, reviews } = dossier
  const { directory, now } = context
  const versionOf = (party: PartyCode, version: number) => `${party}:${version}`
  const filers = new Map(
    filings.map(({ document, person }) => [versionOf(document.party, document.version), person]),
  )
  return reviews.flatMap(({ party, version, step, outcome, reason }) => {
    const name = nameIn(round, party)
    const filer = filers.get(versionOf(party, version))
    const reached = filer === undefined ? undefined : directory.reach(filer)
    const asked = askedFor(round, party, directory, now)
    const people = [
      ...asked,
      ...(reached && !asked.some(({ person }) => person === filer) ? [reached] : []),
    ]
    const say: Say = (language) => {
      const t = reportViewTexts[language]
      const title = titleOf(round)[language]
      const words =
        outcome === 'accepted'
          ? t.noticeAccepted(name, title, version)
          : t.noticeReturned(name, title, version, reason ?? '')
      const actions = outcome === 'returned' ? reportActions(dossier, party, language) : []
      return message(words, [paragraph(words)], { actions })
    }
    const post = { kind: 'notice', name: `review:${party}:${version}:${step}`, say } as const
    return people.flatMap((person) => toPerson(dossier, person, post))
  })
}

/** At the end the council has words and tables, and after them the pictures that show the same. */
function closingNotices(dossier: RoundDossier, context: ReportContext): readonly Wanted[] {
  const { round } = dossier
  if (!round.closed) return []
  const figures = figuresOf(dossier, context.before, context.directory)
  const title = titleOf(round)
  const states = statesOf(dossier)
  const missing = states.filter(isMissing)
  const say: Say = (language) => {
    const words = reportViewTexts[language].noticeClosed(
      title[language],
      states.length - missing.length,
      states.length,
      namesOf(missing, language),
    )
    return message(words, [paragraph(words), ...figureBlocks(figures, language)], {
      actions: [showAction(dossier, language)],
    })
  }
  const drawn = (language: Language) => picturesOf(figures, context.exporter, language)
  const pictures = drawn('de').map(({ kind }, n): Post => {
    const lacking: Say = (language) => {
      const words = figureTexts[language].notDrawn(drawn(language)[n]?.name ?? '', round.number)
      return message(words, [paragraph(words)])
    }
    const make = (language: Language) => drawn(language)[n]?.make
    return { kind: 'file', name: `round-${kind}`, say: lacking, make }
  })
  const notice = { kind: 'notice', name: 'round-closed', say } as const
  return [notice, ...pictures].flatMap((post) => inPlaces(dossier, context, 'council', post))
}
