// What other slices may use of the calendar: holidays, working days, the end of a period, and both as data.
export {
  deadlineAnswer,
  deadlineAnswerSchema,
  holidaysAnswer,
  holidaysAnswerSchema,
} from './answers.ts'
export {
  type Calendar,
  calendarSchema,
  holidayOn,
  holidays,
  isWorkingDay,
  places,
  proposeWorkingDay,
  workingDaysLeft,
} from './calendar.ts'
export { deadline } from './periods.ts'
