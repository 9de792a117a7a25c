// From a request to what is shown for it: asks the core, keeps the answer under the request's id, and words a failure; leaves reading requests to inbound.ts.
import { createHash } from 'node:crypto'
import { type Message, message, note, paragraph } from '../../core/message.ts'
import type { Accept, Answer } from '../../core/ports.ts'
import { Refusal, refusalMessage } from '../../core/refusal.ts'
import type { Bilingual } from '../../core/texts.ts'
import type { Language } from '../../core/values.ts'
import type { Asked } from './inbound.ts'
import { isRequestId, shownWords } from './limits.ts'
import type { RehearsalPanel, RoomGuide, RoomMessages, RoomReader } from './messages.ts'
import type { Passing } from './page.ts'
import { roomTexts } from './texts.ts'

/** What a request led to: an answer that is kept, or something shown once. */
export type Outcome =
  | { readonly kind: 'kept'; readonly ref: string }
  | { readonly kind: 'passing'; readonly passing: Passing; readonly status: 200 | 422 | 500 }

export type AskParts = {
  readonly messages: RoomMessages
  readonly guide: RoomGuide
  /** Without it there are no levers. */
  readonly panel: RehearsalPanel | undefined
  readonly report: (defect: unknown) => string
  readonly changed: () => void
}

export interface Asking {
  /** The same request id again shows the same answer; the core is asked again and knows that it is the same request. */
  ask(asked: Asked, reader: RoomReader, accept: Accept): Promise<Outcome>
  /** Pulls a lever of the rehearsal; nothing, if the fields name none. */
  rehearse(fields: ReadonlyMap<string, string>, reader: RoomReader): Promise<Outcome | undefined>
}

/** The incoming half of the room behind its pages. */
export function createAsking({ messages, guide, panel, report, changed }: AskParts): Asking {
  const keep = async (key: string, reader: RoomReader, said: string, kept: Message) => {
    // the language is read after the request, which may have changed it
    const language = await guide.language(reader.person)
    const ref = await messages.post({ key, to: reader, said, message: kept, language })
    changed()
    return { kind: 'kept', ref } as const
  }

  return {
    async ask({ request, said }, reader, accept) {
      let answer: Answer
      try {
        answer = await accept(request)
      } catch (defect) {
        return failure(report(defect), await guide.language(reader.person))
      }
      if (answer.kind === 'form') {
        const faulty = Object.keys(answer.form.faults).length > 0
        return { kind: 'passing', passing: answer, status: faulty ? 422 : 200 }
      }
      // a defect is no answer: the same request may be sent again, and then has one
      if (answer.refusal === 'defect') return words(answer.message, 500)
      const key = answerKey(request.requestId, JSON.stringify(request))
      return keep(key, reader, said, answer.message)
    },
    async rehearse(fields, reader) {
      const requestId = fields.get('request') ?? ''
      const pull = leverOf(fields, panel)
      if (!isRequestId(requestId) || !pull) return undefined
      const key = answerKey(requestId, JSON.stringify([reader.person, ...fields]))
      const done = await messages.find(key)
      if (done !== undefined) return { kind: 'kept', ref: done }
      const to = fields.get('to')
      const lever = fields.get('said') ?? ''
      const said = shownWords(to === undefined ? lever : `${lever} ${to}`)
      const language = await guide.language(reader.person)
      try {
        const words = (await pull())[language]
        return await keep(key, reader, said, message(words, [paragraph(words)]))
      } catch (fault) {
        if (!(fault instanceof Refusal)) return failure(report(fault), language)
        return keep(key, reader, said, refusalMessage(fault, language))
      }
    },
  }
}

/**
 * Answers live beside the posts of the core, in a space of their own. Another request under the same id (a page gone back
 * to, without script) has another answer: the receipt of the first would be taken for its own.
 */
function answerKey(requestId: string, asked: string): string {
  return `answer:${requestId}:${createHash('sha256').update(asked).digest('hex')}`
}

function leverOf(
  fields: ReadonlyMap<string, string>,
  panel: RehearsalPanel | undefined,
): (() => Promise<Bilingual>) | undefined {
  if (!panel) return undefined
  switch (fields.get('lever')) {
    case 'clock':
      return () => panel.turnClock(fields.get('to') ?? '')
    case 'end':
      return () => panel.jumpToEnd()
    case 'votes':
      return () => panel.sampleVotes()
    default:
      return undefined
  }
}

function failure(number: string, language: Language): Outcome {
  const said = roomTexts[language].failure(number)
  return words(message(said, [note(said, 'strong')]), 500)
}

function words(said: Message, status: 500): Outcome {
  return { kind: 'passing', passing: { kind: 'words', message: said }, status }
}
