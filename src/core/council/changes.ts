// The difference between two versions of the council file in words, for the person who applies it and for the secretariat; leaves posting to others.
import { type Bilingual, inBoth } from '../texts.ts'
import { changeTexts } from './change-texts.ts'
import type { Body, Council } from './council.ts'

type Say = (texts: (typeof changeTexts)['de'], language: 'de' | 'en') => string
type Change = { readonly words: Bilingual }

/** A thing of the file: what tells it from others, how it is called, and what it says. */
type Thing = { readonly key: string; readonly name: Say; readonly value: unknown }

/** Every difference, in the order of the file; without a version before it, one sentence about the first file. */
export function changes(before: Council | undefined, after: Council): Change[] {
  if (!before) {
    const { persons, bodies } = after
    return [said((texts) => texts.first(bodies.length, persons.length))]
  }
  const [old, now] = [thingsOf(before), thingsOf(after)]
  const keys = new Set([...old.keys(), ...now.keys()])
  return [...keys].flatMap((key): Change[] => {
    const [was, is] = [old.get(key), now.get(key)]
    if (was && !is) return [said((texts, language) => texts.removed(was.name(texts, language)))]
    if (!is) return []
    if (!was) return [said((texts, language) => texts.added(is.name(texts, language)))]
    return differences(was.value, is.value).map(({ path, from, to }) =>
      said((texts, language) =>
        texts.changed(is.name(texts, language), path, from ?? texts.nothing, to ?? texts.nothing),
      ),
    )
  })
}

const said = (say: Say): Change => ({ words: inBoth(changeTexts, say) })

function thingsOf({ format: _, zone, connections, places, persons, bodies, services }: Council) {
  const all: Thing[] = [
    { key: 'zone', name: (texts) => texts.file, value: { zone } },
    ...connections.map((one) => thing('connection', one.id, one, (texts) => texts.connection)),
    ...places.map((one) => thing('place', one.id, one, (texts) => texts.place, one.name)),
    ...persons.map((one) => thing('person', one.id, one, (texts) => texts.person, one.name)),
    ...bodies.flatMap((body) => thingsOfBody(body, persons)),
    ...services.map((one) => thing('service', one.id, one, (texts) => texts.service)),
  ]
  return new Map(all.map((one) => [one.key, one]))
}

function thing(
  kind: string,
  id: string,
  value: unknown,
  word: (texts: (typeof changeTexts)['de']) => string,
  name?: string,
): Thing {
  const called = name === undefined || name === id ? id : `${name} (${id})`
  return { key: `${kind} ${id}`, name: (texts) => `${word(texts)} ${called}`, value }
}

function thingsOfBody(body: Body, persons: Council['persons']): Thing[] {
  const { parties, mandates, roles, advisers, keys, profiles, ...others } = body
  const { sessions, questionnaires, obligations, ...rest } = others
  const called = (id: string) => persons.find((one) => one.id === id)?.name ?? id
  const partyName = (code: string) => parties.find((one) => one.code === code)?.name ?? code
  const of = (kind: string) => `${body.id} ${kind}`
  const held = Object.entries({ ...roles, advisers }).flatMap(([role, terms]) =>
    terms.map((term) => ({ role: role as keyof typeof roles | 'advisers', term })),
  )
  return [
    { key: of('body'), name: (_, language) => body.name[language], value: rest },
    ...parties.map((one) => thing(of('party'), one.code, one, (texts) => texts.party, one.name)),
    ...mandates.map(
      (one): Thing => ({
        key: [of('mandate'), one.party, one.role, one.person, one.from].join(' '),
        name: (texts) =>
          texts.mandate(texts[one.role], called(one.person), partyName(one.party), one.from),
        value: one,
      }),
    ),
    ...held.map(
      ({ role, term }): Thing => ({
        key: [of(role), term.person, term.from].join(' '),
        name: (texts) => texts.held(texts[role], called(term.person), term.from),
        value: term,
      }),
    ),
    ...keys.map((one) => thing(of('key'), one.id, one, (texts) => texts.key)),
    ...profiles.map((one) => thing(of('profile'), one.id, one, (texts) => texts.profile)),
    ...sessions.map((one) => thing(of('session'), one.id, one, (texts) => texts.session)),
    ...questionnaires.map((one) =>
      thing(of('questionnaire'), one.id, one, (texts) => texts.questionnaire),
    ),
    ...obligations.map((one) => thing(of('obligation'), one.id, one, (texts) => texts.obligation)),
  ]
}

type Difference = {
  readonly path: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** The leaves in which two values differ, by their path. */
function differences(was: unknown, is: unknown, path: readonly string[] = []): Difference[] {
  if (!isTree(was) || !isTree(is)) {
    const [from, to] = [written(was), written(is)]
    return from === to ? [] : [{ path: path.join('.'), from, to }]
  }
  const fields = new Set([...Object.keys(was), ...Object.keys(is)])
  return [...fields].flatMap((field) =>
    differences(Reflect.get(was, field), Reflect.get(is, field), [...path, field]),
  )
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function written(value: unknown): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
