// What goes wrong between somebody's words in Slack and their answer, and must not: forms that carry something out unseen, answers cut short or never told; leaves the usual ways to slack-exchanges.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [SECRETARIAT, SECOND, CHAIR] = ['geschaeftsstelle-1', 'geschaeftsstelle-2', 'vorsitz']
const PRESENT = [SECRETARIAT, SECOND, CHAIR, 'mitglied-he']

describe('A button that opens a form, in a council with a real core', () => {
  let session: SlackSession
  let desk: Desk

  beforeAll(async () => {
    const accounts = (person: string) =>
      PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : []
    session = await conveneInSlack('2023-09-25T07:00:00Z', slackCouncil(BUND, { accounts }), BUND)
    desk = session.desk
    await desk.says(SECRETARIAT, 'entwurf "Weiterbetrieb" ziffern: "Erster Text." antrag: BUND')
    await desk.types(SECOND, 'bestätigen E-1')
  })
  afterAll(() => session.adjourn())

  const draft = () => session.rows('SELECT title, confirmed_by FROM circulation')
  const results = () => session.rows('SELECT circulation FROM stated_result')

  it('saves no draft anew, although nothing is missing: it keeps its confirmation until the form is sent off', async () => {
    const before = await draft()
    expect(await desk.says(SECRETARIAT, 'bearbeiten E-1')).toContain('in einem Formular ausgefüllt')
    const form = await desk.presses(SECRETARIAT, 'Formular öffnen')
    expect(form).toContain('Erster Text.')
    expect(await draft()).toEqual(before)
    await desk.fills(SECRETARIAT, { title: 'Weiterbetrieb, neu' })
    expect(await draft()).not.toEqual(before)
  })

  it('shows what the draft says when it is pressed, with only that over it which was typed', async () => {
    await desk.says(SECRETARIAT, 'bearbeiten E-1 titel: "Getippt" ende: "kein Tag"')
    const press = await desk.button(SECRETARIAT, 'Formular öffnen')
    await desk.types(SECOND, 'bearbeiten E-1')
    await desk.fills(SECOND, { clauses: 'Zweiter Text.' })
    const form = await desk.hears(SECRETARIAT, press)
    expect(form).toContain('Getippt')
    expect(form).toContain('Zweiter Text.')
    expect(form).not.toContain('Erster Text.')
  })

  it('states no result: what is computed stands in the form, and the chair sends it off', async () => {
    await desk.types(CHAIR, 'bestätigen E-1')
    await desk.types(SECRETARIAT, 'öffnen E-1 trotzdem')
    await session.turnTo('2023-10-10T12:00:00Z')
    expect(await desk.says(CHAIR, 'feststellen 7/2023')).toContain('in einem Formular ausgefüllt')
    expect(await desk.presses(CHAIR, 'Formular öffnen')).toContain('Errechnet ist')
    expect(await results()).toEqual([])
    await desk.fills(CHAIR, {})
    expect(await results()).toHaveLength(1)
  })
})
