// The wording of the cast: the ballot, its receipt, and every reason why a vote is not counted.
import { bilingual } from '../../texts.ts'

export const castingTexts = bilingual({
  de: {
    help: 'Gibt Ihre Stimme ab oder ändert sie, bis zum Ende des Umlaufs',
    choice: 'Stimme',
    choiceHint: 'Zustimmung, Ablehnung oder Enthaltung',
    party: 'Vertragspartner',
    partyHint: 'nur nötig, wenn Sie mehrere vertreten, zum Beispiel für HE',
    statement: 'Protokollerklärung',
    statementHint: 'wird mit der Stimme im Wortlaut festgehalten',
    formTitle: (party: string) => `Stimme für ${party}`,
    formTitlePlain: 'Stimme abgeben',
    formIntro:
      'Bis zum Ende können Sie die Stimme ändern; die letzte zählt. Alle Fassungen bleiben aufbewahrt.',
    submit: 'Stimme abgeben',
    ballotTitle: (party: string) => `Ihre Stimme für ${party}`,
    notYet: 'Sie haben noch nicht abgestimmt. Wer schweigt, enthält sich.',
    notYetPlain: 'Sie haben noch nicht abgestimmt.',
    receipt: (choice: string, when: string, revision: number) =>
      `Gezählt: ${choice}, am ${when}, ${revision}. Fassung.`,
    proof: 'Beleg',
    before: (choice: string) => `Vorher: ${choice}.`,
    changeUntil: (when: string) => `Sie können bis ${when} ändern.`,
    counted: (choice: string, party: string, name: string, when: string, revision: number) =>
      `Gezählt: ${choice} für ${party} zu ${name}, am ${when}, ${revision}. Fassung.`,
    again: 'Diese Anfrage war schon angekommen; sie wurde nicht noch einmal gezählt.',
    unchanged: (choice: string, party: string, revision: number) =>
      `Unverändert gezählt: ${choice} für ${party}, ${revision}. Fassung.`,
    nowCounts: (choice: string, revision: number) => `Es zählt: ${choice}, ${revision}. Fassung.`,
    older: (counts: string) =>
      `Ihre Stimme ist aufbewahrt, war aber älter als eine andere für denselben Vertragspartner. ${counts}`,
    overtaken: (counts: string) =>
      `Inzwischen haben Sie neuer abgestimmt; dieser ältere Klick ändert nichts. ${counts}`,
    withStatement: (statement: string) => `Protokollerklärung: ${statement}`,
    statementDropped:
      'Die Protokollerklärung Ihrer vorigen Stimme gilt nicht mehr. Soll sie gelten, stimmen Sie bitte noch einmal mit ihr ab.',
    consentLabel: 'Zustimmung',
    rejectLabel: 'Ablehnung',
    abstainLabel: 'Enthaltung',
    consentFor: (party: string) => `Für ${party} zustimmen`,
    rejectFor: (party: string) => `Für ${party} ablehnen`,
    abstainFor: (party: string) => `Für ${party} enthalten`,
    withStatementAction: 'Mit Protokollerklärung …',
    withStatementFor: (party: string) => `Für ${party} mit Protokollerklärung abstimmen`,
    voteTyped: (number: string, party: string, choice: string) =>
      `stimme ${number} ${choice} für ${party}`,
    askTyped: (number: string, party: string) => `stimme ${number} für ${party}`,
    late: (name: string, end: string, received: string) =>
      `Nicht gezählt: ${name} endete am ${end}. Ihre Stimme kam am ${received} an. Bitte wenden Sie sich an den Vorsitz.`,
    notOpen: (name: string, state: string) =>
      `Nicht gezählt: ${name} ist ${state}. Abstimmen kann man nur, solange ein Umlauf offen ist.`,
    noMandate: (party: string) =>
      `Nicht gezählt: Sie haben jetzt kein Mandat für ${party}. „wer bin ich“ zeigt Ihre Mandate; Änderungen nimmt die Geschäftsstelle auf.`,
    noParty: (party: string) =>
      `Nicht gezählt: ${party} stimmt in diesem Umlauf nicht mit ab. „wer bin ich“ zeigt Ihre Mandate.`,
    noChoice: (choice: string) =>
      `Nicht gezählt: ${choice} sieht die Regel dieses Umlaufs nicht vor. Bitte wählen Sie eine andere Stimme.`,
    oldVersion:
      'Nicht gezählt: Der Umlauf liegt in einer neuen Fassung vor. Bitte stimmen Sie in der neuen Nachricht ab.',
    stranger:
      'Nicht gezählt: Ihr Konto steht nicht in der Ratsdatei. Bitte wenden Sie sich an die Geschäftsstelle.',
    otherBody:
      'Nicht gezählt: Unter dieser Kennung kam schon eine andere Anfrage an. Bitte stimmen Sie noch einmal ab.',
    notFound: 'Nicht gezählt: Diesen Umlauf gibt es nicht. „liste“ zeigt alle.',
    whichParty: (parties: string) =>
      `Sie vertreten mehrere: ${parties}. Bitte schreiben Sie dazu, für wen: stimme 7/2023 Zustimmung für HE.`,
    noPartyAtAll: 'Sie haben jetzt kein Mandat. Abstimmen können Mitglieder und ihre Vertretungen.',
    ballotEnded: 'Die Abstimmung ist beendet.',
    noLonger:
      'Sie haben für diesen Vertragspartner kein Mandat mehr; hier kann nicht mehr abgestimmt werden.',
    castSilent: 'Es wurde keine Stimme abgegeben.',
  },
  en: {
    help: 'Casts the vote of your party, or changes it, until the circulation ends',
    choice: 'Vote',
    choiceHint: 'consent, rejection or abstention',
    party: 'Contracting party',
    partyHint: 'only needed if you act for several, for example for HE',
    statement: 'Statement for the record',
    statementHint: 'kept word for word with the vote',
    formTitle: (party: string) => `Vote for ${party}`,
    formTitlePlain: 'Cast a vote',
    formIntro: 'You can change the vote until the end; the last one counts. All versions are kept.',
    submit: 'Cast vote',
    ballotTitle: (party: string) => `Your vote for ${party}`,
    notYet: 'You have not voted yet. Silence is an abstention.',
    notYetPlain: 'You have not voted yet.',
    receipt: (choice: string, when: string, revision: number) =>
      `Counted: ${choice}, on ${when}, version ${revision}.`,
    proof: 'Receipt',
    before: (choice: string) => `Before: ${choice}.`,
    changeUntil: (when: string) => `You can change it until ${when}.`,
    counted: (choice: string, party: string, name: string, when: string, revision: number) =>
      `Counted: ${choice} for ${party} on ${name}, on ${when}, version ${revision}.`,
    again: 'This request had already arrived; it was not counted again.',
    unchanged: (choice: string, party: string, revision: number) =>
      `Counted unchanged: ${choice} for ${party}, version ${revision}.`,
    nowCounts: (choice: string, revision: number) => `What counts: ${choice}, version ${revision}.`,
    older: (counts: string) =>
      `Your vote is kept but was older than another one of your party. ${counts}`,
    overtaken: (counts: string) =>
      `You have voted since; this older click changes nothing. ${counts}`,
    withStatement: (statement: string) => `Statement for the record: ${statement}`,
    statementDropped:
      'The record statement of your earlier vote no longer applies. If it should, please vote again with it.',
    consentLabel: 'Consent',
    rejectLabel: 'Rejection',
    abstainLabel: 'Abstention',
    consentFor: (party: string) => `Consent for ${party}`,
    rejectFor: (party: string) => `Reject for ${party}`,
    abstainFor: (party: string) => `Abstain for ${party}`,
    withStatementAction: 'With a statement for the record …',
    withStatementFor: (party: string) => `Vote for ${party} with a statement for the record`,
    voteTyped: (number: string, party: string, choice: string) =>
      `vote ${number} ${choice.toLowerCase()} for ${party}`,
    askTyped: (number: string, party: string) => `vote ${number} for ${party}`,
    late: (name: string, end: string, received: string) =>
      `Not counted: ${name} ended on ${end}. Your vote arrived on ${received}. Please turn to the chair.`,
    notOpen: (name: string, state: string) =>
      `Not counted: ${name} is ${state}. Votes can only be cast while a circulation is open.`,
    noMandate: (party: string) =>
      `Not counted: you have no mandate for ${party} now. “who am i” shows your mandates; the secretariat records changes.`,
    noParty: (party: string) =>
      `Not counted: ${party} does not vote in this circulation. “who am i” shows your mandates.`,
    noChoice: (choice: string) =>
      `Not counted: the rule of this circulation has no ${choice}. Please choose another vote.`,
    oldVersion: 'Not counted: the circulation has a new version. Please vote in the new message.',
    stranger:
      'Not counted: your account is not in the council file. Please turn to the secretariat.',
    otherBody:
      'Not counted: another request has already arrived under this identifier. Please vote again.',
    notFound: 'Not counted: there is no such circulation. “list” shows all.',
    whichParty: (parties: string) =>
      `You act for several: ${parties}. Please add for whom: vote 7/2023 consent for HE.`,
    noPartyAtAll: 'You have no mandate now. Members and their deputies can vote.',
    ballotEnded: 'The voting has ended.',
    noLonger: 'You no longer have a mandate for this party; voting is no longer possible here.',
    castSilent: 'No vote was cast.',
  },
})
