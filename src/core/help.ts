// Help made from the commands themselves: the list, one command in detail, the usage line, and the pages of docs/commands.md.
import { optional, text } from './arguments.ts'
import { botTexts } from './bot-texts.ts'
import { type AnyCommand, type Argument, command, mayUse } from './command.ts'
import { findCommand, wordsOf } from './grammar.ts'
import { type Block, facts, heading, type Message, message, note, paragraph } from './message.ts'
import type { Identity } from './ports.ts'
import { Refusal } from './refusal.ts'
import { TABLE_LIMITS } from './tables.ts'
import { inBoth } from './texts.ts'
import type { Language } from './values.ts'

const FILE_MB = TABLE_LIMITS.bytes / 1_000_000

/** `umlauf verlängern <Nummer> <Datum> "<Grund>"`: required in angle brackets, optional in square ones, texts in quotes. */
export function usage<S>(of: AnyCommand<S>, language: Language): string {
  const words = Object.values(of.arguments as Record<string, Argument<unknown>>)
    .filter((argument) => !(argument.hidden && argument.label.de === ''))
    .map((argument) => {
      const name =
        argument.maxLength > 100 && argument.kind !== 'choice'
          ? `"${argument.label[language]}"`
          : argument.label[language]
      return argument.required ? `<${name}>` : `[${name}]`
    })
  return [of.names[language][0], ...words].join(' ')
}

/** What the help says of one command. */
export function commandHelp<S>(of: AnyCommand<S>, language: Language): Message {
  const t = botTexts[language]
  const name = of.names[language][0] ?? of.verb
  const known = Object.values(of.arguments as Record<string, Argument<unknown>>).filter(
    (argument) => argument.label.de !== '',
  )
  const others = [...of.names[language].slice(1), ...of.names[language === 'de' ? 'en' : 'de']]
  const blocks: Block[] = [
    heading(name),
    paragraph(`${of.help[language]}.`),
    facts([
      [t.usage, { text: usage(of, language), style: 'code' }],
      [t.example, { text: of.example[language], style: 'code' }],
      [t.who, t[of.who]],
      ...(of.takesFile ? [[t.takesFile, t.takesFileMeans(FILE_MB)] as const] : []),
      ...(others.length > 0 ? [[t.also, others.join(', ')] as const] : []),
    ]),
  ]
  if (known.length > 0) {
    blocks.push(
      heading(t.details, 2),
      facts(
        known.map((argument) => [
          argument.required
            ? argument.label[language]
            : `${argument.label[language]} (${t.optional})`,
          argument.options.length > 0
            ? argument.options.map(({ label }) => label[language]).join(', ')
            : argument.hint[language],
        ]),
      ),
    )
  }
  return message(`${name}: ${of.help[language]}. ${t.example}: ${of.example[language]}`, blocks)
}

/** The list of commands this person may use. */
function helpList<S>(
  commands: readonly AnyCommand<S>[],
  me: Identity | undefined,
  language: Language,
): Message {
  const t = botTexts[language]
  const open = commands.filter((each) => mayUse(each.who, me))
  const names = open.map((each) => each.names[language][0] ?? each.verb)
  return message(t.helpSummary(names.join(', ')), [
    heading(t.helpTitle),
    paragraph(t.helpIntro),
    facts(open.map((each) => [each.names[language][0] ?? each.verb, each.help[language]])),
    note(t.helpMore),
  ])
}

/** `hilfe [Befehl]`. `all` is a function because help is itself one of the commands. */
export function helpCommand<S>(all: () => readonly AnyCommand<S>[]): AnyCommand<S> {
  return command({
    verb: 'help',
    names: { de: ['hilfe', '?'], en: ['help'] },
    who: 'anyone',
    effect: 'read',
    arguments: {
      about: optional(
        text(
          {
            label: inBoth(botTexts, (t) => t.helpArgument),
            hint: inBoth(botTexts, (t) => t.helpArgumentHint),
          },
          { maxLength: 120, lines: 'one' },
        ),
      ),
    },
    help: inBoth(botTexts, (t) => t.helpHelp),
    example: { de: 'hilfe stimme', en: 'help vote' },
    async run({ values, me, language }) {
      if (!values.about) return { kind: 'message', message: helpList(all(), me, language) }
      const match = findCommand(wordsOf(values.about), all())
      if (match.found) return { kind: 'message', message: commandHelp(match.found, language) }
      throw new Refusal(
        'command.unknown',
        inBoth(botTexts, (t) => t.unknown(match.word, match.near.join(', '))),
      )
    },
  })
}
