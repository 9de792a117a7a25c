// Holds the loopback Slack to what people do in Slack, by a real Bolt app; leaves the Web API to slack-world.test.ts and the ways in to slack-world-sockets.test.ts.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bodies, meeting, modal, stopAll, text } from './slack/meeting.ts'

afterEach(stopAll)

describe('people', () => {
  it('press a button they see, by its label; the payload has the shape of Slack', async () => {
    const { slack, heard, ts } = await meeting({ enterprise: 'E1' })
    const acked = await slack.press('U1', 'C1', ts, { label: 'Nein' }, { actionTs: '1.000001' })
    expect(acked).toMatchObject({ acked: true })
    expect(acked.afterMs).toBeLessThan(3000)
    expect(bodies(heard, 'action')).toMatchObject([
      {
        type: 'block_actions',
        api_app_id: slack.appId,
        team: { id: 'T0COUNCIL' },
        enterprise: { id: 'E1' },
        user: { id: 'U1', team_id: 'T0COUNCIL' },
        channel: { id: 'C1', name: 'rat' },
        container: { type: 'message', message_ts: ts, channel_id: 'C1', is_ephemeral: false },
        message: { ts, user: slack.botUser, text: 'Frage' },
        actions: [{ action_id: 'vote2', value: 'no', type: 'button', action_ts: '1.000001' }],
      },
    ])
    expect(bodies(heard, 'action')[0]).not.toHaveProperty('message.metadata')
    expect(() => slack.press('U1', 'C1', ts, { label: 'Vielleicht' })).toThrow('only Ja, Nein')
  })

  it('are answered at the response_url five times, within half an hour', async () => {
    const { slack, heard, ts } = await meeting()
    await slack.press('U1', 'C1', ts, { actionId: 'old', value: 'answer' })
    await vi.waitFor(() => expect(slack.ephemerals('C1', 'U1')).toHaveLength(1))
    expect(slack.sees('U1', 'C1')).toContain('umlauf (only visible to you): Nur für Sie')
    const url = String(bodies(heard, 'action')[0]?.['response_url'])
    const post = async (body: object) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })
      return [answer.status, await answer.text()]
    }
    const headers = { 'content-type': 'application/json' }
    expect(await post({ replace_original: true, text: 'Ersetzt' })).toEqual([200, 'ok'])
    expect(slack.messages('C1')).toMatchObject([{ ts, text: 'Ersetzt' }])
    expect(await post({ text: 'Für alle', response_type: 'in_channel' })).toEqual([200, 'ok'])
    expect(await post({ delete_original: true })).toEqual([200, 'ok'])
    expect(slack.messages('C1').map(({ text: words }) => words)).toEqual(['Für alle'])
    expect(await post({ blocks: [{ type: 'vote' }] })).toEqual([
      200,
      expect.stringContaining('invalid_blocks'),
    ])
    expect(await post({ text: 'x' })).toEqual([404, expect.stringContaining('used_url')])
    await slack.slash('U1', 'C1', '/umlauf hilfe')
    slack.age(30 * 60_000)
    const old = String(bodies(heard, 'command')[0]?.['response_url'])
    const late = await fetch(old, { method: 'POST', body: '{"text":"x"}', headers })
    expect(await late.text()).toContain('expired_url')
  })

  it('type a command; its answer is for their eyes only', async () => {
    const { slack, heard } = await meeting()
    await slack.slash('U1', 'C1', 'hilfe bitte')
    expect(bodies(heard, 'command')).toMatchObject([
      { command: '/umlauf', text: 'hilfe bitte', channel_id: 'C1', user_id: 'U1' },
    ])
    expect(slack.sees('U1', 'C1')).toContain('only visible to you): verstanden: hilfe bitte')
    expect(slack.sees('U9', 'C1')).not.toContain('verstanden')
    slack.scopes.delete('commands')
    expect(await slack.slash('U1', 'C1', 'hilfe')).toMatchObject({ acked: false })
  })

  it('fill a form: errors at the field, a new form in place, one on top, all closed', async () => {
    const { slack, heard } = await meeting()
    await slack.slash('U1', 'C1', 'form')
    const top = () => {
      const view = slack.views('U1').at(-1)
      if (!view) throw new Error('no modal')
      return view
    }
    expect(() => slack.submit('U1', top(), {})).toThrow('must be filled')
    await slack.submit('U1', top(), { reason: 'falsch' })
    expect(top().errors).toEqual({ reason: 'Warum?' })
    const strange = await slack.submit('U1', top(), { reason: 'fremd' })
    expect(strange.trouble).toContain('other')
    const old = top()
    await slack.submit('U1', old, { reason: 'weiter' })
    expect(slack.wordsOf(top())).toContain('Neu')
    expect(top()).toMatchObject({ id: old.id })
    expect(top().hash).not.toBe(old.hash)
    await slack.submit('U1', top(), { reason: 'darauf' })
    expect(slack.views('U1')).toHaveLength(2)
    await slack.submit('U1', top(), { reason: 'alles' })
    expect(slack.views('U1')).toHaveLength(0)
    expect(bodies(heard, 'view')[0]).toMatchObject({
      view: {
        callback_id: 'ballot',
        app_installed_team_id: 'T0COUNCIL',
        state: { values: { reason: { v: { type: 'plain_text_input', value: 'falsch' } } } },
      },
    })
  })

  it('open a form once with a trigger, within three seconds, and only the newest hash changes it', async () => {
    const { slack, app, heard } = await meeting()
    await slack.slash('U1', 'C1', 'hilfe')
    const trigger_id = String(bodies(heard, 'command')[0]?.['trigger_id'])
    const code = (call: Promise<unknown>) =>
      call.then(
        () => 'ok',
        ({ data }) => data.error,
      )
    const open = (id: string) => code(app.client.views.open({ trigger_id: id, view: modal('A') }))
    expect(await open(trigger_id)).toBe('ok')
    expect(await open(trigger_id)).toBe('exchanged_trigger_id')
    expect(await open('1.2.3')).toBe('invalid_trigger_id')
    await slack.slash('U1', 'C1', 'hilfe', { triggerId: '7.7.7' })
    slack.age(3001)
    expect(await open('7.7.7')).toBe('expired_trigger_id')
    const [view] = slack.views('U1')
    const update = (hash: string) =>
      code(app.client.views.update({ view_id: view?.id ?? '', hash, view: modal('B') }))
    expect(await update('1.old')).toBe('hash_conflict')
    expect(await update(view?.hash ?? '')).toBe('ok')
    expect(await update(view?.hash ?? '')).toBe('hash_conflict')
    const wrong = { ...modal('B'), title: text('x'.repeat(25)) }
    expect(await code(app.client.views.update({ view_id: view?.id ?? '', view: wrong }))).toBe(
      'invalid_arguments',
    )
  })

  it('write in a direct message or mention the bot; other talk is not heard', async () => {
    const { slack, heard } = await meeting()
    await slack.say('U1', slack.imOf('U1'), 'stimme 7 ja')
    await slack.say('U9', 'C1', `<@${slack.botUser}> hilfe`)
    expect(await slack.say('U1', 'C1', 'nur so')).toMatchObject({ acked: false })
    expect(bodies(heard, 'message')).toMatchObject([
      { event: { channel_type: 'im', user: 'U1', text: 'stimme 7 ja' } },
    ])
    expect(bodies(heard, 'app_mention')).toMatchObject([
      { team_id: 'T9OTHER', context_team_id: 'T0COUNCIL', is_ext_shared_channel: true },
    ])
    expect(bodies(heard, 'app_mention')).toMatchObject([
      { authorizations: [{ team_id: 'T0COUNCIL' }], event: { user_team: 'T9OTHER' } },
    ])
  })

  it('see the App Home once they open it, and press in it', async () => {
    const { slack, app, heard, ts } = await meeting()
    await slack.openHome('U1')
    await vi.waitFor(() => expect(bodies(heard, 'app_home_opened')).toHaveLength(1))
    const block = {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'h', text: text('Hier') }],
    }
    await app.client.views.publish({ user_id: 'U1', view: { type: 'home', blocks: [block] } })
    await slack.pressHome('U1', { label: 'Hier' })
    expect(bodies(heard, 'action')).toMatchObject([
      { container: { type: 'view', view_id: slack.home('U1')?.id }, view: { type: 'home' } },
    ])
    await slack.shortcut('U1', 'C1', ts, 'turn_into')
    expect(bodies(heard, 'shortcut')).toMatchObject([{ message: { ts }, channel: { id: 'C1' } }])
  })
})
