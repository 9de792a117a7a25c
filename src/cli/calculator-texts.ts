// What the calculators say.
import { bilingual } from '../core/texts.ts'

export const calculatorTexts = bilingual({
  de: {
    onePeriod:
      'Bitte --from und genau eine Frist angeben: --days, --working-days, --weeks oder --months.',
    lastDay: (day: string) => `Letzter Tag: ${day}`,
    tooLateFrom: (instant: string) => `Zu spät ab: ${instant}`,
    shifted: (from: string, to: string, place: string, why: string) =>
      `Verschoben von ${from} auf ${to}: ${why} (${place})`,
    noProfile: (id: string, known: string) =>
      `Das Profil „${id}“ gibt es nicht. Möglich sind: ${known}.`,
  },
  en: {
    onePeriod:
      'Please give --from and exactly one period: --days, --working-days, --weeks or --months.',
    lastDay: (day: string) => `Last day: ${day}`,
    tooLateFrom: (instant: string) => `Too late from: ${instant}`,
    shifted: (from: string, to: string, place: string, why: string) =>
      `Moved from ${from} to ${to}: ${why} (${place})`,
    noProfile: (id: string, known: string) =>
      `There is no profile “${id}”. Possible are: ${known}.`,
  },
})
