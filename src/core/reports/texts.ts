// The wording of reports: rounds, filings, reviews and what people see of them; leaves the register to register-texts.ts.
import { bilingual } from '../texts.ts'

/** The counts of a service, in their order. */
export const countTexts = bilingual({
  de: {
    responsible: 'zuständige Stellen',
    live: 'live',
    inRollout: 'im Rollout',
    contractSigned: 'Vertrag unterzeichnet',
    maturity: 'Reifegrad',
    transactions: 'Transaktionen',
  },
  en: {
    responsible: 'responsible bodies',
    live: 'live',
    inRollout: 'in rollout',
    contractSigned: 'contract signed',
    maturity: 'maturity',
    transactions: 'transactions',
  },
})

/** The bounds of a figure as they are written; `max` where there is one to name. */
type Range = { readonly min: string; readonly max: string | undefined; readonly unit: string }

export const reportTexts = bilingual({
  de: {
    yes: 'ja',
    no: 'nein',
    nothingSaid: 'keine Angabe',
    wholeHint: ({ min, max, unit }: Range) =>
      `ganze Zahl${max === undefined ? (min === '0' ? '' : ` ab ${min}`) : ` von ${min} bis ${max}`}${unit === '' ? '' : `, ${unit}`}`,
    notWhole: (written: string, { min, max, unit }: Range) =>
      `„${written}“ passt nicht. Hierher gehört eine ganze Zahl von ${min} bis ${max}${unit === '' ? '' : ` (${unit})`}; was Sie nicht wissen, lassen Sie leer.`,
    needed: 'Diese Angabe fehlt.',
    neededNumber: 'Diese Angabe fehlt. Eine Null ist eine Angabe.',
    notAtMost: (left: string, sum: string, right: string, most: string) =>
      `„${left}“ (${sum}) kann nicht mehr sein als „${right}“ (${most}). Berichtigen Sie eines von beiden.`,
    unknownColumn: (known: string) =>
      `Diese Spalte ist keine Angabe einer Leistung. Es gibt: ${known}.`,
    noColumns:
      'Die erste Zeile nennt die Spalten: Leistung, dann ihre Angaben, etwa „zuständige Stellen“ und „live“.',
    formula: 'Hier steht eine Formel. Schreiben Sie die Zahl selbst hin.',
    saidTwice: 'Diese Angabe steht zweimal da. Welche gilt?',
    unknownField: (meant: string | undefined, known: string) =>
      meant === undefined
        ? `Danach fragt der Fragebogen nicht. Gefragt ist: ${known}.`
        : `Danach fragt der Fragebogen nicht. Gemeint ist wohl „${meant}“.`,
    unknownCount: (known: string) => `Diese Angabe hat die Leistung nicht. Es gibt: ${known}.`,
    wrongRow: (n: number, counts: string) =>
      `Hierher gehören höchstens ${n} Zahlen in dieser Reihenfolge: ${counts}. Ein Strich lässt eine aus.`,
    changed: (label: string, from: string, to: string) => `${label}: ${from} → ${to}`,
    textChanged: (label: string) => `${label}: neuer Wortlaut`,
    unreadable:
      'Diese Berichtsrunde ist nicht lesbar gespeichert. Bitte wenden Sie sich an den Betrieb.',
    noQuestionnaire: (id: string) =>
      `Der Fragebogen „${id}“ steht nicht mehr in der Ratsdatei. Nehmen Sie ihn wieder auf oder beenden Sie die Pflicht.`,
    round: 'Runde',
    roundHint: 'wie R-1/2023; ohne Angabe die einzige offene',
    notARound: (written: string) =>
      `„${written}“ ist keine Runde. Eine Runde schreibt man R-1/2023; „berichte“ zeigt alle.`,
    noSuchRound: (written: string) => `Die Runde ${written} gibt es nicht. „berichte“ zeigt alle.`,
    ambiguousRound: (written: string, bodies: string) =>
      `Die Runde ${written} gibt es in mehreren Gremien: ${bodies}. Nehmen Sie die Schaltfläche der Nachricht.`,
    noOpenRound: 'Zurzeit ist keine Berichtsrunde offen, in der Sie melden können.',
    whichRound: (numbers: string) =>
      `Mehrere Runden sind offen: ${numbers}. Bitte nennen Sie eine, zum Beispiel: melden ${numbers.split(',')[0]}`,
    party: 'Land',
    partyWords: 'für, land',
    partyHint: 'wie HE; ohne Angabe das Land, für das Sie melden',
    noParty: (party: string, known: string) =>
      `${party} berichtet in dieser Runde nicht. Es berichten: ${known}.`,
    notForParty: (party: string) =>
      `Für ${party} können Sie nicht melden. Melden dürfen Mitglied und Vertretung und wer in der Ratsdatei für den Bericht zuständig ist; „wer bin ich“ zeigt Ihre Mandate.`,
    whichParty: (parties: string) =>
      `Sie können für mehrere melden: ${parties}. Bitte nennen Sie eines, zum Beispiel: für ${parties.split(',')[0]}`,
    noPartyAtAll: 'Sie können in dieser Runde für niemanden melden.',
    closed: (round: string, when: string) =>
      `Die Runde ${round} ist seit ${when} geschlossen. Bitte wenden Sie sich an die Geschäftsstelle.`,
    answers: 'Angaben',
    answersHint:
      'einbuergerung=430,212 koordination=ja, oder in Anführungszeichen mit Strichpunkten dazwischen; ohne Angaben kommt das Formular',
    faulty: (faults: string) => `Nichts ist gespeichert. ${faults}`,
    fault: (label: string, words: string) => `${label}: ${words}`,
    helpReport: 'Meldet die Angaben eines Landes zu einer Berichtsrunde, mit Beleg und Fassung',
    formTitle: (party: string, step: number, steps: number) =>
      steps > 1 ? `Meldung ${party} (${step}/${steps})` : `Meldung ${party}`,
    formIntro: (title: string, asOf: string, intro: string) =>
      `${title}. Stichtag: ${asOf}. ${intro}`.trim(),
    prefilledBefore: (round: string) => `Eingetragen ist, was in ${round} gemeldet war.`,
    prefilledDraft: 'Eingetragen ist Ihr Entwurf.',
    prefilledDraftOf: (name: string) => `Eingetragen ist der Entwurf von: ${name}.`,
    prefilledFiled: (version: number) => `Eingetragen ist Fassung ${version}.`,
    next: 'Weiter',
    file: 'Melden',
    what: 'Was soll geschehen?',
    whatHint: 'ein Entwurf bleibt gespeichert und ist keine Meldung',
    fileNow: 'Melden',
    keepDraft: 'Als Entwurf behalten',
    draftKept: (party: string, round: string) =>
      `Der Entwurf für ${party} in ${round} ist gespeichert. Gemeldet ist noch nichts.`,
    filed: (party: string, round: string, version: number, when: string) =>
      `Gemeldet: ${party}, ${round}, Fassung ${version}, am ${when}.`,
    filedLate: (due: string) => `Die Frist war ${due}; die Meldung gilt als verspätet.`,
    again: 'Sie können bis zum Schließen der Runde neu melden; jede Fassung bleibt aufbewahrt.',
    receipt: 'Beleg:',
    receiptHash: 'Prüfsumme:',
    unchanged: (party: string, round: string, version: number) =>
      `Unverändert: Für ${party} gilt in ${round} schon Fassung ${version} mit denselben Angaben.`,
    changes: 'Geändert',
    changesSince: (version: number) => `Geändert seit Fassung ${version}`,
    helpAccept: 'Nimmt die Meldung eines Landes an',
    helpReturn: 'Gibt die Meldung eines Landes mit Grund zurück; sie zählt dann als fehlend',
    helpClose: 'Schließt eine Berichtsrunde; danach nimmt sie keine Meldung mehr an',
    reason: 'Grund',
    reasonHint: 'steht in der Nachricht an das Land',
    returnTitle: (party: string) => `Meldung ${party} zurückgeben`,
    returnIntro: 'Das Land bekommt den Grund und die Meldung zum Nachbessern.',
    returnSubmit: 'Zurückgeben',
    nothingFiled: (party: string) =>
      `${party} hat in dieser Runde nichts gemeldet; es gibt nichts anzunehmen oder zurückzugeben.`,
    newerVersion: (version: number) =>
      `Inzwischen liegt Fassung ${version} vor. Bitte sehen Sie diese an.`,
    alreadyAccepted: (party: string, version: number) =>
      `Fassung ${version} von ${party} ist schon angenommen.`,
    alreadyReturned: (party: string, version: number) =>
      `Fassung ${version} von ${party} ist schon zurückgegeben.`,
    accepted: (party: string, round: string, version: number) =>
      `Angenommen: Fassung ${version} von ${party} in ${round}.`,
    returned: (party: string, round: string, version: number, reason: string) =>
      `Zurückgegeben: Fassung ${version} von ${party} in ${round}. Grund: ${reason}`,
    office: (body: string) => `Das darf hier nur die Geschäftsstelle: ${body}.`,
    roundClosed: (round: string, filed: number, all: number, missing: string) =>
      `Die Runde ${round} ist geschlossen. Gemeldet haben ${filed} von ${all}.${missing === '' ? '' : ` Nicht berichtet: ${missing}.`}`,
    alreadyClosed: (round: string) => `Die Runde ${round} ist schon geschlossen.`,
    closeEarly: (round: string, due: string) =>
      `Die Frist läuft noch bis ${due}. „runde schließen ${round} trotzdem“ schließt die Runde schon jetzt.`,
    closeUnseen: (round: string, parties: string) =>
      `Noch nicht angesehen: ${parties}. Bitte nehmen Sie an oder geben Sie zurück; „runde schließen ${round} trotzdem“ schließt auch so.`,
    anyway: 'Trotzdem',
    anywayHint: 'trotzdem, wenn die Runde vor der Frist oder mit Ungesehenem geschlossen wird',
  },
  en: {
    yes: 'yes',
    no: 'no',
    nothingSaid: 'not given',
    wholeHint: ({ min, max, unit }) =>
      `a whole number${max === undefined ? (min === '0' ? '' : ` from ${min} on`) : ` from ${min} to ${max}`}${unit === '' ? '' : `, ${unit}`}`,
    notWhole: (written, { min, max, unit }) =>
      `“${written}” does not fit. A whole number from ${min} to ${max}${unit === '' ? '' : ` (${unit})`} belongs here; leave empty what you do not know.`,
    needed: 'This is missing.',
    neededNumber: 'This is missing. A zero is a figure.',
    notAtMost: (left, sum, right, most) =>
      `“${left}” (${sum}) cannot be more than “${right}” (${most}). Please correct one of them.`,
    unknownColumn: (known) => `This column is no count of a service. There are: ${known}.`,
    noColumns:
      'The first row names the columns: service, then its counts, such as “responsible bodies” and “live”.',
    formula: 'There is a formula here. Please write the number itself.',
    saidTwice: 'This stands there twice. Which one counts?',
    unknownField: (meant, known) =>
      meant === undefined
        ? `The questionnaire does not ask for this. It asks for: ${known}.`
        : `The questionnaire does not ask for this. “${meant}” is probably meant.`,
    unknownCount: (known) => `The service has no such count. There are: ${known}.`,
    wrongRow: (n, counts) =>
      `At most ${n} numbers belong here, in this order: ${counts}. A dash leaves one out.`,
    changed: (label, from, to) => `${label}: ${from} → ${to}`,
    textChanged: (label) => `${label}: new wording`,
    unreadable: 'This reporting round cannot be read in the store. Please turn to the operators.',
    noQuestionnaire: (id) =>
      `The questionnaire “${id}” is no longer in the council file. Take it up again or end the obligation.`,
    round: 'round',
    roundHint: 'like R-1/2023; the only open one if you name none',
    notARound: (written) =>
      `“${written}” is no round. A round is written R-1/2023; “reports” shows all.`,
    noSuchRound: (written) => `There is no round ${written}. “reports” shows all.`,
    ambiguousRound: (written, bodies) =>
      `The round ${written} exists in several bodies: ${bodies}. Please use the button of the message.`,
    noOpenRound: 'At present no reporting round is open in which you can report.',
    whichRound: (numbers) =>
      `Several rounds are open: ${numbers}. Please name one, for example: report ${numbers.split(',')[0]}`,
    party: 'Land',
    partyWords: 'for, land',
    partyHint: 'like HE; the Land that you report for if you name none',
    noParty: (party, known) => `${party} does not report in this round. Those who do: ${known}.`,
    notForParty: (party) =>
      `You cannot report for ${party}. Member, deputy and whoever the council file names for the report may; “who am i” shows your mandates.`,
    whichParty: (parties) =>
      `You can report for several: ${parties}. Please name one, for example: for ${parties.split(',')[0]}`,
    noPartyAtAll: 'You can report for nobody in this round.',
    closed: (round, when) =>
      `The round ${round} has been closed since ${when}. Please turn to the secretariat.`,
    answers: 'answers',
    answersHint:
      'einbuergerung=430,212 koordination=yes, or in quotation marks with semicolons between; without answers the form comes',
    faulty: (faults) => `Nothing has been stored. ${faults}`,
    fault: (label, words) => `${label}: ${words}`,
    helpReport: 'Reports the answers of a Land to a reporting round, with receipt and version',
    formTitle: (party, step, steps) =>
      steps > 1 ? `Report ${party} (${step}/${steps})` : `Report ${party}`,
    formIntro: (title, asOf, intro) => `${title}. As of: ${asOf}. ${intro}`.trim(),
    prefilledBefore: (round) => `Filled in is what was reported in ${round}.`,
    prefilledDraft: 'Filled in is your draft.',
    prefilledDraftOf: (name) => `Filled in is the draft of: ${name}.`,
    prefilledFiled: (version) => `Filled in is version ${version}.`,
    next: 'Continue',
    file: 'Report',
    what: 'What shall happen?',
    whatHint: 'a draft stays stored and is no report',
    fileNow: 'Report',
    keepDraft: 'Keep as a draft',
    draftKept: (party, round) =>
      `The draft for ${party} in ${round} is stored. Nothing has been reported yet.`,
    filed: (party, round, version, when) =>
      `Reported: ${party}, ${round}, version ${version}, on ${when}.`,
    filedLate: (due) => `It was due ${due}; the report counts as late.`,
    again: 'You can report anew until the round is closed; every version is kept.',
    receipt: 'Receipt:',
    receiptHash: 'Checksum:',
    unchanged: (party, round, version) =>
      `Unchanged: version ${version} with the same answers already counts for ${party} in ${round}.`,
    changes: 'Changed',
    changesSince: (version) => `Changed since version ${version}`,
    helpAccept: 'Accepts the report of a Land',
    helpReturn: 'Sends the report of a Land back with a reason; it then counts as missing',
    helpClose: 'Closes a reporting round; after that it takes no more reports',
    reason: 'reason',
    reasonHint: 'stands in the message to the Land',
    returnTitle: (party) => `Send back the report of ${party}`,
    returnIntro: 'The Land gets the reason and its report to mend.',
    returnSubmit: 'Send back',
    nothingFiled: (party) =>
      `${party} has reported nothing in this round; there is nothing to accept or to send back.`,
    newerVersion: (version) => `There is version ${version} by now. Please look at that one.`,
    alreadyAccepted: (party, version) => `Version ${version} of ${party} is accepted already.`,
    alreadyReturned: (party, version) => `Version ${version} of ${party} is sent back already.`,
    accepted: (party, round, version) => `Accepted: version ${version} of ${party} in ${round}.`,
    returned: (party, round, version, reason) =>
      `Sent back: version ${version} of ${party} in ${round}. Reason: ${reason}`,
    office: (body) => `Only the secretariat may do this here: ${body}.`,
    roundClosed: (round, filed, all, missing) =>
      `The round ${round} is closed. ${filed} of ${all} have reported.${missing === '' ? '' : ` Not reported: ${missing}.`}`,
    alreadyClosed: (round) => `The round ${round} is closed already.`,
    closeEarly: (round, due) =>
      `It is not due until ${due}. “close round ${round} anyway” closes the round already.`,
    closeUnseen: (round, parties) =>
      `Not looked at yet: ${parties}. Please accept or send back; “close round ${round} anyway” closes all the same.`,
    anyway: 'Anyway',
    anywayHint: 'anyway, to close the round before it is due or with reports nobody looked at',
  },
})
