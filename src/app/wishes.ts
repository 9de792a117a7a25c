// What the delivery is asked to bring about: for each subject of the store the posts that its newest state wants; leaves what stands in a post to the core and the attempts to src/run.
import type { Calendar } from '../core/calendar/index.ts'
import { circulationMatters, wantedPosts } from '../core/circulations/index.ts'
import { type CouncilDirectory, linkPosts } from '../core/council/index.ts'
import type { Exporter, Platform } from '../core/ports.ts'
import {
  type MatterSource,
  openMatters,
  type Picture,
  pictureOf,
  reminderPosts,
} from '../core/reminders/index.ts'
import {
  reportMatters,
  roundPosts,
  type StandingMarks,
  standingMarks,
} from '../core/reports/index.ts'
import { currentOnes, digestPosts, homePosts } from '../core/status/index.ts'
import { localDateOf } from '../core/time.ts'
import type { ConnectionId } from '../core/values.ts'
import type { DeliveryParts, Subject } from '../run/delivery.ts'
import type { createDesk } from '../store/desk.ts'
import type { Stores } from '../store/stores.ts'

/** What somebody may have to be reminded of. */
export const sources: readonly MatterSource<Stores>[] = [
  circulationMatters<Stores>(),
  reportMatters<Stores>(),
]

/** Of what the posts are made besides the store. */
type WishParts = {
  readonly calendar: Calendar
  readonly exporter: Exporter
  readonly platforms: readonly Platform[]
  readonly report: (defect: unknown) => string
}

/** The pages of persons as a subject of the delivery, beside the circulations that they are made from. */
const HOMES = 'home'
/** The notices of linked accounts. */
const LINKS = 'links'

/** The reminders of each matter are a subject of their own. */
const REMINDERS = 'reminders '

async function reminderSubjects(
  stores: Stores,
  look: Pick<Picture, 'directory' | 'calendar' | 'now'>,
): Promise<readonly Subject[]> {
  const unposted = await stores.reminders.unposted()
  if (unposted.length === 0) return []
  const picture = await pictureOf(stores, await openMatters(sources, stores, look), look)
  return reminderPosts(unposted, picture).map(({ matter, revision, wanted }) => ({
    id: `${REMINDERS}${matter}`,
    revision,
    wanted,
  }))
}

/** The digests of each body are a subject of their own. */
const DIGESTS = 'digest '

async function digestSubjects(
  stores: Stores,
  look: Pick<Picture, 'directory' | 'calendar' | 'now'>,
): Promise<readonly Subject[]> {
  const unposted = await stores.digests.unposted()
  if (unposted.length === 0) return []
  const picture = await pictureOf(stores, await openMatters(sources, stores, look), look)
  const { dossiers, rounds } = await currentOnes(stores)
  return digestPosts(unposted, { picture, dossiers, rounds }).map(({ body, n, wanted }) => ({
    id: `${DIGESTS}${body}`,
    revision: n,
    wanted,
  }))
}

/** Reporting rounds as subjects, beside the circulations. */
const ROUNDS = 'round '

/** What a round is shown in: its posts also depend on the council file and on the day. */
type Light = { readonly directory: CouncilDirectory; readonly day: string }
type Shown = Light & { readonly revision: number; readonly offered: StandingMarks }

/** What this process knows to be shown of each round. */
function createShownRounds() {
  const asked = new Map<string, Shown>()
  const shown = new Map<string, Shown>()
  const inThis = (round: string, { directory, day }: Light) => {
    const one = shown.get(round)
    return one?.directory === directory && one.day === day ? one : undefined
  }
  return {
    isNew: (round: string, revision: number, light: Light) =>
      inThis(round, light)?.revision !== revision,
    offered: (round: string, light: Light) => inThis(round, light)?.offered,
    ask: (round: string, wanted: Shown) => void asked.set(round, wanted),
    settled(round: string, revision: number): void {
      const one = asked.get(round)
      if (one?.revision === revision) shown.set(round, one)
    },
  }
}

/** Only rounds of which something may not be shown are drawn: with thousands of owing bodies each is thousands of posts. */
async function roundSubjects(
  stores: Stores,
  look: Omit<Parameters<typeof roundPosts>[1], 'before' | 'offered'>,
  shown: ReturnType<typeof createShownRounds>,
): Promise<readonly Subject[]> {
  const { directory, now } = look
  const light = { directory, day: localDateOf(now, directory.zone) }
  const subjects: Subject[] = []
  for (const one of await stores.reports.unposted()) {
    if (!shown.isNew(one.id, one.revision, light)) continue
    const dossier = await stores.reports.round(one.id)
    const { id, revision, closed, frozen } = dossier.round
    const before = closed && (await stores.reports.before(dossier.round))
    const wanted = roundPosts(dossier, { ...look, before, offered: shown.offered(id, light) })
    const parties = frozen.parties.map(({ code }) => code)
    shown.ask(id, { ...light, revision, offered: standingMarks(parties, dossier) })
    subjects.push({ id: `${ROUNDS}${id}`, revision, wanted })
  }
  return subjects
}

/** What the delivery asks: which subjects may not show their newest state, and that one does. */
export function createWishes(
  desk: ReturnType<typeof createDesk<Stores>>,
  { calendar, exporter, platforms, report }: WishParts,
): Pick<DeliveryParts, 'subjects' | 'settled'> {
  const withHome = platforms.filter(({ can }) => can.home).map(({ connection }) => connection)
  // after a start nobody knows what the pages show; a page that shows it already costs one look into the queue
  let pages = { revision: 1, shown: 0 }
  let linksShown = 0
  const shown = createShownRounds()
  return {
    subjects: () =>
      desk.read(async (stores, now) => {
        const directory = await stores.council.directory()
        const subjects: Subject[] = []
        for (const { id } of await stores.circulations.unposted()) {
          // one that cannot be shown is reported, and keeps no other from its posts
          try {
            const dossier = await stores.circulations.dossier(id)
            const wanted = wantedPosts(dossier, { directory, calendar, now })
            subjects.push({ id, revision: dossier.circulation.revision, wanted })
          } catch (defect) {
            report(defect)
          }
        }
        subjects.push(...(await roundSubjects(stores, { directory, now, exporter }, shown)))
        subjects.push(...(await reminderSubjects(stores, { directory, calendar, now })))
        subjects.push(...(await digestSubjects(stores, { directory, calendar, now })))
        const links = directory.links.length
        if (links !== linksShown) {
          subjects.push({ id: LINKS, revision: links, wanted: linkPosts(directory) })
        }
        if (subjects.length > 0) pages = { ...pages, revision: pages.revision + 1 }
        if (withHome.length === 0 || pages.shown === pages.revision) return subjects
        const connections = new Set<ConnectionId>(withHome)
        const wanted = homePosts(await currentOnes(stores), { directory, now, connections })
        return [...subjects, { id: HOMES, revision: pages.revision, wanted }]
      }),
    async settled(id, revision) {
      if (id === HOMES) pages = { ...pages, shown: revision }
      else if (id === LINKS) linksShown = revision
      else if (id.startsWith(ROUNDS)) {
        const round = id.slice(ROUNDS.length)
        shown.settled(round, revision)
        await desk.read(({ reports }) => reports.posted(round, revision))
      } else if (id.startsWith(REMINDERS)) {
        const matter = id.slice(REMINDERS.length)
        await desk.read(({ reminders }) => reminders.posted(matter, revision))
      } else if (id.startsWith(DIGESTS)) {
        const body = id.slice(DIGESTS.length)
        await desk.read(({ digests }) => digests.posted(body, revision))
      } else await desk.read(({ circulations }) => circulations.posted(id, revision))
    },
  }
}
