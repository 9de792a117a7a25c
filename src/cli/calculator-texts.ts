// What the calculators answer.
import { bilingual } from '../core/texts.ts'

export const calculatorTexts = bilingual({
  de: {
    lastDay: (day: string) => `Letzter Tag: ${day}`,
    tooLateFrom: (instant: string) => `Zu spät ab: ${instant}`,
    shifted: (from: string, to: string, place: string, why: string) =>
      `Verschoben von ${from} auf ${to}: ${why} (${place})`,
  },
  en: {
    lastDay: (day: string) => `Last day: ${day}`,
    tooLateFrom: (instant: string) => `Too late from: ${instant}`,
    shifted: (from: string, to: string, place: string, why: string) =>
      `Moved from ${from} to ${to}: ${why} (${place})`,
  },
})
