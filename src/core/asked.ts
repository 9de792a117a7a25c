// From a request to the command that is meant: by its verb, by the words of a line, or by a file alone; leaves its arguments to forms.ts and everything after to bot.ts.
import { botTexts } from './bot-texts.ts'
import type { AnyCommand, Arguments, Reading } from './command.ts'
import { visibleWords } from './formal-text.ts'
import type { Given } from './forms.ts'
import { assign, findCommand, wordsOf } from './grammar.ts'
import { namesOfTakers, takersOf } from './handed-files.ts'
import { usage } from './help.ts'
import type { Request } from './ports.ts'
import { Refusal } from './refusal.ts'
import { inBoth } from './texts.ts'

/** A request whose command is known. `given` reads the words only now, because dates depend on the visitor. */
export type Asked<S> = {
  readonly command: AnyCommand<S>
  readonly given: (reading: Reading) => Given
  readonly dropped: boolean
}

/** Finds the command; words that are none give the refusal, which waits until the visitor's language is known. */
export function askedFor<S>(
  request: Request,
  commands: readonly AnyCommand<S>[],
): Asked<S> | Refusal {
  if (request.kind !== 'command') {
    const command = commands.find(({ verb }) => verb === request.verb)
    if (!command) return unknownCommand(request.verb, [])
    const given = request.kind === 'form' ? { ...request.values, ...request.args } : request.args
    return { command, given: () => given, dropped: false }
  }
  const { text, dropped } = visibleWords(request.text)
  const words = wordsOf(text)
  const hasFile = (request.files ?? []).length > 0
  if (words.length === 0) {
    const [taker, ...others] = hasFile ? takersOf(commands) : []
    if (taker && others.length === 0) return { command: taker, given: () => ({}), dropped }
    return new Refusal(
      'command.nothing',
      inBoth(botTexts, (t) => t.nothing),
    )
  }
  const match = findCommand(words, commands)
  if (!match.found) {
    return hasFile
      ? fileAlone(match.word, commands)
      : withoutCommand(match.word, match.near, commands)
  }
  const { found, rest } = match
  return {
    command: found,
    given: (reading) => assign(rest, found.arguments, reading, usage(found, reading.language)),
    dropped,
  }
}

/** Words beside a file that are no command: which one is meant would be a guess. */
function fileAlone<S>(word: string, commands: readonly AnyCommand<S>[]): Refusal {
  return new Refusal(
    'file.noCommand',
    inBoth(botTexts, (t, language) => t.fileAlone(word, namesOfTakers(commands, language))),
  )
}

/** A choice alone, such as `ja`, is no command: to which circulation it belongs would be a guess. */
function withoutCommand<S>(
  word: string,
  near: readonly string[],
  commands: readonly AnyCommand<S>[],
): Refusal {
  const meant = commands.filter(({ arguments: details }) =>
    Object.values(details as Arguments).some(
      ({ kind, claims }) => kind === 'choice' && claims(word, ANY),
    ),
  )
  if (meant.length === 0) return unknownCommand(word, near)
  return new Refusal(
    'command.choiceAlone',
    inBoth(botTexts, (t, language) =>
      t.choiceAlone(
        word,
        meant.map(({ example }) => example[language]),
      ),
    ),
  )
}

/** Choices are read by their words alone. */
const ANY: Reading = { language: 'de', now: 0, zone: 'UTC' }

function unknownCommand(word: string, near: readonly string[]): Refusal {
  return new Refusal(
    'command.unknown',
    inBoth(botTexts, (t) => t.unknown(word, near.join(', '))),
  )
}
