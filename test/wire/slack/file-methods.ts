// The methods and the address that take files in three steps; leaves the message they appear in to the world.
import { type Desk, joinedChannelOf, type Methods } from './desk.ts'
import { fieldsOf, type StoredFile, textOf } from './records.ts'
import { Refused } from './refusing.ts'

type Upload = {
  readonly id: string
  readonly name: string
  readonly length: number
  readonly alt: string
  bytes?: Buffer
}

/** The uploads under way; each workspace has its own. */
export function createFileMethods() {
  const uploads = new Map<string, Upload>()

  const methods: Methods = {
    'files.getUploadURLExternal': (args, desk) => {
      const name = textOf(args['filename'])
      const length = Number(args['length'])
      if (!name || !(length > 0)) throw new Refused('invalid_arguments')
      const alt = textOf(args['alt_txt'])
      if ([...alt].length > 1_000) throw new Refused('alt_txt_too_large')
      const id = desk.world.nextId('F')
      uploads.set(id, { id, name, length, alt })
      return { ok: true, upload_url: `${desk.origin()}/upload/v1/${id}`, file_id: id }
    },
    'files.completeUploadExternal': (args, desk) => {
      const wanted = fieldsOf(args['files'])
      if (wanted.length === 0) throw new Refused('invalid_arguments')
      const to = textOf(args['channel_id'])
      const channel = to ? joinedChannelOf(to, desk).id : undefined
      const thread = desk.world.threadOf(channel ?? '', textOf(args['thread_ts'])) ?? ''
      const done = wanted.map((one) => completed(one, uploads, desk, channel, thread))
      for (const file of done) uploads.delete(file.id)
      desk.world.files.push(...done)
      if (channel) share(done, channel, { text: textOf(args['initial_comment']), thread }, desk)
      return { ok: true, files: done.map(({ id, title }) => ({ id, title })) }
    },
    'files.info': (args, { world }) => {
      const file = world.files.find((one) => one.id === textOf(args['file']))
      if (!file) throw new Refused('file_not_found')
      const { id, name, title, channel, user, bytes } = file
      const shares = channel ? { channels: [channel] } : {}
      return { ok: true, file: { id, name, title, user, size: bytes.length, ...shares } }
    },
  }

  return {
    methods,
    /** Takes the bytes. @returns whether that upload was expected, with just that length */
    receive(id: string, bytes: Buffer): boolean {
      const upload = uploads.get(id)
      if (!upload || upload.bytes || upload.length !== bytes.length) return false
      upload.bytes = bytes
      return true
    },
  }
}

function completed(
  wanted: Readonly<Record<string, unknown>>,
  uploads: ReadonlyMap<string, Upload>,
  desk: Desk,
  channel: string | undefined,
  thread: string,
): StoredFile {
  const upload = uploads.get(textOf(wanted['id']))
  if (!upload?.bytes) throw new Refused('file_not_found')
  return {
    id: upload.id,
    name: upload.name,
    title: textOf(wanted['title']) || upload.name,
    content: upload.bytes.toString(),
    bytes: upload.bytes,
    alt: upload.alt,
    channel,
    thread_ts: thread || undefined,
    user: desk.world.identity.botUser,
  }
}

function share(
  files: readonly StoredFile[],
  channel: string,
  { text, thread }: { text: string; thread: string },
  desk: Desk,
): void {
  const { botUser, botId } = desk.world.identity
  const message = desk.world.store({
    channel,
    user: botUser,
    bot_id: botId,
    text,
    files,
    ...(thread ? { thread_ts: thread } : {}),
  })
  desk.echo('posted', message)
}
