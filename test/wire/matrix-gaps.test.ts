// What happens to requests from Matrix around gaps, outages, kills and defects: nothing lost, nothing twice, the oldest first, with the real SDK on the loopback homeserver; leaves whom to believe to matrix-arrivals.test.ts.
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import type { Accept, Platform } from '../../src/core/ports.ts'
import { openPersistentIndexedDb } from '../../src/platforms/matrix/keeping/persistent-indexeddb.ts'
import type { Member } from '../support/matrix-member.ts'
import { type MatrixRig, matrixRig } from '../support/matrix-rig.ts'
import { createTalk, gist, said, type Talk, until } from '../support/matrix-talk.ts'

let rig: MatrixRig
let talk: Talk
let anna: Member
let own: string
const others: Platform[] = []

/** A rig in which Anna is in her private room with the platform running. */
async function begin(more: { readonly answer?: Accept } = {}): Promise<void> {
  rig = await matrixRig()
  talk = createTalk(rig, more)
  anna = rig.anna
  await talk.start()
  own = await talk.enter(anna)
  await talk.enter(rig.bernd)
}

/** Another process, after the one before has ended. */
async function again(): Promise<Platform> {
  const next = rig.another()
  others.push(next)
  await talk.start(next)
  return next
}

afterEach(async () => {
  for (const one of others.splice(0)) await one.stop(0)
  await rig.tidyUp()
})

/** A new session of keys, as any client begins one from time to time: its keys come in the same sync as the message. */
const newKeys = () => anna.client.getCrypto()?.forceDiscardSession(own)
const chatter = (count: number) => {
  for (let n = 0; n < count; n += 1) {
    const content = { msgtype: 'm.notice', body: `${n}` }
    rig.homeserver.inject(own, { sender: anna.account.id, type: 'm.room.message', content })
  }
}
const told = (words: string) => talk.told(anna, own).filter((one) => one.includes(words))
const hears = (words: string) => talk.hears(anna, own, words)

/** Hangs on these words for ever, and answers everything else. */
const hangingOn = (words: string) => {
  const asked = Promise.withResolvers<void>()
  const accept: Accept = (request) => {
    if (gist(request) !== words) return talk.accept(request)
    asked.resolve()
    return new Promise(() => {})
  }
  return { accept, asked: asked.promise }
}

/** A process that is gone in the middle of a sync: what it handled is handled, its token has not moved. */
async function dies(words: string): Promise<void> {
  const { accept, asked } = hangingOn(words)
  const process = rig.another()
  const started = process.start(accept).catch(() => 'gone')
  await asked
  await process.stop(0)
  expect(await started).toBe('gone')
}

describe('A gap', () => {
  it('F27 of 500 events is read back: votes in it are handled once, the oldest first, and log and audit say which', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    await rig.platform.stop(0)
    const sent: string[] = []
    sent.push(await talk.says(anna, own, 'stimme 1 ja'))
    chatter(250)
    await newKeys()
    sent.push(await talk.answers(anna, ballot, 'nein'))
    chatter(250)
    sent.push(await talk.says(anna, own, 'stimme 1 enthaltung'))
    await again()
    const asked = sent.map((event) => talk.requestOf(own, event) ?? '')
    expect(talk.requests.map(({ requestId }) => requestId)).toEqual(asked)
    const log = rig.notices.find((words) => words.includes('read back after a gap'))
    expect(log).toContain(own)
    expect(log).toContain(`${asked[0]}, ${asked[1]}`)
    expect(rig.recovered).toEqual([asked.slice(0, 2)])
    await hears('Verstanden: stimme 1 enthaltung.')
    await others.at(-1)?.stop(0)
    await again()
    await talk.settles(anna, own)
    expect(talk.requests).toHaveLength(3)
    expect(told('Verstanden: stimme 1 ja.')).toHaveLength(1)
    expect(rig.defects).toEqual([])
  })

  it('F27 that cannot be read at first holds the token until it can', async () => {
    await begin()
    await rig.platform.stop(0)
    await talk.says(anna, own, 'stimme 1 ja')
    await talk.says(anna, own, 'stimme 2 ja')
    rig.homeserver.limitSync(1, rig.self)
    rig.homeserver.fault(/GET \/rooms\/.*\/messages/, ...Array(2).fill({ status: 502 }))
    await again()
    expect(talk.gists()).toEqual(['stimme 1 ja', 'stimme 2 ja'])
  })

  it('F27 that the history does not show is found by what relates to our polls, and nothing known is handled again', async () => {
    const goOn = Promise.withResolvers<void>()
    await begin({
      async answer(request) {
        if (gist(request) === 'warte') await goOn.promise
        return said(`Verstanden: ${gist(request)}.`)
      },
    })
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    await talk.answers(anna, ballot, 'ja')
    await hears('Verstanden: ja.')
    await talk.says(anna, own, 'warte')
    await until(async () => talk.requests[1])
    await talk.answers(anna, ballot, 'nein')
    rig.homeserver.limitSync(1, rig.self)
    rig.homeserver.fault(/GET \/rooms\/.*\/messages/, { status: 200, more: { chunk: [] } })
    goOn.resolve()
    await hears('Verstanden: nein.')
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual(['ja', 'warte', 'nein'])
    expect(told('Verstanden: ja.')).toHaveLength(1)
    expect(rig.notices.join()).toContain('read back after a gap')
  })

  it('takes what was said while we were not in the room for nobody’s request to us', async () => {
    rig = await matrixRig()
    talk = createTalk(rig)
    anna = rig.anna
    await talk.says(anna, rig.room, '!umlauf vorher')
    await talk.start()
    own = await talk.enter(anna)
    await talk.says(anna, rig.room, '!umlauf dabei')
    await hears('Verstanden: dabei.')
    await anna.client.kick(rig.room, rig.self)
    await talk.says(anna, rig.room, '!umlauf hinausgeworfen')
    await anna.client.invite(rig.room, rig.self)
    const joined = () => rig.homeserver.rooms().find(({ id }) => id === rig.room)?.joined
    await until(async () => joined()?.includes(rig.self) || undefined)
    await talk.says(anna, rig.room, '!umlauf zurück')
    await hears('Verstanden: zurück.')
    expect(talk.gists()).toEqual(['dabei', 'zurück'])
  })

  it('F29 of everything, when the rooms and the token are lost and the keys are not, changes nothing twice', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    await talk.answers(anna, ballot, 'ja')
    await hears('Verstanden: ja.')
    await rig.platform.stop(0)
    await loseRooms()
    const missed = await talk.answers(anna, ballot, 'nein')
    await talk.says(anna, own, 'stimme 2 ja')
    await again()
    await hears('Verstanden: stimme 2 ja.')
    expect(talk.requests.map(gist)).toEqual(['ja', 'nein', 'stimme 2 ja'])
    expect(talk.requests[1]?.requestId).toBe(talk.requestOf(own, missed))
    expect(told('Verstanden: ja.')).toHaveLength(1)
  })

  const loseRooms = async () => {
    const file = await openPersistentIndexedDb(path.join(rig.folder, 'keys.sqlite'), (error) => {
      throw error
    })
    const names = (await file.factory.databases()).map(({ name }) => String(name))
    const rooms = names.filter((name) => name.startsWith('matrix-js-sdk:'))
    expect(rooms).toHaveLength(1)
    for (const name of rooms) {
      const { promise, resolve } = Promise.withResolvers<void>()
      file.factory.deleteDatabase(name).onsuccess = () => resolve()
      await promise
    }
    await file.close()
  }
})

describe('What was said while nobody listened', () => {
  it('B46 B47 is what was said first: edits of it count as little as ever, and what was taken back asks nothing', async () => {
    await begin()
    await rig.platform.stop(0)
    await newKeys()
    const typed = await talk.says(anna, own, 'stimme 1 ja')
    const words = { msgtype: 'm.text', body: 'stimme 1 nein' }
    await anna.send(own, 'm.room.message', {
      ...words,
      'm.relates_to': { rel_type: 'm.replace', event_id: typed },
      'm.new_content': words,
    })
    await anna.client.redactEvent(own, await talk.says(anna, own, 'stimme 2 ja'))
    await again()
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual(['stimme 1 ja'])
    expect(told('nicht lesen')).toEqual([])
  })

  it('F28 comes after an outage once, and what is sent after it too', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    rig.homeserver.fault(/GET \/rooms\/.*\/event\//, ...Array(3).fill({ status: 502 }))
    await talk.answers(anna, ballot, 'ja')
    await hears('Verstanden: ja.')
    await rig.homeserver.restart(2_000)
    await talk.says(anna, own, 'stimme 1 nein')
    await hears('Verstanden: stimme 1 nein.')
    expect(talk.gists()).toEqual(['ja', 'stimme 1 nein'])
    expect(told('Verstanden: ja.')).toHaveLength(1)
    await until(async () => (await rig.platform.health()).ok || undefined)
  })
})

describe('A process that is gone in the middle of a sync', () => {
  it('leaves what it handled to be handed over again as the same request, and the rest to the next one', async () => {
    await begin()
    await rig.platform.stop(0)
    const first = await talk.says(anna, own, 'stimme 1 ja')
    await talk.says(anna, own, 'hier endet es')
    await dies('hier endet es')
    expect(talk.gists()).toEqual(['stimme 1 ja'])
    const seen: string[] = []
    const next = rig.another()
    others.push(next)
    await next.start((request) => {
      seen.push(request.requestId)
      return talk.accept(request)
    })
    await hears('Verstanden: hier endet es.')
    expect(seen[0]).toBe(talk.requestOf(own, first))
    expect(talk.gists()).toEqual(['hier endet es'])
    expect(told('Verstanden: stimme 1 ja.')).toHaveLength(1)
  })
})

describe('A stop', () => {
  it('at any moment breaks nothing that is still under way, and complains of nothing', async () => {
    await begin()
    await rig.platform.stop(0)
    const broken: unknown[] = []
    const note = (error: unknown) => void broken.push(error)
    process.on('uncaughtExceptionMonitor', note)
    for (let n = 0; n < 8; n += 1) {
      const next = await again()
      for (const words of ['eins', 'zwei']) await talk.says(anna, rig.room, `!umlauf ${words}`)
      await new Promise((resolve) => setTimeout(resolve, n * 8))
      await next.stop(0)
    }
    await again()
    await talk.settles(anna, own)
    process.off('uncaughtExceptionMonitor', note)
    expect(talk.gists()).toHaveLength(16)
    expect([...broken, ...rig.defects]).toEqual([])
  })
})

const FORM: Form = {
  ...{ verb: 'draft', args: { body: 'rat' }, title: 'Neuer Entwurf', intro: '', submit: 'Anlegen' },
  fields: ['titel', 'text', 'anlage'].map((name) => ({
    ...{ name, label: name, hint: '', kind: 'line' as const, required: name !== 'anlage' },
    ...{ maxLength: 200, value: '', options: [] },
  })),
  faults: {},
  given: {},
}
const asksForForm: Accept = async (request) =>
  request.kind === 'command' && request.text === 'entwurf'
    ? { kind: 'form', form: FORM }
    : said(`Verstanden: ${gist(request)}.`)

describe('A form', () => {
  it('is filled in by talking, with a way back, a way out and commands in between', async () => {
    await begin({ answer: asksForForm })
    const says = async (words: string, answer: string) => {
      const before = told(answer).length
      await talk.says(anna, own, words)
      await until(async () => told(answer)[before])
    }
    await says('entwurf', 'titel (1 von 3)')
    await says('Ein Titl', 'text (2 von 3)')
    await says('zurück', 'titel (1 von 3)')
    await says('Ein Titel', 'text (2 von 3)')
    await says('!umlauf übersicht', 'Verstanden: übersicht.')
    await says('Ein Text', 'anlage (3 von 3)')
    await says('weiter', 'Verstanden: Ein Titel Ein Text')
    await says('entwurf', 'titel (1 von 3)')
    await says('abbrechen', 'Abgebrochen')
    await says('status', 'Verstanden: status.')
    expect(talk.requests.map(({ kind }) => kind)).toEqual([
      ...['command', 'command', 'form', 'command', 'command'],
    ])
    expect(talk.requests[2]).toMatchObject({
      args: { body: 'rat' },
      values: { titel: 'Ein Titel', text: 'Ein Text', anlage: '' },
    })
  })

  it('asked for in a place is filled in in the private room, and goes back to the place', async () => {
    await begin({ answer: asksForForm })
    await talk.says(anna, rig.room, '!umlauf entwurf')
    await hears('titel (1 von 3)')
    for (const words of ['Ein Titel', 'Ein Text', 'weiter']) await talk.says(anna, own, words)
    await hears('Verstanden: Ein Titel Ein Text')
    expect(talk.requests.map(({ origin }) => origin.kind)).toEqual(['place', 'place'])
    const notes = rig.homeserver.events(rig.room).filter(({ sender }) => sender === rig.self)
    expect(JSON.stringify(notes)).not.toContain('titel')
  })

  it('goes on in another process, where an answer that comes again is not the answer to the next question', async () => {
    await begin({ answer: asksForForm })
    await rig.platform.stop(0)
    for (const words of ['entwurf', 'Ein Titel', '!umlauf hier endet es']) {
      await talk.says(anna, own, words)
    }
    await dies('hier endet es')
    await talk.says(anna, own, 'Ein Text')
    await again()
    await hears('anlage (3 von 3)')
    await others.at(-1)?.stop(0)
    for (const words of ['weiter', '!umlauf und hier']) await talk.says(anna, own, words)
    await dies('und hier')
    await again()
    await hears('Verstanden: und hier.')
    const forms = talk.requests.filter(({ kind }) => kind === 'form')
    expect(forms.map((form) => form.kind === 'form' && form.values)).toEqual([
      { titel: 'Ein Titel', text: 'Ein Text', anlage: '' },
    ])
    expect(talk.gists()).toEqual([
      ...['entwurf', 'hier endet es', 'Ein Titel Ein Text ', 'und hier'],
    ])
  })

  it('stays open where the request failed, so that its last answer is enough', async () => {
    let broken = true
    await begin({
      async answer(request) {
        if (request.kind === 'form' && broken) throw new Error('the disk is full')
        return asksForForm(request)
      },
    })
    for (const words of ['entwurf', 'Ein Titel', 'Ein Text', 'weiter']) {
      await talk.says(anna, own, words)
    }
    await hears('D-1')
    broken = false
    await talk.says(anna, own, 'weiter')
    await hears('Verstanden: Ein Titel Ein Text')
  })
})

describe('A defect', () => {
  it('of the core is waited for, told with what to do, and holds up nobody for ever', async () => {
    await begin({
      answer: async (request) =>
        gist(request) === 'kaputt'
          ? { ...said('Nicht bestätigt (Nr. 7).'), refusal: 'defect' }
          : said(`Verstanden: ${gist(request)}.`),
    })
    const broken = talk.requestOf(own, await talk.says(anna, own, 'kaputt'))
    await talk.says(anna, own, 'stimme 1 ja')
    await hears('Verstanden: stimme 1 ja.')
    expect(told('Nicht bestätigt (Nr. 7).')).toHaveLength(1)
    const tries = talk.requests.filter(({ requestId }) => requestId === broken)
    expect(tries.length).toBeGreaterThanOrEqual(5)
  })

  it('of our own is tried five times, told to whom it concerns and listed, and the next one goes on', async () => {
    await begin()
    const { keeping } = rig
    const { dialogue } = keeping
    let tries = 0
    Object.assign(keeping, {
      dialogue: async (room: string) => {
        tries += 1
        if (tries <= 5) throw new Error('the store is away')
        return dialogue(room)
      },
    })
    await talk.says(anna, own, 'stimme 1 ja')
    await hears('Nicht bestätigt')
    await talk.says(anna, own, 'stimme 2 ja')
    await hears('Verstanden: stimme 2 ja.')
    expect(talk.gists()).toEqual(['stimme 2 ja'])
    expect(rig.defects.length).toBeGreaterThan(0)
  })
})
