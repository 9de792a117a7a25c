// What stood in Slack while votes came in: which vote each edit shows, and how long it lagged behind the votes in the table; leaves the edits to the delivery.
import type { Slack } from '../wire/slack/index.ts'
import type { StoredBallot } from './slack-app.ts'
import type { Ballot } from './slack-clicks.ts'

/** An edit with the instant (wall clock, ms) and the number of the newest vote that it shows; of the card -1 where that cannot be told. */
type Edit = { readonly at: number; readonly shows: number }

/** How one message, or several of a kind, followed the votes. Times in ms. */
export type Lag = {
  readonly messages: number
  readonly edits: number
  /** How old the oldest vote was that was not shown, at the worst moment. */
  readonly longest: number
  /** From the last vote until everything was shown. */
  readonly last: number
}

const SIGNS: Readonly<Record<string, string>> = { '✓': 'consent', '✗': 'reject', '–': 'abstain' }

/** The card in the council's channel. `names`: the parties as the card calls them. */
export function lagOfCard(
  slack: Slack,
  channel: string,
  votes: readonly StoredBallot[],
  names: ReadonlyMap<string, string>,
): Lag {
  const since = votes[0]?.at ?? 0
  const ts = slack.messages(channel).findLast(({ text }) => /^[○✓✗–] [^:]*\(\d+\):/m.test(text))?.ts
  const edits = editsOf(slack, { channel, ts }, since).map(({ at, text }) => ({
    at,
    shows: newestShown(boardOf(text, names), votes),
  }))
  return { messages: 1, ...lagOf(edits, votes) }
}

/** The ballots in the voters' conversations; each follows the votes of its own party. */
export function lagOfBallots(
  slack: Slack,
  ballots: readonly Ballot[],
  votes: readonly StoredBallot[],
): Lag {
  const since = votes[0]?.at ?? 0
  const lags = ballots.map(({ voter, buttons }) => {
    const own = votes.filter(({ party }) => party === voter.party)
    const edits = editsOf(slack, buttons[0], since).flatMap(({ at, text }) => {
      const [, revision] = /, (\d+)\. Fassung\./.exec(text) ?? []
      return revision === undefined
        ? []
        : [{ at, shows: own.findIndex((one) => one.revision === Number(revision)) }]
    })
    return lagOf(edits, own)
  })
  const most = (of: 'longest' | 'last') => Math.max(...lags.map((lag) => lag[of]))
  return {
    messages: ballots.length,
    edits: lags.reduce((sum, { edits }) => sum + edits, 0),
    longest: most('longest'),
    last: most('last'),
  }
}

type Place = { readonly channel: string; readonly ts: string | undefined }

function editsOf(slack: Slack, place: Place | undefined, since: number) {
  return slack.calls.flatMap(({ method, args, at }) => {
    const wall = performance.timeOrigin + at
    const isHere = args['channel'] === place?.channel && args['ts'] === place?.ts
    const isEdit = method === 'chat.update' && isHere && wall >= since
    return isEdit ? [{ at: wall, text: String(args['text']) }] : []
  })
}

/** How the card says each party has voted. */
function boardOf(text: string, names: ReadonlyMap<string, string>): Map<string, string> {
  const board = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, sign = '', cells = ''] = /^([✓✗–]) [^:]*\(\d+\): (.*)$/.exec(line) ?? []
    for (const cell of cells.split(' · ')) {
      const party = names.get(cell.replace(/ [\d,.]+ %$/, ''))
      if (party !== undefined) board.set(party, SIGNS[sign] ?? '')
    }
  }
  return board
}

/** The number of the vote after which the board stood so; the newest one if it stood so more than once. */
function newestShown(board: ReadonlyMap<string, string>, votes: readonly StoredBallot[]): number {
  const right = new Set<string>()
  const seen = new Set<string>()
  let newest = -1
  for (const [n, { party, choice }] of votes.entries()) {
    seen.add(party)
    if (board.get(party) === choice) right.add(party)
    else right.delete(party)
    if (right.size === board.size && seen.size === board.size) newest = n
  }
  return newest
}

function lagOf(edits: readonly Edit[], votes: readonly StoredBallot[]): Omit<Lag, 'messages'> {
  let longest = 0
  let shown = -1
  for (const { at, shows } of edits) {
    const waiting = votes[shown + 1]
    if (waiting && at > waiting.at) longest = Math.max(longest, at - waiting.at)
    shown = Math.max(shown, shows)
  }
  const end = votes.at(-1)?.at ?? 0
  const isComplete = shown === votes.length - 1
  const last = isComplete ? Math.max(0, (edits.at(-1)?.at ?? end) - end) : Number.POSITIVE_INFINITY
  return { edits: edits.length, longest, last }
}
