// What a checkup found, one line each as doctor prints it; leaves what is to be found to the tests of each network.
import { expect } from 'vitest'

type Finding = { readonly ok: boolean; readonly what: string; readonly words: string }

/** The lines; none of them holds a secret. */
export function linesOf(
  findings: readonly Finding[],
  secrets: readonly (string | undefined)[],
): string[] {
  const lines = findings.map(
    ({ ok, what, words }) => `${ok ? 'fine' : 'ATTENTION'} ${what}: ${words}`,
  )
  for (const secret of secrets) expect(lines.join('\n')).not.toContain(secret)
  return lines
}

/** What has to be looked after. */
export const attention = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith('ATTENTION'))
