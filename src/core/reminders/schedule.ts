// When somebody is reminded: finds what is due by state and writes it into the log, once for each stage; leaves the posts that follow from it to views.ts.
import type { Schedule } from '../bot.ts'
import type { Calendar } from '../calendar/index.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Desk } from '../ports.ts'
import type { Instant } from '../values.ts'
import { type MatterSource, openMatters } from './matter.ts'
import {
  dueReminders,
  isAnyDue,
  nextReminder,
  type Picture,
  pictureOf,
  type ReminderStore,
} from './reminder.ts'

/** What the reminders need of the store. */
export type ReminderStores = {
  readonly council: { directory(): Promise<CouncilDirectory> }
  readonly reminders: ReminderStore
}

/** The schedule of all reminders, over every source of matters. */
export function reminderSchedule<S extends ReminderStores>(
  desk: Desk<S>,
  sources: readonly MatterSource<S>[],
  calendar: Calendar,
): Schedule {
  const picture = async (stores: S, now: Instant): Promise<Picture> => {
    const directory = await stores.council.directory()
    const matters = await openMatters(sources, stores, { directory, now })
    return pictureOf(stores, matters, { directory, calendar, now })
  }
  return {
    nextDue: () => desk.read(async (stores, now) => nextReminder(await picture(stores, now))),
    async run() {
      if (!(await desk.read(async (stores, now) => isAnyDue(await picture(stores, now))))) return
      await desk.change(async (stores) => {
        // looked at once more behind the lock: what somebody else sent meanwhile is not due any more
        const now = await stores.reminders.lock()
        await stores.reminders.add(dueReminders(await picture(stores, now)))
      })
    },
  }
}
