// Files that people share: kept by Slack, told of in an event, and given to whoever may read them; leaves the message they stand in to people.ts.
import type { Desk } from './desk.ts'
import type { Fields, StoredFile } from './records.ts'

/** What somebody takes from their own disk. */
export type OwnFile = {
  readonly name: string
  readonly bytes: Buffer
  readonly type?: string
  /** What Slack says of it besides, or instead. */
  readonly said?: Fields
}

const DOWNLOADS = 'files-pri'

/** Keeps files before their message is posted. @returns them as kept, and as the event tells of them */
export function shareFiles(
  desk: Desk,
  own: readonly OwnFile[],
  where: { readonly user: string; readonly channel: string; readonly thread_ts?: string },
): { readonly kept: readonly StoredFile[]; readonly told: readonly Fields[] } {
  const kept = own.map(({ name, bytes, type = 'text/csv' }) => ({
    ...{ id: desk.world.nextId('F'), name, title: name, content: bytes.toString(), bytes, type },
    ...{ user: where.user, channel: where.channel, thread_ts: where.thread_ts },
  }))
  desk.world.files.push(...kept)
  return { kept, told: kept.map((file, n) => toldOf(desk, file, own[n]?.said)) }
}

/** A file as an event tells of it. */
function toldOf({ origin, world }: Desk, file: StoredFile, said: Fields = {}): Fields {
  const { id, name, title, type, user, bytes } = file
  const path = `${origin()}/${DOWNLOADS}/${world.identity.team}-${id}`
  return {
    ...{ id, name, title, mimetype: type ?? '', filetype: name.split('.').at(-1), user },
    ...{ size: bytes.length, mode: 'hosted', is_external: false, file_access: 'visible' },
    ...{ editable: false, is_public: false, public_url_shared: false },
    url_private: `${path}/${encodeURIComponent(name)}`,
    url_private_download: `${path}/download/${encodeURIComponent(name)}`,
    ...said,
  }
}

export type Download = {
  readonly status: number
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** Without a token that may read files Slack leads to its login, as it leads anybody. */
export function download({ origin, scopes, world }: Desk, path: string, isBot: boolean): Download {
  const [, , name = ''] = path.split('/')
  const file = world.files.find(({ id }) => name === `${world.identity.team}-${id}`)
  if (!isBot || !scopes.has('files:read')) {
    const location = `${origin()}/?redir=${encodeURIComponent(path)}`
    return { status: 302, body: '', headers: { location } }
  }
  if (!file) return { status: 404, body: '' }
  return {
    ...{ status: 200, body: file.bytes },
    headers: { 'content-type': file.type ?? 'application/octet-stream' },
  }
}
