// The wording of the calendar: refusals, faults of its file and why a day is off; leaves the names of holidays to the file.
import { bilingual } from '../texts.ts'

export const calendarTexts = bilingual({
  de: {
    saturday: 'Samstag',
    sunday: 'Sonntag',
    unknownPlace: (place: string, known: string) =>
      `Den Ort „${place}“ kennt der Kalender nicht. Bitte nennen Sie ein Land mit seinem Kürzel: ${known}.`,
    noPlace:
      'Ohne Ort ist nicht bestimmt, welche Feiertage gelten. Bitte nennen Sie mindestens ein Land, zum Beispiel HE.',
    yearOutside: (year: number, first: number, last: number) =>
      `Für ${year} sind die Feiertage nicht geprüft. Der Kalender gilt von ${first} bis ${last}; bitte prüfen Sie das Jahr.`,
    // requests
    noRequest:
      'Das ist keine Anfrage. Bitte geben Sie ein JSON-Objekt mit from, amount, unit und places an.',
    unknownField: (name: string) =>
      `Das Feld „${name}“ gibt es nicht. Möglich sind format, from, amount, unit, places, shift und before.`,
    wrongFormat: 'Das Feld format muss 1 sein.',
    wrongFrom:
      'Das Feld from muss ein Tag sein, den es gibt, in der Form JJJJ-MM-TT, zum Beispiel 2023-10-10.',
    wrongAmount: (most: number) =>
      `Das Feld amount muss eine ganze Zahl von 1 bis ${most} sein. Ob rückwärts gezählt wird, sagt before.`,
    wrongUnit: (units: string) => `Das Feld unit muss eines davon sein: ${units}.`,
    wrongShift:
      'Das Feld shift muss none (der Tag gilt) oder forward (weiter zum nächsten Arbeitstag) sein.',
    wrongBefore: 'Das Feld before muss true (rückwärts gezählt) oder false sein.',
    // the file
    noDate: 'Das ist kein Tag, den es gibt. Richtig ist zum Beispiel 2017-10-31.',
    noYearlyDay: 'Das ist kein Tag, den jedes Jahr hat. Richtig ist zum Beispiel 10-31.',
    noZone: 'Diese Zeitzone gibt es nicht. Richtig ist zum Beispiel Europe/Berlin.',
    yearsTurned: 'validTo liegt vor validFrom, gilt also nie.',
    noPlaceOfFile: (place: string) =>
      `Der Ort „${place}“ steht nicht unter places. Nehmen Sie ihn dort mit seinem Gesetz auf.`,
  },
  en: {
    saturday: 'Saturday',
    sunday: 'Sunday',
    unknownPlace: (place, known) =>
      `The calendar does not know the place “${place}”. Please name a Land by its code: ${known}.`,
    noPlace:
      'Without a place it is not settled which holidays count. Please name at least one Land, for example HE.',
    yearOutside: (year, first, last) =>
      `The holidays of ${year} are not checked. The calendar holds from ${first} to ${last}; please check the year.`,
    noRequest: 'This is no request. Please give a JSON object with from, amount, unit and places.',
    unknownField: (name) =>
      `There is no field “${name}”. Possible are format, from, amount, unit, places, shift and before.`,
    wrongFormat: 'The field format must be 1.',
    wrongFrom:
      'The field from must be a day that exists, written YYYY-MM-DD, for example 2023-10-10.',
    wrongAmount: (most) =>
      `The field amount must be a whole number from 1 to ${most}. Whether it is counted backwards is said by before.`,
    wrongUnit: (units) => `The field unit must be one of: ${units}.`,
    wrongShift:
      'The field shift must be none (the day stands) or forward (on to the next working day).',
    wrongBefore: 'The field before must be true (counted backwards) or false.',
    noDate: 'This is no day that exists. Right is, for example, 2017-10-31.',
    noYearlyDay: 'This is no day that every year has. Right is, for example, 10-31.',
    noZone: 'There is no such time zone. Right is, for example, Europe/Berlin.',
    yearsTurned: 'validTo lies before validFrom, so it never holds.',
    noPlaceOfFile: (place) =>
      `The place “${place}” is not listed under places. Enter it there with its law.`,
  },
})
