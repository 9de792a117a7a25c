// What script adds to the room: requests without leaving the page, tried again under the same id; changes as they happen; and the search for a person. Without it every form and link works as it stands.
import { Idiomorph } from '/static/idiomorph.js'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
const LOOK_MS = 15_000

/** @param {string} id */
const byId = (id) => document.getElementById(id)

/** One request at a time, in the order of the clicks: a retried older click never overtakes a newer one. */
let queue = Promise.resolve()
/** Counts what was shown, so that a page read earlier never replaces one read later. */
let shown = 0
let underWay = 0

// the key has done its work; it should not stay in the address, the history or a screenshot
const address = new URL(location.href)
if (address.searchParams.has('key')) {
  address.searchParams.delete('key')
  history.replaceState(null, '', address)
}

if (byId('talk')) {
  document.addEventListener('submit', submitted)
  listen()
  if (!location.hash) settleAtNewest()
}
if (byId('search')) offerSearch()

/** @param {SubmitEvent} event */
function submitted(event) {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
  event.preventDefault()
  if (form.getAttribute('aria-busy') === 'true') return
  form.setAttribute('aria-busy', 'true')
  const fields = new FormData(form)
  const body = form.enctype === 'multipart/form-data' ? fields : new URLSearchParams(fields)
  // one id for each click; every attempt of this click carries it
  body.set('request', crypto.randomUUID())
  underWay += 1
  queue = queue.then(() => send(form, body)).finally(() => form.removeAttribute('aria-busy'))
}

/**
 * @param {HTMLFormElement} form
 * @param {URLSearchParams | FormData} body
 */
async function send(form, body) {
  say('sending')
  if (!(await holdFiles(body))) {
    underWay -= 1
    clearFile()
    return say('changed')
  }
  // emptied first, so that the same words twice are said aloud twice
  byId('answer')?.replaceChildren()
  const pressed = document.activeElement?.id
  const { ok, text } = await untilAnswered(() => fetch(form.action, { method: 'POST', body }))
  const page = parse(text)
  underWay -= 1
  if (underWay === 0) say('')
  // a half-filled form stays open beside answers to other requests
  const fromOpenForm = form.closest('#passing') !== null
  const asksOn = page.querySelector('#passing .form') !== null
  show(page, { keepOpenForm: !fromOpenForm && !asksOn })
  if (ok && form.id === 'command-form') {
    clearCommand(body.get('text'))
    if (body.has('file')) clearFile()
  }
  focusAfter(pressed, asksOn)
}

/**
 * Takes the chosen file as it is now, so that every attempt sends the same. A browser reads no file that was saved anew since
 * it was chosen.
 * @param {URLSearchParams | FormData} body
 */
async function holdFiles(body) {
  try {
    for (const [name, value] of [...body]) {
      if (!(value instanceof File) || value.name === '') continue
      body.set(name, new File([await value.arrayBuffer()], value.name))
    }
    return true
  } catch {
    return false
  }
}

/**
 * Tries until there is a whole answer of the room. A lost connection, also one that breaks in the middle of the answer, and
 * a room that is just stopping or starting are waited for.
 * @param {() => Promise<Response>} attempt
 */
async function untilAnswered(attempt) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      const response = await attempt()
      const text = await response.text()
      if (response.status !== 503) return { ok: response.ok, text }
    } catch {
      // no connection
    }
    say('lost')
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** @param {'sending' | 'lost' | 'changed' | ''} what */
function say(what) {
  const progress = byId('progress')
  if (progress) progress.textContent = what === '' ? '' : (progress.dataset[what] ?? '')
}

/** @param {string} text */
function parse(text) {
  return new DOMParser().parseFromString(text, 'text/html')
}

/**
 * Brings the page to its new state. Focus, typed words, open forms and what is just being said stay as they are.
 * @param {Document} page
 * @param {{ keepOpenForm: boolean, keepWords?: boolean }} options
 */
function show(page, { keepOpenForm, keepWords = false }) {
  shown += 1
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 80
  const newest = byId('talk')?.lastElementChild?.id
  document.documentElement.lang = page.documentElement.lang
  document.title = page.title
  Idiomorph.morph(document.body, page.body, {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeNodeMorphed(old) {
        if (!(old instanceof Element)) return true
        if (old.id === 'passing' && keepOpenForm && old.querySelector('.form')) return false
        if (old.id === 'answer' && keepWords) return false
        if (!(old instanceof HTMLElement) || old.id !== 'progress') return true
        return underWay === 0 && old.textContent !== old.dataset['changed']
      },
      beforeAttributeUpdated(name, element) {
        // what somebody is typing is theirs
        const typed = element instanceof HTMLInputElement && element.type !== 'hidden'
        const kept = typed && name === 'value' && !element.closest('#passing')
        return !kept && name !== 'aria-busy'
      },
    },
  })
  if (atEnd && byId('talk')?.lastElementChild?.id !== newest) settleAtNewest()
}

/** The newest message whole, or from its beginning where it is taller than the window. */
function settleAtNewest() {
  const newest = byId('talk')?.lastElementChild
  if (!newest) return
  const foot = document.querySelector('.foot')?.getBoundingClientRect().height ?? 0
  const fits = newest.getBoundingClientRect().height < innerHeight - foot
  newest.scrollIntoView({ block: fits ? 'end' : 'start' })
}

/**
 * What was sent is done; what was typed since then stays.
 * @param {string | null} sent
 */
function clearCommand(sent) {
  const command = byId('command')
  if (command instanceof HTMLInputElement && command.value === sent) command.value = ''
}

function clearFile() {
  const file = byId('table')
  if (file instanceof HTMLInputElement) file.value = ''
}

/**
 * Focus goes to the form that asks on; otherwise it stays where it was, or goes to the answer if that place is gone.
 * @param {string | undefined} pressed
 * @param {boolean} asksOn
 */
function focusAfter(pressed, asksOn) {
  const asked = asksOn ? document.querySelector('#passing [autofocus]') : null
  if (asked instanceof HTMLElement) return asked.focus()
  const ref = byId('answer')?.dataset['ref']
  const answer = ref ? byId(`m${ref}`) : document.querySelector('#passing article')
  const before = pressed ? byId(pressed) : null
  if (before) before.focus({ preventScroll: true })
  else if (answer instanceof HTMLElement) answer.focus({ preventScroll: true })
  if (answer?.closest('main')) settleAtNewest()
}

/** Looks again when the room says that something changed, and every so often for the clock and where the room cannot say it. */
function listen() {
  const events = new EventSource('/live')
  let lost = false
  events.addEventListener('changed', refresh)
  events.addEventListener('error', () => {
    lost = true
    say('lost')
  })
  events.addEventListener('open', () => {
    if (!lost) return
    lost = false
    if (underWay === 0) say('')
    refresh()
  })
  setInterval(() => document.hidden || refresh(), LOOK_MS)
}

let looking = false
let lookAgain = false

/** Reads the page once more; any number of wishes meanwhile are one. */
async function refresh() {
  lookAgain = true
  if (looking) return
  looking = true
  while (lookAgain) {
    lookAgain = false
    const before = shown
    const response = await fetch(location.href).catch(() => undefined)
    if (!response?.ok) break
    const page = parse(await response.text())
    if (shown === before) show(page, { keepOpenForm: true, keepWords: true })
    else lookAgain = true
  }
  looking = false
}

/** Narrows the list of persons to those whose names hold the words. */
function offerSearch() {
  const search = byId('search')
  const found = byId('found')
  if (!(search instanceof HTMLInputElement) || !search.parentElement || !found) return
  search.parentElement.hidden = false
  search.addEventListener('input', () => {
    const words = search.value.toLocaleLowerCase().split(/\s+/)
    let count = 0
    for (const entry of document.querySelectorAll('.persons li')) {
      const text = (entry.textContent ?? '').toLocaleLowerCase()
      const fits = words.every((word) => text.includes(word))
      entry.toggleAttribute('hidden', !fits)
      if (fits) count += 1
    }
    found.textContent = (found.dataset['words'] ?? '').replace('#', `${count}`)
  })
}
