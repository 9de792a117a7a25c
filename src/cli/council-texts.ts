// What the council commands say.
import { bilingual } from '../core/texts.ts'

export const councilCommandTexts = bilingual({
  de: {
    fine: 'Die Ratsdatei ist in Ordnung.',
    fault: (line: number, words: string) => `Zeile ${line}: ${words}`,
    warning: (line: number, words: string) => `Zeile ${line}: Hinweis: ${words}`,
    notApplied: 'Die Ratsdatei hat Fehler; es bleibt, wie es war. Zu berichtigen ist:',
    applied: (version: number) => `Die Ratsdatei gilt jetzt als Fassung ${version}.`,
    unchanged: (version: number) => `Unverändert: Es gilt Fassung ${version}.`,
  },
  en: {
    fine: 'The council file is in order.',
    fault: (line: number, words: string) => `Line ${line}: ${words}`,
    warning: (line: number, words: string) => `Line ${line}: Note: ${words}`,
    notApplied: 'The council file has faults; everything stays as it was. To be put right:',
    applied: (version: number) => `The council file is now in force as version ${version}.`,
    unchanged: (version: number) => `Unchanged: version ${version} is in force.`,
  },
})
