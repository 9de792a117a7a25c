// Who may use a command, and what somebody is told who may not; leaves who is who to the directory.
import { botTexts } from './bot-texts.ts'
import { type AnyCommand, mayUse } from './command.ts'
import type { Identity } from './ports.ts'
import { Refusal } from './refusal.ts'
import { inBoth } from './texts.ts'

/** Stands for an account that is not in the council file; only commands for anyone reach an executor with it. */
const STRANGER: Identity = { person: '', name: '', language: 'de', roles: [], mandates: [] }

/** Somebody in any case. */
export function someone(me: Identity | undefined): Identity {
  return me ?? STRANGER
}

/** Whoever may use the command. @throws Refusal `account.unknown`, `command.notYours` */
export function allowed<S>(command: AnyCommand<S>, me: Identity | undefined): Identity {
  if (mayUse(command.who, me)) return someone(me)
  if (!me)
    throw new Refusal(
      'account.unknown',
      inBoth(botTexts, (t) => t.stranger),
    )
  throw new Refusal(
    'command.notYours',
    inBoth(botTexts, (t, language) =>
      t.notYours(command.names[language][0] ?? command.verb, t[command.who]),
    ),
  )
}
