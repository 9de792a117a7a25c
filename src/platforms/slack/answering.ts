// From what somebody asked to its acknowledgement and answer: stored first, acknowledged after, and within Slack's three seconds; leaves reading to inbound.ts and the ways of saying to talk.ts.
import type { Form } from '../../core/form.ts'
import { type Action, type Message, message, paragraph } from '../../core/message.ts'
import type { Accept, Answer, Origin, Request } from '../../core/ports.ts'
import { Refusal, refusalMessage } from '../../core/refusal.ts'
import type { ConnectionId, Language } from '../../core/values.ts'
import { answeringTexts } from './answering-texts.ts'
import type { SlackGuide } from './guide.ts'
import type { Identities } from './identity.ts'
import type { Incoming } from './inbound.ts'
import { modalErrors, renderModal } from './modal.ts'
import { type Page, renderMessage } from './render.ts'
import { onlyForYou, type Talk } from './talk.ts'
import { renderAnswerView, renderHome } from './views.ts'

/** Acknowledges to Slack; some kinds carry their answer in it. */
export type Ack = (response?: unknown) => Promise<void>

export type AnsweringParts = {
  readonly connection: ConnectionId
  readonly accept: Accept
  readonly identities: Identities
  readonly guide: SlackGuide
  readonly talk: Talk
  /** Whether an answer under this key already stands in the person's conversation. */
  readonly stands: (key: string, user: string) => Promise<boolean>
  readonly report: (defect: unknown) => string
  readonly notice: (words: string) => void
}

/** Slack waits three seconds; after two the click is acknowledged as being checked, never as counted. */
const PATIENCE_MS = 2_000
/** Above this, a button that opens a form anew leaves out what was already written. */
const MOST_CARRIED = 1_500

/** One exchange: what was asked, by whom, and the acknowledgement that is still owed. */
type Exchange = {
  readonly incoming: Incoming
  readonly user: string
  readonly language: Language
  readonly ack: Ack
}

export interface Answering {
  /** Serves one request to its end; never throws. @returns whether its answer was said: what was not may be sent again. */
  serve(incoming: Incoming, ack: Ack): Promise<boolean>
}

export function createAnswering(parts: AnsweringParts): Answering {
  return {
    async serve(incoming, ack) {
      const { id: user } = incoming.user
      const language = parts.identities.languageOf(incoming.user)
      const exchange: Exchange = { incoming, user, language, ack: onceOnly(ack, parts.notice) }
      try {
        const asked = answerTo(parts, exchange)
        const soon = await within(asked, PATIENCE_MS)
        if (soon) await answer(parts, exchange, soon, false)
        else {
          await hold(parts, exchange)
          await answer(parts, exchange, await asked, true)
        }
        return true
      } catch (defect) {
        parts.report(defect)
        await exchange.ack()
        return false
      }
    },
  }
}

/** A second acknowledgement is an error of the SDK, and a lost socket ends none of what follows. */
function onceOnly(ack: Ack, notice: AnsweringParts['notice']): Ack {
  let given = false
  return async (response) => {
    if (given) return
    given = true
    await ack(response).catch((error: unknown) =>
      notice(`an acknowledgement was lost: ${error instanceof Error ? error.name : 'unknown'}`),
    )
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(parts: AnsweringParts, { incoming, language }: Exchange): Promise<Answer> {
  if (incoming.kind === 'outdated')
    return said(answeringTexts[language].outdated, 'button.outdated')
  try {
    const account = await parts.identities.accountOf(incoming.user)
    return await parts.accept(
      requestOf(incoming, { connection: parts.connection, id: account }, parts.guide),
    )
  } catch (fault) {
    if (fault instanceof Refusal) {
      return { kind: 'message', message: refusalMessage(fault, language), refusal: fault.code }
    }
    return said(answeringTexts[language].failure(parts.report(fault)), 'defect')
  }
}

function said(words: string, refusal: string): Answer {
  return { kind: 'message', message: message(words, [paragraph(words)]), refusal }
}

/** The neutral request. A message that is to become a circulation fills the clauses of a draft's form. */
function requestOf(
  incoming: Exclude<Incoming, { kind: 'outdated' }>,
  from: Request['from'],
  guide: SlackGuide,
): Request {
  const { requestId } = incoming
  const common = { requestId, from, origin: originOf(incoming, guide) }
  switch (incoming.kind) {
    case 'command':
    case 'mention':
    case 'direct':
      return { ...common, kind: 'command', text: incoming.text }
    case 'button': {
      const { verb, args, order } = incoming
      return { ...common, kind: 'action', verb, args, order }
    }
    case 'form': {
      const { verb, args, values, origin } = incoming.form
      return { ...common, kind: 'form', verb, args, values, origin }
    }
    case 'shortcut':
      return { ...common, kind: 'action', verb: 'draft', args: { clauses: incoming.text } }
    case 'home':
      return { ...common, kind: 'action', verb: 'home', args: {} }
  }
}

function originOf({ whence: { channel } }: Incoming, guide: SlackGuide): Origin {
  const place = channel === undefined ? undefined : guide.placeOf(channel)
  return place === undefined ? { kind: 'private' } : { kind: 'place', place }
}

/** Acknowledges what takes longer, without a word of its outcome. */
async function hold(
  { talk }: AnsweringParts,
  { incoming, user, language, ack }: Exchange,
): Promise<void> {
  const words = answeringTexts[language].checking
  const checking = message(words, [paragraph(words)])
  const pages = renderMessage(checking, language)
  switch (incoming.kind) {
    case 'command':
      return ack(onlyForYou(pages[0]))
    case 'form':
      return ack({ response_action: 'update', view: renderAnswerView(checking, language) })
    case 'button':
    case 'shortcut':
      await ack()
      await talk.privately(user, incoming.whence, pages)
      return
    default:
      return ack()
  }
}

async function answer(
  parts: AnsweringParts,
  exchange: Exchange,
  given: Answer,
  late: boolean,
): Promise<void> {
  if (given.kind === 'form') return answerByForm(parts, exchange, given.form, late)
  await answerByMessage(parts, exchange, given.message, late)
  for (const file of given.message.files) await sendFile(parts, exchange, file)
}

async function answerByMessage(
  parts: AnsweringParts,
  exchange: Exchange,
  given: Message,
  late: boolean,
): Promise<void> {
  const { talk } = parts
  const { incoming, user, language, ack } = exchange
  const pages = renderMessage(given, language)
  switch (incoming.kind) {
    case 'command': {
      if (!late) await ack(onlyForYou(pages[0]))
      const rest = late ? pages : pages.slice(1)
      if (rest.length > 0) await talk.privately(user, incoming.whence, rest)
      return
    }
    case 'form':
      return answerInForm(parts, exchange, given, incoming.viewId, late)
    case 'home':
      await talk.publish(user, renderHome(given, language))
      return ack()
    case 'direct': {
      const key = `answer:${incoming.requestId}`
      // Slack sends an event again until it is acknowledged; the answer to the first may stand already
      if (incoming.isRepeated && (await parts.stands(key, user))) return
      if (!(await talk.directly(user, pages, key))) throw new Error('an answer could not be said')
      return
    }
    case 'mention':
      await talk.privately(user, incoming.whence, pages)
      return ack()
    case 'button':
    case 'shortcut':
    case 'outdated':
      await ack()
      return answerToClick(parts, exchange, given, pages)
  }
}

/** Beside the message that holds the button; on a page of its own where the button stands on none. */
async function answerToClick(
  { talk }: AnsweringParts,
  { incoming, user, language }: Exchange,
  given: Message,
  pages: readonly Page[],
): Promise<void> {
  const { triggerId, responseUrl } = incoming.whence
  const view = renderAnswerView(given, language)
  if (responseUrl === undefined && triggerId !== undefined && view) {
    const outcome = await talk.open(triggerId, view)
    if (outcome.kind === 'done') return
  }
  await talk.privately(user, incoming.whence, pages)
}

/** The form gives way to the answer, which only its person sees. */
async function answerInForm(
  { talk }: AnsweringParts,
  { user, language, ack }: Exchange,
  given: Message,
  viewId: string,
  late: boolean,
): Promise<void> {
  const view = renderAnswerView(given, language)
  if (late) {
    const outcome = view ? await talk.update(viewId, view) : undefined
    // closed meanwhile, or too large for a form: said in the person's own conversation
    if (outcome?.kind !== 'done') await talk.directly(user, renderMessage(given, language))
    return
  }
  if (view) return ack({ response_action: 'update', view })
  await ack({ response_action: 'clear' })
  await talk.directly(user, renderMessage(given, language))
}

async function answerByForm(
  parts: AnsweringParts,
  exchange: Exchange,
  form: Form,
  late: boolean,
): Promise<void> {
  const { incoming, language, ack } = exchange
  const origin = incoming.kind === 'form' ? incoming.form.origin : originOf(incoming, parts.guide)
  const view = renderModal(form, origin, language)
  if (!view) {
    const words = answeringTexts[language].formTooLarge
    return answerByMessage(parts, exchange, message(words, [paragraph(words)]), late)
  }
  if (incoming.kind === 'form') {
    if (late) {
      await parts.talk.update(incoming.viewId, view)
      return
    }
    const errors = modalErrors(form, incoming.view)
    const inPlace = Object.keys(errors).length > 0
    return ack(
      inPlace ? { response_action: 'errors', errors } : { response_action: 'update', view },
    )
  }
  const { triggerId } = incoming.whence
  if (triggerId === undefined) {
    return answerByMessage(
      parts,
      exchange,
      formOffer(form, answeringTexts[language].formHere(form.title), language),
      late,
    )
  }
  await ack()
  const outcome = await parts.talk.open(triggerId, view)
  if (outcome.kind === 'done') return
  parts.notice(`a form did not open: ${outcome.kind === 'refused' ? outcome.error : outcome.kind}`)
  const offer = formOffer(form, answeringTexts[language].tooLate, language)
  await parts.talk.privately(exchange.user, incoming.whence, renderMessage(offer, language))
}

/** A button that opens the form: a click gives Slack's leave to do so, a sentence gives none. */
function formOffer(form: Form, words: string, language: Language): Message {
  const written = Object.fromEntries(
    form.fields.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
  )
  const all = { ...written, ...form.args }
  const label = answeringTexts[language].openForm
  const action: Action = {
    verb: form.verb,
    args: JSON.stringify(all).length <= MOST_CARRIED ? all : form.args,
    label,
    spoken: `${label}: ${form.title}`,
    weight: 'primary',
  }
  const faults = Object.values(form.faults)
  return message(
    [words, ...faults].join(' '),
    [words, ...faults].map((each) => paragraph(each)),
    {
      actions: [action],
    },
  )
}

async function sendFile(
  { talk }: AnsweringParts,
  { incoming, user, language }: Exchange,
  file: Message['files'][number],
): Promise<void> {
  const t = answeringTexts[language]
  const there = await talk.conversation(user)
  const sent = 'channel' in there && (await talk.upload(there.channel, file)).kind === 'done'
  if (sent && incoming.whence.isDirect) return
  const words = sent ? t.fileThere(file.name) : t.fileFailed(file.name)
  const pages = renderMessage(message(words, [paragraph(words)]), language)
  await talk.privately(user, incoming.whence, pages)
}
