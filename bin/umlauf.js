#!/usr/bin/env node
// Starts src/main.ts with a Node that can run it, be it this one or the one that npm installed; plain JavaScript for Node 18 and newer, and leaves everything else to main.ts.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The first version that runs TypeScript as it stands and is supported for years (docs/adr/0009-node-pin.md). */
const FIRST_VERSION = 24

const root = fileURLToPath(new URL('..', import.meta.url))
const main = path.join(root, 'src', 'main.ts')
const modules = path.join(root, 'node_modules')
const pinned = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
const ownVersion = Number.parseInt(process.versions.node, 10)

if (!existsSync(modules)) {
  fail(
    `Umlauf ist noch nicht installiert. Führen Sie in ${root} „npm ci“ aus und starten Sie erneut.`,
    `Umlauf is not installed yet. Run "npm ci" in ${root} and start again.`,
  )
} else if (!existsSync(path.join(root, 'src', 'store', 'generated'))) {
  fail(
    `Der Zugang zur Datenbank fehlt, weil npm keine Skripte ausgeführt hat. Führen Sie in ${root} „npm run generate“ aus und starten Sie erneut.`,
    `The way to the database is missing, since npm ran no scripts. Run "npm run generate" in ${root} and start again.`,
  )
} else if (ownVersion >= FIRST_VERSION) {
  await import(pathToFileURL(main).href)
} else if (existsSync(pinned)) {
  runWith(pinned)
} else if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) {
  fail(
    `Umlauf braucht Node ${FIRST_VERSION}; hier läuft Node ${process.versions.node}, und das mitgelieferte fehlt (vielleicht wurde mit --omit=optional installiert). Führen Sie in ${root} „npm ci“ ohne diese Option aus.`,
    `Umlauf needs Node ${FIRST_VERSION}; this is Node ${process.versions.node}, and the one that comes along is missing (perhaps installed with --omit=optional). Run "npm ci" in ${root} without that option.`,
  )
} else {
  fail(
    `Umlauf braucht Node ${FIRST_VERSION} oder neuer; hier läuft Node ${process.versions.node}. Für ${process.platform} ${process.arch} liegt keines bei: Installieren Sie Node ${FIRST_VERSION} selbst (https://nodejs.org) und starten Sie erneut.`,
    `Umlauf needs Node ${FIRST_VERSION} or newer; this is Node ${process.versions.node}. None comes along for ${process.platform} ${process.arch}: install Node ${FIRST_VERSION} yourself (https://nodejs.org) and start again.`,
  )
}

/** Runs main.ts with another Node: same terminal, signals passed on, and its end is our end. */
function runWith(/** @type {string} */ node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // a terminal sends Ctrl-C to the whole group: the child has it already
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('error', (error) => {
    fail(
      `Das mitgelieferte Node lässt sich hier nicht starten (${error.message}). Installieren Sie Node ${FIRST_VERSION} selbst (https://nodejs.org) und starten Sie erneut.`,
      `The Node that comes along does not start here (${error.message}). Install Node ${FIRST_VERSION} yourself (https://nodejs.org) and start again.`,
    )
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    // a signal that ends no process, such as one that this system blocks
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000)
  })
}

/** Says why Umlauf cannot start, and what to do, in both languages. */
function fail(/** @type {string} */ german, /** @type {string} */ english) {
  process.stderr.write(`${german}\n${english}\n`)
  process.exitCode = 1
}
