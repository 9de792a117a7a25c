// Says so when the identity of somebody's account was made anew, which whoever has a stolen password can do; leaves which devices count to trust.ts, and what is to be done to people.
import { randomUUID } from 'node:crypto'
import type { MatrixClient } from 'matrix-js-sdk'
import { type CryptoApi, CryptoEvent } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { message, paragraph } from '../../../core/message.ts'
import { answeringTexts } from '../answering-texts.ts'
import type { AnsweringParts } from '../asking.ts'

export type IdentitiesParts = Pick<AnsweringParts, 'guide' | 'tell' | 'report'> & {
  readonly client: MatrixClient
  readonly crypto: Pick<CryptoApi, 'pinCurrentUserIdentity'>
  readonly notice: (words: string) => void
}

/** Tells the person and the log, each once; the identity is then taken for the person's, as the first one was. */
export function watchIdentities({
  client,
  crypto,
  guide,
  tell,
  notice,
  report,
}: IdentitiesParts): void {
  const telling = new Set<string>()
  client.on(CryptoEvent.UserTrustStatusChanged, (user, { needsUserApproval }) => {
    if (!needsUserApproval || !guide.knows(user) || telling.has(user)) return
    telling.add(user)
    notice(`${user} has a new identity`)
    const language = guide.language(user)
    const words = answeringTexts[language].newIdentity
    tell(user, message(words, [paragraph(words)]), language, `identity:${randomUUID()}`)
      .then(() => crypto.pinCurrentUserIdentity(user))
      .catch(report)
      .finally(() => telling.delete(user))
  })
}
