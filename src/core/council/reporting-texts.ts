// The wording of faults in what a council file says of sessions, questionnaires, obligations and the digest.
import { bilingual } from '../texts.ts'

export const reportingTexts = bilingual({
  de: {
    wrongYearDay:
      'Hier gehört ein Tag ohne Jahr hin, der Form MM-TT und in Anführungszeichen: "03-31".',
    wrongTime: 'Hier gehört eine Uhrzeit hin, von "00:00" bis "24:00" und in Anführungszeichen.',
    wrongHour: 'Hier gehört eine Uhrzeit hin, etwa "08:30", in Anführungszeichen.',
    quietHour: (at: string, from: string, until: string) =>
      `Um ${at} Uhr ist Ruhezeit (${from} bis ${until} Uhr). Nennen Sie eine andere Uhrzeit oder andere quietHours.`,
    dayTwice: (day: string) => `„${day}“ steht zweimal. Streichen Sie einen der beiden.`,
    notBelow: (max: string) =>
      `Die Untergrenze liegt über der Obergrenze ${max}. Berichtigen Sie eine von beiden.`,
    sessionOrder: 'Die Sitzungen stehen in der Reihenfolge ihrer Tage, jede an einem anderen.',
    requiredNotAsked: (count: string) =>
      `„${count}“ ist Pflicht, wird aber nicht gefragt. Nehmen Sie es unter counts auf.`,
    dueBeforeOpens: (due: string, opens: string) =>
      `Die Frist (${due}) läge vor der Eröffnung (${opens}). Vergrößern Sie opens oder verkleinern Sie due.`,
    cron: (fault: string) =>
      `Das ist kein Cron-Ausdruck (${fault}). Fünf Felder gehören hierher: Minute, Stunde, Tag, Monat, Wochentag, etwa "0 9 1 */3 *".`,
    cronNever: 'Dieser Cron-Ausdruck trifft in vier Jahren keinen Tag. Prüfen Sie Tag und Monat.',
    ownerNotOwing: (party: string) =>
      `${party} schuldet diesen Bericht nicht und braucht hier niemanden. Streichen Sie den Eintrag oder nehmen Sie ${party} unter owed auf.`,
  },
  en: {
    wrongYearDay:
      'A day without a year belongs here, in the form MM-DD and in quotation marks: "03-31".',
    wrongTime: 'A time belongs here, from "00:00" to "24:00" and in quotation marks.',
    wrongHour: 'A time belongs here, for example "08:30", in quotation marks.',
    quietHour: (at, from, until) =>
      `${at} is in the quiet hours (${from} to ${until}). Name another time or other quietHours.`,
    dayTwice: (day) => `"${day}" stands twice. Delete one of the two.`,
    notBelow: (max) => `The lower bound is above the upper bound ${max}. Correct one of them.`,
    sessionOrder: 'The sessions stand in the order of their days, each on another.',
    requiredNotAsked: (count) => `"${count}" is required but not asked. Add it to counts.`,
    dueBeforeOpens: (due, opens) =>
      `The due date (${due}) would be before the opening (${opens}). Enlarge opens or lessen due.`,
    cron: (fault) =>
      `This is no cron expression (${fault}). Five fields belong here: minute, hour, day, month, weekday, for example "0 9 1 */3 *".`,
    cronNever: 'This cron expression meets no day in four years. Check day and month.',
    ownerNotOwing: (party) =>
      `${party} does not owe this report and needs nobody here. Delete the entry or add ${party} to owed.`,
  },
})
