// What single settings may look like, each as a test of its text; leaves which setting has which form to settings.ts.

/** Tokens of Slack are long and carry numbers; what stands in instructions for one does not. */
export function isToken(written: string): boolean {
  const parts = written.split('-').slice(1)
  const filler = /^(?:(.)\1{2,}|your|token|here|example|changeme|secret|placeholder|todo)$/i
  return written.length >= 24 && /\d/.test(written) && !parts.some((part) => filler.test(part))
}

export function isPort(written: string): boolean {
  return Number(written) < 65_536
}

/** A token travels to this address: in the clear on this machine alone. */
export function isApi(written: string): boolean {
  if (!URL.canParse(written)) return false
  const { protocol, username, password, search, hash } = new URL(written)
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(written))
}

/** Whether an address can only be reached on this machine. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** `127.0.0.1:3000` or `[::1]:3000`. */
export function hostAndPort(
  written: string,
): { readonly host: string; readonly port: number } | undefined {
  const [, six, host = six, port = ''] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(written) ?? []
  return host === undefined || !isPort(port) ? undefined : { host, port: Number(port) }
}

/** What the driver can take apart; it would fail with an error that is no help. A socket's folder needs no host. */
export function isDatabase(written: string): boolean {
  try {
    const { username, password, hostname, pathname } = new URL(written.replace('@/', '@socket/'))
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** `@umlauf:example.org`; old accounts may have any visible sign before the colon. */
export function isUserId(written: string): boolean {
  const form = /^@[\x21-\x39\x3B-\x7E]+:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/
  return written.length <= 255 && form.test(written)
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** What a recovery key begins with, and how many bytes it has: these two, the key, and one of parity. */
const KEY_MARK = '8b01'
const KEY_BYTES = 35

/** A recovery key as clients show it, in groups of four or without; a mistyped one does not pass its parity. */
export function isRecoveryKey(written: string): boolean {
  let number = 0n
  for (const sign of written.replace(/\s/g, '')) {
    const digit = BASE58.indexOf(sign)
    if (digit === -1) return false
    number = number * 58n + BigInt(digit)
  }
  const bytes = Buffer.from(number.toString(16), 'hex')
  const parity = bytes.reduce((sum, byte) => sum ^ byte, 0)
  return bytes.length === KEY_BYTES && bytes.toString('hex').startsWith(KEY_MARK) && parity === 0
}
