// Files that somebody hands the bot in Matrix: what reaches the core, sealed or not, what is fetched and from whom, and what is said where it cannot be read; leaves what is in them to the core.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import type { Accept, HandedIn } from '../../src/core/ports.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { fileContent, type OwnFile, sealed, upload } from '../support/matrix-files.ts'
import type { Member } from '../support/matrix-member.ts'
import { type MatrixRig, matrixRig, PLACE } from '../support/matrix-rig.ts'
import { createTalk, gist, said, type Talk } from '../support/matrix-talk.ts'
import type { Fault } from './matrix/index.ts'
import type { Fields } from './matrix/records.ts'

const TABLE = Buffer.from('Leistung;zuständig;live\nEinbürgerung;430;212\n')
const REPORT: OwnFile = { name: 'bericht.csv', bytes: TABLE }
const DOWNLOAD = /^GET \/media\/download\//

/** Takes whatever files come with a request, as the core does once it knows who asks. */
const reading =
  (take: (file: HandedIn) => Promise<string>): Accept =>
  async (request) => {
    const [file] = request.kind === 'command' ? (request.files ?? []) : []
    if (!file) return said(`Verstanden: ${gist(request)}.`)
    return said(
      await take(file).catch((fault: unknown) =>
        fault instanceof Refusal ? `${fault.code}: ${fault.words.de}` : 'file.lost',
      ),
    )
  }

describe('A file in Matrix', () => {
  let rig: MatrixRig
  let talk: Talk
  let anna: Member
  let own: string
  let take: (file: HandedIn) => Promise<string>

  beforeAll(async () => {
    rig = await matrixRig()
    talk = createTalk(rig, { answer: reading((file) => take(file)) })
    anna = rig.anna
    await talk.start()
    own = await talk.enter(anna)
  })
  afterAll(() => rig.tidyUp())
  beforeEach(() => {
    take = async (file) => `${(await file.read()).byteLength} Bytes`
  })
  afterEach(() => {
    expect(rig.defects.splice(0)).toEqual([])
    talk.gists()
    rig.notices.splice(0)
  })

  const contentOf = (file: OwnFile = REPORT, caption = '') =>
    fileContent(rig.homeserver.url, anna, file, caption)
  const sends = (content: Fields, room = own) => anna.send(room, 'm.room.message', content)
  /** Sends it, and waits for the answer to what came. */
  const answerTo = async (content: Fields): Promise<string> => {
    const before = talk.told(anna, own).length
    await sends(content)
    await expect.poll(() => talk.told(anna, own).length).toBeGreaterThan(before)
    return talk.told(anna, own).at(-1) ?? ''
  }
  const downloads = () =>
    rig.homeserver
      .wire()
      .filter(({ method, path, user }) => user === rig.self && DOWNLOAD.test(`${method} ${path}`))

  describe('that comes with words', () => {
    it('reaches the core with its name, its size and what is in it, letter by letter', async () => {
      let read = Buffer.alloc(0)
      take = async (file) => {
        read = Buffer.from(await file.read())
        return 'Gemeldet.'
      }
      const name = '../../Bericht „42“ <b>.csv'
      const sent = await sends(await contentOf({ name, bytes: TABLE }, 'melden R-1/2023 für HE'))
      await talk.hears(anna, own, 'Gemeldet.')
      expect(talk.requests).toMatchObject([
        {
          requestId: talk.requestOf(own, sent),
          ...{ kind: 'command', text: 'melden R-1/2023 für HE', origin: { kind: 'private' } },
          files: [{ name, size: TABLE.length }],
        },
      ])
      expect(read).toEqual(TABLE)
      expect(JSON.stringify(downloads())).not.toContain('bericht')
    })

    it('and one without a word is a request too; a picture is a file like any other', async () => {
      expect(await answerTo(await contentOf())).toBe(`${TABLE.length} Bytes`)
      const picture = { name: 'foto.png', bytes: Buffer.from('PNG'), type: 'image/png' }
      expect(await answerTo(await contentOf(picture))).toBe('3 Bytes')
      const named = { ...(await contentOf()), filename: REPORT.name }
      expect(await answerTo(named)).toBe(`${TABLE.length} Bytes`)
      expect(talk.requests).toMatchObject([
        { kind: 'command', text: '', files: [{ name: 'bericht.csv' }] },
        { kind: 'command', text: '', files: [{ name: 'foto.png' }] },
        { kind: 'command', text: '', files: [{ name: 'bericht.csv' }] },
      ])
    })

    it('is not fetched before the core wants it', async () => {
      const before = downloads().length
      take = async () => 'Das dürfen Sie nicht.'
      expect(await answerTo(await contentOf())).toBe('Das dürfen Sie nicht.')
      expect(downloads().length).toBe(before)
    })

    it('of a client that does not say its size is read to its end', async () => {
      const { info, ...content } = await contentOf()
      expect(await answerTo(content)).toBe(`${TABLE.length} Bytes`)
      expect(talk.requests).toMatchObject([{ files: [{ size: 0 }] }])
    })

    it('is no answer to a question that still stands, and leaves it standing', async () => {
      const field = { label: 'Grund', hint: '', kind: 'line', required: true, maxLength: 200 }
      await rig.keeping.setDialogue(
        own,
        JSON.stringify({
          ...{ format: 1, verb: 'draft', args: {}, title: 'Formular', intro: '', faults: {} },
          ...{ at: 0, values: {}, origin: { kind: 'private' } },
          fields: [{ ...field, name: 'reason', value: '', options: [] }],
        }),
      )
      expect(await answerTo(await contentOf(REPORT, 'melden'))).toBe(`${TABLE.length} Bytes`)
      await talk.says(anna, own, 'weil es so ist')
      await talk.hears(anna, own, 'Verstanden: weil es so ist.')
      expect(talk.requests).toMatchObject([
        { kind: 'command', text: 'melden' },
        { kind: 'form', values: { reason: 'weil es so ist' } },
      ])
    })

    it('in a place counts where it is sent to the bot, and nobody hears of it where it is not', async () => {
      await sends(await contentOf(), rig.room)
      await sends(await contentOf(REPORT, 'für alle'), rig.room)
      await sends(await contentOf(REPORT, '!umlauf melden R-1/2023'), rig.room)
      await talk.hears(anna, own, `${TABLE.length} Bytes`)
      await talk.settles(anna, own)
      expect(talk.requests).toMatchObject([
        {
          ...{ text: 'melden R-1/2023', origin: { kind: 'place', place: PLACE } },
          files: [{ name: 'bericht.csv' }],
        },
      ])
    })
  })

  describe('that is no request', () => {
    it('B47 is one that was changed afterwards: what was sent first stands', async () => {
      const first = await sends(await contentOf(REPORT, 'melden'))
      await talk.hears(anna, own, `${TABLE.length} Bytes`)
      const other = await contentOf({ name: 'andere.csv', bytes: Buffer.from('x') }, 'melden')
      await sends({
        ...other,
        'm.relates_to': { rel_type: 'm.replace', event_id: first },
        'm.new_content': other,
      })
      await talk.settles(anna, own)
      expect(talk.requests).toMatchObject([{ files: [{ name: 'bericht.csv' }] }])
    })

    it('is one that somebody answers to with words: they come alone', async () => {
      const first = await sends(await contentOf())
      await talk.says(anna, own, '> <@anna:localhost> bericht.csv\n\nübersicht', {
        'm.relates_to': { 'm.in_reply_to': { event_id: first } },
      })
      await talk.settles(anna, own)
      expect(talk.requests.map((request) => [gist(request), filesOf(request)])).toEqual([
        ['', 1],
        ['übersicht', 0],
      ])
    })

    it('B48 is one that came in the clear into an encrypted room, and it is not fetched', async () => {
      const before = downloads().length
      rig.homeserver.inject(own, {
        ...{ sender: anna.account.id, type: 'm.room.message' },
        content: { ...(await contentOf(REPORT, 'melden')) },
      })
      await talk.hears(anna, own, 'unverschlüsselt')
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
      expect(downloads().length).toBe(before)
    })
  })

  describe('that cannot be read', () => {
    const bare = async () => {
      const { file, ...content } = await contentOf()
      const url = await upload(rig.homeserver.url, anna.account.token, TABLE)
      return { ...content, url }
    }
    const withSeal = async (change: Fields) => {
      const content = await contentOf()
      return { ...content, file: { ...(content['file'] as Fields), ...change } }
    }
    const key = { alg: 'A256CTR', k: 'AAAA' }

    test.each<[string, () => Promise<Fields>, string]>([
      ['is not sealed though all else is', bare, 'matrix.file.exposed'],
      ['has no address', () => withSeal({ url: undefined }), 'matrix.file.unknown'],
      ['has no such key', () => withSeal({ key: { alg: 'A256CTR' } }), 'matrix.file.unknown'],
      ['has a seal of another kind', () => withSeal({ v: 'v1' }), 'matrix.file.unknown'],
      ['has a key that is too short', () => withSeal({ key }), 'matrix.file.unknown'],
      ['lies on the web', () => withSeal({ url: 'http://127.0.0.1:9/a' }), 'matrix.file.unknown'],
      ['leads out', () => withSeal({ url: 'mxc://localhost/../../x' }), 'matrix.file.unknown'],
      ['is not there', () => withSeal({ url: 'mxc://localhost/none' }), 'matrix.file.gone'],
      ['is another', () => withSeal({ hashes: { sha256: 'AAAA' } }), 'matrix.file.altered'],
    ])(
      'because it %s is refused in words, and the log has no more than why',
      async (_, content, code) => {
        const words = await answerTo(await content())
        expect(words).toContain(code)
        expect(words).toContain('gespeichert ist nichts')
        expect(rig.notices).toEqual([`a file was not loaded: ${code}`])
      },
    )

    it('B48 because its bytes were changed on the way is refused: nothing of it is opened', async () => {
      const { file, stored } = sealed(TABLE)
      stored[3] = (stored[3] ?? 0) ^ 1
      const url = await upload(rig.homeserver.url, anna.account.token, stored)
      const content = { ...(await contentOf()), file: { ...file, url } }
      expect(await answerTo(content)).toContain('matrix.file.altered')
    })

    test.each<[string, Fault, string]>([
      ['502 of a proxy', { status: 502, text: '<h1>Bad Gateway</h1>' }, 'file.lost'],
      ['404 of a proxy', { status: 404, text: '<h1>Not Found</h1>' }, 'file.lost'],
      ['its limit', { limitedMs: 5_000 }, 'file.lost'],
      ['a page in its place', { status: 200, text: '<h1>Login</h1>' }, 'matrix.file.altered'],
      ['more than it said', { status: 200, text: 'x'.repeat(200_000) }, 'file.lost'],
      ['a broken connection', 'refused', 'file.lost'],
    ])('B38 because of %s is refused, and read when it is sent again', async (_, fault, code) => {
      rig.homeserver.fault(DOWNLOAD, fault)
      expect(await answerTo(await contentOf())).toContain(code)
      expect(await answerTo(await contentOf())).toBe(`${TABLE.length} Bytes`)
    })

    it('because it never comes is given up in time, and the next sentence is heard', async () => {
      rig.homeserver.fault(DOWNLOAD, 'hang')
      await sends(await contentOf())
      await talk.says(anna, own, 'übersicht')
      await expect
        .poll(() => talk.told(anna, own).at(-1), { timeout: 14_000 })
        .toBe('Verstanden: übersicht.')
      expect(talk.told(anna, own).at(-2)).toBe('file.lost')
      expect(rig.notices).toEqual(['a file was not loaded: TimeoutError'])
    }, 20_000)
  })

  it('that the homeserver keeps elsewhere is read there, without the token', async () => {
    const { file, stored } = sealed(TABLE)
    const asked: IncomingMessage[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request)
      response.end(stored)
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const { port } = elsewhere.address() as AddressInfo
    const headers = { location: `http://127.0.0.1:${port}/a` }
    rig.homeserver.fault(DOWNLOAD, { status: 307, headers })
    const content = { ...(await contentOf()), file: { ...file, url: 'mxc://localhost/a' } }
    expect(await answerTo(content)).toBe(`${TABLE.length} Bytes`)
    expect(asked.map(({ headers: { authorization } }) => authorization)).toEqual([undefined])
    elsewhere.close()
  })
})

describe('Where the council lets any device write, and a place is not encrypted', () => {
  it('a file that is not sealed is read as it is', async () => {
    const rig = await matrixRig({}, { encryptedPlace: false, devices: 'any' })
    const talk = createTalk(rig, {
      answer: reading(async (file) => Buffer.from(await file.read()).toString()),
    })
    try {
      await talk.start()
      const own = await talk.enter(rig.anna)
      const url = await upload(rig.homeserver.url, rig.anna.account.token, TABLE)
      await rig.anna.send(rig.room, 'm.room.message', {
        ...{ msgtype: 'm.file', body: '!umlauf melden', filename: 'bericht.csv', url },
        info: { size: TABLE.length },
      })
      await talk.hears(rig.anna, own, 'Einbürgerung;430;212')
      expect(talk.requests).toMatchObject([
        { text: 'melden', files: [{ name: 'bericht.csv', size: TABLE.length }] },
      ])
    } finally {
      await rig.tidyUp()
    }
  })
})

function filesOf(request: Parameters<Accept>[0]): number {
  return request.kind === 'command' ? (request.files?.length ?? 0) : 0
}
