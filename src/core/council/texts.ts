// The wording of the council file's faults, of its changes and of who is who.
import { bilingual } from '../texts.ts'

const anyOf = (known: readonly string[], or: string) =>
  known.length > 20 ? `${known.slice(0, 20).join(', ')}, …` : known.join(', ') || or

export const councilTexts = bilingual({
  de: {
    wrongId:
      'Eine Kennung besteht aus Kleinbuchstaben, Ziffern und einfachen Bindestrichen: „mitglied-he“.',
    wrongName: 'Hier gehört ein Name hin: eine Zeile von 1 bis 200 Zeichen, ohne Leerraum am Rand.',
    wrongCode: 'Ein Kürzel besteht aus Großbuchstaben, Ziffern und Bindestrichen: „HE“.',
    wrongDate: 'Hier gehört ein Tag hin, der Form JJJJ-MM-TT: 2024-01-31.',
    wrongZone: 'Hier gehört der Name einer Zeitzone hin: Europe/Berlin.',
    wrongPurpose:
      'Ein Ort ist „council“, „secretariat“ oder „party:“ mit einem Kürzel: „party:HE“.',
    wrongAccount:
      'Hier gehört die Kennung des Netzes hin: Text ohne Leerzeichen, in Anführungszeichen, wenn sie nur Ziffern hat.',
    wrongPresence:
      'Hier steht eine Verbindung oder eine Verbindung mit Kanal: { connection: netz-bund, id: C0123456789 }.',
    wrongPattern:
      'Ein Nummernmuster enthält {year} und einmal {n} oder {nn}, sonst nur Buchstaben, Ziffern, Punkt, Leerzeichen, Schräg- und Bindestrich: „{n}/{year}“.',
    shareNotText:
      'Der Anteil muss als Text dastehen, sonst wird er ungenau gelesen: "13.04061" in Anführungszeichen.',
    missing: (field: string) => `Hier fehlt „${field}“. Ergänzen Sie es.`,
    unknownField: (field: string, meant: string | undefined) =>
      meant === undefined
        ? `„${field}“ gibt es hier nicht. Prüfen Sie die Schreibweise oder löschen Sie das Feld.`
        : `„${field}“ gibt es hier nicht. Gemeint ist wohl „${meant}“.`,
    wrongFormat: (given: string) =>
      `Diese Fassung liest nur „format: 1“, hier steht ${given}. Schreiben Sie „format: 1“ oder nehmen Sie eine passende Fassung von Umlauf.`,
    notAFile: 'Die Ratsdatei muss aus Feldern bestehen (format, zone, persons, bodies …).',
    unfit: 'Das passt hier nicht. Vergleichen Sie mit der mitgelieferten Ratsdatei.',
    wrongType: (right: string) => `Hier gehört ${right} hin.`,
    aText: 'ein Text',
    aNumber: 'eine Zahl ohne Anführungszeichen',
    aTruth: 'true oder false',
    aList: 'eine Liste in eckigen Klammern oder mit Spiegelstrichen',
    fields: 'ein Abschnitt mit Feldern',
    numberFrom: (least: string) => `Hier gehört eine Zahl ab ${least} hin.`,
    numberTo: (most: string) => `Hier gehört eine Zahl bis ${most} hin.`,
    tooFew: (least: string) => `Hier steht zu wenig; nötig ist mindestens ${least}.`,
    tooMany: (most: string) => `Hier steht zu viel; möglich ist höchstens ${most}.`,
    wrongCharacter: (character: string) =>
      `Hier steht ein Zeichen, das man nicht sieht oder das nicht gespeichert werden kann (${character}). Löschen Sie es.`,
    wrongTime: 'Hier gehört eine Uhrzeit hin, von "00:00" bis "24:00" und in Anführungszeichen.',
    wrongShift: 'Hier steht none, anyParticipantHoliday oder ein Ort: { place: HE }.',
    wrongLimit: 'Hier steht eine Zahl, { n: 2 }, oder ein Anteil, { num: 1, den: 3 }.',
    wrongYear: 'Ein Jahr hat vier Ziffern, dahinter die erste Nummer: { 2023: 7 }.',
    noOffice: (role: string) =>
      `Niemand hat das Amt „${role}“, ohne das kein Umlauf zu Ende geführt werden kann. Tragen Sie unter roles jemanden ein.`,
    oneOf: (known: readonly string[]) => `Hier steht eines von: ${anyOf(known, '–')}.`,
    secret:
      'Hier steht etwas, das wie ein Geheimnis aussieht. Löschen Sie es aus der Datei, erneuern Sie es beim Anbieter und geben Sie das neue als Umgebungsvariable oder Geheimnisdatei an.',
    unknown: (what: string, id: string, meant: string | undefined, known: readonly string[]) =>
      meant === undefined
        ? `${what} „${id}“ gibt es nicht. Bekannt: ${anyOf(known, 'nichts')}.`
        : `${what} „${id}“ gibt es nicht. Gemeint ist wohl „${meant}“.`,
    doubled: (what: string, id: string) =>
      `${what} „${id}“ gibt es zweimal. Löschen Sie einen Eintrag oder benennen Sie ihn um.`,
    accountTwice: (first: string, second: string) =>
      `Dieses Konto gehört schon zu „${first}“ und kann nicht auch „${second}“ sein. Ein Konto ist eine Person.`,
    endsBeforeStart: (from: string, until: string) =>
      `Das Ende ${until} liegt vor dem Beginn ${from}. Berichtigen Sie eines von beiden.`,
    overlap: (person: string, party: string, from: string) =>
      `„${person}“ hat für ${party} schon ein Mandat, das am ${from} noch gilt. Beenden Sie das frühere am Tag davor.`,
    twoMembers: (first: string, second: string, party: string, from: string) =>
      `${party} hat am ${from} schon das Mitglied „${first}“; „${second}“ kann erst danach Mitglied sein. Beenden Sie das frühere Mandat am Tag davor.`,
    twoSeats: (person: string, first: string, second: string) =>
      `„${person}“ stimmt schon für ${first} und kann nicht zugleich für ${second} stimmen (oneSeatPerPerson).`,
    lackingShare: (party: string) =>
      `Der Schlüssel nennt keinen Anteil für ${party}, aber für andere derselben Gruppe. Ergänzen Sie ihn.`,
    patternOrder:
      'Die Muster stehen in der Reihenfolge ihres Beginns, jedes mit einem anderen Tag.',
    layoutLacks: (party: string) => `Auf der Karte fehlt ${party}. Geben Sie ihm einen Platz.`,
    reused: (id: string, was: string, is: string) =>
      `Die Kennung „${id}“ gehörte schon „${was}“ und wird nicht an „${is}“ vergeben, weil alte Stimmen auf sie zeigen. Nehmen Sie eine neue.`,
    bodyUnknown: (id: string, known: readonly string[]) =>
      `Das Gremium „${id}“ gibt es nicht. Bekannt: ${anyOf(known, '–')}.`,
    keyNotInForce: (key: string) =>
      `Der Schlüssel „${key}“ gilt zu diesem Zeitpunkt nicht. Tragen Sie in der Ratsdatei unter votingKey den geltenden ein.`,
    person: 'Die Person',
    place: 'Den Ort',
    calendarPlace: 'Einen Kalender für',
    connection: 'Die Verbindung',
    channel: 'Den Kanal',
    bodyWord: 'Das Gremium',
    party: 'Den Vertragspartner',
    key: 'Den Schlüssel',
    profile: 'Das Profil',
    session: 'Die Sitzung',
    questionnaire: 'Den Fragebogen',
    obligation: 'Die Berichtspflicht',
    question: 'Die Frage',
    service: 'Die Leistung',
    option: 'Die Antwort',
    figure: 'Die Angabe',
    votesFor: (party: string) => `Stimmt für ${party}`,
    deputizesFor: (party: string) => `Stimmt in Vertretung für ${party}`,
    chair: 'Leitet das Gremium und stellt Ergebnisse fest',
    deputyChair: 'Vertritt den Vorsitz',
    secretariat: 'Bereitet Umläufe vor und führt das Register',
    adviser: 'Berät, ohne Stimme',
    withoutOffice: 'Ohne Amt',
  },
  en: {
    wrongId: 'An id is made of small letters, digits and single hyphens: "mitglied-he".',
    wrongName: 'A name belongs here: one line of 1 to 200 characters, no space around it.',
    wrongCode: 'A code is made of capital letters, digits and hyphens: "HE".',
    wrongDate: 'A day belongs here, in the form YYYY-MM-DD: 2024-01-31.',
    wrongZone: 'The name of a time zone belongs here: Europe/Berlin.',
    wrongPurpose: 'A place is "council", "secretariat" or "party:" with a code: "party:HE".',
    wrongAccount:
      "The network's id belongs here: text without spaces, in quotation marks if it is digits only.",
    wrongPresence:
      'Here stands a connection, or a connection with a channel: { connection: netz-bund, id: C0123456789 }.',
    wrongPattern:
      'A number pattern has {year} and {n} or {nn} once, and else only letters, digits, dot, space, slash and hyphen: "{n}/{year}".',
    shareNotText: 'The share must be text, or it is read inexactly: "13.04061" in quotation marks.',
    missing: (field) => `"${field}" is missing here. Add it.`,
    unknownField: (field, meant) =>
      meant === undefined
        ? `There is no "${field}" here. Check the spelling or delete the field.`
        : `There is no "${field}" here. "${meant}" is probably meant.`,
    wrongFormat: (given) =>
      `This version reads only "format: 1", but here is ${given}. Write "format: 1" or use a version of Umlauf that fits.`,
    notAFile: 'The council file must be made of fields (format, zone, persons, bodies …).',
    unfit: 'This does not fit here. Compare it with the council file that comes with Umlauf.',
    wrongType: (right) => `${right} belongs here.`,
    aText: 'A text',
    aNumber: 'A number without quotation marks',
    aTruth: 'True or false',
    aList: 'A list in square brackets or with dashes',
    fields: 'A section with fields',
    numberFrom: (least) => `A number from ${least} up belongs here.`,
    numberTo: (most) => `A number up to ${most} belongs here.`,
    tooFew: (least) => `This is too little; at least ${least} is needed.`,
    tooMany: (most) => `This is too much; at most ${most} is possible.`,
    wrongCharacter: (character) =>
      `There is a character here that cannot be seen or cannot be stored (${character}). Delete it.`,
    wrongTime: 'A time belongs here, from "00:00" to "24:00" and in quotation marks.',
    wrongShift: 'Here stands none, anyParticipantHoliday or a place: { place: HE }.',
    wrongLimit: 'Here stands a number, { n: 2 }, or a share, { num: 1, den: 3 }.',
    wrongYear: 'A year has four digits, followed by the first number: { 2023: 7 }.',
    noOffice: (role) =>
      `Nobody holds the office "${role}", without which no circulation can be brought to its end. Enter somebody under roles.`,
    oneOf: (known) => `One of these belongs here: ${anyOf(known, '–')}.`,
    secret:
      'Something here looks like a secret. Delete it from the file, renew it at its service, and give the new one as an environment variable or secret file.',
    unknown: (what, id, meant, known) =>
      meant === undefined
        ? `There is no ${what} "${id}". Known: ${anyOf(known, 'none')}.`
        : `There is no ${what} "${id}". "${meant}" is probably meant.`,
    doubled: (what, id) => `The ${what} "${id}" stands here twice. Delete one entry or rename it.`,
    accountTwice: (first, second) =>
      `This account already belongs to "${first}" and cannot be "${second}" too. An account is one person.`,
    endsBeforeStart: (from, until) =>
      `The end ${until} is before the start ${from}. Correct one of them.`,
    overlap: (person, party, from) =>
      `"${person}" already has a mandate for ${party} that is still valid on ${from}. End the earlier one on the day before.`,
    twoMembers: (first, second, party, from) =>
      `On ${from} ${party} already has the member "${first}"; "${second}" can be its member only after that. End the earlier mandate on the day before.`,
    twoSeats: (person, first, second) =>
      `"${person}" already votes for ${first} and cannot vote for ${second} at the same time (oneSeatPerPerson).`,
    lackingShare: (party) =>
      `The key names no share for ${party}, but for others of the same group. Add it.`,
    patternOrder: 'Patterns stand in the order of their start, each with a day of its own.',
    layoutLacks: (party) => `${party} is missing on the map. Give it a tile.`,
    reused: (id, was, is) =>
      `The id "${id}" already belonged to "${was}" and is not given to "${is}", because old votes point to it. Take a new one.`,
    bodyUnknown: (id, known) => `There is no body "${id}". Known: ${anyOf(known, '–')}.`,
    keyNotInForce: (key) =>
      `The key "${key}" is not in force at that time. Enter the one in force as votingKey in the council file.`,
    person: 'person',
    place: 'place',
    calendarPlace: 'calendar for',
    connection: 'connection',
    channel: 'channel',
    bodyWord: 'body',
    party: 'party',
    key: 'key',
    profile: 'profile',
    session: 'session',
    questionnaire: 'questionnaire',
    obligation: 'obligation',
    question: 'question',
    service: 'service',
    option: 'answer',
    figure: 'figure',
    votesFor: (party) => `Votes for ${party}`,
    deputizesFor: (party) => `Votes for ${party} as deputy`,
    chair: 'Chairs the body and states results',
    deputyChair: 'Deputizes for the chair',
    secretariat: 'Prepares circulations and keeps the register',
    adviser: 'Advises, without a vote',
    withoutOffice: 'Holds no office',
  },
})

export const showTexts = bilingual({
  de: {
    asOf: (version: number, day: string) => `Ratsdatei Fassung ${version}, Stand ${day}.`,
    mandates: 'Wer für wen abstimmt',
    party: 'Vertragspartner',
    member: 'Mitglied',
    deputy: 'Vertretung',
    chair: 'Vorsitz',
    deputyChair: 'Stellvertretender Vorsitz',
    secretariat: 'Geschäftsstelle',
    nobody: 'niemand',
    unreachable: (name: string) => `${name} (nicht erreichbar)`,
    seat: (party: string, member: string, deputy: string) =>
      `${party}: ${member}; in Vertretung: ${deputy}`,
    keys: 'Schlüssel',
    profiles: 'Regelprofile',
    usual: ', üblich',
    counts: ' (gilt für Abstimmungen)',
    source: 'Quelle',
    inForce: (from: string, until: string | undefined) =>
      until === undefined ? `gültig ab ${from}` : `gültig ${from} bis ${until}`,
  },
  en: {
    asOf: (version, day) => `Council file, version ${version}, as of ${day}.`,
    mandates: 'Who votes for whom',
    party: 'Party',
    member: 'Member',
    deputy: 'Deputy',
    chair: 'Chair',
    deputyChair: 'Deputy chair',
    secretariat: 'Secretariat',
    nobody: 'nobody',
    unreachable: (name) => `${name} (not reachable)`,
    seat: (party, member, deputy) => `${party}: ${member}; as deputy: ${deputy}`,
    keys: 'Keys',
    profiles: 'Rule profiles',
    usual: ', usual',
    counts: ' (counts for votes)',
    source: 'Source',
    inForce: (from, until) =>
      until === undefined ? `in force from ${from}` : `in force ${from} to ${until}`,
  },
})
