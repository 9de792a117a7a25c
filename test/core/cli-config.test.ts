// The settings of the process: what each may be, where it comes from, and that a fault is named without its value.
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { temporaryFolder } from '../support/postgres.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(text: string): string {
  const name = path.join(folder, `${Math.random()}`)
  writeFileSync(name, text)
  return name
}

function faultsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    expect(fault.words.de.split('\n')).toHaveLength(fault.words.en.split('\n').length)
    return fault.words.en.split('\n').slice(1)
  }
  return []
}

describe('the settings', () => {
  it('nothing has to be set', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      dataFolder: undefined,
      port: 8042,
      language: 'de',
      logLevel: 'info',
    })
  })

  it('an empty setting is none, as containers write it', () => {
    const empty = { DATABASE_URL: '', DATABASE_URL_FILE: '', UMLAUF_PORT: '', UMLAUF_LANGUAGE: '' }
    expect(readConfig(empty)).toEqual(readConfig({}))
  })

  it.each([
    ['en_GB.UTF-8', undefined, 'en'],
    ['de_DE.UTF-8', undefined, 'de'],
    ['C', undefined, 'de'],
    ['en_GB.UTF-8', 'de', 'de'],
  ])('with LANG %s and UMLAUF_LANGUAGE %s it speaks %s', (LANG, UMLAUF_LANGUAGE, language) => {
    expect(readConfig({ LANG, UMLAUF_LANGUAGE }).language).toBe(language)
  })

  it('a secret may stand in a file, with or without a last line break', () => {
    const url = 'postgresql://umlauf:geheim@datenbank:5432/umlauf'
    for (const end of ['', '\n', '\r\n']) {
      expect(readConfig({ DATABASE_URL_FILE: fileWith(url + end) }).databaseUrl).toBe(url)
    }
  })

  it('a socket is an address as well', () => {
    for (const url of ['postgresql:///umlauf?host=/run', 'postgres://u@/umlauf?host=/run']) {
      expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
    }
  })

  it.each([
    [{ UMLAUF_PORT: 'abc' }, 'UMLAUF_PORT'],
    [{ UMLAUF_PORT: '65536' }, 'UMLAUF_PORT'],
    [{ UMLAUF_PORT: '-1' }, 'UMLAUF_PORT'],
    [{ UMLAUF_LANGUAGE: 'fr' }, 'UMLAUF_LANGUAGE'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ DATABASE_URL: 'mysql://rechner/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:p@rechner:port/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:%zz@rechner/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL_FILE: '/nicht/da' }, 'DATABASE_URL_FILE'],
    [{ UMLAUF_PORT_FILE: '/run/port' }, 'UMLAUF_PORT_FILE'],
  ])('B54 %j is refused by its name', (environment, name) => {
    const faults = faultsOf(environment)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(name)
    for (const value of Object.values(environment)) expect(faults[0]).not.toContain(value)
  })

  it('B54 all faults are named at once, an unknown setting with the nearest one, and no value is shown', () => {
    const faults = faultsOf({
      DATABASE_URL: 'postgres://nutzer:streng-geheim@rechner/umlauf',
      DATABASE_URL_FILE: fileWith('postgres://nutzer:streng-geheim@rechner/umlauf'),
      UMLAUF_PORT: 'streng-geheim',
      UMLAUF_DATEN: 'streng-geheim',
      UMLAUF_PROT: 'streng-geheim',
      LOG_LEVEL: 'streng-geheim',
    })
    expect(faults).toHaveLength(5)
    const text = faults.join('\n')
    expect(text).toContain('There is no UMLAUF_PROT. Perhaps you mean: UMLAUF_PORT.')
    expect(text).toContain('There is no UMLAUF_DATEN. Perhaps you mean: UMLAUF_DATA.')
    expect(text).toContain('DATABASE_URL and DATABASE_URL_FILE are both set')
    expect(text).not.toContain('streng-geheim')
  })
})
