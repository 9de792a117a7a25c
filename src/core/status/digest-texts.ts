// The wording of the digest in the secretariat's place.
import { bilingual } from '../texts.ts'

export const digestTexts = bilingual({
  de: {
    title: (body: string, day: string) => `Was offen ist: ${body}, ${day}`,
    overdue: 'Überfällig',
    overdueLine: (standing: string, due: string, n: number, names: string) =>
      `${standing}. Seit ${due} ${n === 1 ? 'fehlt' : 'fehlen'}: ${names}`,
    toState: 'Feststellung steht aus',
    toStateLine: (title: string, end: string) => `${title}: ausgezählt seit ${end}`,
    circulations: 'Offene Umläufe',
    voteLine: (title: string, missing: number, all: number, end: string) =>
      `${title}: ${missing === 0 ? 'alle haben abgestimmt' : missing === 1 ? `1 von ${all} Stimmen fehlt` : `${missing} von ${all} Stimmen fehlen`}, Ende ${end}`,
    sealedLine: (title: string, end: string) => `${title}: wer fehlt, ist verdeckt, Ende ${end}`,
    rounds: 'Berichtsrunden',
    standing: (title: string, filed: number, all: number, toReview: number) =>
      `${title}: ${filed} von ${all} gemeldet${toReview === 0 ? '' : `, ${toReview} anzusehen`}`,
    roundLine: (standing: string, due: string) => `${standing}, Frist ${due}`,
    later: 'Zurückgestellt und abwesend',
    pausedLine: (party: string, title: string, until: string) =>
      `${party}: zurückgestellt bis ${until}, ${title}`,
    awayLine: (person: string, until: string) => `${person}: abwesend bis ${until}`,
    hint: '„status“ und „berichte“ zeigen den Stand von jetzt.',
  },
  en: {
    title: (body, day) => `What is open: ${body}, ${day}`,
    overdue: 'Overdue',
    overdueLine: (standing, due, _, names) => `${standing}. Missing since ${due}: ${names}`,
    toState: 'To be stated',
    toStateLine: (title, end) => `${title}: counted since ${end}`,
    circulations: 'Open circulations',
    voteLine: (title, missing, all, end) =>
      `${title}: ${missing === 0 ? 'all have voted' : `${missing} of ${all} ${missing === 1 ? 'votes is' : 'votes are'} missing`}, ends ${end}`,
    sealedLine: (title, end) => `${title}: who is missing is sealed, ends ${end}`,
    rounds: 'Reporting rounds',
    standing: (title, filed, all, toReview) =>
      `${title}: ${filed} of ${all} reported${toReview === 0 ? '' : `, ${toReview} to be looked at`}`,
    roundLine: (standing, due) => `${standing}, due ${due}`,
    later: 'Snoozed and away',
    pausedLine: (party, title, until) => `${party}: snoozed until ${until}, ${title}`,
    awayLine: (person, until) => `${person}: away until ${until}`,
    hint: '“status” and “reports” show how things stand now.',
  },
})
