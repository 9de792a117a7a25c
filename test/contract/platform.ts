// What every platform owes the core, told as one evening with two people: posts, edits, lost answers, requests, forms, files, privacy, an orderly stop; how a network is entered is left to each rig.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Message, message, paragraph } from '../../src/core/message.ts'
import type { Accept, Account, Answer, Platform, Request, Target } from '../../src/core/ports.ts'
import { Refusal, refusalMessage } from '../../src/core/refusal.ts'
import type { PlaceId } from '../../src/core/values.ts'

type Where = 'place' | 'private'
type Words = Readonly<Record<string, string>>

/** A platform with two people on its network who can look and act as people do. */
export type Rig = {
  readonly platform: Platform
  readonly place: PlaceId
  readonly anna: Account
  readonly bernd: Account
  /** Everything the person sees there, as plain words. */
  sees(who: Account, where: Where): Promise<string>
  says(who: Account, text: string, requestId: string): Promise<string>
  presses(who: Account, verb: string, args: Words, requestId: string): Promise<string>
  fills(who: Account, verb: string, args: Words, values: Words, requestId: string): Promise<string>
  /** What was typed into the fields of the form that is shown. */
  written(): Words
  /** The first file offered in the place. */
  downloads(who: Account): Promise<{ readonly name: string; readonly content: string }>
  readonly defects: readonly unknown[]
  tidyUp(): Promise<void>
}

const LATE = Number.MAX_SAFE_INTEGER

const said = (words: string): Message => message(words, [paragraph(words)])
const answering = (words: string): Answer => ({ kind: 'message', message: said(words) })

/** Runs the whole suite against one platform; `makeRig` gives a fresh network that is not started yet. */
export function platformContract(name: string, makeRig: () => Promise<Rig>): void {
  describe(`${name} as a platform`, () => {
    let rig: Rig
    let requests: Request[]

    beforeEach(async () => {
      rig = await makeRig()
      requests = []
    })
    afterEach(() => rig.tidyUp())

    const start = (answer: (request: Request) => Answer | Promise<Answer>) =>
      rig.platform.start(async (request) => {
        requests.push(request)
        return answer(request)
      })
    const toPlace = (): Target => ({ kind: 'place', place: rig.place })
    const post = (key: string, words: string, to = toPlace()) =>
      rig.platform.deliver({ kind: 'post', key, to, message: said(words), language: 'de' })

    describe('posts', () => {
      beforeEach(() => start(() => answering('Verstanden.')))

      it('shows a post to everyone in the place, and finds it by its key', async () => {
        const delivery = await post('card:1', 'Umlauf 7/2023 ist eröffnet.')
        expect(delivery.outcome).toBe('delivered')
        for (const who of [rig.anna, rig.bernd]) {
          expect(await rig.sees(who, 'place')).toContain('Umlauf 7/2023 ist eröffnet.')
        }
        const ref = delivery.outcome === 'delivered' ? delivery.ref : ''
        expect(await rig.platform.find('card:1', toPlace())).toEqual({ outcome: 'found', ref })
      })

      it('knows no post under a key that was never used', async () => {
        expect(await rig.platform.find('card:2', toPlace())).toEqual({ outcome: 'absent' })
      })

      it('makes one post of two deliveries under the same key', async () => {
        const first = await post('card:1', 'Es fehlen zwei Länder.')
        expect(await post('card:1', 'Es fehlen zwei Länder.')).toEqual(first)
        expect((await rig.sees(rig.anna, 'place')).split('Es fehlen zwei Länder.').length).toBe(2)
      })

      it('changes a post where it stands', async () => {
        const first = await post('card:1', 'Es fehlen zwei Länder.')
        const ref = first.outcome === 'delivered' ? first.ref : ''
        const message = said('Es fehlt ein Land.')
        const edit = { kind: 'edit', key: 'card:1', ref, to: toPlace(), language: 'de' } as const
        expect((await rig.platform.deliver({ ...edit, message })).outcome).toBe('delivered')
        const seen = await rig.sees(rig.anna, 'place')
        expect(seen).toContain('Es fehlt ein Land.')
        expect(seen).not.toContain('Es fehlen zwei Länder.')
      })

      it('says that a post it cannot find for an edit is gone', async () => {
        const edit = { kind: 'edit', key: 'card:9', ref: '9', to: toPlace() } as const
        const delivery = await rig.platform.deliver({
          ...{ ...edit, message: said('Zu spät.'), language: 'de' },
        })
        expect(delivery).toEqual({ outcome: 'gone' })
      })

      it('brings a private post to its person alone', async () => {
        await post('ballot:1', 'Ihre Stimme für Hessen.', await rig.platform.privatePlace(rig.anna))
        expect(await rig.sees(rig.anna, 'private')).toContain('Ihre Stimme für Hessen.')
        expect(await rig.sees(rig.bernd, 'private')).not.toContain('Hessen')
        expect(await rig.sees(rig.bernd, 'place')).not.toContain('Hessen')
      })

      it('shows what somebody wrote letter by letter', async () => {
        const words = '<b>fett</b> *fett* @alle &amp; [Link](javascript:alert(1)) "=1+1"'
        await post('card:1', words)
        expect(await rig.sees(rig.bernd, 'place')).toContain(words)
      })

      it('hands out a file whole, under its name', async () => {
        const file = {
          name: 'Niederschrift „7“ ü.csv',
          type: 'text/csv',
          content: 'Land;Stimme\nHE;ja\n',
        }
        const delivery = await rig.platform.deliver({
          ...{ kind: 'file', key: 'file:1', to: toPlace(), file, language: 'de' },
        })
        expect(delivery.outcome).toBe('delivered')
        expect(await rig.downloads(rig.anna)).toEqual({ name: file.name, content: file.content })
      })
    })

    describe('requests', () => {
      it('hands over words, buttons and forms with who asked and where', async () => {
        await start(() => answering('Verstanden.'))
        await rig.says(rig.anna, 'status 7/2023', 'request-1')
        await rig.presses(rig.anna, 'vote', { party: 'HE' }, 'request-2')
        await rig.fills(rig.bernd, 'draft', { body: 'rat' }, { title: 'Ein Titel' }, 'request-3')
        const origin = { kind: 'place', place: rig.place }
        expect(requests).toMatchObject([
          { kind: 'command', text: 'status 7/2023', from: rig.anna, origin },
          { kind: 'action', verb: 'vote', args: { party: 'HE' }, from: rig.anna, origin },
          { kind: 'form', verb: 'draft', args: { body: 'rat' }, values: { title: 'Ein Titel' } },
        ])
        expect(requests.map(({ requestId }) => requestId)).toEqual([
          ...['request-1', 'request-2', 'request-3'],
        ])
      })

      it('shows no answer before everything is stored', async () => {
        const stored = Promise.withResolvers<void>()
        const asked = Promise.withResolvers<void>()
        await start(async () => {
          asked.resolve()
          await stored.promise
          return answering('Ihre Stimme ist gezählt.')
        })
        const answered = rig.says(rig.anna, 'ja', 'request-1')
        await asked.promise
        expect(await rig.sees(rig.anna, 'place')).not.toContain('gezählt')
        stored.resolve()
        expect(await answered).toContain('Ihre Stimme ist gezählt.')
      })

      it('keeps an answer for the one who asked', async () => {
        await start(() => answering('Ihre Stimme ist gezählt.'))
        await rig.says(rig.anna, 'ja', 'request-1')
        expect(await rig.sees(rig.anna, 'place')).toContain('Ihre Stimme ist gezählt.')
        expect(await rig.sees(rig.bernd, 'place')).not.toContain('gezählt')
      })

      it('gives the same request the same answer, once', async () => {
        await start(onceEach(() => `Beleg ${requests.length}.`))
        const first = await rig.says(rig.anna, 'ja', 'request-1')
        const second = await rig.says(rig.anna, 'ja', 'request-1')
        expect(first).toContain('Beleg 1.')
        expect(second).toContain('Beleg 1.')
        expect(second.split('Beleg 1.').length).toBe(first.split('Beleg 1.').length)
      })

      it('says a refusal in its words', async () => {
        const words = { de: 'Die Frist ist abgelaufen. Fragen Sie den Vorsitz.', en: 'Too late.' }
        const late = refusalMessage(new Refusal('late', words), 'de')
        await start(() => ({ kind: 'message', message: late, refusal: 'late' }))
        expect(await rig.says(rig.anna, 'ja', 'request-1')).toContain(words.de)
      })

      it('answers a defect with its number, promises nothing, and lives on', async () => {
        let broken = true
        await start(() => {
          if (broken) throw new Error('the disk is full')
          return answering('Jetzt ist es gezählt.')
        })
        const words = await rig.says(rig.anna, 'ja', 'request-1')
        expect(words).toContain('D-1')
        expect(words).not.toContain('disk')
        expect(rig.defects).toHaveLength(1)
        broken = false
        expect(await rig.says(rig.anna, 'ja', 'request-1')).toContain('Jetzt ist es gezählt.')
      })

      it('shows a form with its faults and keeps what was written', async () => {
        await start((request) => ({
          kind: 'form',
          form: formWith(request.kind === 'form' ? request.values : {}),
        }))
        expect(await rig.says(rig.anna, 'entwurf', 'request-1')).toContain('Neuer Entwurf')
        const values = { title: '"Zu <kurz>"', text: 'Zeile 1\nZeile 2' }
        const words = await rig.fills(rig.anna, 'draft', { body: 'rat' }, values, 'request-2')
        expect(words).toContain('Der Titel ist zu kurz.')
        expect(rig.written()).toMatchObject(values)
      })

      it('finishes what is under way when it is stopped, and takes nothing new', async () => {
        const stored = Promise.withResolvers<void>()
        const asked = Promise.withResolvers<void>()
        await start(async () => {
          asked.resolve()
          await stored.promise
          return answering('Noch gezählt.')
        })
        const answered = rig.says(rig.anna, 'ja', 'request-1').catch(() => 'cut off')
        await asked.promise
        const stopped = rig.platform.stop(LATE)
        stored.resolve()
        expect(await answered).not.toBe('cut off')
        await stopped
        await expect(rig.says(rig.anna, 'nein', 'request-2')).rejects.toThrow()
        expect(requests).toHaveLength(1)
        expect((await rig.platform.health()).ok).toBe(false)
      })
    })
  })
}

/** The inbox of the core in small: the same request gets the answer it got. */
function onceEach(answer: () => string): Accept {
  const kept = new Map<string, Answer>()
  return async ({ requestId }) => {
    const given = kept.get(requestId) ?? answering(answer())
    kept.set(requestId, given)
    return given
  }
}

function formWith(values: Words): Form {
  const field = (name: string, kind: 'line' | 'paragraph', label: string) => ({
    ...{ name, kind, label, hint: '', required: true, maxLength: 200, options: [] },
    value: values[name] ?? '',
  })
  return {
    verb: 'draft',
    args: { body: 'rat' },
    title: 'Neuer Entwurf',
    intro: '',
    fields: [field('title', 'line', 'Titel'), field('text', 'paragraph', 'Text')],
    submit: 'Anlegen',
    given: values,
    faults: values['title'] === undefined ? {} : { title: 'Der Titel ist zu kurz.' },
  }
}
