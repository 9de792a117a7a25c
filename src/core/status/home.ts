// The page of one person: what waits for them with its buttons, what they voted, who they are; leaves where it is shown to the platforms.
import {
  ballotMessage,
  circulationTexts,
  type Dossier,
  nameOf,
  nextSteps,
  requestMessage,
  titleOf,
} from '../circulations/index.ts'
import { type CouncilDirectory, partOf } from '../council/index.ts'
import {
  type Action,
  type Block,
  facts,
  heading,
  list,
  type Message,
  message,
  note,
  paragraph,
} from '../message.ts'
import type { Identity } from '../ports.ts'
import type { Wanted } from '../posts.ts'
import { lookActions, reportActions } from '../reports/index.ts'
import { formatDeadline } from '../time.ts'
import type { ConnectionId, Instant, Language } from '../values.ts'
import { homeTexts } from './home-texts.ts'
import { brokenWords, type Current } from './views.ts'
import {
  MOST_LINES,
  ownParties,
  shortened,
  type Waiting,
  waitingFor,
  waitingWords,
} from './waiting.ts'

/** Of one round so many reports can be looked at from here; its card has more. */
const MOST_LOOKS = 5

type World = { readonly directory: CouncilDirectory; readonly now: Instant }

/** Everything a person may want to see first. */
export function homeMessage(
  current: Current,
  me: Identity,
  { directory, now }: World,
  language: Language,
): Message {
  const t = homeTexts[language]
  const { zone } = directory
  const { dossiers, unreadable } = current
  const waiting = waitingFor(current, me, directory, now)
  const lines = shortened(
    waiting.map((one) => waitingWords(one, zone, language)),
    language,
  )
  const voted = dossiers.flatMap((dossier) => votedLines(dossier, me, zone, language))
  const part = partOf(directory, me, language)
  const broken = brokenWords(unreadable, language)
  const blocks: Block[] = [
    heading(t.title),
    heading(t.waiting, 2),
    lines.length > 0 ? list(lines) : paragraph(t.nothingWaits),
    ...broken.map((words) => note(words, 'strong')),
    ...(voted.length > 0 ? [heading(t.voted, 2), list(voted)] : []),
    heading(t.you, 2),
    facts([
      [t.name, me.name],
      [t.part, part],
      [t.language, t[language]],
    ]),
  ]
  const said = [
    lines.length > 0 ? `${t.waiting}: ${lines.join('; ')}.` : t.nothingWaits,
    ...broken,
    ...(voted.length > 0 ? [`${t.voted}: ${voted.join('; ')}.`] : []),
    t.youAre(me.name, part),
  ]
  const own = waiting.slice(0, MOST_LINES).flatMap((one) => actionsOf(one, me, zone, language))
  const actions = [...own, languageAction(language), helpAction(language)]
  return message(said.join(' '), blocks, { actions })
}

/** For an account that the bot does not know: how to become known. */
export function strangerMessage(language: Language): Message {
  const t = homeTexts[language]
  const link: Action = {
    verb: 'link',
    args: {},
    label: t.link,
    spoken: t.linkSpoken,
    typed: t.linkTyped,
    weight: 'primary',
  }
  return message(
    `${t.stranger} ${t.howToLink}`,
    [heading(t.title), paragraph(t.stranger), paragraph(t.howToLink)],
    {
      actions: [link, helpAction(language)],
    },
  )
}

/**
 * The page of every person with an account on one of these connections. A pure function of state and instant; who sees a
 * page does not see more than by asking.
 */
export function homePosts(
  current: Pick<Current, 'dossiers' | 'rounds'>,
  { connections, ...world }: World & { readonly connections: ReadonlySet<ConnectionId> },
): readonly Wanted[] {
  return world.directory.persons().flatMap(({ accounts, language }) => {
    const shown = accounts.filter(({ connection }) => connections.has(connection))
    const [first] = shown
    const me = first && world.directory.identify(first, world.now)
    if (!me) return []
    const page = homeMessage({ ...current, unreadable: [] }, me, world, language)
    return shown.map((account) => ({
      key: `home:person:${account.id}:${account.connection}`,
      subject: 'home',
      kind: 'home' as const,
      connection: account.connection,
      to: { kind: 'person', account } as const,
      language,
      message: page,
    }))
  })
}

function votedLines(dossier: Dossier, me: Identity, zone: string, language: Language): string[] {
  const { circulation, ballots } = dossier
  if (circulation.state !== 'open') return []
  const end = formatDeadline(circulation.deadline ?? 0, zone, language)
  return ownParties(dossier, me).flatMap(({ code, name }) => {
    const own = ballots.find(({ party }) => party === code)
    if (!own) return []
    const choice = circulationTexts[language][own.choice]
    return [homeTexts[language].votedLine(titleOf(circulation, language), choice, name, end)]
  })
}

/** The buttons of the acts, each with what it is about: here they stand beside those of other circulations. */
function actionsOf(one: Waiting, me: Identity, zone: string, language: Language): Action[] {
  const t = homeTexts[language]
  const about = (of: string) => (action: Action) => ({
    ...action,
    label: t.about(of, action.label),
    spoken: t.about(of, action.spoken),
  })
  if (one.kind === 'report') {
    const { round, party, several } = one
    const of = several ? `${round.round.number} ${party.code}` : round.round.number
    return reportActions(round, party.code, language).map(about(of))
  }
  if (one.kind === 'review') {
    const { number } = one.round.round
    return lookActions(one.round, MOST_LOOKS, language).map(about(number))
  }
  const { dossier } = one
  const name = nameOf(dossier.circulation)
  if (one.kind === 'vote') {
    const of = ownParties(dossier, me).length > 1 ? `${name} ${one.party.code}` : name
    return ballotMessage(dossier, one.party, true, zone, language).actions.map(about(of))
  }
  if (one.kind === 'state') return requestMessage(dossier, zone, language).actions.map(about(name))
  const confirm = nextSteps(dossier.circulation, language).filter(({ verb }) => verb === 'confirm')
  const look: Action = {
    verb: 'preview',
    args: { circulation: dossier.circulation.id },
    label: t.look,
    spoken: t.look,
    typed: t.lookTyped(name),
    weight: 'plain',
  }
  return [look, ...confirm].map(about(name))
}

function languageAction(language: Language): Action {
  const t = homeTexts[language]
  return {
    verb: 'language',
    args: { language: language === 'de' ? 'en' : 'de' },
    label: t.otherLanguage,
    spoken: t.otherLanguageSpoken,
    typed: t.otherLanguageTyped,
    weight: 'plain',
  }
}

function helpAction(language: Language): Action {
  const t = homeTexts[language]
  return {
    verb: 'help',
    args: {},
    label: t.help,
    spoken: t.helpSpoken,
    typed: t.helpTyped,
    weight: 'plain',
  }
}
