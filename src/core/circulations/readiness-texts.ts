// Why a draft cannot be opened yet, or why opening asks back, in both languages.
import { bilingual } from '../texts.ts'

export const readinessTexts = bilingual({
  de: {
    profileUnknown: (word: string, profiles: string) =>
      `Die Regel „${word}“ gibt es nicht. Möglich sind: ${profiles}.`,
    requestMissing: (rule: string) => `Der Antrag reicht noch nicht: ${rule}.`,
    unreachable: (parties: string) =>
      `Ohne erreichbare Person: ${parties}. Das Eröffnen fragt deshalb nach.`,
    endOnHoliday: (when: string, why: string, proposed: string) =>
      `Das Ende ${when} ist kein Arbeitstag (${why}). Vorschlag: ${proposed}. Das Eröffnen fragt deshalb nach.`,
    endTooEarly: (when: string, earliest: string) =>
      `Das Ende ${when} liegt vor der Mindestfrist; frühestens ${earliest}.`,
    weekend: 'Wochenende',
    byParties: (parties: string) => `Antrag von ${parties}`,
    byNumber: (n: number, group: string) =>
      `Antrag von mindestens ${n} aus der Gruppe ${group === 'LAND' ? 'der Länder' : group}`,
    byShare: (share: string) => `Antrag von ${share} der Mitglieder`,
    or: ' oder ',
  },
  en: {
    profileUnknown: (word: string, profiles: string) =>
      `There is no rule “${word}”. Possible are: ${profiles}.`,
    requestMissing: (rule: string) => `The motion is not sufficient yet: ${rule}.`,
    unreachable: (parties: string) =>
      `Without a reachable person: ${parties}. Opening therefore asks back.`,
    endOnHoliday: (when: string, why: string, proposed: string) =>
      `The end ${when} is not a working day (${why}). Proposal: ${proposed}. Opening therefore asks back.`,
    endTooEarly: (when: string, earliest: string) =>
      `The end ${when} is before the minimum period; ${earliest} at the earliest.`,
    weekend: 'weekend',
    byParties: (parties: string) => `motion by ${parties}`,
    byNumber: (n: number, group: string) =>
      `motion by at least ${n} of the group ${group === 'LAND' ? 'of the Länder' : group}`,
    byShare: (share: string) => `motion by ${share} of the members`,
    or: ' or ',
  },
})
