// The room kept to the contract of platforms, and what it owes besides: its guards against other pages, other hosts, and too much at once.
import { randomUUID } from 'node:crypto'
import { request as ask } from 'node:http'
import { describe, expect, it } from 'vitest'
import { message, paragraph } from '../../src/core/message.ts'
import type { Account } from '../../src/core/ports.ts'
import { createRoom, type Room } from '../../src/platforms/room/index.ts'
import { createRoomTable } from '../support/room-table.ts'
import { type HandingRig, handingContract } from './handing.ts'
import { platformContract } from './platform.ts'

const NOW = Date.UTC(2023, 9, 4, 12, 30)
const KEY = 'a-key-for-tests'

function makeRoom(defects: unknown[]): Room {
  return createRoom({
    connection: 'room',
    host: '127.0.0.1',
    port: 0,
    key: KEY,
    messages: createRoomTable(NOW),
    guide: {
      title: { de: 'Rat', en: 'Council' },
      zone: 'Europe/Berlin',
      now: async () => NOW,
      persons: () =>
        ['anna', 'bernd'].map((id) => ({ id, name: id, office: { de: 'Amt', en: 'Office' } })),
      places: async () => [{ id: 'umlauf', name: 'Umlaufverfahren' }],
      language: async () => 'de',
    },
    panel: undefined,
    report: (defect) => `D-${defects.push(defect)}`,
  })
}

/** The words of a page as a reader without styles has them. */
function wordsOf(page: string): string {
  const body = page.slice(page.indexOf('<main'), page.indexOf('<p id="answer"'))
  return decoded(body.replace(/<[^>]*>/g, ''))
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** What a browser without script does: keeps the cookie, follows links, posts forms. */
function visitor(room: Room): {
  go(path: string, init: RequestInit): Promise<Response>
  get(path: string): Promise<Response>
  post(path: string, fields: Record<string, string>): Promise<Response>
} {
  let cookie: string | undefined
  const enter = async () => {
    const response = await fetch(room.url(), { redirect: 'manual' })
    cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  }
  const go = async (path: string, init: RequestInit) => {
    if (cookie === undefined) await enter()
    const { origin } = new URL(room.url())
    const headers = { ...init.headers, cookie: cookie ?? '', origin }
    return fetch(new URL(path, origin), { ...init, headers })
  }
  return {
    go,
    get: (path) => go(path, {}),
    async post(path, fields) {
      const body = new URLSearchParams(fields)
      const answer = await go(path, { method: 'POST', body, redirect: 'manual' })
      // a room that is being stopped answers, but has no next page
      return answer.status === 303
        ? go(answer.headers.get('location') ?? '', {}).catch(() => answer)
        : answer
    },
  }
}

async function makeRig(): Promise<HandingRig> {
  const defects: unknown[] = []
  const room = makeRoom(defects)
  const browser = visitor(room)
  let page = ''
  const at = ({ id }: Account) => `/as/${id}/place/umlauf`
  const shown = async (response: Response) => {
    page = await response.text()
    return wordsOf(page)
  }
  const spaced = (space: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${space}.${name}`, value]))
  return {
    platform: room,
    place: 'umlauf',
    anna: { connection: 'room', id: 'anna' },
    bernd: { connection: 'room', id: 'bernd' },
    defects,
    async sees(who, where) {
      const path = where === 'place' ? at(who) : `/as/${who.id}/private`
      return wordsOf(await (await browser.get(path)).text())
    },
    says: async (who, text, request) =>
      shown(await browser.post(`${at(who)}/say`, { request, text })),
    presses: async (who, verb, args, request) =>
      shown(await browser.post(`${at(who)}/act`, { request, verb, ...spaced('arg', args) })),
    fills: async (who, verb, args, values, request) =>
      shown(
        await browser.post(`${at(who)}/form`, {
          ...{ request, verb },
          ...spaced('arg', args),
          ...spaced('value', values),
        }),
      ),
    async hands({ id }, text, { name, bytes }) {
      const body = new FormData()
      for (const [field, value] of Object.entries({ request: randomUUID(), text })) {
        body.set(field, value)
      }
      body.set('file', new File([new Uint8Array(bytes)], name))
      return shown(await browser.go(`/as/${id}/private/say`, { method: 'POST', body }))
    },
    written() {
      const lines = page.matchAll(/name="value\.(\w+)" value="([^"]*)"/g)
      const texts = page.matchAll(/name="value\.(\w+)"[^>]*>\n([^<]*)<\/textarea>/g)
      return Object.fromEntries(
        [...lines, ...texts].map(([, name = '', value = '']) => [name, decoded(value)]),
      )
    },
    async downloads(who) {
      const seen = await (await browser.get(at(who))).text()
      const response = await browser.get(/href="(\/file\/[^"]+)"/.exec(seen)?.[1] ?? '')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      const disposition = response.headers.get('content-disposition') ?? ''
      const name = /filename\*=UTF-8''(\S+)$/.exec(disposition)?.[1] ?? ''
      return { name: decodeURIComponent(name), content: await response.text() }
    },
    tidyUp: () => room.stop(0),
  }
}

platformContract('The room', makeRig)
handingContract('The room', makeRig)

/** A raw request, for what `fetch` would not send. */
function raw(
  room: Room,
  headers: Record<string, string>,
  method: 'GET' | 'POST' = 'GET',
  body = '',
): Promise<number | undefined> {
  const { port } = new URL(room.url())
  return new Promise((resolve, reject) => {
    const path = method === 'GET' ? `/?key=${KEY}` : '/as/anna/place/umlauf/say'
    const asking = ask({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

describe('The room against what does not belong', () => {
  const open = async (asked: string[] = []) => {
    const room = makeRoom([])
    await room.start(async (request) => {
      asked.push(request.requestId)
      return { kind: 'message', message: message('ja', [paragraph('ja')]) }
    })
    const { host, origin } = new URL(room.url())
    return { room, host, origin, asked, [Symbol.asyncDispose]: () => room.stop(0) }
  }

  it('asks for the printed address in both languages where the key is missing or wrong', async () => {
    await using world = await open()
    for (const path of ['/', '/?key=wrong', '/as/anna/private', '/live', '/file/1/0']) {
      const response = await fetch(`${world.origin}${path}`)
      expect(response.status).toBe(403)
      const page = await response.text()
      expect(page).toContain('Adresse, die beim Start angezeigt wurde')
      expect(page).toContain('address that was shown at the start')
    }
  })

  it('remembers the key in a cookie that no script and no other site can use', async () => {
    await using world = await open()
    const response = await fetch(world.room.url(), { redirect: 'manual' })
    expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Strict/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each([
    ['de-AT', 'de'],
    ['en-GB;q=0.5, de;q=0.9', 'de'],
    ['xx, en;q=0.3', 'en'],
    ['xx', 'de'],
    ['', 'de'],
    [';;;q=,q', 'de'],
  ])(
    'B56 a browser that asks for %j is answered in %s: the nearest language there is, else German',
    async (accepted, language) => {
      await using world = await open()
      const response = await fetch(world.room.url(), { headers: { 'accept-language': accepted } })
      expect(await response.text()).toContain(`<html lang="${language}">`)
    },
  )

  it('answers under its own two names only', async () => {
    await using world = await open()
    const { port } = new URL(world.origin)
    expect(await raw(world.room, { host: `127.0.0.1:${port}` })).toBeLessThan(400)
    expect(await raw(world.room, { host: `localhost:${port}` })).toBeLessThan(400)
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1:1', 'localhost']) {
      expect(await raw(world.room, { host })).toBe(403)
    }
  })

  it('takes a post from its own pages only', async () => {
    await using world = await open()
    const entered = await fetch(world.room.url(), { redirect: 'manual' })
    const cookie = entered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const post = (origin: string | undefined, request: string) => {
      const type = 'application/x-www-form-urlencoded'
      const headers = { host: world.host, cookie, 'content-type': type }
      const body = `request=${request}&text=status`
      return raw(world.room, origin ? { ...headers, origin } : headers, 'POST', body)
    }
    expect(await post('https://evil.example', 'request-1')).toBe(403)
    expect(await post('null', 'request-2')).toBe(403)
    expect(await post(undefined, 'request-3')).toBe(403)
    expect(await post(world.origin, 'request-4')).toBe(303)
    expect(world.asked).toEqual(['request-4'])
  })

  it('hands on a table with the command it came with, in its own words and bytes', async () => {
    const room = makeRoom([])
    const heard: unknown[] = []
    await room.start(async (request) => {
      const [file, ...others] = (request.kind === 'command' && request.files) || []
      const bytes = file && Buffer.from(await file.read()).toString()
      heard.push([request, file?.name, file?.size, bytes, others.length])
      return { kind: 'message', message: message('ja', [paragraph('ja')]) }
    })
    const browser = visitor(room)
    const say = async (id: string, text: string, file: File) => {
      const body = new FormData()
      for (const [name, value] of Object.entries({ request: id, text })) body.set(name, value)
      body.set('file', file)
      const answer = await browser.go('/as/anna/private/say', { method: 'POST', body })
      return wordsOf(await answer.text())
    }
    const table = new File(['Ü;1\r\n'], '<b>Ü.csv')
    expect(await say('request-1', 'melden', table)).toContain('melden · <b>Ü.csv')
    // a chooser that was left empty, as browsers send it
    await say('request-2', 'status', new File([], ''))
    await room.stop(0)
    const about = { from: { connection: 'room', id: 'anna' }, origin: { kind: 'private' } }
    expect(heard).toEqual([
      [expect.objectContaining({ ...about, text: 'melden' }), '<b>Ü.csv', 6, 'Ü;1\r\n', 0],
      [
        expect.not.objectContaining({ files: expect.anything() }),
        undefined,
        undefined,
        undefined,
        0,
      ],
    ])
  })

  it('B38 refuses more than 4 MB with a command, and any file elsewhere', async () => {
    await using world = await open()
    const browser = visitor(world.room)
    const post = async (door: string, fields: Record<string, string | File>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      const answer = await browser.go(`/as/anna/private/${door}`, { method: 'POST', body })
      return { status: answer.status, words: await answer.text() }
    }
    const huge = new File([Buffer.alloc(4_200_000)], 'a.csv')
    const refused = await post('say', { request: 'request-1', text: 'melden', file: huge })
    expect(refused.status).toBe(413)
    expect(refused.words).toContain('höchstens 4 MB')
    const small = new File(['a;b'], 'a.csv')
    for (const door of ['act', 'form', 'panel']) {
      expect((await post(door, { request: 'request-2', verb: 'a', file: small })).status).toBe(415)
    }
    expect((await post('say', { request: 'request-3', file: small })).status).toBe(400)
    const unread = { 'content-type': 'multipart/form-data; boundary=x' }
    const broken = { method: 'POST', body: '--x\r\nnothing', headers: unread }
    expect((await browser.go('/as/anna/private/say', broken)).status).toBe(400)
    expect(world.asked).toEqual([])
  })

  it('refuses more than 64 KiB at once and what it cannot read', async () => {
    await using world = await open()
    const browser = visitor(world.room)
    const say = (fields: Record<string, string>) =>
      browser.post('/as/anna/place/umlauf/say', fields)
    expect((await say({ request: 'request-1', text: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await say({ text: 'no id' })).status).toBe(400)
    expect((await browser.get('/as/nobody/place/umlauf')).status).toBe(404)
    expect((await browser.get('/as/anna/place/nowhere')).status).toBe(404)
    expect(world.asked).toEqual([])
  })
})
