// What commander finds wrong in the arguments, said in both languages with the next step; leaves the judging to commander.
import type { CommanderError } from 'commander'
import { inBoth } from '../core/texts.ts'
import { WrongInput } from './input.ts'
import { usageTexts } from './usage-texts.ts'

type Kind = Exclude<keyof (typeof usageTexts)['de'], 'meant' | 'next'>

/** Commander names the kind of fault by its code; what it is about stands in its English words alone. */
const KINDS: Readonly<Record<string, { readonly kind: Kind; readonly words: RegExp }>> = {
  'commander.unknownCommand': { kind: 'unknownCommand', words: /command '(.*)'/s },
  'commander.unknownOption': { kind: 'unknownOption', words: /option '(.*)'/s },
  'commander.missingArgument': { kind: 'missingArgument', words: /argument '(.*)'/ },
  'commander.optionMissingArgument': { kind: 'missingValue', words: /option '(.*)' argument/ },
  'commander.missingMandatoryOptionValue': { kind: 'missingOption', words: /option '(.*)' not/ },
  'commander.excessArguments': { kind: 'tooMany', words: /got \d+: (.*)\.$/s },
  'commander.conflictingOption': { kind: 'conflict', words: /option '(.*)' cannot .*'(.*)'/s },
  'commander.invalidArgument': {
    kind: 'wrongValue',
    words: /option '([^']*)' argument '.*' is invalid\. (.*)$/s,
  },
}

const MEANT = /\n\(Did you mean (?:one of )?(.*)\?\)$/s

/** The fault as a refusal with exit code 2, or nothing where help was shown instead. */
export function usageFault(fault: CommanderError): WrongInput | undefined {
  const known = KINDS[fault.code]
  if (known === undefined) return undefined
  const meant = MEANT.exec(fault.message)?.[1]
  const [, about = '', more = ''] = known.words.exec(fault.message.replace(MEANT, '')) ?? []
  const words = inBoth(usageTexts, (t) =>
    [t[known.kind](about, more), ...(meant === undefined ? [] : [t.meant(meant)]), t.next].join(
      ' ',
    ),
  )
  return new WrongInput('usage', words)
}
