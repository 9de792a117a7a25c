// The page around the messages: landmarks, places, private side, levers of the rehearsal, command line; leaves messages to render.ts and reading requests to inbound.ts.
import { html } from 'hono/html'
import type { Form } from '../../core/form.ts'
import type { Message } from '../../core/message.ts'
import { TABLE_LIMITS } from '../../core/tables.ts'
import { formatInstant, isoInstant } from '../../core/time.ts'
import { type Instant, LANGUAGES, type Language, type PlaceId } from '../../core/values.ts'
import { renderForm } from './form.ts'
import { renderFrame } from './frame.ts'
import { MESSAGES_SHOWN } from './limits.ts'
import type { RoomMessage, RoomPerson } from './messages.ts'
import { type Html, hiddenFields, renderMessage, type Surface } from './render.ts'
import { roomTexts } from './texts.ts'

/** What somebody looks at: a place of the council file, or what is private to them. */
export type View =
  | { readonly kind: 'place'; readonly id: PlaceId; readonly name: string }
  | { readonly kind: 'private' }

/** What is shown once and not kept: a form that asks on, or words about something that could not be kept. */
export type Passing =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'words'; readonly message: Message }

/** Everything a page of the room says. */
export type RoomPage = {
  readonly language: Language
  readonly title: string
  readonly zone: string
  readonly now: Instant
  readonly me: RoomPerson
  readonly places: readonly { readonly id: PlaceId; readonly name: string }[]
  readonly view: View
  readonly messages: readonly RoomMessage[]
  /** Private posts that offer something to do; shown beside a place. */
  readonly ballots: readonly RoomMessage[]
  /** The newest private posts that only inform. */
  readonly notices: readonly RoomMessage[]
  /** The answer to the request that led here; said aloud by a screen reader. */
  readonly answer: RoomMessage | undefined
  readonly passing: Passing | undefined
  /** Whether the levers of the rehearsal are shown. */
  readonly levers: boolean
  /** New for each page: requests pressed on it without script are told apart by it. */
  readonly nonce: string
}

/** Where a view of a person is found. */
export function viewPath(person: string, view: View): string {
  const as = `/as/${encodeURIComponent(person)}`
  return view.kind === 'private' ? `${as}/private` : `${as}/place/${encodeURIComponent(view.id)}`
}

/** A page of the room for one person. */
export function renderRoom(page: RoomPage): Html {
  const t = roomTexts[page.language]
  const name = page.view.kind === 'place' ? page.view.name : t.privately
  return renderFrame({
    language: page.language,
    title: name,
    header: renderHeader(page),
    body: html`<div class="columns">
${renderPlaces(page)}
<main id="main" tabindex="-1"><h1>${name}</h1>
${renderTalk(page)}
${renderPassing(page)}
${renderCommand(page)}
</main>
${renderAside(page)}
</div>`,
  })
}

function surfaceOf(page: RoomPage, privately: boolean, headingLevel: 2 | 3): Surface {
  const newest = [...page.messages, ...page.ballots].reduce(
    (latest, { postedAt, editedAt }) => Math.max(latest, editedAt ?? postedAt),
    0,
  )
  return {
    language: page.language,
    headingLevel,
    path: viewPath(page.me.id, page.view),
    privately,
    // without script the id carries the state that was seen: the same button of an older page is another request
    requestId: (control) => `${page.nonce}.${newest}.${control}`,
  }
}

function renderHeader(page: RoomPage): Html {
  const { language, now, zone, me } = page
  const t = roomTexts[language]
  const surface = surfaceOf(page, page.view.kind === 'private', 2)
  return html`<a class="skip" href="#command">${t.toCommand}</a><p class="clock"><span class="unseen">${t.clock}: </span><time datetime="${isoInstant(now)}">${formatInstant(now, zone, language)}</time></p>
<p class="who"><span class="quiet">${t.youAre}</span> <b>${me.name}</b> <a href="/who">${t.change}</a></p>
<div class="languages" role="group" aria-label="${t.languages}">${LANGUAGES.map(
    (other) =>
      html`<form method="post" action="${surface.path}/say">${hiddenFields({
        request: surface.requestId(`language.${other}`),
        origin: surface.privately ? 'private' : 'view',
        text: `sprache ${other}`,
      })}<button id="language-${other}" class="bare" lang="${other}" aria-pressed="${other === language ? 'true' : 'false'}">${other.toUpperCase()}<span class="unseen"> – ${roomTexts[other].otherLanguage(roomTexts[other][`${other}Name`])}</span></button></form>`,
  )}</div>`
}

function renderPlaces({ language, me, places, view, ballots }: RoomPage): Html {
  const t = roomTexts[language]
  const entry = (target: View, name: string, waiting = 0) => {
    const here =
      target.kind === view.kind &&
      (target.kind === 'private' || view.kind === 'private' || target.id === view.id)
    return html`<li><a href="${viewPath(me.id, target)}"${here ? html` aria-current="page"` : ''}><span>${name}</span>${waiting > 0 ? html` <span class="count">${t.waiting(waiting)}</span>` : ''}</a></li>`
  }
  // a choice that nobody has made yet is what waits; one that is made may be changed, but does not wait
  const waiting = ballots.filter(({ message }) => !message.actions.some(({ pressed }) => pressed))
  return html`<nav aria-label="${t.places}"><h2>${t.places}</h2>
<ul>${places.map((place) => entry({ kind: 'place', ...place }, place.name))}${entry({ kind: 'private' }, t.privately, waiting.length)}</ul></nav>`
}

function renderTalk(page: RoomPage): Html {
  const t = roomTexts[page.language]
  const { messages, view } = page
  const surface = surfaceOf(page, view.kind === 'private', 2)
  return html`<div id="talk">${
    messages.length === 0
      ? html`<p class="empty">${t.nothingHere} <span class="examples">${t.examples}</span></p>`
      : ''
  }${messages.length >= MESSAGES_SHOWN ? html`<p class="quiet">${t.older(MESSAGES_SHOWN)}</p>` : ''}
${messages.map((message) => renderArticle(message, page, surface))}</div>`
}

function renderArticle(kept: RoomMessage, page: RoomPage, surface: Surface): Html {
  const { language, zone } = page
  const { ref, said, message, postedAt, editedAt } = kept
  const t = roomTexts[language]
  const when = (instant: Instant) =>
    html`<time datetime="${isoInstant(instant)}">${formatInstant(instant, zone, language)}</time>`
  return html`<article id="m${ref}" class="${said === undefined ? 'post' : 'answer'}" tabindex="-1" aria-label="Umlauf, ${formatInstant(postedAt, zone, language)}">
${said === undefined ? '' : html`<p class="said"><span>${t.you}:</span> ${said}</p>`}
<div class="sheet" lang="${kept.language}">${renderMessage(message, ref, surface)}</div>
<p class="meta">${when(postedAt)}${editedAt === undefined ? '' : html` · ${t.asOf} ${when(editedAt)}`}${said === undefined || page.view.kind === 'private' ? '' : html` · ${t.onlyYou}`} · <a href="/text/${ref}">${t.asText}</a></p>
</article>\n`
}

function renderPassing(page: RoomPage): Html {
  const { passing, view, me } = page
  const surface = surfaceOf(page, view.kind === 'private', 2)
  if (!passing) return html`<div id="passing"></div>`
  if (passing.kind === 'form') {
    return html`<div id="passing" class="open">${renderForm(passing.form, viewPath(me.id, view), surface)}</div>`
  }
  return html`<div id="passing"><article class="answer failure" tabindex="-1"><div class="sheet">${renderMessage(passing.message, 'passing', surface)}</div></article></div>`
}

function renderCommand(page: RoomPage): Html {
  const t = roomTexts[page.language]
  const surface = surfaceOf(page, page.view.kind === 'private', 2)
  const { answer, passing } = page
  const spoken =
    answer?.message.summary ?? (passing?.kind === 'words' ? passing.message.summary : '')
  return html`<div class="foot"><p id="answer" class="unseen" role="status" data-ref="${answer?.ref ?? ''}" lang="${answer?.language ?? page.language}">${spoken}</p>
<p id="progress" role="status" data-sending="${t.sending}" data-lost="${t.lost}" data-changed="${t.fileChanged}"></p>
<form method="post" action="${surface.path}/say" id="command-form"${surface.privately ? html` enctype="multipart/form-data"` : ''}>${hiddenFields(
    {
      request: surface.requestId('command'),
      origin: surface.privately ? 'private' : 'view',
    },
  )}<label for="command">${t.command}</label><div class="line"><input id="command" name="text" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="send" aria-describedby="command-hint"><button class="primary">${t.send}</button></div><p class="hint" id="command-hint">${t.forExample} <span class="examples">${t.examples}</span></p>${surface.privately ? renderChooser(page.language) : ''}</form></div>`
}

/** A table is handed in where nobody else reads along. */
function renderChooser(language: Language): Html {
  const t = roomTexts[language]
  return html`<div class="chooser"><label for="table">${t.file}</label><input id="table" name="file" type="file" accept=".csv,.xlsx" aria-describedby="table-hint"><p class="hint" id="table-hint">${t.fileHint(`${TABLE_LIMITS.bytes / 1_000_000}`)}</p></div>`
}

function renderAside(page: RoomPage): Html {
  const { language, view, ballots, notices } = page
  const t = roomTexts[language]
  const surface = surfaceOf(page, true, 3)
  const card = ({ ref, message, language: said }: RoomMessage) =>
    html`<article id="m${ref}" class="card" lang="${said}">${renderMessage(message, ref, surface)}</article>\n`
  const own =
    view.kind === 'private'
      ? ''
      : html`<section aria-labelledby="own"><h2 id="own">${t.waitsForYou}</h2>${
          ballots.length === 0 ? html`<p class="quiet">${t.noBallots}</p>` : ''
        }${[...ballots, ...notices].map(card)}</section>`
  return html`<aside aria-label="${t.waitsForYou}">${own}${page.levers ? renderRehearsal(page, surface) : ''}</aside>`
}

function renderRehearsal(page: RoomPage, surface: Surface): Html {
  const { language, now, zone, me, view } = page
  const t = roomTexts[language]
  const path = `${viewPath(me.id, view)}/panel`
  const hidden = (lever: string, said: string) =>
    hiddenFields({ request: surface.requestId(`rehearsal.${lever}`), lever, said })
  return html`<details class="rehearsal" id="rehearsal" open><summary>${t.levers}</summary>
<p>${t.clock}: <time datetime="${isoInstant(now)}">${formatInstant(now, zone, language)}</time></p>
<form method="post" action="${path}">${hidden('clock', t.turnTo)}<label for="turn-to">${t.turnTo}</label><div class="line"><input id="turn-to" name="to" autocomplete="off" aria-describedby="turn-hint"><button id="turn">${t.turn}</button></div><p class="hint" id="turn-hint">${t.turnHint}</p></form>
<form method="post" action="${path}">${hidden('end', t.jump)}<button id="jump">${t.jump}<span class="unseen"> – ${t.jumpSpoken}</span></button></form>
<form method="post" action="${path}">${hidden('votes', t.votes)}<button id="votes">${t.votes}</button></form>
</details>`
}
