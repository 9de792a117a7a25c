// `wer bin ich` and `sprache`: what the bot knows of the person who asks, and in which language it answers them.
import { oneOf } from '../arguments.ts'
import { type AnyCommand, command } from '../command.ts'
import { code, facts, heading, message, paragraph } from '../message.ts'
import type { Account } from '../ports.ts'
import { inBoth } from '../texts.ts'
import type { Language, PersonId } from '../values.ts'
import type { CouncilDirectory } from './directory.ts'
import { linkingCommands } from './linking-commands.ts'
import type { LinkStore } from './links.ts'
import { personalTexts } from './personal-texts.ts'
import { partOf } from './views.ts'

/** The council file in force in this unit of work, and what a person chose for themselves. */
export type CouncilStores = {
  readonly council: {
    directory(): Promise<CouncilDirectory>
    setLanguage(person: PersonId, language: Language): Promise<void>
  } & LinkStore
}

/** The commands about oneself, and those of linking accounts. */
export function councilCommands(): readonly AnyCommand<CouncilStores>[] {
  return [whoAmI(), languageCommand(), ...linkingCommands()]
}

function whoAmI(): AnyCommand<CouncilStores> {
  return command<Record<never, never>, CouncilStores>({
    verb: 'whoami',
    names: { de: ['wer bin ich', 'werbinich'], en: ['who am i', 'whoami'] },
    who: 'known',
    effect: 'read',
    arguments: {},
    help: inBoth(personalTexts, (t) => t.whoHelp),
    example: { de: 'wer bin ich', en: 'who am i' },
    async run({ me, from, stores, language }) {
      const t = personalTexts[language]
      const directory = await stores.council.directory()
      const held = partOf(directory, me, language)
      const accounts = accountsOf(directory, me.person, from)
      const words = [
        t.youAre(me.name, held),
        ...(accounts.length > 1 ? [t.yourAccounts(accounts.join('; '))] : []),
      ].join(' ')
      return {
        kind: 'message',
        message: message(words, [
          heading(me.name),
          facts([
            [t.holds, held],
            [accounts.length > 1 ? t.accounts : t.account, code(accounts.join('; '))],
            [t.language, t[language]],
          ]),
        ]),
      }
    },
  })
}

/** The one in use first; an account linked since then shows itself here. */
function accountsOf(directory: CouncilDirectory, person: PersonId, from: Account): string[] {
  const written = ({ connection, id }: Account) => `${connection}:${id}`
  const all = (directory.reach(person)?.accounts ?? []).map(written)
  return [written(from), ...all.filter((one) => one !== written(from))]
}

const languageArgument = {
  language: oneOf(
    {
      label: inBoth(personalTexts, (t) => t.language),
      hint: inBoth(personalTexts, (t) => t.languageHint),
    },
    [
      {
        value: 'de' as const,
        label: inBoth(personalTexts, (t) => t.de),
        words: ['deutsch', 'german'],
      },
      {
        value: 'en' as const,
        label: inBoth(personalTexts, (t) => t.en),
        words: ['englisch', 'english'],
      },
    ],
  ),
}

function languageCommand(): AnyCommand<CouncilStores> {
  return command<typeof languageArgument, CouncilStores>({
    verb: 'language',
    names: { de: ['sprache'], en: ['language'] },
    who: 'known',
    effect: 'write',
    arguments: languageArgument,
    help: inBoth(personalTexts, (t) => t.languageHelp),
    example: { de: 'sprache en', en: 'language de' },
    async run({ me, values, stores }) {
      await stores.council.setLanguage(me.person, values.language)
      const words = personalTexts[values.language].speaksNow
      return { kind: 'message', message: message(words, [paragraph(words)]) }
    },
  })
}
