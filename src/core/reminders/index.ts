// What other slices and the store may use of the reminders.
export { type Absence, awayUntil } from './absence.ts'
export { reminderCommands } from './commands.ts'
export { type Look, type Matter, type MatterSource, openMatters } from './matter.ts'
export {
  type Logged,
  type Picture,
  pictureOf,
  type Reminder,
  type ReminderStore,
  type SentStage,
  type Snooze,
} from './reminder.ts'
export { reminderSchedule } from './schedule.ts'
export { isLoud, nextLoud, type Quiet } from './stages.ts'
export { reminderPosts } from './views.ts'
