// Which posts the state of a circulation wants: the card in each place, a ballot for each person and party, notices, and the chair's request; leaves bringing them about to the kernel.

import type { Calendar } from '../calendar/index.ts'
import type { CouncilDirectory } from '../council/index.ts'
import { type Message, message, paragraph } from '../message.ts'
import type { Account } from '../ports.ts'
import type { Wanted } from '../posts.ts'
import { formatDeadline } from '../time.ts'
import type { Instant, Language } from '../values.ts'
import { cancellingTexts } from './cancelling/texts.ts'
import { cardMessage, said, stateLines, titleOf, type ViewContext } from './card.ts'
import { ballotMessage } from './casting/views.ts'
import type { Dossier } from './circulation.ts'
import { closingTexts } from './closing/texts.ts'
import { draftingTexts } from './drafting/texts.ts'
import { previewMessage } from './drafting/views.ts'
import { extendingTexts } from './extending/texts.ts'
import { requestMessage } from './stating/views.ts'
import { circulationTexts } from './texts.ts'

/** What posts are made from. */
export type PostContext = {
  readonly directory: CouncilDirectory
  readonly calendar: Calendar
  readonly now: Instant
}

/** All posts that a circulation wants now. A pure function of state and instant. */
export function wantedPosts(dossier: Dossier, context: PostContext): readonly Wanted[] {
  if (dossier.circulation.number === undefined) return draftCards(dossier, context)
  return [
    ...draftCards(dossier, context),
    ...cards(dossier, context),
    ...ballots(dossier, context),
    ...notices(dossier, context),
    ...chairRequests(dossier, context),
  ]
}

type PlaceMessage = (language: Language) => Message

/** One post in each place of a purpose, on each of its connections. */
function inPlaces(
  { circulation }: Dossier,
  { directory }: PostContext,
  purpose: 'council' | 'secretariat',
  post: { readonly kind: 'card' | 'notice'; readonly name: string; readonly say: PlaceMessage },
): readonly Wanted[] {
  return directory.places(circulation.body, purpose).flatMap(({ id, language, connections }) =>
    connections.map((connection) => ({
      key: `${circulation.id}:${post.name}:place:${id}:${connection}`,
      subject: circulation.id,
      kind: post.kind,
      connection,
      to: { kind: 'place', place: id } as const,
      at: directory.channelOf(id, connection),
      language,
      message: post.say(language),
    })),
  )
}

/** One post to a person, on each of their accounts. */
function toPerson(
  { circulation }: Dossier,
  person: { readonly accounts: readonly Account[]; readonly language: Language },
  post: { readonly kind: 'card' | 'ballot'; readonly name: string; readonly say: PlaceMessage },
): readonly Wanted[] {
  return person.accounts.map((account) => ({
    key: `${circulation.id}:${post.name}:person:${account.id}:${account.connection}`,
    subject: circulation.id,
    kind: post.kind,
    connection: account.connection,
    to: { kind: 'person', account } as const,
    language: person.language,
    message: post.say(person.language),
  }))
}

function viewContext(dossier: Dossier, context: PostContext, language: Language): ViewContext {
  const { directory, calendar, now } = context
  const body = directory.body(dossier.circulation.body)
  return { zone: directory.zone, now, language, calendar, place: body.seat, layout: body.layout }
}

/** The draft stands in the secretariat's place with its next steps; once opened or discarded, only what became of it. */
function draftCards(dossier: Dossier, context: PostContext): readonly Wanted[] {
  const { circulation } = dossier
  const say = (language: Language): Message => {
    if (circulation.state === 'draft') {
      return previewMessage(circulation, context, circulation.editedAt, language)
    }
    const t = draftingTexts[language]
    const draft = `E-${circulation.draft}`
    const words =
      circulation.number === undefined ? t.discarded(draft) : t.opened(draft, circulation.number)
    return message(words, [paragraph(words)])
  }
  return inPlaces(dossier, context, 'secretariat', { kind: 'card', name: 'draft', say })
}

function cards(dossier: Dossier, context: PostContext): readonly Wanted[] {
  const say = (language: Language) => cardMessage(dossier, viewContext(dossier, context, language))
  return inPlaces(dossier, context, 'council', { kind: 'card', name: 'card', say })
}

/**
 * A ballot for every person who may cast now or could at opening. Who lost the mandate keeps the ballot without its
 * choices.
 */
function ballots(dossier: Dossier, { directory, now }: PostContext): readonly Wanted[] {
  const { circulation, frozen } = dossier
  if (!frozen) return []
  return frozen.electorate.electors.flatMap(({ code, name }) => {
    const current = directory.representatives(circulation.body, code, now)
    const former = frozen.document.mandates
      .filter(
        ({ party, person }) => party === code && !current.some((one) => one.person === person),
      )
      .flatMap(({ person }) => directory.reach(person) ?? [])
    const ballot = (mandated: boolean) => (language: Language) =>
      ballotMessage(dossier, { code, name }, mandated, directory.zone, language)
    const kind = { kind: 'ballot', name: `ballot:${code}` } as const
    return [
      ...current.flatMap((person) => toPerson(dossier, person, { ...kind, say: ballot(true) })),
      ...former.flatMap((person) => toPerson(dossier, person, { ...kind, say: ballot(false) })),
    ]
  })
}

function notices(dossier: Dossier, context: PostContext): readonly Wanted[] {
  const { circulation, deadlines, result, stated } = dossier
  const { zone } = context.directory
  const version = `v${circulation.version}`
  const notice = (name: string, say: (title: string, language: Language) => string) =>
    inPlaces(dossier, context, 'council', {
      kind: 'notice',
      name: `${version}:${name}`,
      say: (language) => {
        const words = say(titleOf(circulation, language), language)
        return message(words, [paragraph(words)])
      },
    })
  return [
    ...deadlines
      .slice(1)
      .flatMap(({ deadline, reason }, index) =>
        notice(`extended:${index + 1}`, (title, language) =>
          extendingTexts[language].notice(
            title,
            formatDeadline(deadline, zone, language),
            reason ?? '',
          ),
        ),
      ),
    ...(circulation.state === 'cancelled'
      ? notice('cancelled', (title, language) =>
          cancellingTexts[language].notice(title, circulation.endedReason ?? ''),
        )
      : []),
    ...(result
      ? notice('counted', (title, language) =>
          closingTexts[language].notice(title, circulationTexts[language][result.outcome]),
        )
      : []),
    ...(stated
      ? notice('stated', (title, language) =>
          said([title, ...stateLines(dossier, undefined, { zone, language })]),
        )
      : []),
  ]
}

/** After the count the chair and the deputy chair are asked for the Feststellung, privately. */
function chairRequests(dossier: Dossier, { directory, now }: PostContext): readonly Wanted[] {
  const { circulation, result } = dossier
  if (!result) return []
  const holders = [
    ...directory.holders(circulation.body, 'chair', now),
    ...directory.holders(circulation.body, 'deputyChair', now),
  ]
  return holders.flatMap((person) =>
    toPerson(dossier, person, {
      kind: 'card',
      name: `v${circulation.version}:state`,
      say: (language) => requestMessage(dossier, directory.zone, language),
    }),
  )
}
