// Starts Umlauf by `npm start` as a stranger would, opens the address that it prints, ends it by Ctrl-C, and says what did not go well; leaves the data folder to UMLAUF_DATA.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const PATIENCE_MS = 60_000
const LAST_WORDS = /Umlauf (?:ist beendet|has ended)\./
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/

// A group of its own, as a terminal makes it: Ctrl-C reaches npm, its shell and Umlauf alike.
const umlauf = spawn('npm', ['start'], { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
let said = ''
umlauf.stdout.setEncoding('utf8').on('data', (text) => {
  process.stdout.write(text)
  said += text
})
/** Not before every process that may print has gone. */
const ended = new Promise((resolve) => umlauf.on('close', resolve))

try {
  const address = await within('the address of the page', printedAddress())
  const status = await within('the page', openedWith(address))
  if (status !== 200) throw new Error(`The page answers with ${status}.`)
  signal('SIGINT')
  await within('the end', ended)
  // npm itself ends by the signal; what counts is that Umlauf came to its last words
  if (!LAST_WORDS.test(said)) throw new Error('Umlauf ended without its last words.')
  const pid = path.join(process.env.UMLAUF_DATA ?? 'data', 'postgres', 'postmaster.pid')
  if (existsSync(pid)) throw new Error('PostgreSQL was left running.')
  console.log('Started, opened, ended.')
} catch (error) {
  console.error(error.message)
  signal('SIGKILL')
  process.exit(1)
}

/** To every process of the group; there may be none any more. */
function signal(name) {
  try {
    process.kill(-umlauf.pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function printedAddress() {
  return new Promise((resolve, reject) => {
    umlauf.stdout.on('data', () => {
      const found = ADDRESS.exec(said)
      if (found) resolve(found[0])
    })
    ended.then(() => reject(new Error('Umlauf ended without an address.')))
  })
}

/** The status of the page: the key of the address is answered by a cookie, with which the page itself is fetched. */
async function openedWith(address) {
  const first = await fetch(address, { redirect: 'manual' })
  const to = first.headers.get('location')
  if (to === null) return first.status
  const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const page = await fetch(new URL(to, address), { headers: { cookie: cookies.join('; ') } })
  return page.status
}

/** The promise, or a failure that says what did not come. */
function within(what, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), PATIENCE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
