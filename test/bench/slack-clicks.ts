// Clicks on real ballots of the loopback Slack, made before the clock runs: who presses what where, as an HTTP request or a frame; leaves sending them to slack-caller.ts and to the loopback Slack.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Click, Prepared } from '../wire/slack/flood.ts'
import type { Slack } from '../wire/slack/index.ts'
import type { Voter } from './council.ts'

/** A voter's ballot in their conversation with the bot: its buttons by choice. */
export type Ballot = {
  readonly voter: Voter
  readonly buttons: readonly Omit<Click, 'user'>[]
  /** Which button was pressed last. */
  last: number
}

const CHOICES = ['consent', 'reject', 'abstain'] as const
/** Posting to everybody takes a while at Slack's pace. */
const PATIENCE_MS = 60_000
const LOOK_MS = 100

/** Waits until every voter's ballot stands. */
export async function ballotsOf(slack: Slack, voters: readonly Voter[]): Promise<Ballot[]> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const ballots = voters.flatMap((voter) => {
      const buttons = buttonsOf(slack, voter)
      return buttons.length === CHOICES.length ? [{ voter, buttons, last: -1 }] : []
    })
    if (ballots.length === voters.length) return ballots
    if (performance.now() > end) throw new Error(`only ${ballots.length} ballots were posted`)
    await sleep(LOOK_MS)
  }
}

function buttonsOf(slack: Slack, { account, circulation, party }: Voter): Ballot['buttons'] {
  const channel = slack.imOf(account.id)
  const drawn = slack
    .messages(channel)
    .flatMap(({ ts, blocks = [] }) =>
      blocks.flatMap(({ elements }) =>
        (Array.isArray(elements) ? elements : []).flatMap(({ action_id: actionId, value }) =>
          typeof actionId === 'string' && typeof value === 'string'
            ? [{ channel, ts, actionId, value }]
            : [],
        ),
      ),
    )
  return CHOICES.flatMap((choice) => {
    const found = drawn.find(({ value }) => {
      const { verb, args } = JSON.parse(value)
      if (verb !== 'vote') return false
      return args.circulation === circulation && args.party === party && args.choice === choice
    })
    return found ? [found] : []
  })
}

/** The next clicks on these ballots in turns; each differs from the vote before it, and by chance, so that no board comes twice soon. */
export function clicksOn(slack: Slack, ballots: Ballot[], count: number): readonly Prepared[] {
  return slack.prepareClicks(count, (n) => {
    const ballot = ballots[n % ballots.length]
    if (!ballot) throw new Error('there is nobody to vote')
    ballot.last =
      (ballot.last + 1 + Math.floor(Math.random() * (CHOICES.length - 1))) % CHOICES.length
    const button = ballot.buttons[ballot.last]
    if (!button) throw new Error('a ballot without its three choices')
    return { user: ballot.voter.account.id, ...button }
  })
}

/** The whole HTTP request. */
export function requestOf({ body, headers }: Prepared): string {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n${body}`
}

/** One list for each caller; a voter's clicks stay with one of them, in their order. */
export function dealt<T>(clicks: readonly T[], voters: number, callers: number): T[][] {
  const lists = Array.from({ length: callers }, (): T[] => [])
  for (const [n, click] of clicks.entries()) lists[(n % voters) % callers]?.push(click)
  return lists
}
