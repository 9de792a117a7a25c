// What a platform on which people can send files owes the core besides: the file as it was sent, with who sent it and what they wrote; leaves how it is sent to each rig.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { message, paragraph } from '../../src/core/message.ts'
import type { Account, Request } from '../../src/core/ports.ts'
import { Refusal, refusalMessage } from '../../src/core/refusal.ts'
import type { Rig } from './platform.ts'

export type OwnFile = { readonly name: string; readonly bytes: Buffer }

/** Its people can send the bot a file in their own conversation with it. */
export type HandingRig = Rig & {
  /** @returns what they are answered */
  hands(who: Account, text: string, file: OwnFile): Promise<string>
}

/** Every byte there is, so that none is taken for a character. */
const EVERY_BYTE = Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 256))
const NAME = 'Meldung „42“ <b>&amp;.csv'

/** Runs the suite against one platform; `makeRig` gives a fresh network that is not started yet. */
export function handingContract(name: string, makeRig: () => Promise<HandingRig>): void {
  describe(`${name} as a platform that takes files`, () => {
    let rig: HandingRig
    let requests: Request[]
    let read: Uint8Array[]

    beforeEach(async () => {
      rig = await makeRig()
      requests = []
      read = []
    })
    afterEach(() => rig.tidyUp())

    /** The core asks for the bytes and answers with how many there were. */
    const start = () =>
      rig.platform.start(async (request) => {
        requests.push(request)
        for (const file of request.kind === 'command' ? (request.files ?? []) : []) {
          read.push(await file.read())
        }
        const words = `${read.at(-1)?.byteLength} Bytes gelesen.`
        return { kind: 'message', message: message(words, [paragraph(words)]) }
      })

    it('a file sent with a command arrives with its name, size and bytes', async () => {
      await start()
      const file = { name: NAME, bytes: EVERY_BYTE }
      expect(await rig.hands(rig.anna, 'melden R-1/2023', file)).toContain('70000 Bytes gelesen.')
      expect(requests).toMatchObject([
        {
          ...{ kind: 'command', text: 'melden R-1/2023', from: rig.anna },
          ...{ origin: { kind: 'private' }, files: [{ name: NAME, size: EVERY_BYTE.length }] },
        },
      ])
      expect(Buffer.compare(read[0] ?? Buffer.alloc(0), EVERY_BYTE)).toBe(0)
    })

    it('so does one without a word', async () => {
      await start()
      await rig.hands(rig.bernd, '', { name: 'meldung.csv', bytes: Buffer.from('a;b\n') })
      expect(requests).toMatchObject([
        { kind: 'command', text: '', from: rig.bernd, files: [{ name: 'meldung.csv', size: 4 }] },
      ])
      expect(read.map((bytes) => Buffer.from(bytes).toString())).toEqual(['a;b\n'])
    })

    it('a file that the core does not want is not missed, and its refusal is said in its words', async () => {
      const words = { de: 'Dieser Befehl nimmt keine Datei.', en: 'This command takes no file.' }
      const refusal = new Refusal('file.notTaken', words)
      await rig.platform.start(async () => ({
        ...{ kind: 'message', message: refusalMessage(refusal, 'de'), refusal: refusal.code },
      }))
      const file = { name: 'meldung.csv', bytes: EVERY_BYTE }
      expect(await rig.hands(rig.anna, 'berichte', file)).toContain(words.de)
      expect(rig.defects).toEqual([])
    })
  })
}
