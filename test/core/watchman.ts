// A slow watchman, the oracle of the simulated year: walks the year a quarter of an hour at a time with a table of holidays of his own, and notes who should have been reminded; shares no line with the reminders.

type Ms = number
/** `away: false` takes back. Days are `YYYY-MM-DD`, both included. */
export type Away = { person: string; from: string; until: string; away: boolean; at: Ms }
export type Put = { party: string; at: Ms; until: string }
export type Vote = {
  number: string
  /** Who is asked, at which stages, and until when: a vote until its end, a round until it is closed. */
  parties: string[]
  stages: readonly (readonly [number, readonly string[]])[]
  closes: Ms
  opens: Ms
  /** The end as it was set and extended: from when it holds, and the first instant that is too late. */
  ends: { at: Ms; due: Ms }[]
  votes: Map<string, Ms>
  puts: Put[]
}
export type Year = {
  /** Parties whose office has a head. */
  heads: string[]
  votes: Vote[]
  aways: Away[]
  /** While it was off. */
  off: { from: Ms; until: Ms }[]
}

export const OF_VOTES: Vote['stages'] = [
  [-5, ['member']],
  [-2, ['member', 'deputy']],
  [0, ['member', 'deputy', 'head', 'list']],
]
export const OF_ROUNDS: Vote['stages'] = [
  [-5, ['member']],
  [-2, ['member']],
  [0, ['member']],
  [1, ['deputy']],
  [2, ['head']],
  [3, ['list']],
]
const QUARTER = 900_000

const EVERYWHERE = '01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26 2025-01-01'.split(' ')
/** Holidays of 2024 that are not everywhere, as the Länder publish them; Bayern is Munich, Sachsen Dresden, Thüringen Erfurt. */
const SOMEWHERE: Record<string, string> = {
  '01-06': 'BW BY ST',
  '03-08': 'BE MV BUND',
  '05-30': 'BW BY HE NW RP SL',
  '08-15': 'BY SL',
  '09-20': 'TH',
  '10-31': 'BB HB HH MV NI SN ST SH TH',
  '11-01': 'BW BY NW RP SL',
  '11-20': 'SN',
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'short',
})
const shown = new Map<Ms, string>()

/** `2024-03-31 09:00` in Berlin. */
export function local(at: Ms): string {
  const known = shown.get(at) ?? clock.format(at)
  shown.set(at, known)
  return known
}

function works(party: string, day: string): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  if (EVERYWHERE.some((one) => day === (one.length > 5 ? one : `2024-${one}`))) return false
  const there = SOMEWHERE[day.slice(5)] ?? ''
  return day.startsWith('2024') ? !there.split(' ').includes(party) : day !== '2025-01-06'
}

const loud = (party: string, at: Ms) => {
  const [day = '', time = ''] = local(at).split(' ')
  return works(party, day) && time >= '08:00' && time < '19:00'
}

/** The first quarter of an hour that Berlin's clocks show as this. */
export function when(day: string, time: string): Ms {
  const noon = Date.parse(`${day}T12:00:00Z`)
  for (let at = noon - 86_400_000; at < noon + 86_400_000; at += QUARTER) {
    if (local(at) === `${day} ${time}`) return at
  }
  throw new Error(`no ${day} ${time}`)
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

const reckoned = new Map<string, Ms>()

function stageAt(party: string, stage: number, due: Ms): Ms {
  const name = `${party} ${stage} ${due}`
  const at = reckoned.get(name) ?? count(party, stage, due)
  reckoned.set(name, at)
  return at
}

/** Goes day by day from the due and counts those that are worked on. */
function count(party: string, stage: number, due: Ms): Ms {
  let left = -stage
  if (stage > 0) {
    let day = local(due - 1).slice(0, 10)
    for (let passed = 0; passed < stage; ) {
      day = dayAfter(day)
      if (works(party, day)) passed += 1
    }
    return when(day, '09:00')
  }
  for (let day = local(due - 1).slice(0, 10); ; day = dayBefore(day)) {
    if (!works(party, day) || when(day, '09:00') >= due) continue
    if (left === 0) return when(day, '09:00')
    left -= 1
  }
}

function people(year: Year, party: string, to: readonly string[], at: Ms): string {
  const day = local(at).slice(0, 10)
  const away = (person: string) => {
    let last = false
    for (const one of year.aways) {
      if (one.person === person && one.at <= at && one.from <= day && day <= one.until)
        last = one.away
    }
    return last
  }
  const hasPost = (one: string) => !one.startsWith('leitung-') || year.heads.includes(party)
  const code = party.toLowerCase()
  const ladder = [`mitglied-${code}`, `vertretung-${code}`, `leitung-${code}`, 'Liste']
  const found = to.map((rung) => {
    const start = ['member', 'deputy', 'head', 'list'].indexOf(rung)
    return (
      ladder.slice(start).find((one) => one === 'Liste' || (hasPost(one) && !away(one))) ?? 'Liste'
    )
  })
  return [...new Set(found)].sort().join(' ')
}

/** What should have gone out: `1/2024 HE -5 2024-03-05 09:00 mitglied-he`. */
export function watch(year: Year): string[] {
  return year.votes.flatMap((vote) => vote.parties.flatMap((party) => walk(year, vote, party)))
}

/** One party of one vote, quarter by quarter, with the ends of what was off as stops of their own. */
function walk(year: Year, vote: Vote, party: string): string[] {
  const notes: string[] = []
  const sent = new Set<string>()
  const stops = new Set(year.off.map(({ until }) => until))
  for (let at = Math.ceil(vote.opens / QUARTER) * QUARTER; at < vote.closes; at += QUARTER)
    stops.add(at)
  let pending: readonly [string, readonly string[]] | undefined
  let held: readonly [string, readonly string[]] | undefined
  let end = vote.ends[0]
  let paused: { until: Ms; key: string } | undefined
  const puts = vote.puts.filter((put) => put.party === party).sort((a, b) => a.at - b.at)
  let before = vote.opens
  for (const at of [...stops].sort((a, b) => a - b)) {
    if (at <= vote.opens) continue
    for (const next of vote.ends) {
      if (next.at <= before || next.at > at) continue
      end = next
      pending = undefined
      held = undefined
    }
    if (!end || at >= vote.closes) break
    if ((vote.votes.get(party) ?? Number.POSITIVE_INFINITY) <= at) break
    for (const put of puts) {
      if (put.at <= before || put.at > at) continue
      paused = { until: stageOn(party, put.until), key: `pause ${put.until}` }
    }
    if (paused && paused.until <= at) {
      pending = held ?? [paused.key, ['member']]
      held = undefined
      paused = undefined
    }
    for (const [stage, to] of vote.stages) {
      const instant = stageAt(party, stage, end.due)
      if (instant <= end.at || instant <= before || instant > at) continue
      const one = sent.has(`${stage}`) ? undefined : ([`${stage}`, to] as const)
      if (paused) held = one ?? held
      else pending = one
    }
    before = at
    if (year.off.some(({ from, until }) => from <= at && at < until)) continue
    if (!pending || !loud(party, at)) continue
    const [key, to] = pending
    pending = undefined
    sent.add(key)
    const name = key.startsWith('pause') ? 'pause' : key
    notes.push(`${vote.number} ${party} ${name} ${local(at)} ${people(year, party, to, at)}`)
  }
  return notes
}

/** When a pause until that day is over: at nine on it, or on the next day that is worked on. */
function stageOn(party: string, until: string): Ms {
  let day = until
  while (!works(party, day)) day = dayAfter(day)
  return when(day, '09:00')
}
