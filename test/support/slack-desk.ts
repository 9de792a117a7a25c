// People of a council at one Slack: what they do there by their ids, and what they read; leaves the council and its clock to slack-session.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { complaintsAboutBlocks } from '../wire/slack/block-limits.ts'
import type { Slack } from '../wire/slack/index.ts'
import {
  type Acked,
  type Call,
  type Fields,
  fieldsOf,
  isFields,
  type StoredMessage,
  textOf,
  type View,
} from '../wire/slack/records.ts'
import { complaintsAboutView } from '../wire/slack/view-limits.ts'
import { accountOf, channelOf } from './slack-council.ts'

/** How long something may take until it stands; the pace of Slack's edits is one in 1.2 s. */
const PATIENCE_MS = 25_000

/** Where somebody looks: a place of the council, their conversation with the bot, or their App Home. */
export type Where = 'umlauf' | 'geschaeftsstelle' | 'dm' | 'home'

/** One person at one Slack, by the words they read and the things they press. */
export type Desk = {
  readonly slack: Slack
  /** Writes to the bot in their own conversation. @returns what only they read in answer */
  says(person: string, words: string): Promise<string>
  mentions(person: string, words: string): Promise<string>
  /** Types what follows `/umlauf`. */
  types(person: string, words: string, place?: string): Promise<string>
  /** Presses the newest button with this label: in their conversation, in a place, or on their App Home. */
  presses(person: string, label: string, where?: Where): Promise<string>
  /** Takes hold of a button, to be pressed later, even when it has gone. */
  button(person: string, label: string, where?: Where): Promise<() => Promise<Acked>>
  /** Fills in the form before them and sends it off. */
  fills(person: string, values: Readonly<Record<string, string>>): Promise<string>
  /** Does something else; the answer is what only this person reads after it. */
  hears(person: string, act: () => Promise<unknown>): Promise<string>
  form(person: string): View
  looksAt(person: string, where: Where): string
  /** Waits until all of this can be read there; the App Home is opened before. */
  sees(person: string, where: Where, ...words: string[]): Promise<void>
  /** What the bot posted there, by the key and page in its mark. */
  posts(where: Where, person?: string): ReadonlyMap<string, StoredMessage>
  /** The marks of all that the bot posted there, as often as they stand. */
  marks(where: Where, person?: string): readonly string[]
}

/** @param after what is done after each act, before its answer is looked for */
export function createDesk(slack: Slack, after: () => Promise<void>): Desk {
  const marked = (where: Where, person = '') =>
    slack
      .messages(where === 'dm' ? slack.imOf(accountOf(person)) : channelOf(where))
      .flatMap((one) => {
        const mark = markOf(one)
        return mark === undefined ? [] : [[mark, one] as const]
      })
  const desk: Desk = {
    slack,
    says: (person, words) =>
      desk.hears(person, () => slack.say(accountOf(person), slack.imOf(accountOf(person)), words)),
    mentions: (person, words) =>
      desk.hears(person, () =>
        slack.say(accountOf(person), channelOf('umlauf'), `<@${slack.botUser}> ${words}`),
      ),
    types: (person, words, place = 'umlauf') =>
      desk.hears(person, () => slack.slash(accountOf(person), channelOf(place), words)),
    presses: (person, label, where = 'dm') =>
      desk.hears(person, async () => (await desk.button(person, label, where))()),
    button: (person, label, where = 'dm') =>
      until(
        () => buttonBefore(slack, accountOf(person), label, where),
        () => `${person} sees no ${label} in: ${desk.looksAt(person, where)}`,
      ),
    fills: (person, values) =>
      desk.hears(person, () => slack.submit(accountOf(person), desk.form(person), values)),
    async hears(person, act) {
      const before = privateWords(slack, accountOf(person))
      const acked = await act()
      const trouble = troubleOf(acked)
      if (trouble !== undefined) throw new Error(`Slack shows a warning: ${trouble}`)
      await after()
      const fresh = () =>
        [...privateWords(slack, accountOf(person))].filter(([key]) => !before.has(key))
      const heard = await until(
        () => (fresh().length > 0 ? fresh() : undefined),
        () => 'no answer',
      )
      return heard.map(([, words]) => words).join('\n')
    },
    form(person) {
      const view = slack.views(accountOf(person)).at(-1)
      if (!view) throw new Error(`no form before ${person}`)
      return view
    },
    looksAt(person, where) {
      const user = accountOf(person)
      const home = slack.home(user)
      if (where === 'home') return home ? slack.wordsOf(home) : ''
      return slack.sees(user, where === 'dm' ? slack.imOf(user) : channelOf(where))
    },
    async sees(person, where, ...words) {
      if (where === 'home') await openHome(slack, accountOf(person))
      const isThere = () => words.every((one) => desk.looksAt(person, where).includes(one))
      await until(
        () => isThere() || undefined,
        () => `${person} does not see ${words.join(', ')} but: ${desk.looksAt(person, where)}`,
      )
    },
    posts: (where, person) => new Map(marked(where, person)),
    marks: (where, person) => marked(where, person).map(([mark]) => mark),
  }
  return desk
}

/** Nobody opens a page within two seconds of its last change, which is how often a page may change. */
async function openHome(slack: Slack, user: string): Promise<void> {
  const isFresh = ({ method, args, at }: Call) =>
    method === 'views.publish' && args['user_id'] === user && performance.now() - at < 2_000
  await until(
    () => !slack.calls.some(isFresh) || undefined,
    () => `the page of ${user} never rests`,
  )
  await slack.openHome(user)
}

/** The key and page by which a post is found again. */
function markOf({ metadata }: StoredMessage): string | undefined {
  const payload = metadata?.['event_payload']
  if (typeof payload !== 'object' || payload === null) return undefined
  return `${Reflect.get(payload, 'key')}#${Reflect.get(payload, 'page')}`
}

function troubleOf(acked: unknown): string | undefined {
  if (typeof acked !== 'object' || acked === null || !('trouble' in acked)) return undefined
  return acked.trouble === undefined ? undefined : String(acked.trouble)
}

/** What only this person reads: answers beside their words, in their conversation, in a form. */
function privateWords(slack: Slack, user: string): ReadonlyMap<string, string> {
  const im = slack.imOf(user)
  const beside = ['umlauf', 'geschaeftsstelle']
    .map(channelOf)
    .concat(im)
    .flatMap((channel) => slack.ephemerals(channel, user))
  const said = slack
    .messages(im)
    .filter((one) => one.user === slack.botUser && (markOf(one) ?? 'answer:').startsWith('answer:'))
  const forms = slack.views(user).map((view): [string, string] => {
    const errors = Object.values(view.errors ?? {}).join(' ')
    return [`${view.id} ${view.hash} ${errors}`, errors || slack.wordsOf(view)]
  })
  return new Map([...[...beside, ...said].map(({ ts, text }) => [ts, text] as const), ...forms])
}

/** The newest button with this label, once there is one; it can still be pressed when it has gone. */
function buttonBefore(slack: Slack, user: string, label: string, where: Where) {
  const home = slack.home(user)
  if (where === 'home') {
    const found = buttonIn(home?.blocks, label)
    return found && (() => slack.pressHome(user, found))
  }
  const channel = where === 'dm' ? slack.imOf(user) : channelOf(where)
  const seen = [...slack.messages(channel), ...slack.ephemerals(channel, user)]
  const message = seen.findLast(({ blocks }) => buttonIn(blocks, label))
  const found = buttonIn(message?.blocks, label)
  return message && found && (() => slack.press(user, channel, message.ts, found))
}

/** A chosen one carries a mark beside its label, one on the App Home what it is about before it. */
function buttonIn(blocks: readonly Fields[] | undefined, label: string) {
  const buttons = (blocks ?? []).flatMap(({ elements }) => fieldsOf(elements))
  const labelOf = ({ text }: Fields) => (isFields(text) ? textOf(text['text']) : '')
  const found = buttons.find((one) => {
    const words = labelOf(one)
    return words === label || words.startsWith(`✓ ${label} (`) || words.endsWith(`: ${label}`)
  })
  return found && { actionId: textOf(found['action_id']), value: textOf(found['value']) }
}

async function until<T>(look: () => T | undefined, words: () => string): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    if (performance.now() > end) throw new Error(words())
    await sleep(10)
  }
}

/** Throws where Slack was sent what it refuses, or a post stands twice. */
export function inspect(slack: Slack): void {
  for (const { method, args } of slack.calls) {
    const type = method === 'views.publish' ? 'home' : 'modal'
    const complaints = [
      ...(args['blocks'] === undefined ? [] : complaintsAboutBlocks(args['blocks'])),
      ...(args['view'] === undefined ? [] : complaintsAboutView(args['view'], type)),
    ]
    if (complaints.length > 0) throw new Error(`${method}: ${complaints.join('; ')}`)
  }
}
