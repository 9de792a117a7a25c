// The identity of the bot's account, by which others see that its devices are its own: set up once, recovered with the recovery key, never made anew by itself; leaves the login to login.ts.
import { MatrixError } from 'matrix-js-sdk'
import { z } from 'zod'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import type { OpenedClient } from './client.ts'
import { keepingTexts } from './keeping-texts.ts'

/** What an identity is worked on with; the client has to be started. */
export type Opened = Pick<OpenedClient, 'client' | 'crypto' | 'session' | 'secretKeys'>

export type IdentityStatus = {
  /** `foreign`: the homeserver knows an identity of the account whose keys are not here. */
  readonly identity: 'none' | 'own' | 'foreign'
  /** Others see that this device belongs to the account. */
  readonly signed: boolean
  /** A new device can recover the identity with the recovery key. */
  readonly recoverable: boolean
  /** Which backup of the room keys is written to. */
  readonly backup: string | undefined
}

/** Asks the homeserver; what is known here may be outdated. */
export async function identityStatus({ client, crypto, session }: Opened): Promise<IdentityStatus> {
  const published = await client.downloadKeysForUsers([session.user])
  await crypto.userHasCrossSigningKeys(session.user, true)
  const master = Object.values(published.master_keys?.[session.user]?.keys ?? {})
  const own = await crypto.getCrossSigningKeyId()
  const device = await crypto.getDeviceVerificationStatus(session.user, session.device)
  const { privateKeysInSecretStorage } = await crypto.getCrossSigningStatus()
  await crypto.checkKeyBackupAndEnable()
  return {
    identity: master.length === 0 ? 'none' : master.includes(own ?? '') ? 'own' : 'foreign',
    signed: master.length > 0 && (device?.signedByOwner ?? false),
    recoverable: privateKeysInSecretStorage,
    backup: (await crypto.getActiveSessionBackupVersion()) ?? undefined,
  }
}

export type SetUp = {
  /** Where the homeserver asks for it, once. */
  readonly password?: string
  /** Resolves when the recovery key is on the disk: only then is anything encrypted with it. */
  readonly keepRecoveryKey: (recoveryKey: string) => Promise<void>
  /** By explicit command only: an identity that everybody has to verify anew, in place of one whose keys are lost. */
  readonly replace?: boolean
}

/**
 * Makes an identity where there is none, and completes one that was begun; may be called again whenever it was interrupted.
 * @returns the recovery key, where one was made
 * @throws Refusal `matrix.identityExists`, `matrix.approvalNeeded`, `matrix.wrongPassword`
 */
export async function setUpIdentity(opened: Opened, setUp: SetUp): Promise<string | undefined> {
  const { crypto, session } = opened
  const before = await identityStatus(opened)
  const isForeign = before.identity === 'foreign'
  if (isForeign && !setUp.replace) throw refusal('identityExists')
  const isOwn = before.identity === 'own'
  const makesStorage = !isOwn || !before.recoverable
  // The new storage comes first: the keys go into it before they are published, so that an interruption loses none.
  const recoveryKey = makesStorage ? await makeStorage(opened, setUp) : undefined
  if (!isOwn) {
    await crypto.bootstrapCrossSigning({
      setupNewCrossSigning: true,
      authUploadDeviceSigningKeys: (upload) => approve(upload, session.user, setUp.password),
    })
  } else if (!before.signed) {
    await crypto.crossSignDevice(session.device)
  }
  if (makesStorage || before.backup === undefined) {
    await crypto.bootstrapSecretStorage({ setupNewKeyBackup: true })
  }
  return recoveryKey
}

async function makeStorage(
  { crypto }: Opened,
  { keepRecoveryKey }: SetUp,
): Promise<string | undefined> {
  const made = await crypto.createRecoveryKeyFromPassphrase()
  const { encodedPrivateKey } = made
  if (encodedPrivateKey === undefined) throw new Error('The recovery key has no written form')
  await keepRecoveryKey(encodedPrivateKey)
  await crypto.bootstrapSecretStorage({
    setupNewSecretStorage: true,
    createSecretStorageKey: async () => made,
  })
  return encodedPrivateKey
}

/** The first identity of an account is often accepted as it is; otherwise the homeserver says what it wants to see. */
const wanted = z.object({
  session: z.string().optional(),
  flows: z.array(z.object({ stages: z.array(z.string()) })),
})

const PASSWORD = 'm.login.password'

async function approve(
  upload: (proof: { type: string } | null) => Promise<void>,
  user: string,
  password: string | undefined,
): Promise<void> {
  try {
    await upload(null)
  } catch (fault) {
    const asked = wanted.safeParse(isUnauthorized(fault) ? fault.data : undefined)
    if (!asked.success) throw fault
    const takesPassword = asked.data.flows.some(
      ({ stages }) => stages.length === 1 && stages[0] === PASSWORD,
    )
    if (!takesPassword) throw refusal('approvalNeeded')
    if (password === undefined) throw refusal('passwordNeeded')
    const identifier = { type: 'm.id.user', user }
    const proof = { type: PASSWORD, identifier, password, session: asked.data.session }
    await upload(proof).catch((again) => {
      throw isUnauthorized(again) ? wrongPassword(user) : again
    })
  }
}

function isUnauthorized(fault: unknown): fault is MatrixError {
  return fault instanceof MatrixError && fault.httpStatus === 401
}

/**
 * Makes the identity of the account known to a new device, which is then seen as its own, and with it the backup of the keys.
 * @throws Refusal `matrix.nothingToRecover`, `matrix.recoveryKeyWrong`, `matrix.recoveryKeyMalformed`
 */
export async function recoverIdentity(opened: Opened, recoveryKey: string): Promise<void> {
  const { client, crypto, secretKeys } = opened
  const key = secretKeys.use(recoveryKey)
  // The identity has to be known before its keys are imported, and without one the SDK would make one.
  const before = await identityStatus(opened)
  const storage = await client.secretStorage.getKey()
  if (before.identity === 'none' || !storage) throw refusal('nothingToRecover')
  if (!(await client.secretStorage.checkKey(key, storage[1]))) throw refusal('recoveryKeyWrong')
  if (!before.recoverable) throw refusal('nothingToRecover')
  await crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async () => {
      throw refusal('identityExists')
    },
  })
  if ((await crypto.getKeyBackupInfo()) === null) return
  await crypto.loadSessionBackupPrivateKeyFromSecretStorage()
  await crypto.checkKeyBackupAndEnable()
}

type Plain = {
  [Key in keyof (typeof keepingTexts)['de']]: (typeof keepingTexts)['de'][Key] extends string
    ? Key
    : never
}[keyof (typeof keepingTexts)['de']]

function refusal(code: Plain): Refusal {
  return new Refusal(
    `matrix.${code}`,
    inBoth(keepingTexts, (t) => t[code]),
  )
}

function wrongPassword(user: string): Refusal {
  return new Refusal(
    'matrix.wrongPassword',
    inBoth(keepingTexts, (t) => t.wrongPassword(user)),
  )
}
