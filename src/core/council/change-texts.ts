// The wording of the difference between two versions of the council file.
import { bilingual } from '../texts.ts'

export const changeTexts = bilingual({
  de: {
    first: (bodies: number, persons: number) =>
      `Erste Ratsdatei: ${bodies} ${bodies === 1 ? 'Gremium' : 'Gremien'}, ${persons} ${persons === 1 ? 'Person' : 'Personen'}.`,
    added: (what: string) => `Neu: ${what}.`,
    removed: (what: string) => `Entfernt: ${what}.`,
    changed: (what: string, field: string, from: string, to: string) =>
      `Geändert: ${what}: ${field} war ${from}, ist ${to}.`,
    nothing: '(leer)',
    file: 'Ratsdatei',
    connection: 'Verbindung',
    place: 'Ort',
    person: 'Person',
    party: 'Vertragspartner',
    key: 'Schlüssel',
    profile: 'Regelprofil',
    session: 'Sitzung',
    questionnaire: 'Fragebogen',
    obligation: 'Berichtspflicht',
    service: 'Leistung',
    member: 'Mitglied',
    deputy: 'Vertretung',
    chair: 'Vorsitz',
    deputyChair: 'Stellvertretender Vorsitz',
    secretariat: 'Geschäftsstelle',
    advisers: 'Beratung',
    mandate: (role: string, person: string, party: string, from: string) =>
      `Mandat ${role} für ${party}: ${person}, ab ${from}`,
    held: (role: string, person: string, from: string) => `${role}: ${person}, ab ${from}`,
  },
  en: {
    first: (bodies, persons) =>
      `First council file: ${bodies} ${bodies === 1 ? 'body' : 'bodies'}, ${persons} ${persons === 1 ? 'person' : 'persons'}.`,
    added: (what) => `New: ${what}.`,
    removed: (what) => `Removed: ${what}.`,
    changed: (what, field, from, to) => `Changed: ${what}: ${field} was ${from}, is ${to}.`,
    nothing: '(empty)',
    file: 'council file',
    connection: 'connection',
    place: 'place',
    person: 'person',
    party: 'party',
    key: 'key',
    profile: 'rule profile',
    session: 'session',
    questionnaire: 'questionnaire',
    obligation: 'obligation',
    service: 'service',
    member: 'member',
    deputy: 'deputy',
    chair: 'chair',
    deputyChair: 'deputy chair',
    secretariat: 'secretariat',
    advisers: 'adviser',
    mandate: (role, person, party, from) =>
      `mandate as ${role} for ${party}: ${person}, from ${from}`,
    held: (role, person, from) => `${role}: ${person}, from ${from}`,
  },
})
