// Reads cron expressions by node-cron, for the days on which they fall; leaves the days of a rhythm to the core.
import { createTask, parse, validateDetailed } from 'node-cron'
import type { CronDays } from '../core/ports.ts'

/** The days of cron expressions, on the calendar and without a zone. */
export const cronDays: CronDays = {
  fault(expression) {
    const { valid, errors } = validateDetailed(expression)
    return valid ? undefined : errors.map(({ message }) => message).join('; ') || expression
  },
  fallsOn(expression, date) {
    const { hour, minute, second } = parse(expression)
    const two = (values: readonly number[]) => String(values[0] ?? 0).padStart(2, '0')
    // never started: asked about one instant of the day, and forgotten
    const task = createTask(expression, () => {}, { timezone: 'UTC' })
    const falls = task.match(new Date(`${date}T${two(hour)}:${two(minute)}:${two(second)}Z`))
    task.destroy()
    return falls
  },
}
