// Files that somebody hands the bot in Slack: what reaches the core, what is fetched and from whom, and what is said where Slack gives nothing; leaves what is in them to the core.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { message, paragraph } from '../../src/core/message.ts'
import type { Answer, HandedIn, Request } from '../../src/core/ports.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { addressesOf } from '../../src/platforms/slack/addresses.ts'
import { ANNA, CHANNEL, PLACE, type SlackRig, slackRig } from '../support/slack-rig.ts'
import type { Fields } from './slack/records.ts'

const TABLE = Buffer.from('Leistung;zuständig;live\nEinbürgerung;430;212\n')
const AT_LENGTH = Buffer.alloc(200_000, 'a')

let rig: SlackRig
let requests: Request[]
/** What the core does with a file; it answers with how many bytes came. */
let take: (file: HandedIn) => Promise<string>

beforeEach(async () => {
  rig = await slackRig()
  requests = []
  take = async (file) => `${(await file.read()).byteLength} Bytes`
  await rig.platform.start(async (request) => {
    requests.push(request)
    return answered(request)
  })
})
afterEach(() => rig.tidyUp())

async function answered(request: Request): Promise<Answer> {
  const files = request.kind === 'command' ? (request.files ?? []) : []
  const words = await Promise.all(
    files.map((file) =>
      take(file).catch((fault: unknown) =>
        fault instanceof Refusal ? `${fault.code}: ${fault.words.de}` : 'file.lost',
      ),
    ),
  )
  return { kind: 'message', message: message(words.join(), [paragraph(words.join())]) }
}

type More = { readonly name?: string; readonly bytes?: Buffer; readonly said?: Fields }

/** Anna sends a file in the conversation with the bot. @returns what the bot answers */
async function sends(words: string, more: More = {}): Promise<string> {
  const { slack } = rig
  const im = slack.imOf(ANNA)
  const file = { name: 'bericht.csv', bytes: TABLE, ...more }
  const acked = await slack.say(ANNA, im, words, { files: [file] })
  expect(acked.acked).toBe(true)
  return slack.messages(im).at(-1)?.text ?? ''
}

const downloads = () => rig.slack.calls.filter(({ method }) => method === 'files-pri')

describe('A file that comes with words', () => {
  it('reaches the core with its name, its size and what is in it, letter by letter', async () => {
    let read = Buffer.alloc(0)
    take = async (file) => {
      read = Buffer.from(await file.read())
      return 'Gemeldet.'
    }
    const name = '../../Bericht „42“ <b>.csv'
    expect(await sends('melden R-1/2023 für HE', { name })).toContain('Gemeldet.')
    expect(requests).toMatchObject([
      {
        ...{ kind: 'command', text: 'melden R-1/2023 für HE', origin: { kind: 'private' } },
        files: [{ name, size: TABLE.length }],
      },
    ])
    expect(read).toEqual(TABLE)
  })

  it('and one without a word is a request too, told from the same file sent again by its event', async () => {
    await sends('')
    await sends('')
    expect(requests).toMatchObject([
      { kind: 'command', text: '', files: [{ name: 'bericht.csv' }] },
      { kind: 'command', text: '', files: [{ name: 'bericht.csv' }] },
    ])
    const [first, second] = requests.map(({ requestId }) => requestId)
    expect(first).not.toBe(second)
    await rig.slack.redeliver(1)
    expect(requests.map(({ requestId }) => requestId)).toEqual([first, second, second])
  })

  it('in a channel counts where the bot is mentioned, and is not even heard where it is not', async () => {
    const { slack } = rig
    const files = [{ name: 'bericht.csv', bytes: TABLE }]
    await slack.say(ANNA, CHANNEL, 'für alle', { files })
    await slack.say(ANNA, CHANNEL, `<@${slack.botUser}> melden R-1/2023`, { files })
    expect(requests).toMatchObject([
      {
        ...{ text: 'melden R-1/2023', origin: { kind: 'place', place: PLACE } },
        files: [{ name: 'bericht.csv', size: TABLE.length }],
      },
    ])
  })

  it('is not fetched before the core wants it', async () => {
    take = async () => 'Das dürfen Sie nicht.'
    expect(await sends('melden R-1/2023')).toContain('Das dürfen Sie nicht.')
    expect(downloads()).toEqual([])
  })

  it('comes with every other file of the message, each to be read by itself', async () => {
    const { slack } = rig
    const files = ['a.csv', 'b.csv'].map((name) => ({ name, bytes: Buffer.from(name) }))
    await slack.say(ANNA, slack.imOf(ANNA), 'melden', { files })
    expect(requests).toMatchObject([{ files: [{ name: 'a.csv' }, { name: 'b.csv' }] }])
    expect(slack.messages(slack.imOf(ANNA)).at(-1)?.text).toBe('5 Bytes,5 Bytes')
  })
})

describe('A file that Slack does not give away', () => {
  test.each([
    ['that it keeps hidden', { mode: 'hidden_by_limit' }, 'slack.file.gone'],
    ['that was deleted', { mode: 'tombstone' }, 'slack.file.gone'],
    ['of another workspace', { file_access: 'check_file_info' }, 'slack.file.foreign'],
    ['that is only a reference', { is_external: true, mode: 'external' }, 'slack.file.elsewhere'],
    ['without an address', { url_private_download: undefined }, 'slack.file.barred'],
    ['of which nothing is known', { ...nothing(), id: 'F1' }, 'slack.file.barred'],
  ])('%s is refused in words, and not asked for', async (_, said, code) => {
    const words = await sends('melden', { said })
    expect(words).toContain(code)
    expect(words).toContain('gespeichert ist nichts')
    expect(downloads()).toEqual([])
    expect(rig.notices).toEqual([`a file was not loaded: ${code}`])
  })

  it('because the app may not read files leads to its login: it is not followed, and the operator is named', async () => {
    rig.slack.scopes.delete('files:read')
    const words = await sends('melden')
    expect(words).toContain('slack.file.barred')
    expect(words).toContain('files:read')
    expect(downloads()).toHaveLength(1)
  })

  test.each([
    ['a page in its place', page(200), 'slack.file.barred'],
    ['403', { status: 403 }, 'slack.file.barred'],
    ['404', { status: 404 }, 'slack.file.gone'],
    ['503', { status: 503 }, 'file.lost'],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'file.lost'],
    ['less than it said', { status: 200, body: TABLE.subarray(1).toString() }, 'file.lost'],
    ['more than it said', { status: 200, body: `${TABLE}${AT_LENGTH}` }, 'file.lost'],
    ['a broken connection', 'refused', 'file.lost'],
  ] as const)('B38 %s: nothing is read as the file', async (_, fault, code) => {
    rig.slack.fault('files-pri', fault)
    expect(await sends('melden')).toContain(code)
    expect(rig.defects).toEqual([])
    expect(await sends('melden')).toContain(`${TABLE.length} Bytes`)
  })

  it('in time is given up, and the bot goes on', async () => {
    rig.slack.fault('files-pri', 'hang')
    const im = rig.slack.imOf(ANNA)
    const sent = rig.slack.say(ANNA, im, 'melden', {
      files: [{ name: 'bericht.csv', bytes: TABLE }],
    })
    await expect.poll(downloads).toHaveLength(1)
    await rig.slack.say(ANNA, im, 'status')
    expect(requests).toMatchObject([{ text: 'melden' }, { text: 'status' }])
    await sent
    await expect
      .poll(() => rig.slack.messages(im).at(-1)?.text, { timeout: 10_000 })
      .toBe('file.lost')
    expect(rig.notices).toContain('a file was not loaded: TimeoutError')
  }, 15_000)
})

describe('The token', () => {
  it('goes to no address that came in with a message', async () => {
    await using other = await stranger()
    const addresses = [
      `${other.address}/files-pri/T0COUNCIL-F1/bericht.csv`,
      `http://files.slack.com.example/files-pri/T0COUNCIL-F1/bericht.csv`,
      `${new URL(rig.slack.apiUrl).origin}.example/files-pri/T0COUNCIL-F1/bericht.csv`,
      'file:///etc/passwd',
      'kein Verweis',
    ]
    for (const address of addresses) {
      const words = await sends('melden', { said: { url_private_download: address } })
      expect(words).toContain('slack.file.elsewhere')
    }
    expect(other.asked).toEqual([])
  })

  it('is not carried on where Slack leads elsewhere', async () => {
    await using other = await stranger()
    rig.slack.fault('files-pri', { status: 302, headers: { location: other.address } })
    expect(await sends('melden')).toContain('slack.file.barred')
    expect(other.asked).toEqual([])
  })

  test.each([
    ['https://slack.com/api/', 'https://files.slack.com/files-pri/T1-F1/a.csv', true],
    ['https://www.slack.com/api/', 'https://files.slack.com/files-pri/T1-F1/a.csv', true],
    ['https://slack-gov.com/api/', 'https://files.slack-gov.com/files-pri/T1-F1/a.csv', true],
    ['https://slack-gov.com/api/', 'https://files.slack.com/files-pri/T1-F1/a.csv', false],
    ['https://slack.com/api/', 'http://files.slack.com/files-pri/T1-F1/a.csv', false],
    ['https://slack.com/api/', 'https://files.slack.com:444/files-pri/T1-F1/a.csv', false],
    ['https://slack.com/api/', 'https://files.slack.com@a.example/T1-F1/a.csv', false],
    ['https://slack.com/api/', 'https://slack.com/files-pri/T1-F1/a.csv', false],
    ['https://slack.com/api/', 'http://127.0.0.1/files-pri/T1-F1/a.csv', false],
  ])('of %s is for %s: %s', (apiUrl, address, isSlack) => {
    expect(addressesOf(apiUrl, 'files')(address)).toBe(isSlack)
  })
})

/** Somebody else's server, who would take what the token opens. */
async function stranger() {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    response.end(TABLE)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    asked,
    address: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

/** All that an event says of a file, taken away. */
function nothing(): Fields {
  return Object.fromEntries(
    ['name', 'size', 'mode', 'file_access', 'is_external', 'url_private_download'].map((name) => [
      name,
      undefined,
    ]),
  )
}

function page(status: number) {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><title>Sign in | Slack</title>',
  }
}
