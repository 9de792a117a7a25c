// Holds the loopback Slack to what Slack promises of its Web API, by the real WebClient; leaves people and sockets to slack-world-people.test.ts and slack-world-sockets.test.ts, blocks to slack-world-blocks.test.ts.
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { type Slack, type SlackOptions, startSlack } from './slack/index.ts'
import { silent } from './slack/meeting.ts'

const running: Slack[] = []

afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop()
})

async function council(options: SlackOptions = {}, client: WebClientOptions = {}) {
  const slack = await startSlack(options)
  running.push(slack)
  slack.addUser({ id: 'U1', name: 'Frau Müller' })
  slack.addUser({ id: 'U2', name: 'Herr Öz' })
  slack.addUser({ id: 'UBOT', name: 'Other Bot', isBot: true })
  slack.addUser({ id: 'UGONE', name: 'Ehemals', deleted: true })
  slack.addChannel({ id: 'C1', name: 'rat', members: ['U1'] })
  slack.addChannel({ id: 'C2', name: 'flur', members: ['U1'], botIsMember: false })
  slack.addChannel({ id: 'G1', name: 'amt', members: ['U1'], private: true, botIsMember: false })
  return { slack, web: webFor(slack, slack.botToken, client) }
}

function webFor(slack: Slack, token: string, client: WebClientOptions = {}) {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
    ...client,
  })
}

/** The error code of a refused call; a passed call fails the test. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: { data?: { error?: string }; message: string }) => error.data?.error ?? error.message,
  )
}

describe('who may call', () => {
  it('a bot token is told who it is and which scopes it has; other tokens are refused', async () => {
    const { slack, web } = await council({ enterprise: 'E1', scopes: ['chat:write', 'commands'] })
    expect(await web.auth.test()).toMatchObject({
      team_id: 'T0COUNCIL',
      user_id: slack.botUser,
      enterprise_id: 'E1',
      response_metadata: { scopes: ['chat:write', 'commands'] },
    })
    expect(await refusal(webFor(slack, 'xoxb-stolen').auth.test())).toBe('invalid_auth')
    expect(await refusal(webFor(slack, '').auth.test())).toBe('not_authed')
    expect(await refusal(webFor(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type')
    expect(await refusal(web.apps.connections.open({}))).toBe('not_allowed_token_type')
    expect(await refusal(web.apiCall('chat.sing'))).toBe('unknown_method')
  })

  it('a scope that was not granted is named, by the kind of the channel', async () => {
    const { slack, web } = await council()
    slack.scopes.delete('chat:write')
    slack.scopes.delete('channels:history')
    const post = await web.chat
      .postMessage({ channel: 'C1', text: 'Guten Tag' })
      .catch((error: { data: unknown }) => error.data)
    expect(post).toMatchObject({ error: 'missing_scope', needed: 'chat:write' })
    expect(post).toHaveProperty('provided', [...slack.scopes].join(','))
    expect(await refusal(web.conversations.history({ channel: 'C1' }))).toBe('missing_scope')
    const { messages } = await web.conversations.history({ channel: slack.imOf('U1') })
    expect(messages).toEqual([])
  })

  it('a channel the bot is not in takes nothing, a private one does not even exist', async () => {
    const { slack, web } = await council()
    const post = (channel: string) => refusal(web.chat.postMessage({ channel, text: 'Hallo' }))
    expect(await post('C2')).toBe('not_in_channel')
    expect(await post('G1')).toBe('channel_not_found')
    expect(await post('C404')).toBe('channel_not_found')
    slack.scopes.add('chat:write.public')
    expect(await post('C2')).toBe('ok')
    const whisper = (user: string) =>
      refusal(web.chat.postEphemeral({ channel: 'C1', user, text: 'Hallo' }))
    expect(await whisper('U1')).toBe('ok')
    expect(await whisper('U2')).toBe('user_not_in_channel')
    expect(await refusal(web.conversations.open({ users: 'UBOT' }))).toBe('cannot_dm_bot')
    expect(await refusal(web.conversations.open({ users: 'UGONE' }))).toBe('user_disabled')
    expect(await refusal(web.users.info({ user: 'U404' }))).toBe('user_not_found')
    expect((await web.conversations.info({ channel: 'C2' })).channel?.is_member).toBe(false)
  })
})

describe('messages', () => {
  it('are kept in order, edited in place, and lose their blocks when an edit brings none', async () => {
    const { slack, web } = await council()
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Frage*' } }]
    const metadata = { event_type: 'card', event_payload: { rev: 1 } }
    const { ts = '' } = await web.chat.postMessage({ channel: 'C1', text: 'F', blocks, metadata })
    expect(slack.sees('U1', 'C1')).toBe('umlauf: Frage')
    expect(slack.sees('U2', 'C1')).toBe('')
    await web.chat.update({ channel: 'C1', ts, text: 'Nur Text' })
    expect(slack.messages('C1')).toMatchObject([{ text: 'Nur Text', edits: 1, metadata }])
    expect(slack.messages('C1')[0]?.blocks).toBeUndefined()
    await web.chat.delete({ channel: 'C1', ts })
    expect(slack.messages('C1')).toEqual([])
    expect(await refusal(web.chat.update({ channel: 'C1', ts, text: 'zu spät' }))).toBe(
      'message_not_found',
    )
  })

  it('of others cannot be edited, nor what only one person sees', async () => {
    const { slack, web } = await council()
    await slack.say('U1', 'C1', 'Moin')
    const whispered = await web.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'Pst' })
    const [said] = slack.messages('C1')
    const edit = (ts = '') => refusal(web.chat.update({ channel: 'C1', ts, text: 'x' }))
    expect(await edit(said?.ts)).toBe('cant_update_message')
    expect(await edit(whispered.message_ts)).toBe('message_not_found')
    expect(slack.ephemerals('C1', 'U1')).toHaveLength(1)
    expect(slack.ephemerals('C1', 'U2')).toHaveLength(0)
  })

  it('too long a text is cut off in a post and refused in an edit; none at all is refused', async () => {
    const { slack, web } = await council()
    const { ts = '' } = await web.chat.postMessage({ channel: 'C1', text: 'x'.repeat(40_001) })
    expect(slack.messages('C1')[0]?.text).toHaveLength(40_000)
    const edit = (length: number) =>
      refusal(web.chat.update({ channel: 'C1', ts, text: 'x'.repeat(length) }))
    expect(await edit(4001)).toBe('msg_too_long')
    expect(await edit(4000)).toBe('ok')
    expect(await refusal(web.chat.postMessage({ channel: 'C1', text: '' }))).toBe('no_text')
  })

  it('a reply stays in its thread; where the parent is gone it lands in the channel', async () => {
    const { slack, web } = await council()
    const { ts: thread_ts = '' } = await web.chat.postMessage({ channel: 'C1', text: 'Frage' })
    await web.chat.postMessage({ channel: 'C1', text: 'Antwort', thread_ts })
    const { messages } = await web.conversations.replies({ channel: 'C1', ts: thread_ts })
    expect(messages?.map(({ text }) => text)).toEqual(['Frage', 'Antwort'])
    slack.deleteMessage('C1', thread_ts)
    const lost = await web.chat.postMessage({ channel: 'C1', text: 'Nachtrag', thread_ts })
    expect(lost.message).not.toHaveProperty('thread_ts')
    expect(await refusal(web.conversations.replies({ channel: 'C1', ts: thread_ts }))).toBe(
      'thread_not_found',
    )
  })

  it('are read back newest first, in pages, between two times, with metadata when it is asked for', async () => {
    const { slack, web } = await council()
    const metadata = { event_type: 'card', event_payload: { id: '7' } }
    for (const text of ['eins', 'zwei', 'drei'])
      await web.chat.postMessage({ channel: 'C1', text, metadata })
    await web.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'unsichtbar' })
    const first = await web.conversations.history({ channel: 'C1', limit: 2 })
    expect(first.messages?.map(({ text }) => text)).toEqual(['drei', 'zwei'])
    expect(first.messages?.[0]).not.toHaveProperty('metadata')
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await web.conversations.history({
      channel: 'C1',
      cursor,
      limit: 2,
      include_all_metadata: true,
    })
    expect(second.messages).toMatchObject([{ text: 'eins', metadata }])
    const oldest = slack.messages('C1')[1]?.ts ?? ''
    const texts = async (inclusive: boolean) =>
      (await web.conversations.history({ channel: 'C1', oldest, inclusive })).messages?.map(
        ({ text }) => text,
      )
    expect(await texts(false)).toEqual(['drei'])
    expect(await texts(true)).toEqual(['drei', 'zwei'])
  })
})

describe('files', () => {
  it('come in three steps and appear where they were shared', async () => {
    const { slack, web } = await council()
    await web.filesUploadV2({
      channel_id: 'C1',
      filename: 'ergebnis.csv',
      title: 'Ergebnis',
      content: 'Land;Stimme\nHessen;ja ü',
    })
    expect(slack.files).toMatchObject([
      {
        name: 'ergebnis.csv',
        title: 'Ergebnis',
        content: 'Land;Stimme\nHessen;ja ü',
        channel: 'C1',
      },
    ])
    expect(slack.sees('U1', 'C1')).toContain('[file: Ergebnis]')
    const missing = web.files.completeUploadExternal({ files: [{ id: 'F404', title: 'x' }] })
    expect(await refusal(missing)).toBe('file_not_found')
  })
})

describe('what goes wrong when it should', () => {
  it('a status is answered once and nothing is carried out, then all is normal again', async () => {
    const { slack, web } = await council()
    const post = () => web.chat.postMessage({ channel: 'C1', text: 'Hallo' })
    slack.fault('chat.postMessage', { status: 502 }, { error: 'fatal_error' })
    await expect(post()).rejects.toMatchObject({ statusCode: 502 })
    expect(await refusal(post())).toBe('fatal_error')
    expect(slack.messages('C1')).toHaveLength(0)
    await post()
    expect(slack.messages('C1')).toHaveLength(1)
    expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(3)
  })

  it('a lost reply was carried out, a refused connection was not', async () => {
    const { slack, web } = await council()
    const post = () => refusal(web.chat.postMessage({ channel: 'C1', text: 'Hallo' }))
    slack.fault('chat.postMessage', 'refused', 'lostReply', { status: 500, carriedOut: true })
    expect(await post()).not.toBe('ok')
    expect(slack.messages('C1')).toHaveLength(0)
    expect(await post()).not.toBe('ok')
    expect(slack.messages('C1')).toHaveLength(1)
    expect(await post()).not.toBe('ok')
    expect(slack.messages('C1')).toHaveLength(2)
  })

  it('a hanging call never ends by itself, a late one does, an outage lasts until it is over', async () => {
    const { slack, web } = await council({}, { timeout: 200 })
    slack.fault('auth.test', 'hang', { afterMs: 20 })
    expect(await refusal(web.auth.test())).toMatch(/timeout/i)
    expect(await refusal(web.auth.test())).toBe('ok')
    slack.outage('auth.test', true)
    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 503 })
    await expect(web.auth.test()).rejects.toMatchObject({ statusCode: 503 })
    slack.outage('auth.test', false)
    expect(await refusal(web.auth.test())).toBe('ok')
  })

  it('posting is limited by channel, editing for the workspace, and the answer says how long to wait', async () => {
    const { slack, web } = await council({ rateLimits: 'slack' })
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'Hallo' })
    const { ts = '' } = await post('C1')
    await expect(post('C1')).rejects.toMatchObject({ retryAfter: 1 })
    await post(slack.imOf('U1'))
    const edits = await Promise.all(
      Array.from({ length: 60 }, () => refusal(web.chat.update({ channel: 'C1', ts, text: 'x' }))),
    )
    expect(edits.filter((one) => one === 'ok').length).toBeGreaterThanOrEqual(50)
    expect(edits.filter((one) => one === 'ok').length).toBeLessThan(55)
  })
})
