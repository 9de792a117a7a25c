// The wording of being away and of being back.
import { bilingual } from '../texts.ts'

export const personalTexts = bilingual({
  de: {
    helpAbsent:
      'Trägt ein, wann Sie abwesend sind; Erinnerungen gehen dann an die Vertretung, dann an die Leitung',
    helpPresent: 'Nimmt eine Abwesenheit zurück, ab heute',
    from: 'Von',
    fromHint: 'der erste Tag der Abwesenheit',
    until: 'Bis',
    untilHint: 'der letzte Tag; er zählt mit',
    person: 'Person',
    personHint: 'nur für die Geschäftsstelle und den Vorsitz: Kennung oder Name; sonst Sie selbst',
    formTitle: 'Abwesenheit eintragen',
    formIntro:
      'In dieser Zeit gehen Erinnerungen an die Vertretung, dann an die Leitung. Abstimmen können Sie weiterhin.',
    submit: 'Eintragen',
    daysOnly: 'Hier zählen ganze Tage. Bitte lassen Sie die Uhrzeit weg.',
    turned: (from: string) =>
      `Der letzte Tag liegt vor dem ersten (${from}). Bitte nennen Sie beide mit Jahr.`,
    past: 'Diese Tage sind vorbei. Bitte nennen Sie Tage ab heute.',
    tooLong: (latest: string) =>
      `Länger als ein Jahr geht nicht auf einmal, hier also bis ${latest}. Dauert es länger, ist die Ratsdatei der richtige Ort.`,
    notYours:
      'Für andere trägt nur die Geschäftsstelle oder der Vorsitz desselben Gremiums eine Abwesenheit ein. Es wurde nichts geändert.',
    entered: (name: string, from: string, until: string) =>
      `Eingetragen: ${name} ist abwesend von ${from} bis ${until}.`,
    redirected: (party: string, names: string) =>
      `Erinnerungen für ${party} gehen in dieser Zeit an: ${names}.`,
    toOffice: 'niemanden sonst; die Geschäftsstelle sieht es auf ihrer Liste',
    takeBack: '„anwesend“ nimmt das zurück.',
    nothing: (name: string) =>
      `Für ${name} ist ab heute keine Abwesenheit eingetragen. Es wurde nichts geändert.`,
    back: (name: string) => `Zurückgenommen: ${name} ist ab heute nicht mehr abwesend.`,
  },
  en: {
    helpAbsent:
      'Enters when you are away; reminders then go to the deputy, then to the head of the office',
    helpPresent: 'Takes an absence back, from today on',
    from: 'From',
    fromHint: 'the first day of the absence',
    until: 'Until',
    untilHint: 'the last day; it counts',
    person: 'Person',
    personHint: 'for secretariat and chair only: id or name; otherwise yourself',
    formTitle: 'Enter an absence',
    formIntro:
      'During that time reminders go to the deputy, then to the head of the office. You can still vote.',
    submit: 'Enter',
    daysOnly: 'Whole days count here. Please leave out the time.',
    turned: (from) =>
      `The last day is before the first (${from}). Please name both with their year.`,
    past: 'Those days have passed. Please name days from today on.',
    tooLong: (latest) =>
      `More than a year at once is not possible, here until ${latest}. If it takes longer, the council file is the right place.`,
    notYours:
      'For others only the secretariat or the chair of the same body enters an absence. Nothing was changed.',
    entered: (name, from, until) => `Entered: ${name} is away from ${from} until ${until}.`,
    redirected: (party, names) => `Reminders for ${party} go meanwhile to: ${names}.`,
    toOffice: 'nobody else; the secretariat sees it on its list',
    takeBack: '“present” takes this back.',
    nothing: (name) => `No absence of ${name} is entered from today on. Nothing was changed.`,
    back: (name) => `Taken back: ${name} is no longer away from today on.`,
  },
})
