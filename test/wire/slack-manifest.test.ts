// The manifest of the Slack app against the code: every scope, event, command and shortcut in it is used, and everything that is used stands in it.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { allCommands } from '../../src/app.ts'
import { findCommand, wordsOf } from '../../src/core/grammar.ts'
import { helpCommand } from '../../src/core/help.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { readEvent, readShortcut, readSlashCommand } from '../../src/platforms/slack/inbound.ts'
import { HISTORY_SCOPES, NEEDED_SCOPES } from '../../src/platforms/slack/scopes.ts'
import { METHODS } from './slack/scopes.ts'

const adapter = fileURLToPath(new URL('../../src/platforms/slack/', import.meta.url))
const text = readFileSync(`${adapter}manifest.yaml`, 'utf8')

/** The members of a manifest that we use, with Slack's limits; an unknown one is refused there as well. */
const manifest = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.literal(1) }),
    display_information: z.strictObject({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4000),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(false),
      }),
      bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
      shortcuts: z
        .array(
          z.strictObject({
            name: z.string().max(24),
            type: z.literal('message'),
            callback_id: z.string().max(255),
            description: z.string().max(150),
          }),
        )
        .max(10),
      slash_commands: z.array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.literal(true),
        }),
      ),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
      interactivity: z.strictObject({ is_enabled: z.literal(true) }),
      org_deploy_enabled: z.literal(false),
      socket_mode_enabled: z.literal(true),
      token_rotation_enabled: z.literal(false),
    }),
  })
  .parse(parse(text))

const { shortcuts, slash_commands } = manifest.features
const scopes = manifest.oauth_config.scopes.bot
const events = manifest.settings.event_subscriptions.bot_events

/** What a method asks for, on the kinds of conversation on which it is called; Slack's documentation of each says so. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'apps.connections.open': [],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}

const FAMILIES =
  /'((?:apps|auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)\.[A-Za-z.]+)'/g

/** The methods of the Web API that a file of the adapter names. */
function methodsIn(files: readonly string[]): readonly string[] {
  const named = files.flatMap((file) =>
    [...readFileSync(`${adapter}${file}`, 'utf8').matchAll(FAMILIES)].map(([, name = '']) => name),
  )
  return [...new Set(named)].sort()
}

const sources = readdirSync(adapter).filter((file) => file.endsWith('.ts'))
const called = methodsIn(sources.filter((file) => file !== 'budgets.ts'))

/** What each event asks for. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  // a file that stands in it is read from its address
  app_mention: ['app_mentions:read', 'files:read'],
  'message.im': ['im:history', 'files:read'],
}

const BOT = 'U0UMLAUF'
const event = (body: Readonly<Record<string, unknown>>) => ({
  ...{ type: 'event_callback', event_id: 'Ev1', team_id: 'T0COUNCIL' },
  event: { user: 'U0ANNA', channel: 'D0ANNA', ts: '1.1', text: 'status', ...body },
})

describe('the manifest of the Slack app', () => {
  it('every method that the code calls is known here with its scopes, and none besides', () => {
    expect(called).toEqual(Object.keys(SCOPES).sort())
    expect(called).toEqual(expect.arrayContaining([...methodsIn(['budgets.ts'])]))
  })

  it('the loopback Slack asks for the same scopes', () => {
    for (const [method, needed] of Object.entries(SCOPES)) {
      const kinds = ['public', 'private', 'im'] as const
      const asked = kinds.flatMap((kind) => METHODS[method]?.scopes(kind) ?? ['?'])
      expect(asked, method).toEqual(expect.arrayContaining([...needed]))
    }
  })

  it('asks for the scopes of its methods, events and commands, and for no other', () => {
    const needed = new Set([
      ...called.flatMap((method) => SCOPES[method] ?? []),
      ...events.flatMap((name) => EVENTS[name] ?? []),
      ...(slash_commands.length + shortcuts.length > 0 ? ['commands'] : []),
    ])
    expect([...scopes].sort()).toEqual([...needed].sort())
    expect(scopes).toEqual([...scopes].sort())
  })

  it('asks for what doctor looks for', () => {
    expect([...scopes].sort()).toEqual([...NEEDED_SCOPES, ...HISTORY_SCOPES].sort())
  })

  it('hears of the events that the code serves, and of no other', () => {
    expect([...events].sort()).toEqual(Object.keys(EVENTS).sort())
    const home = event({ type: 'app_home_opened', tab: 'home' })
    expect(readEvent(home, 0, BOT)).toMatchObject({ kind: 'home' })
    const mention = event({ type: 'app_mention', text: `<@${BOT}> status`, channel: 'C0COUNCIL' })
    expect(readEvent(mention, 0, BOT)).toMatchObject({ kind: 'mention' })
    const direct = event({ type: 'message', channel_type: 'im' })
    expect(readEvent(direct, 0, BOT)).toMatchObject({ kind: 'direct' })
    for (const type of ['reaction_added', 'member_joined_channel', 'app_uninstalled']) {
      expect(readEvent(event({ type }), 0, BOT)).toBeUndefined()
    }
  })

  it('has one command, and every example in its hint is understood, in both languages', () => {
    expect(slash_commands.map(({ command }) => command)).toEqual(['/umlauf'])
    const [{ command = '', usage_hint = '' } = {}] = slash_commands
    const all = allCommands(readCalendar(), exporter)
    const commands = [...all, helpCommand(() => all)]
    const examples = usage_hint.split(' | ')
    const verbs = examples.map((words) => findCommand(wordsOf(words), commands).found?.verb)
    expect(verbs).not.toContain(undefined)
    expect(verbs.filter((verb) => verb === 'vote')).toHaveLength(2)
    const typed = {
      ...{ command, text: examples[0], user_id: 'U0ANNA', team_id: 'T0COUNCIL' },
      ...{ channel_id: 'C0COUNCIL', trigger_id: '1.1' },
    }
    expect(readSlashCommand(typed)).toMatchObject({ kind: 'command', text: examples[0] })
  })

  it('has the message shortcut, and the code takes it', () => {
    expect(shortcuts.map(({ callback_id }) => callback_id)).toEqual(['turn-into-circulation'])
    const chosen = {
      ...{ type: 'message_action', callback_id: shortcuts[0]?.callback_id, trigger_id: '1.1' },
      ...{ user: { id: 'U0ANNA' }, team: { id: 'T0COUNCIL' }, channel: { id: 'C0COUNCIL' } },
      message: { text: 'Der Rat beschließt …' },
    }
    expect(readShortcut(chosen)).toMatchObject({ kind: 'shortcut', text: 'Der Rat beschließt …' })
  })

  it('holds no secret and no address', () => {
    expect(text).not.toMatch(/xox|xapp|https?:/)
  })
})

type Identified = { readonly id: string }
type Fragment = Readonly<Record<string, readonly Identified[]>>

/** The shipped council file with the members of an example put in, each for the one of its id. */
function withExample(example: Fragment): string {
  const council = parse(
    readFileSync(new URL('../../src/councils/it-planungsrat.yaml', import.meta.url), 'utf8'),
  )
  for (const [part, members] of Object.entries(example)) {
    const ids = new Set(members.map(({ id }) => id))
    const others = council[part].filter(({ id }: Identified) => !ids.has(id))
    council[part] = [...others, ...members]
  }
  return stringify(council)
}

describe('the council files of docs/slack.md', () => {
  const document = readFileSync(new URL('../../docs/slack.md', import.meta.url), 'utf8')
  const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml)

  it('are right as they stand, and the guest in them is pointed at', () => {
    expect(examples).toHaveLength(2)
    const read = examples.map((yaml) => readCouncilFile(withExample(parse(yaml))))
    expect(read.map((one) => ('faults' in one ? one.faults : []))).toEqual([[], []])
    const [first] = read
    const warnings = first && 'warnings' in first ? first.warnings : []
    expect(warnings.map(({ words }) => words.de)).toEqual([
      expect.stringContaining('T0987654321/U0987654321'),
    ])
  })
})
