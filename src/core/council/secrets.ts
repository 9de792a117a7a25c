// What looks like a secret in a text; leaves walking the council file to document.ts and the words to texts.ts.

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
