// Which addresses are Slack's own, so that no answer and no token ever goes to a host that came in with a payload; leaves calling them to telling.ts and incoming-files.ts.

/** `hooks`: where answers may go. `files`: where the bytes of files are. */
export type SlackHost = 'hooks' | 'files'

/** Slack's own hosts for this API, or, for a Slack on loopback, that one alone. */
export function addressesOf(apiUrl: string, host: SlackHost): (address: string) => boolean {
  const { origin, hostname } = new URL(apiUrl)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const own = isLoopback ? origin : `https://${host}.${hostname.replace(/^(?:www|api)\./, '')}`
  return (address) => URL.parse(address)?.origin === own
}
