// What is found at which address of the room, and with which status; leaves listening to server.ts and meaning to the core.
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { bytesOf } from '../../core/message.ts'
import type { Accept, Request } from '../../core/ports.ts'
import { TABLE_LIMITS } from '../../core/tables.ts'
import type { ConnectionId, Language } from '../../core/values.ts'
import { type AskParts, createAsking, type Outcome } from './ask.ts'
import { readAssets } from './assets.ts'
import { renderChoice, renderWords } from './frame.ts'
import { onlyOwnSite, onlyWithKey, preferredLanguage, withHeaders } from './guard.ts'
import { type Posted, readFields, readParts, readRequest } from './inbound.ts'
import { BODY_BYTES, UPLOAD_BYTES } from './limits.ts'
import type { Live } from './live.ts'
import { renderRoom, type View, viewPath } from './page.ts'
import { messageText } from './text.ts'
import { roomTexts } from './texts.ts'
import { type Guest, guestOf, readerOf, visit } from './visit.ts'

export type RouteParts = AskParts & {
  readonly connection: ConnectionId
  readonly key: string
  readonly live: Live
}

/** A page that cannot be: who or where is unknown. */
type Lost = { readonly words: (t: (typeof roomTexts)[Language]) => string; readonly back: string }

/** Where the forms of a view are posted to. */
const DOORS = ['say', 'act', 'form', 'panel'] as const

/** What the routes ask of the running server. */
export type Running = {
  readonly accept: Accept
  readonly stopping: () => boolean
  readonly port: () => number
}

/** All routes behind their guards: own site first, then the key. */
export function createRoutes(parts: RouteParts, running: Running): Hono {
  const app = new Hono()
  app.use(withHeaders)
  app.use(async (context, next) => {
    if (running.stopping()) context.res = await said(context, (t) => t.stopping, 503)
    else await next()
    // lets a connection end with the answer under way instead of waiting for the next request
    if (running.stopping()) context.res.headers.set('Connection', 'close')
  })
  app.use(onlyOwnSite(running.port))
  addAssets(app)
  app.use(onlyWithKey(parts.key, running.port))
  addPersons(app, parts, running)
  app.get('/live', (context) => parts.live.listen(context))
  addDownloads(app, parts)
  addViews(app, parts, running)
  app.notFound((context) => said(context, (t) => t.noPage, 404))
  app.onError((defect, context) => {
    const number = parts.report(defect)
    return said(context, (t) => t.failure(number), 500)
  })
  return app
}

function addAssets(app: Hono): void {
  const assets = readAssets()
  app.get('/static/:name', (context) => {
    const asset = assets.get(context.req.param('name'))
    if (!asset) return said(context, (t) => t.noPage, 404)
    return context.body(asset.body, 200, {
      'Content-Type': asset.type,
      'Cache-Control': asset.type === 'font/woff2' ? 'max-age=86400' : 'no-cache',
    })
  })
}

/** Who somebody is stands in the address, so that each window may be another person; the last one is remembered. */
function addPersons(app: Hono, { guide }: RouteParts, { port }: Running): void {
  const cookie = () => `umlauf-person-${port()}`
  app.get('/', async (context) => {
    const last = await guestOf(getCookie(context, cookie()) ?? '', guide)
    return context.redirect(last ? `/as/${encodeURIComponent(last.me.id)}` : '/who', 303)
  })
  app.get('/who', (context) => {
    const language = preferredLanguage(context.req.header('accept-language'))
    const persons = guide.persons()
    return context.html(renderChoice({ language, title: guide.title[language], persons }))
  })
  app.get('/as/:person', async (context) => {
    const guest = await guestOf(context.req.param('person'), guide)
    if (!guest) return context.redirect('/who', 303)
    setCookie(context, cookie(), guest.me.id, { httpOnly: true, sameSite: 'Strict', path: '/' })
    const [first] = guest.places
    return context.redirect(
      viewPath(guest.me.id, first ? { kind: 'place', ...first } : { kind: 'private' }),
      303,
    )
  })
}

function addDownloads(app: Hono, { messages }: RouteParts): void {
  app.get('/file/:ref/:n{[0-9]{1,3}}', async (context) => {
    const kept = await messages.get(context.req.param('ref'))
    const file = kept?.message.files[Number(context.req.param('n'))]
    if (!file) return said(context, (t) => t.noMessage, 404)
    const isText = typeof file.content === 'string' && !file.type.includes('charset')
    const type = isText ? `${file.type}; charset=utf-8` : file.type
    return context.body(new Uint8Array(bytesOf(file)), 200, {
      'Content-Type': type,
      'Content-Disposition': disposition(file.name),
    })
  })
  app.get('/text/:ref', async (context) => {
    const kept = await messages.get(context.req.param('ref'))
    if (!kept) return said(context, (t) => t.noMessage, 404)
    return context.text(messageText(kept.message, kept.language))
  })
}

/** A download's name as RFC 6266 and 5987 want it: plain letters for old programs, the whole name for the others. */
function disposition(name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_')
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`
}

function addViews(app: Hono, parts: RouteParts, running: Running): void {
  const answers = doorsOf(parts, running)
  const few = atMost(BODY_BYTES, `${BODY_BYTES / 1024} KiB`)
  const many = atMost(UPLOAD_BYTES, `${TABLE_LIMITS.bytes / 1_000_000} MB`)
  for (const path of ['/as/:person/place/:place', '/as/:person/private']) {
    app.get(path, async (context) => {
      const found = await locate(context, parts)
      if ('words' in found) return said(context, found.words, 404, found.back)
      const answer = context.req.query('answer')
      const shown = answer === undefined ? {} : { answer }
      return context.html(renderRoom(await visit(found.guest, found.view, shown, parts)))
    })
    for (const door of DOORS) {
      app.get(`${path}/${door}`, (context) =>
        context.redirect(context.req.path.slice(0, -door.length - 1), 303),
      )
      const takesFiles = (context: Context) => door === 'say' && typeOf(context) === PARTS
      const limited: MiddlewareHandler = (context, next) =>
        takesFiles(context) ? many(context, next) : few(context, next)
      app.post(`${path}/${door}`, limited, async (context) => {
        const found = await locate(context, parts)
        if ('words' in found) return said(context, found.words, 404, found.back)
        const inParts = takesFiles(context)
        if (!inParts && typeOf(context) !== FIELDS) return said(context, (t) => t.unreadable, 415)
        const posted = await readPosted(context, inParts)
        const outcome = posted && (await answers[door](posted, found))
        if (!outcome) return said(context, (t) => t.unreadable, 400)
        return shown(context, outcome, found, parts)
      })
    }
  }
}

/** What is behind the doors of a view: the bot, and the levers of the rehearsal. Nothing, if the fields mean nothing. */
function doorsOf(
  parts: RouteParts,
  { accept }: Running,
): Record<(typeof DOORS)[number], (posted: Posted, found: Found) => Promise<Outcome | undefined>> {
  const asking = createAsking(parts)
  const ask =
    (kind: Request['kind']) =>
    async (posted: Posted, { guest, view }: Found) => {
      const from = { connection: parts.connection, id: guest.me.id }
      const asked = readRequest(kind, posted, from, view)
      return asked && asking.ask(asked, readerOf(guest.me.id, view), accept)
    }
  return {
    say: ask('command'),
    act: ask('action'),
    form: ask('form'),
    panel: ({ fields }, { guest, view }) => asking.rehearse(fields, readerOf(guest.me.id, view)),
  }
}

/** A page that was asked for by name: who looks, and at what. */
type Found = { readonly guest: Guest; readonly view: View }

async function locate(context: Context, { guide }: RouteParts): Promise<Found | Lost> {
  const person = context.req.param('person') ?? ''
  const guest = await guestOf(person, guide)
  if (!guest) return { words: (t) => t.nobody(person), back: '/' }
  const place = context.req.param('place')
  if (place === undefined) return { guest, view: { kind: 'private' } }
  const known = guest.places.find(({ id }) => id === place)
  if (!known) return { words: (t) => t.noPlace, back: viewPath(person, { kind: 'private' }) }
  return { guest, view: { kind: 'place', ...known } }
}

/** An answer that is kept has its place on the page; everything else is shown at once. */
async function shown(
  context: Context,
  outcome: Outcome,
  { guest, view }: Found,
  parts: RouteParts,
): Promise<Response> {
  if (outcome.kind === 'kept') {
    const { ref } = outcome
    return context.redirect(`${viewPath(guest.me.id, view)}?answer=${ref}#m${ref}`, 303)
  }
  // the request may have changed the language in which the page is written
  const now = (await guestOf(guest.me.id, parts.guide)) ?? guest
  const page = await visit(now, view, { passing: outcome.passing }, parts)
  return context.html(renderRoom(page), outcome.status)
}

const FIELDS = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data'

/** The kind of body; nothing for one that is packed. */
function typeOf(context: Context): string | undefined {
  if (context.req.header('content-encoding') !== undefined) return undefined
  return (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
}

/** What a form brings; nothing, if it is none. */
async function readPosted(context: Context, inParts: boolean): Promise<Posted | undefined> {
  if (inParts) return context.req.formData().then(readParts, () => undefined)
  const fields = readFields(await context.req.text())
  return fields && { fields, files: [] }
}

/** Refuses a body that is larger before it is read to its end. */
function atMost(bytes: number, shown: string): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytes,
    onError: (context) => {
      context.header('Connection', 'close')
      return said(context, (t) => t.tooLarge(shown), 413)
    },
  })
}

function said(
  context: Context,
  words: Lost['words'],
  status: 400 | 404 | 413 | 415 | 500 | 503,
  back = '/',
): Response | Promise<Response> {
  const language = preferredLanguage(context.req.header('accept-language'))
  return context.html(renderWords(language, words(roomTexts[language]), back), status)
}
