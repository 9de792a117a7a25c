// `verknüpfen` and `trennen`: an account becomes that of a person by a code, and stops being it; leaves chance and judging a code to the store.
import { optional, text } from '../arguments.ts'
import { type AnyCommand, type Argument, type Call, command } from '../command.ts'
import { code, facts, heading, type Message, message, note, paragraph } from '../message.ts'
import { nearest } from '../nearest.ts'
import type { Account, Answer } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import type { Language, PersonId } from '../values.ts'
import type { CouncilStores } from './commands.ts'
import type { CouncilDirectory } from './directory.ts'
import { linkingTexts } from './linking-texts.ts'
import { holdsOffice, isForeign, isInFile, type Link, mayLink } from './links.ts'

const CODE_MINUTES = 10
/** Wrong codes of one account in an hour; a code is one of 2 · 10^14. */
const MOST_GUESSES = 10

/** Linking and unlinking; both answer whoever asked, and never post. */
export function linkingCommands(): readonly AnyCommand<CouncilStores>[] {
  return [linkCommand(), unlinkCommand()]
}

const bare = (written: string) => written.replace(/[\s-]/g, '').toUpperCase()

/** Ten signs as a code has them; ids of persons are none, because codes have no vowels. */
function isCode(written: string): boolean {
  return (
    /^[A-Z0-9]{5}[ -]?[A-Z0-9]{5}$/i.test(written) &&
    (/\d/.test(written) || /^[^AEIOULY]+$/i.test(written))
  )
}

const codeArgument: Argument<string> = {
  ...text(
    { label: inBoth(linkingTexts, (t) => t.code), hint: inBoth(linkingTexts, (t) => t.codeHint) },
    { maxLength: 40, lines: 'one' },
  ),
  claims: isCode,
  read: bare,
}

const linkArguments = {
  code: optional(codeArgument),
  person: optional(
    text(
      {
        label: inBoth(linkingTexts, (t) => t.person),
        hint: inBoth(linkingTexts, (t) => t.personHint),
      },
      { maxLength: 200, lines: 'one' },
    ),
  ),
}

/** Keeps its own receipt: the link is one, and an answer with a code in it is never stored. */
function linkCommand(): AnyCommand<CouncilStores> {
  return command<typeof linkArguments, CouncilStores>({
    verb: 'link',
    names: { de: ['verknüpfen', 'verknuepfen'], en: ['link'] },
    who: 'anyone',
    effect: 'own',
    arguments: linkArguments,
    help: inBoth(linkingTexts, (t) => t.help),
    example: { de: 'verknüpfen K7MFX-2QR9T mitglied-he', en: 'link K7MFX-2QR9T mitglied-he' },
    async run(call) {
      const directory = await call.stores.council.directory()
      const { values, language } = call
      const me = directory.identify(call.from, call.now)
      if (!me && isForeign(call.from)) throw refusal('guest')
      if (values.code === undefined) {
        if (values.person !== undefined) throw refusal('noCode')
        return answer(await askedCode(call, me?.person))
      }
      if (values.person === undefined) {
        if (me) throw refusal(me.roles.includes('secretariat') ? 'noPerson' : 'known')
        return answer(linkedMessage(await used(call), directory, 'yours', language))
      }
      const person = personNamed(directory, values.person)
      if (me?.roles.includes('secretariat') && holdsOffice(directory, person)) {
        throw refusal('holdsOffice')
      }
      if (!me || !mayLink(directory, me.person, person, call.now)) throw refusal('office')
      const link = await used(call, { person, by: me.person })
      return answer(linkedMessage(link, directory, 'linked', language))
    },
  })
}

type LinkCall = Call<typeof linkArguments, CouncilStores>

/** A code for whoever asks: to be told to the secretariat, or for one's own second account. */
async function askedCode(
  { stores, from, language }: LinkCall,
  me: PersonId | undefined,
): Promise<Message> {
  const t = linkingTexts[language]
  const given = await stores.council.askCode(from, me, CODE_MINUTES)
  const shown = `${given.slice(0, 5)}-${given.slice(5)}`
  const words = me ? t.forYourself(shown, CODE_MINUTES) : t.forOffice(shown, CODE_MINUTES)
  const more = me ? t.keepIt : t.officeWrites(shown)
  return message(`${words} ${more}`, [
    heading(t.title),
    paragraph(words),
    facts([[t.code, code(shown)]]),
    note(more, me ? 'strong' : 'quiet'),
  ])
}

/** @throws Refusal `link.wrong` for every code that does not fit, whatever is wrong with it. */
async function used(
  { stores, from, values }: LinkCall,
  naming?: { readonly person: PersonId; readonly by: PersonId },
): Promise<Link> {
  const use = { code: values.code ?? '', from, ...(naming ? { naming } : {}) }
  const outcome = await stores.council.useCode(use, MOST_GUESSES)
  if (outcome.outcome === 'linked') return outcome
  throw refusal(outcome.outcome)
}

function linkedMessage(
  { account, person }: Link,
  directory: CouncilDirectory,
  say: 'linked' | 'yours',
  language: Language,
): Message {
  const t = linkingTexts[language]
  const [name, shown] = [directory.nameOf(person), written(account)]
  const network = networkOf(directory, account)
  const words = t[say](shown, network, name)
  const undo = t.undo(shown)
  return message(
    `${words} ${undo}`,
    [
      heading(t.title),
      paragraph(words),
      facts([
        [t.person, name],
        [t.account, code(shown)],
        [t.network, network],
      ]),
      note(undo),
    ],
    {
      actions: [
        {
          verb: 'unlink',
          args: { account: shown },
          label: t.undoLabel,
          spoken: t.undoSpoken(shown),
          typed: t.undoTyped(shown),
          weight: 'danger',
        },
      ],
    },
  )
}

const unlinkArguments = {
  account: optional({
    ...text(
      {
        label: inBoth(linkingTexts, (t) => t.account),
        hint: inBoth(linkingTexts, (t) => t.accountHint),
      },
      { maxLength: 300, lines: 'one' },
    ),
    read: accountWritten,
  }),
}

function unlinkCommand(): AnyCommand<CouncilStores> {
  return command<typeof unlinkArguments, CouncilStores>({
    verb: 'unlink',
    names: { de: ['trennen'], en: ['unlink'] },
    who: 'known',
    effect: 'write',
    arguments: unlinkArguments,
    help: inBoth(linkingTexts, (t) => t.unlinkHelp),
    example: { de: 'trennen netz:U0123456789', en: 'unlink netz:U0123456789' },
    async run({ me, from, values, stores, now, language }) {
      const directory = await stores.council.directory()
      const account = values.account ?? from
      const shown = written(account)
      const owner = directory.identify(account, now)?.person
      const mine = owner === me.person
      if (!owner || !(mine || mayLink(directory, me.person, owner, now))) {
        throw refusal('notLinked', shown)
      }
      if (isInFile(directory, account)) throw refusal('inFile', shown)
      const person = await stores.council.unlink(account, me.person)
      if (person === undefined) throw refusal('notLinked', shown)
      const words = linkingTexts[language].unlinked(shown, directory.nameOf(person))
      return answer(message(words, [paragraph(words)]))
    },
  })
}

/** `netz:U0123`, as it is shown and as it is typed. */
const written = ({ connection, id }: Account) => `${connection}:${id}`

function accountWritten(typed: string): Account {
  const [, connection, id] = /^([a-z0-9-]+):\s*(\S+)$/.exec(typed.trim()) ?? []
  if (connection !== undefined && id !== undefined) return { connection, id }
  throw new Refusal(
    'link.account',
    inBoth(linkingTexts, (t) => t.notAnAccount(typed.slice(0, 60))),
  )
}

/** @throws Refusal `link.person` with the nearest id or name. */
export function personNamed(directory: CouncilDirectory, typed: string): PersonId {
  const wanted = typed.trim().toLowerCase()
  const persons = directory.persons()
  const byId = persons.find(({ id }) => id === wanted)
  const [byName, ...more] = persons.filter(({ name }) => name.toLowerCase() === wanted)
  const found = byId ?? (more.length === 0 ? byName : undefined)
  if (found) return found.id
  const meant = nearest(
    wanted,
    persons.flatMap(({ id, name }) => [id, name]),
  )
  throw new Refusal(
    'link.person',
    inBoth(linkingTexts, (t) => t.personUnknown(typed.slice(0, 60), meant)),
  )
}

function networkOf({ council }: CouncilDirectory, { connection }: Account): string {
  return council.connections.find(({ id }) => id === connection)?.network ?? connection
}

const answer = (said: Message): Answer => ({ kind: 'message', message: said })

type Plain =
  | 'guest'
  | 'noCode'
  | 'noPerson'
  | 'known'
  | 'office'
  | 'holdsOffice'
  | 'wrong'
  | 'tooMany'

/** Codes of refusals: `link.wrong`, `link.tooMany` and so on. */
function refusal(...[why, account = '']: [Plain] | ['notLinked' | 'inFile', string]): Refusal {
  return new Refusal(
    `link.${why}`,
    inBoth(linkingTexts, (t) => {
      const words = t[why]
      return typeof words === 'string' ? words : words(account)
    }),
  )
}
