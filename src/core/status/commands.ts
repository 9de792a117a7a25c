// `status` and `liste`: read-only questions over the other slices; every one of them tells the truth of the store as it is now.
import { optional, page, reference, text } from '../arguments.ts'
import type { Calendar } from '../calendar/index.ts'
import { cardMessage, findOne, nameOf, requireOffice } from '../circulations/index.ts'
import { type AnyCommand, type Call, command, mayUse } from '../command.ts'
import { quotedText } from '../grammar.ts'
import {
  type Action,
  type Block,
  heading,
  type Message,
  message,
  paragraph,
  plain,
} from '../message.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { formatDeadline } from '../time.ts'
import { homeMessage, strangerMessage } from './home.ts'
import { homeTexts } from './home-texts.ts'
import { statusTexts } from './texts.ts'
import { currentOnes, overview, type StatusStores, stateWord } from './views.ts'

/** A page of a list fits on a screen. */
const PAGE_SIZE = 10

const statusArguments = { circulation: optional(reference()) }
const listArguments = {
  search: optional(
    text(
      {
        label: inBoth(statusTexts, (t) => t.searchLabel),
        hint: inBoth(statusTexts, (t) => t.searchHint),
      },
      { maxLength: 120, lines: 'one' },
    ),
  ),
  page: optional(page()),
}

type ListCall = Call<typeof listArguments, StatusStores>

/** The commands of asking. */
export function statusCommands(calendar: Calendar): readonly AnyCommand<StatusStores>[] {
  return [
    command<typeof statusArguments, StatusStores>({
      verb: 'status',
      names: { de: ['status', 'stand'], en: ['status'] },
      who: 'known',
      effect: 'read',
      arguments: statusArguments,
      help: inBoth(statusTexts, (t) => t.help),
      example: { de: 'status 7/2023', en: 'status 7/2023' },
      async run({ stores, values, me, now, language }) {
        const directory = await stores.council.directory()
        const { zone } = directory
        if (values.circulation === undefined) {
          const current = await currentOnes(stores)
          return { kind: 'message', message: overview(current, me, directory, now, language) }
        }
        const found = await findOne(stores.circulations, directory, values.circulation)
        // a draft is nobody's but its office's until it is opened
        if (found.number === undefined) requireOffice(found, directory, me, 'office', now)
        const dossier = await stores.circulations.dossier(found.id)
        const { seat, layout } = directory.body(found.body)
        const context = { zone, now, language, calendar, place: seat, layout }
        return { kind: 'message', message: cardMessage(dossier, context) }
      },
    }),
    command<typeof listArguments, StatusStores>({
      verb: 'list',
      names: { de: ['liste', 'suche'], en: ['list', 'search'] },
      who: 'known',
      effect: 'read',
      arguments: listArguments,
      help: inBoth(statusTexts, (t) => t.listHelp),
      example: { de: 'liste EfA seite 2', en: 'list EfA page 2' },
      async run(call) {
        return { kind: 'message', message: await listMessage(call) }
      },
    }),
    homeCommand(),
  ]
}

function homeCommand(): AnyCommand<StatusStores> {
  return command<Record<never, never>, StatusStores>({
    verb: 'home',
    names: { de: ['übersicht', 'start'], en: ['home', 'overview'] },
    who: 'anyone',
    effect: 'read',
    arguments: {},
    help: inBoth(homeTexts, (t) => t.commandHelp),
    example: { de: 'übersicht', en: 'home' },
    async run({ from, stores, now, language }) {
      const directory = await stores.council.directory()
      const me = directory.identify(from, now)
      if (!me) return { kind: 'message', message: strangerMessage(language) }
      const current = await currentOnes(stores)
      return { kind: 'message', message: homeMessage(current, me, { directory, now }, language) }
    },
  })
}

async function listMessage({ stores, values, me, now, language }: ListCall): Promise<Message> {
  const t = statusTexts[language]
  const directory = await stores.council.directory()
  const { zone } = directory
  const draftsOf = directory.bodies
    .map(({ id }) => id)
    .filter((id) => mayUse('office', { ...me, roles: directory.rolesIn(id, me.person, now) }))
  const search = values.search ?? ''
  const wanted = values.page ?? 1
  const query = { search, page: wanted, size: PAGE_SIZE, draftsOf }
  const result = await stores.circulations.list(query)
  const pages = Math.max(1, Math.ceil(result.total / PAGE_SIZE))
  if (wanted > pages) {
    throw new Refusal(
      'list.noPage',
      inBoth(statusTexts, (say) => say.noPage(pages)),
    )
  }
  const found = result.total === 0 ? t.none : t.found(result.total, wanted, pages)
  const rows = result.items.map((circulation) => [
    nameOf(circulation),
    circulation.title,
    stateWord({ circulation }, language),
    circulation.deadline === undefined ? '–' : formatDeadline(circulation.deadline, zone, language),
  ])
  const step = (to: number, label: string): Action => ({
    verb: 'list',
    args: { ...(search === '' ? {} : { search }), page: `${to}` },
    label,
    spoken: label,
    typed: t.pageTyped(search === '' ? '' : `${quotedText(search)} `, to),
    weight: 'plain',
  })
  const lines = rows.map(([number, title, state]) => `${number}: ${title} (${state})`)
  return message(
    [found, ...lines].join(' '),
    [heading(t.listTitle), paragraph(found), ...(rows.length > 0 ? [table(rows, t)] : [])],
    {
      actions: [
        ...(wanted > 1 ? [step(wanted - 1, t.previous)] : []),
        ...(wanted < pages ? [step(wanted + 1, t.next)] : []),
      ],
    },
  )
}

function table(rows: readonly (readonly string[])[], t: (typeof statusTexts)['de']): Block {
  return {
    kind: 'table',
    caption: t.listTitle,
    columns: [t.number, t.titleColumn, t.state, t.end].map((title) => ({ title, align: 'start' })),
    rows: rows.map((row) => row.map((cell) => [plain(cell)])),
  }
}
