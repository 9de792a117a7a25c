// What the rules say when a profile, a key or a request for a count is wrong, in German and English; leaves the wording of results to view-texts.ts.
import { bilingual } from '../texts.ts'

const quoted = (items: readonly string[]) => items.map((item) => `„${item}“`).join(', ')
const quotedEn = (items: readonly string[]) => items.map((item) => `"${item}"`).join(', ')

export const wording = bilingual({
  de: {
    // profiles
    later: (parameter: string, only: string) =>
      `„${parameter}“ kann in dieser Fassung nur „${only}“ sein: Umlauf beherrscht andere Werte noch nicht.`,
    neverLoud: (time: string) =>
      `Die Ruhezeit beginnt und endet um ${time}, dauert also den ganzen Tag: Dann geht keine Erinnerung hinaus. Nennen Sie zwei verschiedene Zeiten.`,
    stageOrder:
      'Die Stufen stehen in der Reihenfolge ihrer Tage, jeder Tag einmal. Ordnen Sie sie von der frühesten zur spätesten.',
    unknownGroup: (group: string, known: readonly string[]) =>
      `Die Gruppe „${group}“ gibt es nicht. Bekannt: ${quoted(known)}.`,
    unknownParty: (party: string) =>
      `„${party}“ ist nicht stimmberechtigt. Nennen Sie eine Partei dieses Gremiums.`,
    namedTwice: (name: string) => `„${name}“ steht zweimal da. Streichen Sie eine Nennung.`,
    moreThanThereAre: (n: number, size: number) =>
      `Verlangt sind ${n}, es gibt aber nur ${size}: Das ist nie zu erreichen. Höchstens ${size} ist möglich.`,
    moreThanWhole: (share: string) =>
      `${share} ist mehr als das Ganze: Das ist nie zu erreichen. Möglich ist höchstens 1/1.`,
    noShares: (group: string) =>
      `Die Gruppe „${group}“ hat keine Anteile: Ein Teil von ihnen ist nie zu erreichen. Geben Sie einen Schlüssel an.`,
    noSharesAtAll:
      'Niemand hat Anteile: Eine Mehrheit nach Anteilen ist nie zu erreichen. Geben Sie einen Schlüssel an.',
    noMajority: (share: string) =>
      `${share} ist weniger als die Hälfte und damit keine Mehrheit. Schreiben Sie mindestens 1/2.`,
    roundedThird: (share: string, third: string) =>
      `${share} ist ein gerundetes Drittel und zählt anders als ${third}. Schreiben Sie ${third}, wenn das Drittel gemeint ist.`,
    nobodyMayRefuse: (share: string, size: number) =>
      `${share} von ${size} ist weniger als eins: Schon eine Ablehnung verhindert die Annahme. Schreiben Sie n: 0, wenn das gemeint ist.`,
    cannotFail: (n: number, size: number) =>
      `Bei ${size} Stimmen sind ${n} Ablehnungen immer erlaubt: Die Bedingung verhindert nichts. Erlauben Sie weniger.`,
    forbiddenAbstention:
      'Enthaltungen sind nicht erlaubt, Schweigen gilt aber als Enthaltung. Ändern Sie eines von beiden.',
    shorterThanMinimum:
      'Die übliche Frist ist kürzer als die Mindestfrist. Verlängern Sie die Frist oder senken Sie die Mindestfrist.',
    // keys and shares
    keySum: (sum: string) =>
      `Die Anteile ergeben ${sum} statt genau 100.00000 Prozent. Prüfen Sie jeden Anteil an der Quelle.`,
    shareNotText: (party: string) =>
      `Der Anteil von „${party}“ muss als Text dastehen, sonst wird er ungenau gelesen: "13.04061" in Anführungszeichen.`,
    shareComma: (dotted: string) => `Schreiben Sie den Anteil mit Punkt statt Komma: "${dotted}".`,
    shareUnreadable: (text: string) =>
      `„${text}“ ist kein Anteil in Prozent. Richtig sind Ziffern mit höchstens fünf Stellen nach dem Punkt: "13.04061".`,
    // the calculator
    notAnObject: 'Hier gehört ein JSON-Objekt hin: {…}.',
    fieldOfNoProfile: (name: string) =>
      `„${name}“ ist kein Feld eines Profils. Prüfen Sie die Schreibweise oder streichen Sie das Feld.`,
    unknownKind: (known: readonly string[]) =>
      `Diese Art („kind“) gibt es nicht. Bekannt: ${quoted(known)}.`,
    badCode: (text: string) =>
      `„${text}“ ist kein Kürzel. Richtig sind Großbuchstaben, Ziffern und Bindestriche: "HE".`,
    unknownField: (name: string, known: readonly string[]) =>
      `Das Feld „${name}“ gibt es hier nicht. Bekannt: ${quoted(known)}.`,
    wrongFormat: 'Schreiben Sie "format": 1; eine andere Form kennt diese Fassung nicht.',
    wrongClosed: 'Schreiben Sie "closed": true (beendet) oder false (läuft noch).',
    unknownProfile: (id: string, known: readonly string[]) =>
      `Das Profil „${id}“ gibt es nicht. Bekannt: ${quoted(known)}; oder schreiben Sie ein Profil aus.`,
    unknownKey: (id: string, known: readonly string[]) =>
      `Den Schlüssel „${id}“ gibt es nicht. Bekannt: ${quoted(known)}; oder schreiben Sie die Anteile aus.`,
    keyNeeded:
      'Dieses Profil zählt Anteile. Nennen Sie einen Schlüssel ("key") oder geben Sie jedem Stimmberechtigten einen Anteil.',
    keyOrShares:
      'Anteile stehen im Wahlkörper und noch einmal im Schlüssel. Lassen Sie eines von beiden weg.',
    shareOfPartyMissing: (party: string) =>
      `Der Schlüssel nennt keinen Anteil für „${party}“. Ergänzen Sie ihn.`,
    wholeShare:
      'Ein Anteil im Wahlkörper ist eine ganze Zahl, auch als Text ("12500"). Rechnen Sie in der kleinsten Einheit, etwa in Cent.',
    emptyElectorate: 'Der Wahlkörper ist leer. Nennen Sie mindestens einen Stimmberechtigten.',
    unknownChoice: (word: string) =>
      `„${word}“ ist keine Stimme. Möglich: Zustimmung, Ablehnung, Enthaltung (ja, nein; consent, reject, abstain).`,
    voteTwice: (party: string) =>
      `Für „${party}“ stehen zwei Stimmen da. Lassen Sie nur die geltende stehen.`,
    noAbstention:
      'Nach diesem Profil ist eine Enthaltung nicht möglich. Zählen Sie Zustimmung oder Ablehnung.',
  },
  en: {
    later: (parameter, only) =>
      `"${parameter}" can only be "${only}" in this version: Umlauf cannot do other values yet.`,
    neverLoud: (time) =>
      `The quiet hours begin and end at ${time}, which is all day: no reminder would ever go out. Name two different times.`,
    stageOrder:
      'The stages stand in the order of their days, each day once. Put the earliest first.',
    unknownGroup: (group, known) => `There is no group "${group}". Known: ${quotedEn(known)}.`,
    unknownParty: (party) => `"${party}" has no vote here. Name a party of this body.`,
    namedTwice: (name) => `"${name}" is named twice. Delete one of them.`,
    moreThanThereAre: (n, size) =>
      `${n} are asked for, but there are only ${size}: this can never be reached. At most ${size} is possible.`,
    moreThanWhole: (share) =>
      `${share} is more than the whole: this can never be reached. At most 1/1 is possible.`,
    noShares: (group) =>
      `The group "${group}" has no shares: a part of them can never be reached. Give a key.`,
    noSharesAtAll: 'Nobody has shares: a majority by shares can never be reached. Give a key.',
    noMajority: (share) => `${share} is less than half and so no majority. Write at least 1/2.`,
    roundedThird: (share, third) =>
      `${share} is a rounded third and counts differently from ${third}. Write ${third} if the third is meant.`,
    nobodyMayRefuse: (share, size) =>
      `${share} of ${size} is less than one: a single rejection prevents adoption. Write n: 0 if that is meant.`,
    cannotFail: (n, size) =>
      `With ${size} votes, ${n} rejections are always allowed: the condition prevents nothing. Allow fewer.`,
    forbiddenAbstention:
      'Abstentions are not allowed, but silence counts as abstention. Change one of the two.',
    shorterThanMinimum:
      'The usual period is shorter than the minimum. Lengthen the period or lower the minimum.',
    keySum: (sum) =>
      `The shares add up to ${sum} instead of exactly 100.00000 percent. Check each share against its source.`,
    shareNotText: (party) =>
      `The share of "${party}" must be text, or it is read inexactly: "13.04061" in quotation marks.`,
    shareComma: (dotted) => `Write the share with a point instead of a comma: "${dotted}".`,
    shareUnreadable: (text) =>
      `"${text}" is not a share in percent. Right are digits with at most five places after the point: "13.04061".`,
    notAnObject: 'A JSON object belongs here: {…}.',
    fieldOfNoProfile: (name) =>
      `"${name}" is not a field of a profile. Check the spelling or delete the field.`,
    unknownKind: (known) => `There is no such "kind". Known: ${quotedEn(known)}.`,
    badCode: (text) =>
      `"${text}" is not a code. Right are capital letters, digits and hyphens: "HE".`,
    unknownField: (name, known) => `There is no field "${name}" here. Known: ${quotedEn(known)}.`,
    wrongFormat: 'Write "format": 1; this version knows no other form.',
    wrongClosed: 'Write "closed": true (ended) or false (still running).',
    unknownProfile: (id, known) =>
      `There is no profile "${id}". Known: ${quotedEn(known)}; or write a profile out.`,
    unknownKey: (id, known) =>
      `There is no key "${id}". Known: ${quotedEn(known)}; or write the shares out.`,
    keyNeeded: 'This profile counts shares. Name a key ("key") or give every elector a share.',
    keyOrShares: 'Shares stand in the electorate and again in the key. Leave one of them out.',
    shareOfPartyMissing: (party) => `The key names no share for "${party}". Add it.`,
    wholeShare:
      'A share in the electorate is a whole number, also as text ("12500"). Count in the smallest unit, such as cents.',
    emptyElectorate: 'The electorate is empty. Name at least one elector.',
    unknownChoice: (word) =>
      `"${word}" is not a vote. Possible: consent, reject, abstain (yes, no; Zustimmung, Ablehnung, Enthaltung).`,
    voteTwice: (party) => `There are two votes for "${party}". Leave only the one that counts.`,
    noAbstention: 'This profile allows no abstention. Count a consent or a rejection.',
  },
})
