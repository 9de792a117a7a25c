// The SDK's log, of which only that something went wrong is kept: its lines may carry tokens, texts and votes; leaves our own notices to whoever writes them.
import { type Logger, LogLevel } from '@slack/web-api'

/** @param notice gets the first words of warnings and errors, without any value that follows. */
export function quietLogger(notice: (words: string) => void): Logger {
  const tell = (...parts: unknown[]) => notice(`Slack SDK: ${firstWords(parts[0])}`)
  return {
    debug() {},
    info() {},
    warn: tell,
    error: tell,
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}

/** An error of the SDK is told by its name; a line up to the first colon or brace, where values begin. */
function firstWords(part: unknown): string {
  if (part instanceof Error) return part.name
  return typeof part === 'string' ? (part.split(/[:{(]/)[0] ?? '').slice(0, 120) : typeof part
}
