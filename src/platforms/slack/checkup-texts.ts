// What the checkup of a connection finds and what to do about it; leaves what members read to texts.ts.
import { bilingual } from '../../core/texts.ts'

export const checkupTexts = bilingual({
  de: {
    token: 'Bot-Token',
    tokenFine: (team: string, id: string) => `gilt für den Workspace ${team} (${id})`,
    team: 'Workspace',
    teamFine: 'ist der aus der Ratsdatei',
    scopes: 'Berechtigungen',
    scopesFine: 'vollständig',
    scopeMissing: (scope: string, use: string) =>
      `${scope} fehlt: ${use}. Bitte in der App unter „OAuth & Permissions“ ergänzen und die App neu installieren.`,
    history: (scopes: string) =>
      `ohne ${scopes}: Mehrdeutige Nachrichten werden gemeldet, nie wiederholt.`,
    socket: 'Socket Mode',
    socketFine: 'Slack lässt eine Verbindung zu',
    http: 'HTTP',
    httpFree: (address: string) =>
      `Signing Secret ist gesetzt; ${address} ist frei. Slack braucht von außen https://…/slack/events, weitergeleitet hierher.`,
    httpServing: (address: string) =>
      `Signing Secret ist gesetzt; auf ${address} hört schon ein Programm, wohl Umlauf selbst.`,
    httpTaken: (address: string, code: string) =>
      `Auf ${address} kann Umlauf nicht hören (${code}). Bitte SLACK_LISTEN ändern oder das andere Programm beenden.`,
    place: (name: string) => `Ort „${name}“`,
    placeFine: (channel: string) => `Umlauf ist Mitglied von ${channel}`,
    placeNoMember: (channel: string) =>
      `Umlauf ist nicht Mitglied von ${channel}. Bitte dort „/invite @Umlauf“ schreiben.`,
    placeUnknown: (channel: string) =>
      `Den Kanal ${channel} sieht Umlauf nicht: Die Kennung stimmt nicht, oder er ist privat und Umlauf nicht eingeladen („/invite @Umlauf“).`,
    placeArchived: (channel: string) =>
      `Der Kanal ${channel} ist archiviert. Bitte wiederherstellen oder in der Ratsdatei einen anderen nennen.`,
    accounts: 'Konten',
    accountsFine: (count: number) =>
      count === 1
        ? '1 Konto der Ratsdatei ist in Ordnung'
        : `${count} Konten der Ratsdatei sind in Ordnung`,
    account: (name: string) => `Konto von „${name}“`,
    accountUnknown: (id: string) =>
      `${id} gibt es in diesem Workspace nicht. Bitte die Kennung in der Ratsdatei prüfen.`,
    accountBot: (id: string) => `${id} ist ein Bot; Bots können im Rat nicht handeln.`,
    accountDeactivated: (id: string) => `${id} ist deaktiviert; dieses Konto kann nicht handeln.`,
    accountGuest: (id: string, exact: string) =>
      `${id} ist Gast oder gehört zu einem anderen Workspace. Soll es handeln dürfen, muss es in der Ratsdatei so stehen: ${exact}.`,
    accountOther: (id: string, exact: string) =>
      `${id} heißt bei Slack ${exact}. Bitte in der Ratsdatei berichtigen.`,
    refused: (code: string) => `Slack lehnt das ab (${code}).`,
    unanswered: (code: string) =>
      `Slack hat nicht geantwortet (${code}); das ist nicht geprüft. Bitte noch einmal.`,
    odd: 'Slack hat etwas Unerwartetes geantwortet; das ist nicht geprüft. Bitte noch einmal.',
    'app_mentions:read': 'für Erwähnungen („@Umlauf status“)',
    'channels:read': 'um zu sehen, ob Umlauf in öffentlichen Kanälen Mitglied ist',
    'chat:write': 'für Karten, Quittungen und Ergebnisse',
    commands: 'für „/umlauf“ und „Als Umlauf einreichen“',
    'files:read': 'um Tabellen zu lesen, die jemand hochlädt',
    'files:write': 'für Summenblätter und Termine als Datei',
    'groups:read': 'um zu sehen, ob Umlauf in privaten Kanälen Mitglied ist',
    'im:history': 'um Direktnachrichten an Umlauf zu lesen',
    'im:write': 'für Stimmzettel und Quittungen als Direktnachricht',
    'users:read': 'um Bots, deaktivierte Konten und Gäste zu erkennen',
  },
  en: {
    token: 'Bot token',
    tokenFine: (team, id) => `is valid for the workspace ${team} (${id})`,
    team: 'Workspace',
    teamFine: 'is the one of the council file',
    scopes: 'Scopes',
    scopesFine: 'complete',
    scopeMissing: (scope, use) =>
      `${scope} is missing: ${use}. Please add it in the app under “OAuth & Permissions”, and install the app again.`,
    history: (scopes) => `without ${scopes}: ambiguous messages are reported, never repeated.`,
    socket: 'Socket Mode',
    socketFine: 'Slack allows a connection',
    http: 'HTTP',
    httpFree: (address) =>
      `the signing secret is set; ${address} is free. From outside Slack needs https://…/slack/events, passed on to it.`,
    httpServing: (address) =>
      `the signing secret is set; a program already listens on ${address}, presumably Umlauf itself.`,
    httpTaken: (address, code) =>
      `Umlauf cannot listen on ${address} (${code}). Please change SLACK_LISTEN, or end the other program.`,
    place: (name) => `Place “${name}”`,
    placeFine: (channel) => `Umlauf is a member of ${channel}`,
    placeNoMember: (channel) =>
      `Umlauf is not a member of ${channel}. Please write “/invite @Umlauf” there.`,
    placeUnknown: (channel) =>
      `Umlauf does not see the channel ${channel}: its id is wrong, or it is private and Umlauf is not invited (“/invite @Umlauf”).`,
    placeArchived: (channel) =>
      `The channel ${channel} is archived. Please restore it, or name another one in the council file.`,
    accounts: 'Accounts',
    accountsFine: (count) =>
      count === 1
        ? '1 account of the council file is in order'
        : `${count} accounts of the council file are in order`,
    account: (name) => `Account of “${name}”`,
    accountUnknown: (id) =>
      `${id} is not in this workspace. Please check the id in the council file.`,
    accountBot: (id) => `${id} is a bot; bots cannot act in the council.`,
    accountDeactivated: (id) => `${id} is deactivated; this account cannot act.`,
    accountGuest: (id, exact) =>
      `${id} is a guest or belongs to another workspace. If it is to act, the council file has to name it as ${exact}.`,
    accountOther: (id, exact) => `Slack calls ${id} ${exact}. Please correct the council file.`,
    refused: (code) => `Slack refuses this (${code}).`,
    unanswered: (code) => `Slack did not answer (${code}); this is not checked. Please try again.`,
    odd: 'Slack gave an unexpected answer; this is not checked. Please try again.',
    'app_mentions:read': 'for mentions (“@Umlauf status”)',
    'channels:read': 'to see whether Umlauf is a member of public channels',
    'chat:write': 'for cards, receipts and results',
    commands: 'for “/umlauf” and “Turn into a circulation”',
    'files:read': 'to read tables that somebody uploads',
    'files:write': 'for sum sheets and dates as files',
    'groups:read': 'to see whether Umlauf is a member of private channels',
    'im:history': 'to read direct messages to Umlauf',
    'im:write': 'for ballots and receipts as direct messages',
    'users:read': 'to tell bots, deactivated accounts and guests',
  },
})
