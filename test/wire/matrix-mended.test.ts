// What an adversary or a misfortune did to votes in Matrix before it was mended, one test for each; leaves what was always held to matrix-arrivals.test.ts and matrix-gaps.test.ts.
import {
  type IEvent,
  type ISyncResponse,
  type MatrixClient,
  MatrixError,
  MatrixEvent,
} from 'matrix-js-sdk'
import { afterEach, describe, expect, it } from 'vitest'
import type { Accept } from '../../src/core/ports.ts'
import { openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { recoverIdentity } from '../../src/platforms/matrix/keeping/identity.ts'
import { logIn } from '../../src/platforms/matrix/keeping/login.ts'
import { createSyncing } from '../../src/platforms/matrix/receiving/sync.ts'
import type { Member } from '../support/matrix-member.ts'
import { type MatrixRig, matrixRig, PASSWORD } from '../support/matrix-rig.ts'
import { createTalk, gist, said, type Talk } from '../support/matrix-talk.ts'

const START = 'org.matrix.msc3381.poll.start'

let rig: MatrixRig
const tidying: (() => Promise<void>)[] = []
let talk: Talk
let anna: Member
let own: string

/** A rig in which Anna is in her private room with the platform running. */
async function begin(more: { readonly answer?: Accept } = {}): Promise<void> {
  rig = await matrixRig()
  tidying.push(rig.tidyUp)
  talk = createTalk(rig, more)
  anna = rig.anna
  await talk.start()
  own = await talk.enter(anna)
}

afterEach(async () => {
  for (const tidyUp of tidying.splice(0)) await tidyUp()
})

const told = (words: string) => talk.told(anna, own).filter((one) => one.includes(words))

describe('An answer to a poll', () => {
  it('B46 counts by no poll that whoever runs the homeserver sent in our name', async () => {
    await begin()
    const forged = rig.homeserver.inject(own, {
      ...{ sender: rig.self, type: START },
      content: {
        [START]: {
          question: { 'org.matrix.msc1767.text': 'Was?' },
          kind: 'org.matrix.msc3381.poll.undisclosed',
          max_selections: 1,
          answers: [{ id: 'nein', 'org.matrix.msc1767.text': 'Nein' }],
        },
        'de.umlauf.choices': { nein: { verb: 'vote', args: { choice: 'ja' } } },
      },
    })
    await talk.answers(anna, { room: own, event: forged.event_id }, 'nein')
    await talk.hears(anna, own, 'Diese Umfrage ist veraltet, es wurde nichts geändert.')
    expect(talk.gists()).toEqual([])
  })

  it('is never met with silence, where the poll was deleted or is not there', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    rig.homeserver.redact(own, ballot.event)
    await talk.answers(anna, ballot, 'ja')
    const gone = await talk.ballot(anna, own, 'ballot:2')
    rig.homeserver.fault(/GET .*\/event\//, { status: 404, errcode: 'M_NOT_FOUND' })
    await talk.answers(anna, gone, 'ja')
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual([])
    expect(told('Diese Umfrage ist veraltet')).toHaveLength(2)
  })

  it('is not lost where something before the homeserver refuses to show the poll', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    const refused = { status: 403, text: '<html>403</html>' }
    rig.homeserver.fault(/GET .*\/event\//, refused, { ...refused, status: 404 })
    await talk.answers(anna, ballot, 'ja')
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual(['ja'])
  })
})

describe('A vote that is sent once more by somebody else', () => {
  it('F9 is the same request, under whatever id, and does not come back over a newer one', async () => {
    await begin()
    const first = await talk.says(anna, own, 'stimme 7/2023 ja')
    await talk.says(anna, own, 'stimme 7/2023 nein')
    await talk.settles(anna, own)
    const sent = rig.homeserver.events(own).find(({ event_id: id }) => id === first)
    const { sender, type, content } = sent ?? expect.fail()
    rig.homeserver.inject(own, { sender, type, content })
    // the same bytes, written in another way
    const bytes = Buffer.from(String(content['ciphertext']), 'base64')
    const longer = Buffer.concat([bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(1)])
    const again = { ...content, ciphertext: longer.toString('base64').replace(/=+$/, '') }
    rig.homeserver.inject(own, { sender, type, content: again })
    await talk.settles(anna, own)
    await rig.platform.stop(0)
    rig.homeserver.inject(own, { sender, type, content })
    const next = rig.another()
    await talk.start(next)
    await talk.settles(anna, own)
    await next.stop(0)
    expect(talk.gists()).toEqual(['stimme 7/2023 ja', 'stimme 7/2023 nein'])
    expect(told('Verstanden: stimme 7/2023 ja.')).toHaveLength(1)
  })
})

describe('A client that was set back to an older state', () => {
  it('is told that its message was refused, though another one had its number', async () => {
    rig = await matrixRig()
    tidying.push(rig.tidyUp)
    talk = createTalk(rig)
    anna = rig.anna
    const known = new Set<string>()
    await rig.platform.start(async (request) => {
      const answer = said(known.has(request.requestId) ? 'Andere Anfrage.' : 'Gezählt.')
      if (known.has(request.requestId)) return { ...answer, refusal: 'cast.otherRequest' }
      known.add(request.requestId)
      return answer
    })
    own = await talk.enter(anna)
    const first = await talk.says(anna, own, 'stimme 7/2023 ja')
    await talk.hears(anna, own, 'Gezählt.')
    const sent = rig.homeserver.events(own).find(({ event_id: id }) => id === first)
    const { sender, type, content } = sent ?? expect.fail()
    rig.homeserver.inject(own, { sender, type, content })
    await talk.hears(anna, own, 'Andere Anfrage.')
  })
})

describe('Somebody who left a form open', () => {
  it('has voted with the words below the ballot, and goes on with the form afterwards', async () => {
    const fields = ['titel', 'text'].map((name) => ({
      ...{ name, label: name, hint: '', kind: 'line' as const, required: true },
      ...{ maxLength: 200, value: '', options: [] },
    }))
    await begin({
      answer: async (request) =>
        gist(request) === 'entwurf'
          ? {
              kind: 'form',
              form: {
                ...{
                  verb: 'draft',
                  args: {},
                  title: 'Neuer Entwurf',
                  intro: '',
                  submit: 'Anlegen',
                },
                ...{ fields, faults: {}, given: {} },
              },
            }
          : said(`Verstanden: ${gist(request)}.`),
    })
    await talk.says(anna, own, 'entwurf')
    await talk.hears(anna, own, 'titel (1 von 2)')
    await talk.says(anna, own, 'Stimme 7/2026 Zustimmung für HE')
    await talk.hears(anna, own, 'Verstanden: Stimme 7/2026 Zustimmung für HE.')
    await talk.says(anna, own, 'vote 7/2026 reject for HE')
    await talk.hears(anna, own, 'Verstanden: vote 7/2026 reject for HE.')
    for (const words of ['Stimme der Länder', 'Ein Text']) await talk.says(anna, own, words)
    await talk.hears(anna, own, 'Verstanden: Stimme der Länder Ein Text.')
  })
})

describe('What the homeserver never answers about one event', () => {
  /** The receiving half alone, with an event whose handling never ends but with 500. */
  const scene = () => {
    const notices: string[] = []
    const lasts: boolean[] = []
    let isThere = true
    const client = {
      whoami: async () => (isThere ? {} : Promise.reject(new Error('away'))),
      getEventMapper: () => (raw: Partial<IEvent>) => new MatrixEvent(raw),
      decryptEventIfNeeded: async () => {},
      getCrypto: () => ({}),
      getRoom: () => null,
    } as unknown as MatrixClient
    const syncing = createSyncing({
      ...{ client, self: '@umlauf:localhost', policy: 'signed', isOurs: () => true },
      isEncrypted: async () => false,
      recovered: async () => {},
      report: () => {},
      notice: (words) => void notices.push(words),
      async handle({ isLastTry }) {
        lasts.push(isLastTry)
        throw new MatrixError({ errcode: 'M_UNKNOWN' }, 500)
      },
    })
    const event = {
      ...{ event_id: '$stuck', sender: '@anna:localhost', type: 'm.room.message' },
      ...{ origin_server_ts: 0, content: { msgtype: 'm.text', body: 'stimme 7/2023 ja' } },
    }
    const timeline = { events: [event], limited: false, prev_batch: null }
    const sync = { next_batch: '1', rooms: { join: { '!own': { timeline } } } }
    const goesOn = () =>
      syncing.beforeToken(sync as unknown as ISyncResponse).then(
        () => true,
        () => false,
      )
    const away = (now: boolean) => {
      isThere = !now
    }
    return { goesOn, notices, lasts, away }
  }

  it('holds up everybody while the homeserver is away, and nobody for ever while it is there', async () => {
    const { goesOn, notices, lasts, away } = scene()
    away(true)
    for (let n = 0; n < 100; n += 1) expect(await goesOn()).toBe(false)
    away(false)
    for (let n = 0; n < 19; n += 1) expect(await goesOn()).toBe(false)
    expect(lasts).not.toContain(true)
    expect(await goesOn()).toBe(true)
    expect(lasts.at(-1)).toBe(true)
    expect(notices).toEqual(['an event was set aside after several tries: $stuck in !own'])
  })
})

describe('A new device in place of one whose keys are lost', () => {
  it('asks once for what got no answer, and never for each vote that was counted long ago', async () => {
    await begin()
    for (const words of ['stimme 1 ja', 'stimme 2 ja', 'stimme 3 ja']) {
      await talk.says(anna, own, words)
      await talk.hears(anna, own, `Verstanden: ${words}.`)
    }
    await rig.platform.stop(0)
    await recover()
    const next = rig.another()
    await talk.start(next)
    await talk.settles(anna, own)
    await next.stop(0)
    expect(talk.told(anna, own).filter((words) => words.includes('noch einmal'))).toEqual([
      expect.stringContaining('Was ich beantwortet habe, gilt weiter.'),
    ])
  })

  it('begins nothing before its owner has signed it, and says how the setup is finished', async () => {
    await begin()
    await rig.platform.stop(0)
    await recover({ signs: false })
    const next = rig.another()
    await expect(next.start(talk.accept)).rejects.toMatchObject({
      code: 'matrix.unsigned',
      words: { de: expect.stringContaining('matrix recover') },
    })
    await next.stop(0)
  })

  /** What `umlauf matrix recover` does, or the first half of it. */
  async function recover({ signs = true } = {}): Promise<void> {
    const folder = openFolder(rig.folder)
    const notice = () => {}
    const key = folder.recoveryKey() ?? ''
    const login = { homeserver: rig.homeserver.url, user: rig.self, password: PASSWORD }
    const session = await logIn(folder, { ...login, asNewDevice: true, notice })
    const opened = await openClient({
      ...{ folder, session, notice, report: notice, recoveryKey: key },
      broken(error) {
        throw error
      },
    })
    await opened.start()
    if (signs) await recoverIdentity(opened, key)
    await opened.stop()
    folder.release()
  }
})

describe('What is said in a private room', () => {
  it('nobody else reads: its person can invite no one, and who got in is put out before a word', async () => {
    await begin()
    const { bernd, homeserver, notices, self } = rig
    await expect(anna.client.invite(own, bernd.account.id)).rejects.toThrow('permission')
    // as whoever runs the homeserver can have it
    for (const [sender, membership] of [
      [self, 'invite'],
      [bernd.account.id, 'join'],
    ] as const) {
      const content = { membership }
      homeserver.inject(own, {
        sender,
        type: 'm.room.member',
        state_key: bernd.account.id,
        content,
      })
    }
    await talk.says(bernd, own, 'bin da')
    await talk.says(anna, own, 'stimme 7/2023 ja')
    await talk.ballot(anna, own, 'ballot:geheim')
    await talk.settles(anna, own)
    await bernd.sees(({ content }) => content['membership'] === 'leave')
    expect(talk.told(bernd, own)).toEqual([])
    expect(told('Verstanden: stimme 7/2023 ja.')).toHaveLength(1)
    expect(notices.join()).toContain(`put out of a private room: ${bernd.account.id}`)
  })
})
