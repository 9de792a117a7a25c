// Reads Slack's mrkdwn as Slack does: what becomes a mention or a link, and what a reader sees of it; leaves blocks to words.ts and mentions.ts.

/** What stands in angle brackets, taken apart. */
export type Token = {
  readonly kind: 'broadcast' | 'user' | 'channel' | 'group' | 'date' | 'link' | 'unknown'
  readonly target: string
  readonly label: string | undefined
}

const TOKEN = /<([^<>\n]+)>/g
const AUTO_LINK = /(?:https?:\/\/|www\.)[^\s<>|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi

/** The tokens of a text, in order. */
export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].map(([, inner = '']) => readToken(inner))
}

/** What Slack makes a link by itself, unless told not to. */
export function autoLinksOf(text: string): readonly string[] {
  return text.replace(TOKEN, ' ').match(AUTO_LINK) ?? []
}

function readToken(inner: string): Token {
  const [head = '', ...rest] = inner.split('|')
  const label = rest.length > 0 ? rest.join('|') : undefined
  const token = (kind: Token['kind'], target: string): Token => ({ kind, target, label })
  if (/^!(?:channel|here|everyone)$/.test(head)) return token('broadcast', head.slice(1))
  if (head.startsWith('!subteam^')) return token('group', head.slice('!subteam^'.length))
  if (head.startsWith('!date^')) return token('date', head.split('^')[3] ?? '')
  if (/^@[UW]\w+$/.test(head)) return token('user', head.slice(1))
  if (/^#[CG]\w+$/.test(head)) return token('channel', head.slice(1))
  if (/^[a-z][a-z0-9+.-]*:/i.test(head)) return token('link', head)
  return token('unknown', head)
}

/** Names as a reader's client knows them. */
export type Names = {
  readonly user: (id: string) => string
  readonly channel: (id: string) => string
}

/** What a reader sees of a text: names for ids, labels for links, no marks of bold or italic. */
export function wordsOfMrkdwn(text: string, names: Names): string {
  const shown: string[] = []
  const held = text.replace(TOKEN, (_, inner: string) => {
    shown.push(wordsOfToken(readToken(inner), inner, names))
    return `\u0001${shown.length - 1}\u0002`
  })
  return decoded(withoutMarks(held)).replace(
    /\u0001(\d+)\u0002/g,
    (_, index: string) => shown[Number(index)] ?? '',
  )
}

function wordsOfToken({ kind, target, label }: Token, inner: string, names: Names): string {
  if (kind === 'broadcast') return `@${target}`
  if (kind === 'user') return `@${names.user(target)}`
  if (kind === 'channel') return `#${names.channel(target)}`
  if (kind === 'group') return decoded(label ?? `@${target}`)
  if (kind === 'date' || kind === 'link') return decoded(label ?? target)
  return `<${decoded(inner)}>`
}

const MARKS = /(^|[\s([{"'.,;:!?–—-])([*_~`])(?=[^\s])([^\n]*?[^\s])\2(?=$|[\s)\]}"'.,;:!?–—-])/gm

function withoutMarks(text: string): string {
  const plain = text.replace(/```([\s\S]+?)```/g, '$1')
  const next = plain.replace(MARKS, '$1$3')
  return next === plain ? plain : withoutMarks(next)
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
