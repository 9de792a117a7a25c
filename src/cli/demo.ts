// `umlauf demo`: plays the circulation that became Beschluss 2023/35, step by step; every step is a request with a fixed id, so a play that was killed goes on where it was; the votes are invented and only the result is published.
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Request } from '../core/ports.ts'
import { Refusal } from '../core/refusal.ts'
import { formatInstant, instantOf } from '../core/time.ts'
import type { Instant } from '../core/values.ts'
import { dropDatabase } from '../store/demo-database.ts'
import { demoTexts } from './demo-texts.ts'
import { openRehearsal, ROOM, type Running, typed } from './rehearsal.ts'
import { untilStopped } from './start.ts'
import { startTexts } from './start-texts.ts'

const DATABASE = 'demo'
const ZONE = 'Europe/Berlin'
const START = instantOf('2023-09-25', '09:00', ZONE)

type Step = { readonly at: Instant; readonly request?: Request }

/** Plays, shows, and keeps the room open until it is stopped. */
export async function demoCommand(
  config: Config,
  options: { readonly new: boolean; readonly pauseMs: number; readonly exit: boolean },
): Promise<number> {
  const t = startTexts[config.language]
  const out = (line: string) => void process.stdout.write(`${line}\n`)
  out(t.opening)
  if (options.new) await dropDatabase(config.dataFolder, DATABASE)
  const running = await openRehearsal(config, { database: DATABASE, clockStart: START })
  out(`\n${t.demo}\n${t.invented}\n\n${t.watch}\n\n    ${running.room.url()}\n`)
  for (const step of stepsOf(config)) {
    const said = await play(running, step)
    if (said !== undefined) {
      out(t.step(formatInstant(step.at, ZONE, config.language), said))
      await pause(options.pauseMs)
    }
  }
  out(`\n${t.done}\n${t.invented}`)
  if (!options.exit) return untilStopped(running, t.stopped)
  await running.stop()
  return 0
}

/** Turns the clock to the step unless it is there already, then asks; what was asked before answers the same again. */
async function play(
  { app, rehearsal }: Running,
  { at, request }: Step,
): Promise<string | undefined> {
  const now = await app.desk.read(async (_, instant) => instant)
  if (now < at) await rehearsal.turnTo(at)
  if (!request) return undefined
  const answer = await app.accept(request)
  if (answer.kind !== 'message') throw new Error('a form came back in the demo')
  const { summary } = answer.message
  if (answer.refusal !== undefined) throw new Refusal(answer.refusal, { de: summary, en: summary })
  return summary
}

function stepsOf({ language }: Config): readonly Step[] {
  const t = demoTexts[language]
  const at = (date: string, time: string) => instantOf(date, time, ZONE)
  const says = (when: Instant, person: string, text: string, id: string): Step => ({
    at: when,
    request: typed(person, text, `demo:${id}`),
  })
  const vote = ([date, time, person, choice, statement]: (typeof VOTES)[number]): Step => {
    const words = statement === undefined ? choice : `${choice} "${t[statement]}"`
    return says(at(date, time), person, `stimme 7/2023 ${words}`, `vote:${date}:${time}:${person}`)
  }
  return [
    { at: START, request: draftRequest(language) },
    says(START, 'geschaeftsstelle-2', 'bestätigen E-1', 'confirm'),
    says(START, 'geschaeftsstelle-1', 'öffnen E-1', 'open'),
    ...VOTES.map(vote),
    // Montag, 9. Oktober 2023, 24:00 Uhr: the close is due by state and happens on the way
    { at: at('2023-10-10', '00:00') },
    says(at('2023-10-10', '14:00'), 'vorsitz', 'feststellen 7/2023 angenommen', 'state'),
  ]
}

function draftRequest(language: 'de' | 'en'): Request {
  const t = demoTexts[language]
  return {
    kind: 'form',
    verb: 'draft',
    args: {},
    values: { title: t.title, clauses: t.clauses, applicants: 'BUND', end: '09.10.2023, 24:00' },
    requestId: 'demo:draft',
    from: { connection: ROOM, id: 'geschaeftsstelle-1' },
    origin: { kind: 'place', place: 'geschaeftsstelle' },
  }
}

/** Invented: who voted when and how. Two Länder stay silent, one rejects, one first abstains and then consents. */
const VOTES: readonly (readonly [
  date: string,
  time: string,
  person: string,
  choice: string,
  statement?: 'statement',
])[] = [
  ['2023-09-25', '11:20', 'mitglied-hh', 'Zustimmung'],
  ['2023-09-26', '09:05', 'mitglied-sh', 'Zustimmung'],
  ['2023-09-26', '15:40', 'vertretung-he', 'Enthaltung'],
  ['2023-09-27', '10:10', 'mitglied-nw', 'Zustimmung'],
  ['2023-09-28', '08:30', 'mitglied-bund', 'Zustimmung'],
  ['2023-09-28', '16:00', 'vertretung-ni', 'Zustimmung'],
  ['2023-09-29', '13:15', 'mitglied-sn', 'Ablehnung', 'statement'],
  ['2023-10-02', '09:45', 'mitglied-bw', 'Zustimmung'],
  ['2023-10-02', '14:20', 'mitglied-th', 'Zustimmung'],
  ['2023-10-04', '10:00', 'mitglied-hb', 'Zustimmung'],
  ['2023-10-04', '14:31', 'mitglied-he', 'Zustimmung'],
  ['2023-10-05', '11:11', 'mitglied-bb', 'Zustimmung'],
  ['2023-10-05', '17:30', 'vertretung-sl', 'Enthaltung'],
  ['2023-10-06', '09:00', 'mitglied-by', 'Zustimmung'],
  ['2023-10-09', '12:00', 'mitglied-be', 'Zustimmung'],
  ['2023-10-09', '22:45', 'vertretung-rp', 'Zustimmung'],
]
