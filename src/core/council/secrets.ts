// Finds what looks like a secret in a text of the council file; leaves the words to texts.ts and never returns what it found.

/** Forms that only credentials have: tokens of chat services, private keys, addresses with a password in them. */
const SHAPES: readonly RegExp[] = [
  /\bxox[abceprs]-[\w-]{6,}/,
  /\bxapp-[\w-]{6,}/,
  /\b(?:syt|syr|mat|mct|mcr)_\w{6,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
]

/** A long run of random-looking characters after a word that announces a secret. */
const NAMED =
  /(?:token|secret|passwor[dt]|passwd|kennwort|geheimnis|api[ _-]?key|credential)\w*["']?\s*[:=]\s*["']?[\w+/=.-]{16,}/i

/**
 * Does this text carry a secret? Give the name of a field together with its value (`botToken: …`), since some secrets are
 * known by their name only.
 */
export function carriesSecret(text: string): boolean {
  return NAMED.test(text) || SHAPES.some((shape) => shape.test(text))
}

/** The paths of all texts of a document that carry a secret. */
export function secretsIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): (string | number)[][] {
  if (typeof value === 'string') {
    const name = path.findLast((step) => typeof step === 'string')
    return carriesSecret(value) || carriesSecret(`${name ?? ''}: ${value}`) ? [[...path]] : []
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => secretsIn(item, [...path, index]))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    carriesSecret(name) ? [[...path, name]] : secretsIn(item, [...path, name]),
  )
}
