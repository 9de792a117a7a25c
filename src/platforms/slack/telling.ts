// How an answer reaches the one who asked, by how they asked: in the acknowledgement, beside the button, in the form, on the home page; leaves what is answered to answering.ts and each way of saying to talk.ts.
import type { Form } from '../../core/form.ts'
import { type Action, type Message, message, paragraph } from '../../core/message.ts'
import type { Answer } from '../../core/ports.ts'
import type { Language } from '../../core/values.ts'
import { answeringTexts } from './answering-texts.ts'
import { originOf } from './asking.ts'
import { modalErrors, renderModal } from './drawing/modal.ts'
import { type Page, renderMessage } from './drawing/render.ts'
import { renderAnswerView, renderHome } from './drawing/views.ts'
import type { SlackGuide } from './guide.ts'
import type { Incoming } from './inbound.ts'
import { onlyForYou, type Talk } from './talk.ts'

/** Acknowledges to Slack; some kinds carry their answer in it. */
export type Ack = (response?: unknown) => Promise<void>

/** One exchange: what was asked, by whom, and the acknowledgement that is still owed. */
export type Exchange = {
  readonly incoming: Incoming
  readonly user: string
  readonly language: Language
  readonly ack: Ack
}

export type TellingParts = {
  readonly guide: SlackGuide
  readonly talk: Talk
  /** Whether an answer under this key already stands in the person's conversation. */
  readonly stands: (key: string, user: string) => Promise<boolean>
  readonly notice: (words: string) => void
}

/** Above this, a button that opens a form anew leaves out what was already written. */
const MOST_CARRIED = 1_500

const UNTOLD =
  'an answer reached nobody: Slack took it neither beside the question nor in the conversation'

/** An answer to an event that no way could carry: Slack sends the event again, and the answer is tried again. */
export class Unsaid extends Error {}

/** Acknowledges what takes longer, without a word of its outcome. Never throws: the outcome is told whatever becomes of this. */
export async function hold(parts: TellingParts, exchange: Exchange): Promise<void> {
  try {
    await sayThatItIsChecked(parts, exchange)
  } catch (fault) {
    parts.notice(
      `not said that it is being checked: ${fault instanceof Error ? fault.name : 'unknown'}`,
    )
    await exchange.ack()
  }
}

async function sayThatItIsChecked(
  { talk }: TellingParts,
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

/**
 * Says the answer.
 * @param late whether the acknowledgement is gone already, and with it the way of saying that it carries
 */
export async function tell(
  parts: TellingParts,
  exchange: Exchange,
  given: Answer,
  late: boolean,
): Promise<void> {
  if (given.kind === 'form') return answerByForm(parts, exchange, given.form, late)
  await answerByMessage(parts, exchange, given.message, late)
  const { kind } = exchange.incoming
  if (kind !== 'direct' && kind !== 'mention') {
    await sendFiles(parts, exchange, given.message.files)
  }
}

/** An event is acknowledged when its words are said: Slack, which waits three seconds, would send it again while files go. */
function sendFilesAfter(parts: TellingParts, exchange: Exchange, files: Message['files']): void {
  sendFiles(parts, exchange, files).catch((fault: unknown) => {
    parts.notice(`files were not sent: ${fault instanceof Error ? fault.name : 'unknown'}`)
  })
}

async function sendFiles(
  parts: TellingParts,
  exchange: Exchange,
  files: Message['files'],
): Promise<void> {
  for (const file of files) await sendFile(parts, exchange, file)
}

async function answerByMessage(
  parts: TellingParts,
  exchange: Exchange,
  given: Message,
  late: boolean,
): Promise<void> {
  const { talk } = parts
  const { incoming, user, language, ack } = exchange
  const render = () => renderMessage(given, language)
  switch (incoming.kind) {
    case 'command': {
      const pages = render()
      if (!late) await ack(onlyForYou(pages[0]))
      const rest = late ? pages : pages.slice(1)
      if (rest.length > 0) await privately(parts, exchange, rest)
      return
    }
    case 'form':
      return answerInForm(parts, exchange, given, incoming.viewId, late)
    case 'home': {
      const shown = await talk.publish(user, renderHome(given, language), true)
      if (shown.kind !== 'done') throw new Unsaid()
      return
    }
    case 'direct': {
      const key = `answer:${incoming.requestId}`
      // Slack sends an event again until it is acknowledged; the answer to the first may stand already, or a part of it
      const stands = (page: string) => parts.stands(page, user)
      const marked = { key, ...(incoming.isRepeated ? { stands } : {}) }
      const ended = await talk.directly(user, render(), marked)
      if (ended === 'unsaid') throw new Unsaid()
      // files went right after their words: where these stand from an earlier attempt, so do those
      if (ended === 'said') sendFilesAfter(parts, exchange, given.files)
      return
    }
    case 'mention':
      if (!(await talk.privately(user, incoming.whence, render()))) throw new Unsaid()
      sendFilesAfter(parts, exchange, given.files)
      return
    case 'button':
    case 'shortcut':
    case 'outdated':
      await ack()
      return answerToClick(parts, exchange, given)
  }
}

/** Beside the message that holds the button; on a page of its own where the button stands on none. */
async function answerToClick(
  parts: TellingParts,
  exchange: Exchange,
  given: Message,
): Promise<void> {
  const { incoming, language } = exchange
  const { triggerId, responseUrl } = incoming.whence
  if (responseUrl === undefined && triggerId !== undefined) {
    const view = renderAnswerView(given, language)
    if (view && (await parts.talk.open(triggerId, view)).kind === 'done') return
  }
  await privately(parts, exchange, renderMessage(given, language))
}

/** Nothing brings this question back: where its answer reaches nobody, the log says so. */
async function privately(
  { talk, notice }: TellingParts,
  { incoming, user }: Exchange,
  pages: readonly Page[],
): Promise<void> {
  if (!(await talk.privately(user, incoming.whence, pages))) notice(UNTOLD)
}

/** The form gives way to the answer, which only its person sees. */
async function answerInForm(
  parts: TellingParts,
  exchange: Exchange,
  given: Message,
  viewId: string,
  late: boolean,
): Promise<void> {
  const { language, ack } = exchange
  const view = renderAnswerView(given, language)
  if (late) {
    const outcome = view ? await parts.talk.update(viewId, view) : undefined
    if (outcome?.kind === 'done') return
  } else {
    await ack(view ? { response_action: 'update', view } : { response_action: 'clear' })
    if (view) return
  }
  // closed meanwhile, or too large for a form: said in the person's own conversation
  await privately(parts, exchange, renderMessage(given, language))
}

async function answerByForm(
  parts: TellingParts,
  exchange: Exchange,
  form: Form,
  late: boolean,
): Promise<void> {
  const { incoming, language, ack } = exchange
  const origin = incoming.kind === 'form' ? incoming.form.origin : originOf(incoming, parts.guide)
  const view = renderModal(form, origin, language)
  const t = answeringTexts[language]
  if (!view) {
    return answerByMessage(
      parts,
      exchange,
      message(t.formTooLarge, [paragraph(t.formTooLarge)]),
      late,
    )
  }
  if (incoming.kind === 'form') {
    if (late) {
      const outcome = await parts.talk.update(incoming.viewId, view)
      if (outcome.kind === 'done') return
      const offer = formOffer(form, t.formClosed(form.title), language)
      return privately(parts, exchange, renderMessage(offer, language))
    }
    const errors = modalErrors(form, incoming.view)
    const inPlace = Object.keys(errors).length > 0
    return ack(
      inPlace ? { response_action: 'errors', errors } : { response_action: 'update', view },
    )
  }
  const { triggerId } = incoming.whence
  if (triggerId === undefined) {
    return answerByMessage(parts, exchange, formOffer(form, t.formHere(form.title), language), late)
  }
  await ack()
  const outcome = await parts.talk.open(triggerId, view)
  if (outcome.kind === 'done') return
  parts.notice(`a form did not open: ${outcome.kind === 'refused' ? outcome.error : outcome.kind}`)
  const offer = formOffer(form, t.tooLate, language)
  await privately(parts, exchange, renderMessage(offer, language))
}

/** A button that opens the form: a click gives Slack's leave to do so, a sentence gives none. */
function formOffer(form: Form, words: string, language: Language): Message {
  const t = answeringTexts[language]
  const all = { ...form.given, ...form.args }
  const fits = JSON.stringify(all).length <= MOST_CARRIED
  const label = t.openForm
  const action: Action = {
    verb: form.verb,
    args: fits ? all : form.args,
    label,
    spoken: `${label}: ${form.title}`,
    typed: form.verb,
    weight: 'primary',
    asForm: true,
  }
  const lines = [words, ...Object.values(form.faults), ...(fits ? [] : [t.notKept])]
  return message(
    lines.join(' '),
    lines.map((line) => paragraph(line)),
    { actions: [action] },
  )
}

async function sendFile(
  parts: TellingParts,
  exchange: Exchange,
  file: Message['files'][number],
): Promise<void> {
  const { talk } = parts
  const { incoming, user, language } = exchange
  const t = answeringTexts[language]
  const there = await talk.conversation(user)
  const sent = 'channel' in there && (await talk.upload(there.channel, file)).kind === 'done'
  if (sent && incoming.whence.isDirect) return
  const words = sent ? t.fileThere(file.name) : t.fileFailed(file.name)
  const pages = renderMessage(message(words, [paragraph(words)]), language)
  await privately(parts, exchange, pages)
}
