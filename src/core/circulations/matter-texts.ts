// What a reminder says of a vote: who has not voted, and what silence will mean by the rule of the circulation.
import { bilingual } from '../texts.ts'

export const matterTexts = bilingual({
  de: {
    lacking: (party: string) => `${party} hat noch nicht abgestimmt.`,
    abstain: 'Ohne Stimme bis zum Ende gilt das als Enthaltung. Das ist keine Zustimmung.',
    notParticipating: 'Ohne Stimme bis zum Ende wirkt der Vertragspartner nicht mit.',
    assent: 'Ohne Stimme bis zum Ende gilt das als Zustimmung.',
    reject: 'Ohne Stimme bis zum Ende gilt das als Ablehnung.',
    onlyMandates: 'Abstimmen können das Mitglied und die Vertretung.',
  },
  en: {
    lacking: (party) => `${party} has not voted yet.`,
    abstain: 'Without a vote by the end this counts as an abstention. That is no consent.',
    notParticipating: 'Without a vote by the end the party does not take part.',
    assent: 'Without a vote by the end this counts as consent.',
    reject: 'Without a vote by the end this counts as a rejection.',
    onlyMandates: 'The member and the deputy can vote.',
  },
})
