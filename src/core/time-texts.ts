// The wording of refused dates and times; leaves the names of days and months to time-words.ts.
import { bilingual } from './texts.ts'

export const timeTexts = bilingual({
  de: {
    unreadable: (text: string) =>
      `„${text}“ ist kein Datum, das ich lesen kann. Bitte schreiben Sie es zum Beispiel so: 24.10.2023, 24. Oktober 2023, 2023-10-24 oder 24.10.2023 14:30.`,
    slashes: (text: string) =>
      `„${text}“ kann zwei Tage meinen, weil Tag und Monat bei Schrägstrichen verschieden stehen. Bitte schreiben Sie 24.10.2023 oder 2023-10-24.`,
    yearOutOfRange: (first: number, last: number) =>
      `Das Jahr muss zwischen ${first} und ${last} liegen. Bitte schreiben Sie es vierstellig, zum Beispiel 24.10.2023.`,
    noSuchMonth: (month: number) =>
      `Einen ${month}. Monat gibt es nicht. Bitte schreiben Sie zuerst den Tag, dann den Monat (1 bis 12): 24.10.2023.`,
    noSuchDay: (day: string, lastDay: string) =>
      `Den ${day} gibt es nicht. Der letzte Tag dieses Monats ist der ${lastDay}.`,
    otherWeekday: (day: string, weekday: string) =>
      `Der ${day} ist ein ${weekday}. Bitte prüfen Sie Wochentag und Datum.`,
    noSuchTime: (text: string) =>
      `Die Uhrzeit „${text}“ gibt es nicht. Richtig sind 00:00 bis 23:59, für das Ende des Tages 24:00.`,
    gap: (time: string, day: string, earlier: string, later: string) =>
      `${time} Uhr gibt es am ${day} nicht: Die Uhr wird in dieser Stunde vorgestellt. Bitte wählen Sie ${earlier} Uhr oder ${later} Uhr.`,
    twice: (time: string, day: string, first: string, second: string) =>
      `${time} Uhr gibt es am ${day} zweimal (${first} und ${second}): Die Uhr wird in dieser Stunde zurückgestellt. Bitte wählen Sie eine Zeit davor oder danach.`,
    notIso: (text: string) =>
      `„${text}“ ist kein Zeitpunkt. Richtig ist zum Beispiel 2023-10-09T22:00:00.000Z.`,
  },
  en: {
    unreadable: (text) =>
      `I cannot read “${text}” as a date. Please write it like this: 24 October 2023, October 24, 2023, 24.10.2023, 2023-10-24 or 24.10.2023 14:30.`,
    slashes: (text) =>
      `“${text}” can mean two days, because day and month change places around slashes. Please write 24.10.2023 or 2023-10-24.`,
    yearOutOfRange: (first, last) =>
      `The year must lie between ${first} and ${last}. Please write all four digits, for example 24.10.2023.`,
    noSuchMonth: (month) =>
      `There is no month ${month}. Please write the day first, then the month (1 to 12): 24.10.2023.`,
    noSuchDay: (day, lastDay) => `There is no ${day}. The last day of that month is ${lastDay}.`,
    otherWeekday: (day, weekday) =>
      `${day} is a ${weekday}. Please check the weekday and the date.`,
    noSuchTime: (text) =>
      `There is no time “${text}”. Right are 00:00 to 23:59, and 24:00 for the end of the day.`,
    gap: (time, day, earlier, later) =>
      `${time} does not exist on ${day}: the clock is put forward in that hour. Please choose ${earlier} or ${later}.`,
    twice: (time, day, first, second) =>
      `${time} exists twice on ${day} (${first} and ${second}): the clock is put back in that hour. Please choose a time before or after it.`,
    notIso: (text) =>
      `“${text}” is not an instant. Right is, for example, 2023-10-09T22:00:00.000Z.`,
  },
})
