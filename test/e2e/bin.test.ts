// The starter by itself, in made-up clones: which Node it takes, what it passes on, and what it says when it cannot start; leaves the program it starts to other tests.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const starter = fileURLToPath(new URL('../../bin/umlauf.js', import.meta.url))
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What main.ts of a made-up clone does: say with which Node and words it runs, then end as it is told. */
const PROGRAM = `
const [how = '', what = '']: string[] = process.argv.slice(2)
if (how === 'wait') {
  setInterval(() => {}, 1000)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => { console.log(signal); process.exit(7) })
}
console.log(JSON.stringify({ node: process.versions.node, words: process.argv.slice(2) }))
if (how === 'exit') process.exit(Number(what))
if (how === 'die') process.kill(process.pid, what)
`

type Missing = 'modules' | 'client' | 'pinned'

/** A clone in a folder with a space, with the starter and a program of its own, and whatever should be missing. */
function clone(missing?: Missing): string {
  const root = path.join(mkdtempSync(path.join(tmpdir(), 'umlauf-bin-')), 'ein ördner')
  folders.push(path.dirname(root))
  for (const folder of ['bin', 'src', 'src/store'])
    mkdirSync(path.join(root, folder), { recursive: true })
  cpSync(starter, path.join(root, 'bin/umlauf.js'))
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(root, 'src/main.ts'), PROGRAM)
  if (missing !== 'client') mkdirSync(path.join(root, 'src/store/generated'))
  if (missing === 'modules') return root
  mkdirSync(path.join(root, 'node_modules'))
  if (missing === 'pinned') return root
  const bin = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin')
  mkdirSync(bin, { recursive: true })
  symlinkSync(process.execPath, path.join(bin, 'node'))
  return root
}

/** An older Node: the system's own, and our own that calls itself 20 (there is one on every machine). */
const pretending = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })",
)}`
const systems = ['/usr/bin/node', '/usr/local/bin/node'].filter((node) => {
  if (!existsSync(node)) return false
  const major = Number.parseInt(
    spawnSync(node, ['-p', 'process.versions.node']).stdout.toString(),
    10,
  )
  return major >= 18 && major < 24
})
const older: readonly (readonly string[])[] = [
  [process.execPath, '--import', pretending],
  ...systems.map((node) => [node]),
]

function run(root: string, [node = '', ...options]: readonly string[], ...words: string[]) {
  const program = path.join(root, 'bin/umlauf.js')
  const { status, signal, stdout, stderr } = spawnSync(node, [...options, program, ...words], {
    encoding: 'utf8',
    cwd: tmpdir(),
  })
  return { status, signal, stdout, stderr }
}

/** Starts the waiting program and gives it once it has said that it runs. */
async function waiting(
  root: string,
  [node = '', ...options]: readonly string[],
): Promise<ChildProcess> {
  const child = spawn(node, [...options, path.join(root, 'bin/umlauf.js'), 'wait'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

describe('the starter runs main.ts', () => {
  it('with the Node that runs it, where that is new enough', () => {
    const { status, stdout } = run(clone('pinned'), [process.execPath], 'exit', '0')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ node: process.versions.node, words: ['exit', '0'] })
  })

  it.each(older)('with the Node that npm installed, where %s is too old', (...node) => {
    const { status, stdout } = run(clone(), node, 'exit', '3', 'zwei Wörter', '--json')
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toEqual({
      node: process.versions.node,
      words: ['exit', '3', 'zwei Wörter', '--json'],
    })
  })

  it.each(older)('passes signals on and ends as it does (%s)', async (...node) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const child = await waiting(clone(), node)
      const said = child.stdout ? once(child.stdout, 'data') : undefined
      const exit = once(child, 'exit')
      child.kill(signal)
      expect(String(await said)).toContain(signal)
      expect(await exit).toEqual([7, null])
    }
  })

  it.each(older)('dies by the signal by which it died (%s)', (...node) => {
    expect(run(clone(), node, 'die', 'SIGKILL')).toMatchObject({ status: null, signal: 'SIGKILL' })
    expect(run(clone(), node, 'die', 'SIGTERM')).toMatchObject({ status: null, signal: 'SIGTERM' })
  })
})

describe('where it cannot start, it says why and what to do, in both languages', () => {
  it.each([
    { missing: 'modules', node: [process.execPath], german: '„npm ci“', english: 'Run "npm ci"' },
    {
      missing: 'client',
      node: [process.execPath],
      german: '„npm run generate“',
      english: 'npm run',
    },
    ...older.map((node) => ({
      missing: 'pinned' as const,
      node,
      german: 'ohne diese Option',
      english: 'without that option',
    })),
  ] as const)('$missing missing ($node.0)', ({ missing, node, german, english }) => {
    const { status, stdout, stderr } = run(clone(missing), node, 'exit', '0')
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.split('\n')[0]).toContain(german)
    expect(stderr.split('\n')[1]).toContain(english)
    expect(stderr).not.toContain('    at ')
  })
})
