// Says when nothing has come in from Slack for long, and goes on saying it; leaves mending to the slots.
import { receiverTexts } from './receiver-texts.ts'

const SILENT_MS = 90_000

/** A look every now and then: without a line for 90 s there is a notice, and another every 90 s. */
export function createWatch(notice: (words: string) => void) {
  let lastUp: number | undefined
  let said = 0
  return (isUp: boolean, now: number): void => {
    if (isUp || lastUp === undefined) {
      lastUp = now
      said = 0
      return
    }
    const silent = Math.floor((now - lastUp) / SILENT_MS)
    if (silent <= said) return
    said = silent
    notice(receiverTexts.en.noLine(Math.round((now - lastUp) / 1000)))
  }
}
