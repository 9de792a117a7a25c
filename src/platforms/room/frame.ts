// What every page of the room has: head, skip link, rehearsal mark, the set of shapes; and the pages without a person: choosing one, and plain words.
import { html } from 'hono/html'
import { LANGUAGES, type Language } from '../../core/values.ts'
import type { RoomPerson } from './messages.ts'
import type { Html } from './render.ts'
import { roomTexts } from './texts.ts'

/** The frame of a page. `header` stands beside the mark, `body` holds the landmark `main` with the id `main`. */
export function renderFrame(frame: {
  readonly language: Language
  readonly title: string
  readonly header: Html | ''
  readonly body: Html
}): Html {
  const t = roomTexts[frame.language]
  return html`<!doctype html>
<html lang="${frame.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${frame.title} · Umlauf (${t.rehearsal})</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/style.css">
<script type="module" src="/static/page.js"></script>
</head>
<body>
${SHAPES}
<a class="skip" href="#main">${t.toContent}</a>
<header><p class="brand"><a href="/">Umlauf</a></p><p class="mark" title="${t.rehearsalMeans}">${t.rehearsal}<span class="unseen">. ${t.rehearsalMeans}</span></p>${frame.header}</header>
${frame.body}
</body>
</html>`
}

/** Choosing who to be: plain links, so that it works without script; with script they can be searched. */
export function renderChoice(facts: {
  readonly language: Language
  readonly title: string
  readonly persons: readonly RoomPerson[]
}): Html {
  const { language, title, persons } = facts
  const t = roomTexts[language]
  return renderFrame({
    language,
    title,
    header: html`<p class="council">${title}</p>`,
    body: html`<main id="main" class="choice" tabindex="-1"><h1>${t.choose}</h1><p class="lead">${t.chooseIntro}</p>
<div class="search" hidden><label for="search">${t.search}</label><input id="search" type="search" autocomplete="off"><p id="found" class="hint" role="status" data-words="${t.found('#')}"></p></div>
<ul class="persons">${persons.map(
      ({ id, name, office }) =>
        html`<li><a href="/as/${encodeURIComponent(id)}"><b>${name}</b> <span class="quiet">${office[language]}</span></a></li>\n`,
    )}</ul></main>`,
  })
}

/** A page that only says something, with a way back. */
export function renderWords(language: Language, words: string, back?: string): Html {
  return renderFrame({
    language,
    title: words,
    header: '',
    body: html`<main id="main" class="words" tabindex="-1"><h1>${words}</h1>${back === undefined ? '' : html`<p><a href="${back}">${roomTexts[language].back}</a></p>`}</main>`,
  })
}

/** The closed door: in both languages, for nobody is known yet. */
export function renderLocked(language: Language): Html {
  const words = LANGUAGES.toSorted((one) => (one === language ? -1 : 1))
  return renderFrame({
    language,
    title: roomTexts[language].locked,
    header: '',
    body: html`<main id="main" class="words" tabindex="-1">${words.map(
      (other, n) =>
        html`<section lang="${other}">${n === 0 ? html`<h1>${roomTexts[other].locked}</h1>` : html`<h2>${roomTexts[other].locked}</h2>`}<p>${roomTexts[other].keyNeeded}</p></section>`,
    )}</main>`,
  })
}

/** Every state has its own shape, so that it can be told without colour: ring with tick, cross, bar; dotted ring; plain ring. */
const SHAPES = html`<svg class="shapes" aria-hidden="true" width="0" height="0">
<symbol id="yes" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/><path d="M6 10.4l2.8 2.8L14 7.4"/></symbol>
<symbol id="no" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/><path d="M6.9 6.9l6.2 6.2m0-6.2l-6.2 6.2"/></symbol>
<symbol id="abstain" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/><path d="M6 10h8"/></symbol>
<symbol id="open" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8" stroke-dasharray="1.6 2.6"/></symbol>
<symbol id="hidden" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8"/></symbol>
<symbol id="file" viewBox="0 0 20 20"><path d="M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15M10 8.5v6m-2.5-2.5l2.5 2.5 2.5-2.5"/></symbol>
</svg>`
