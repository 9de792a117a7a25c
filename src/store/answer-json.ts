// Messages and answers as text and back: JSON with whole numbers of any size kept exactly.
import type { Message } from '../core/message.ts'
import type { Answer } from '../core/ports.ts'

const TAG = '$whole'

export function writeAnswer(answer: Answer): string {
  return write(answer)
}

export function readAnswer(text: string): Answer {
  return read(text) as Answer
}

export function writeMessage(message: Message): string {
  return write(message)
}

export function readMessage(text: string): Message {
  return read(text) as Message
}

function write(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    typeof member === 'bigint' ? { [TAG]: member.toString() } : member,
  )
}

function read(text: string): unknown {
  return JSON.parse(text, (_, member) =>
    member !== null && typeof member === 'object' && typeof member[TAG] === 'string'
      ? BigInt(member[TAG])
      : member,
  )
}
