// What a person sees of their own vote: the receipt right after the cast, and the ballot that keeps it; leaves the council's card to card.ts.
import {
  type Action,
  type Block,
  code,
  heading,
  type Message,
  message,
  note,
  paragraph,
} from '../../message.ts'
import { formatDeadline, formatReceiptInstant } from '../../time.ts'
import type { Language, PartyCode } from '../../values.ts'
import { endLine, instantOfEnd } from '../card.ts'
import type { CountingBallot, Dossier } from '../circulation.ts'
import { nameOf } from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import type { CastOutcome } from './cast.ts'
import { castingTexts } from './texts.ts'

/** The receipt number people compare: the first 12 hex digits of the ballot's hash, in fours. */
function proofOf(hash: string): string {
  return hash.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ')
}

/** What is said at once after a cast that was stored, or that changed nothing. */
export function receiptMessage(
  outcome: CastOutcome,
  party: string,
  zone: string,
  language: Language,
): Message {
  const t = castingTexts[language]
  const { counts } = outcome
  const sentences: string[] = []
  if (counts) {
    const choice = circulationTexts[language][counts.choice]
    const nowCounts = t.nowCounts(choice, counts.revision)
    const name = circulationTexts[language].titled(outcome.number ?? '', outcome.title)
    if (outcome.code === 'overtaken') sentences.push(t.overtaken(nowCounts))
    else if (outcome.code === 'older') sentences.push(t.older(nowCounts))
    else if (outcome.code === 'unchanged')
      sentences.push(t.unchanged(choice, party, counts.revision))
    else {
      const when = formatReceiptInstant(counts.at, zone, language)
      sentences.push(t.counted(choice, party, name, when, counts.revision))
    }
  }
  if (outcome.repeated) sentences.push(t.again)
  if (outcome.previous) sentences.push(t.before(circulationTexts[language][outcome.previous]))
  if (counts?.statement !== undefined) sentences.push(t.withStatement(counts.statement))
  if (outcome.statementDropped) sentences.push(t.statementDropped)
  if (outcome.deadline !== undefined && outcome.state === 'open') {
    sentences.push(t.changeUntil(formatDeadline(outcome.deadline, zone, language)))
  }
  const proof = counts ? `${t.proof} ${proofOf(counts.hash)}` : ''
  return message(`${sentences.join(' ')} ${proof}`.trim(), [
    ...sentences.map((sentence) => paragraph(sentence)),
    ...(counts ? [paragraph(`${t.proof} `, code(proofOf(counts.hash)))] : []),
  ])
}

const CHOICES = ['consent', 'reject', 'abstain'] as const

/**
 * The ballot of one person for one party: title, end, the three choices, and the receipt of the vote that counts.
 * @param mandated whether the person may still vote for the party; without, the ballot keeps its text and loses its choices.
 */
export function ballotMessage(
  dossier: Dossier,
  party: { readonly code: PartyCode; readonly name: string },
  mandated: boolean,
  zone: string,
  language: Language,
): Message {
  const t = castingTexts[language]
  const { circulation, frozen, ballots } = dossier
  const { state } = circulation
  // before the vote has ended, somebody without a mandate any more learns nothing of what the party does
  const known = mandated || circulation.closedAt !== undefined
  const own = known ? ballots.find((one) => one.party === party.code) : undefined
  const title = circulationTexts[language].titled(circulation.number ?? '', circulation.title)
  const votable = state === 'open' && mandated
  const choices = CHOICES.filter(
    (choice) => choice !== 'abstain' || frozen?.profile.abstention.allowed !== false,
  )
  const standing = known ? standingText(dossier, own, zone, language) : []
  const ended = state === 'open' ? (mandated ? '' : t.noLonger) : t.ballotEnded
  const end = endLine(dossier, zone, language)
  const blocks: Block[] = [
    heading(t.ballotTitle(party.name), 2),
    paragraph(title),
    ...(end === '' ? [] : [paragraph({ text: end, ...instantOfEnd(dossier) })]),
    ...standing.map((sentence) => note(sentence)),
    ...(own ? [paragraph(`${t.proof} `, code(proofOf(own.hash)))] : []),
    ...(ended === '' ? [] : [note(ended, 'strong')]),
  ]
  const actions = votable ? ballotActions(dossier, party, own, choices, language) : []
  const summary = [`${t.ballotTitle(party.name)}. ${title}.`, ...standing, ended].join(' ').trim()
  return message(summary, blocks, { actions })
}

function standingText(
  dossier: Dossier,
  own: CountingBallot | undefined,
  zone: string,
  language: Language,
): string[] {
  const t = castingTexts[language]
  const { circulation, frozen } = dossier
  if (!own) {
    if (circulation.state !== 'open') return [t.castSilent]
    return [frozen?.profile.silence === 'abstain' ? t.notYet : t.notYetPlain]
  }
  const said = [
    t.receipt(
      circulationTexts[language][own.choice],
      formatReceiptInstant(own.at, zone, language),
      own.revision,
    ),
  ]
  if (own.statement !== undefined) said.push(t.withStatement(own.statement))
  if (circulation.state === 'open' && circulation.deadline !== undefined) {
    said.push(t.changeUntil(formatDeadline(circulation.deadline, zone, language)))
  }
  return said
}

function ballotActions(
  { circulation }: Dossier,
  party: { readonly code: PartyCode; readonly name: string },
  own: CountingBallot | undefined,
  choices: readonly (typeof CHOICES)[number][],
  language: Language,
): Action[] {
  const t = castingTexts[language]
  const args = { circulation: circulation.id, version: `${circulation.version}`, party: party.code }
  const name = nameOf(circulation)
  const label = { consent: t.consentLabel, reject: t.rejectLabel, abstain: t.abstainLabel }
  const spoken = { consent: t.consentFor, reject: t.rejectFor, abstain: t.abstainFor }
  return [
    ...choices.map(
      (choice): Action => ({
        verb: 'vote',
        args: { ...args, choice },
        label: label[choice],
        spoken: spoken[choice](party.name),
        typed: t.voteTyped(name, party.code, label[choice]),
        weight: 'plain',
        pressed: own?.choice === choice,
      }),
    ),
    {
      verb: 'vote',
      args,
      label: t.withStatementAction,
      spoken: t.withStatementFor(party.name),
      typed: t.askTyped(name, party.code),
      weight: 'plain',
    },
  ]
}
