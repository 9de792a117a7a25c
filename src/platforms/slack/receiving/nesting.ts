// How deep a JSON text is nested, judged before it is parsed, in linear time; leaves its meaning to whoever parses it.

/** Slack's deepest payloads (rich text in a modal) stay under 20. */
const DEEPEST = 64

const [QUOTE, BACKSLASH] = [0x22, 0x5c]

/** Whether the text opens more brackets inside each other than any payload of Slack. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const sign = json.charCodeAt(at)
    if (sign === QUOTE) {
      const end = endOfString(json, at)
      if (end === undefined) return false
      at = end
    } else if (sign === 0x7b || sign === 0x5b) {
      depth += 1
      if (depth > DEEPEST) return true
    } else if (sign === 0x7d || sign === 0x5d) {
      depth -= 1
    }
  }
  return false
}

/** The closing quotation mark; none in a text that no parser will take. */
function endOfString(json: string, open: number): number | undefined {
  for (let end = json.indexOf('"', open + 1); end > 0; end = json.indexOf('"', end + 1)) {
    let before = end - 1
    while (json.charCodeAt(before) === BACKSLASH) before -= 1
    if ((end - before) % 2 === 1) return end
  }
  return undefined
}
