// The addresses an app may answer a command or a press at: five times within thirty minutes; leaves the way there to web-api.ts.
import { randomBytes } from 'node:crypto'
import { type Fields, isTrue, type StoredMessage, textOf } from './records.ts'
import { checkedBlocks, Refused } from './refusing.ts'
import type { World } from './world.ts'

const MOST_USES = 5
const LIVES_MS = 30 * 60_000

/** For whom and where an answer appears, and what it may replace. */
export type Place = {
  readonly user: string
  readonly channel: string
  readonly source?: StoredMessage
}

export type ResponseUrls = ReturnType<typeof createResponseUrls>

export function createResponseUrls(world: World, origin: () => string) {
  const places = new Map<string, { place: Place; at: number; uses: number }>()
  const answers = createAnswers(world)
  return {
    issue(place: Place): string {
      const key = randomBytes(12).toString('hex')
      places.set(key, { place, at: performance.now(), uses: 0 })
      return `${origin()}/response/${world.identity.team}/${key}`
    },
    /** @throws Refused when the address is unknown, used up or too old */
    use(key: string, body: Fields): void {
      const found = places.get(key)
      if (!found) throw new Refused('invalid_url')
      if (performance.now() - found.at > LIVES_MS) throw new Refused('expired_url')
      if (found.uses >= MOST_USES) throw new Refused('used_url')
      found.uses += 1
      answers(found.place, body)
    },
    /** What came with the acknowledgement of a command; it appears like an answer at its address. */
    answer: answers,
    /** Makes every address given out so far older. */
    age(ms: number): void {
      for (const place of places.values()) place.at -= ms
    },
  }
}

function createAnswers(world: World) {
  return (place: Place, body: Fields): void => {
    const source = place.source && world.find(place.source.channel, place.source.ts)
    if (isTrue(body['delete_original'])) {
      if (source) world.remove(source.channel, source.ts)
      return
    }
    const blocks = checkedBlocks(body['blocks'])
    const text = textOf(body['text'])
    if (!text && !blocks) throw new Refused('no_text')
    if (isTrue(body['replace_original']) && source) {
      world.replace(source, { text, blocks, metadata: source.metadata })
      return
    }
    const thread = textOf(body['thread_ts'])
    world.store({
      channel: place.channel,
      user: world.identity.botUser,
      bot_id: world.identity.botId,
      text,
      ...(blocks ? { blocks } : {}),
      ...(thread ? { thread_ts: thread } : {}),
      ...(body['response_type'] === 'in_channel' ? {} : { only_for: place.user }),
    })
  }
}
