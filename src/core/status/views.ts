// What is open, for me and in all, as a message and as data; leaves what may be known of a vote to the circulations' visibleTo.
import {
  type Circulation,
  type CirculationStores,
  circulationTexts,
  type Dossier,
  nameOf,
  titleOf,
  visibleTo,
} from '../circulations/index.ts'
import { mayUse } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import { type Block, heading, list, type Message, message, note, paragraph } from '../message.ts'
import type { Identity } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { ReportStores } from '../reports/index.ts'
import { answerOf, type TallyAnswer } from '../rules/index.ts'
import { formatDeadline, isoInstant } from '../time.ts'
import type { Instant, Language } from '../values.ts'
import { statusTexts } from './texts.ts'
import { type OpenRound, shortened, waitingFor, waitingWords } from './waiting.ts'

/** The stores that are asked, bound to one unit of work. */
export type StatusStores = CirculationStores & ReportStores

/** What somebody may have to act on; one that cannot be read hides no other. */
export type Current = {
  readonly dossiers: readonly Dossier[]
  /** Reporting rounds that are not closed. */
  readonly rounds: readonly OpenRound[]
  readonly unreadable: readonly Unreadable[]
}
type Unreadable = { readonly circulation: Circulation; readonly refusal: Refusal }

export async function currentOnes({ circulations, reports }: StatusStores): Promise<Current> {
  const dossiers: Dossier[] = []
  const unreadable: Unreadable[] = []
  for (const circulation of await circulations.inState('open', 'closed', 'draft')) {
    try {
      dossiers.push(await circulations.dossier(circulation.id))
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      unreadable.push({ circulation, refusal: fault })
    }
  }
  const rounds: OpenRound[] = []
  for (const { id } of await reports.rounds('open')) {
    rounds.push({ ...(await reports.round(id)), drafted: new Set(await reports.drafted(id)) })
  }
  return { dossiers, rounds, unreadable }
}

/** What is open in all, and what waits for the person who asks. */
export function overview(
  current: Current,
  me: Identity,
  directory: CouncilDirectory,
  now: Instant,
  language: Language,
): Message {
  const t = statusTexts[language]
  const { zone } = directory
  const { dossiers, unreadable } = current
  const open = dossiers.filter(({ circulation }) => circulation.state === 'open')
  const drafts = dossiers.filter(
    ({ circulation: { state, body } }) =>
      state === 'draft' &&
      mayUse('office', { ...me, roles: directory.rolesIn(body, me.person, now) }),
  )
  const all = waitingFor(current, me, directory, now)
  const waiting = shortened(
    all.map((one) => waitingWords(one, zone, language)),
    language,
  )
  const openLines = open.map((dossier) => openLine(dossier, zone, language))
  const blocks: Block[] = [heading(t.title)]
  blocks.push(heading(t.waiting, 2))
  blocks.push(waiting.length > 0 ? list(waiting) : paragraph(t.nothingWaits))
  blocks.push(heading(t.openNow, 2))
  blocks.push(openLines.length > 0 ? list(openLines) : paragraph(t.nothingOpen))
  if (drafts.length > 0) {
    blocks.push(heading(t.drafts, 2))
    blocks.push(list(drafts.map(({ circulation }) => titleOf(circulation, language))))
  }
  const broken = brokenWords(unreadable, language)
  blocks.push(...broken.map((words) => note(words, 'strong')))
  const said = [
    ...(waiting.length > 0 ? [`${t.waiting}: ${waiting.join('; ')}.`] : [t.nothingWaits]),
    ...(openLines.length > 0 ? [`${t.openNow}: ${openLines.join('; ')}.`] : [t.nothingOpen]),
    ...broken,
  ]
  return message(said.join(' '), blocks)
}

/** What cannot be read, with why. */
export function brokenWords(unreadable: Current['unreadable'], language: Language): string[] {
  return unreadable.map(
    ({ circulation, refusal }) => `${titleOf(circulation, language)}: ${refusal.words[language]}`,
  )
}

function openLine(dossier: Dossier, zone: string, language: Language): string {
  const t = statusTexts[language]
  const standing = visibleTo(dossier, 'council')
  const voted = standing?.voted
  const end = formatDeadline(dossier.circulation.deadline ?? 0, zone, language)
  const count = voted === undefined ? '' : t.votedOf(voted, standing?.parties.length ?? 0)
  return t.openItem(titleOf(dossier.circulation, language), end, count)
}

/** The state of one circulation as data: the same tally object as the calculator gives. */
export type StatusAnswer = {
  readonly format: 1
  readonly number: string
  readonly title: string
  readonly state: string
  readonly deadline: string | undefined
  readonly parties: readonly { readonly party: string; readonly stands: string }[]
  readonly tally: TallyAnswer | undefined
  readonly stated: string | undefined
  readonly decision: string | undefined
}

/** What `status <number> --json` prints; only what this audience may know. */
export function statusAnswer(dossier: Dossier): StatusAnswer {
  const { circulation, stated, decision } = dossier
  const standing = visibleTo(dossier, 'council')
  return {
    format: 1,
    number: nameOf(circulation),
    title: circulation.title,
    state: circulation.state,
    deadline: circulation.deadline === undefined ? undefined : isoInstant(circulation.deadline),
    parties: (standing?.parties ?? []).map(({ code, stands }) => ({ party: code, stands })),
    tally: standing?.tally ? answerOf(standing.tally) : undefined,
    stated: stated?.outcome,
    decision: decision?.number,
  }
}

/** The word for a state, for lists. */
export function stateWord(
  { circulation }: Pick<Dossier, 'circulation'>,
  language: Language,
): string {
  return circulationTexts[language][circulation.state]
}

/** What is open or waits for its Feststellung, one line each, for somebody who is no person of the council. */
export function titles(dossiers: readonly Dossier[], zone: string, language: Language): string {
  if (dossiers.length === 0) return statusTexts[language].nothingOpen
  return dossiers
    .map((dossier) => `${openLine(dossier, zone, language)} (${stateWord(dossier, language)})`)
    .join('\n')
}
