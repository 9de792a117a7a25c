// What the checkup of a connection finds and what to do about it; leaves what members read to the other texts.
import { bilingual } from '../../core/texts.ts'

export const checkupTexts = bilingual({
  de: {
    refused: (code: string) => `Der Homeserver lehnt das ab (${code}).`,
    unanswered: (reason: string) =>
      `Der Homeserver hat nicht geantwortet (${reason}); das ist nicht geprüft. Bitte noch einmal.`,
    homeserver: 'Homeserver',
    homeserverFine: (address: string, version: string) => `${address} antwortet, Matrix ${version}`,
    noHomeserver: (address: string, reason: string) =>
      `Unter ${address} antwortet kein Homeserver${reason && ` (${reason})`}. Bitte MATRIX_HOMESERVER_URL und die Verbindung dorthin prüfen.`,
    otherAddress: (address: string, better: string) =>
      `Unter ${address} antwortet kein Homeserver; der Server nennt selbst ${better}. Bitte MATRIX_HOMESERVER_URL darauf setzen.`,
    login: 'Anmeldung',
    loginFine: (user: string, device: string) => `gilt für ${user}, Gerät ${device}`,
    noLogin: (connection: string) =>
      `Umlauf ist noch nicht angemeldet. Bitte einmal: npm run umlauf -- matrix setup --connection ${connection}; nach einem Verlust des Datenordners stattdessen: matrix recover`,
    otherLogin: (user: string, homeserver: string) =>
      `Angemeldet ist ${user} bei ${homeserver}; eingestellt ist etwas anderes. Bitte MATRIX_USER_ID und MATRIX_HOMESERVER_URL berichtigen, oder den Ordner dieser Verbindung beiseitelegen und neu einrichten.`,
    loginGone: (code: string, connection: string) =>
      `Der Homeserver kennt die Anmeldung nicht mehr (${code}): Das Gerät wurde abgemeldet. Bitte ein neues anmelden, die Identität bleibt: npm run umlauf -- matrix recover --connection ${connection}`,
    otherOwner: (user: string, device: string) =>
      `Das Zugriffstoken gehört ${user}, Gerät ${device}, nicht dem angemeldeten Konto.`,
    device: 'Gerät',
    deviceFine: (device: string, others: number) =>
      `${device} ist von seinem Besitzer bestätigt${others === 0 ? '' : `; das Konto hat ${others === 1 ? 'ein weiteres Gerät, das' : `${others} weitere Geräte, die`} Umlauf nicht braucht. Bitte abmelden; docs/matrix.md sagt unter „Nach einem Verlust“, wie.`}`,
    deviceUnsigned: (device: string) =>
      `${device} ist nicht bestätigt; manche Programme zeigen nicht, was Umlauf schreibt. Bitte: npm run umlauf -- matrix recover`,
    noDeviceKeys: (device: string) =>
      `${device} hat keine Schlüssel veröffentlicht. Bitte: npm run umlauf -- matrix recover`,
    noIdentity:
      'Das Konto hat keine Identität (Cross-Signing). Bitte: npm run umlauf -- matrix setup',
    backup: 'Schlüsselsicherung',
    backupFine: (version: string, count: number) =>
      `Fassung ${version}, ${count === 1 ? '1 Schlüssel' : `${count} Schlüssel`}`,
    noBackup:
      'Es gibt keine. Nach dem Verlust des Datenordners wären alte Nachrichten nicht mehr zu lesen; gezählte Stimmen betrifft das nicht.',
    recovery: 'Wiederherstellungsschlüssel',
    noRecoveryKey:
      'Er liegt weder im Datenordner noch in MATRIX_RECOVERY_KEY. Ohne ihn ist die Identität nach einem Verlust des Datenordners fort.',
    fits: 'passt zur Identität des Kontos. Bitte auch außerhalb dieses Rechners aufbewahren.',
    otherKey:
      'Er passt nicht zum Konto: Die Identität wurde neu angelegt, oder es ist der eines anderen Kontos. Bitte den richtigen hinterlegen.',
    noStorage:
      'Das Konto hat keinen Tresor für Schlüssel (Secret Storage); der Schlüssel öffnet nichts.',
    noMaster: 'Er öffnet den Tresor des Kontos, aber die Identität liegt nicht darin.',
    unread: 'Der Homeserver hat nicht geantwortet; das ist nicht geprüft. Bitte noch einmal.',
    place: (name: string) => `Ort „${name}“`,
    placeFine: (room: string) => `Umlauf ist in ${room} und darf schreiben; verschlüsselt`,
    notInRoom: (room: string, user: string) =>
      `Umlauf ist nicht in ${room}. Bitte ${user} dort einladen, von einem Konto der Ratsdatei oder des eigenen Servers; Umlauf nimmt an, sobald es läuft.`,
    closed: (room: string) =>
      `${room} wurde geschlossen, ohne dass ein neuer Raum genannt ist. Bitte einen neuen anlegen, Umlauf einladen und seine Kennung in die Ratsdatei eintragen.`,
    replacedWell: (room: string, next: string) =>
      `${room} wurde durch ${next} ersetzt, und der neue Raum besteht die Prüfung. Bitte seine Kennung in die Ratsdatei eintragen und sie anwenden; offene Karten stehen dann dort.`,
    replacedBadly: (room: string, next: string, faults: readonly string[]) =>
      `${room} wurde durch ${next} ersetzt, aber der neue Raum besteht die Prüfung nicht: ${faults.join('; ')}. Bitte klären, wer ihn angelegt hat, und ihn so nicht in die Ratsdatei eintragen.`,
    replacedUnseen: (room: string, next: string, user: string) =>
      `${room} wurde durch ${next} ersetzt; dort ist Umlauf nicht und kann nichts prüfen. Bitte ${user} dort einladen, von einem Konto der Ratsdatei oder des eigenen Servers, und noch einmal fragen, bevor der Raum in die Ratsdatei kommt.`,
    replacedUnread: (room: string, next: string, why: string) =>
      `${room} wurde durch ${next} ersetzt; der neue Raum ist nicht geprüft. ${why}`,
    noPredecessor: 'er nennt den alten Raum nicht als Vorgänger',
    otherMaker: (maker: string, by: string) =>
      `angelegt hat ihn ${maker}, den alten ersetzt aber ${by}`,
    successorReadable: 'er ist nicht verschlüsselt',
    successorOpen: 'jeder kann ihm beitreten',
    successorShown: 'jeder kann ihn lesen',
    noPower: (room: string, needed: number) =>
      `Umlauf darf in ${room} nicht schreiben. Bitte ihm dort mindestens Stufe ${needed} geben.`,
    notEncrypted: (room: string) =>
      `${room} ist nicht verschlüsselt: Wer Zugriff auf den Homeserver hat, liest mit. Bitte in den Raumeinstellungen unter „Sicherheit“ einschalten.`,
    rooms: 'Räume',
    roomCount: (count: number, open: readonly string[]) =>
      `${count === 1 ? '1 Raum' : `${count} Räume`}${open.length === 0 ? ', alle verschlüsselt' : `, nicht verschlüsselt: ${open.join(', ')}`}`,
    accounts: 'Konten',
    accountsFine: (count: number, abroad: number) =>
      `${count === 1 ? '1 Konto der Ratsdatei ist in Ordnung' : `${count} Konten der Ratsdatei sind in Ordnung`}${abroad === 0 ? '' : `; ${abroad} davon auf anderen Servern, ungeprüft`}`,
    account: (name: string) => `Konto von „${name}“`,
    accountUnknown: (id: string) =>
      `${id} gibt es auf diesem Homeserver nicht. Bitte die Kennung in der Ratsdatei prüfen, auch Groß- und Kleinschreibung.`,
    accountBot: (id: string) => `${id} ist Umlauf selbst; es kann im Rat nicht handeln.`,
    devices: 'Geräte der Konten',
    devicesFine: (count: number) =>
      count === 1
        ? '1 Konto hat ein bestätigtes Gerät'
        : `${count} Konten haben ein bestätigtes Gerät`,
    withoutDevice: (names: readonly string[]) =>
      `Ohne bestätigtes Gerät, dort würde keine Stimme zählen: ${names.join(', ')}. docs/matrix.md sagt, wie man sein Gerät bestätigt.`,
    pace: 'Sendegrenze',
    paceFree: 'aufgehoben; alle Anzeigen folgen sofort',
    paceSet: (rate: number) => `${rate} Nachrichten je Sekunde`,
    paceLimited: (command: string) =>
      `Für Umlauf gilt die Grenze aller Konten, bei Synapse 0,2 Nachrichten je Sekunde: Stimmen zählen sofort, Karten hinken nach. Bitte aufheben: ${command}`,
    paceUnknown: (command: string) =>
      `nicht zu erfahren. Ohne Ausnahme sendet Synapse für ein Konto 0,2 Nachrichten je Sekunde: Stimmen zählen sofort, Karten hinken nach. Wer den Homeserver verwaltet, hebt das so auf: ${command}`,
  },
  en: {
    refused: (code) => `The homeserver refuses this (${code}).`,
    unanswered: (reason) =>
      `The homeserver did not answer (${reason}); this is not checked. Please try again.`,
    homeserver: 'Homeserver',
    homeserverFine: (address, version) => `${address} answers, Matrix ${version}`,
    noHomeserver: (address, reason) =>
      `No homeserver answers at ${address}${reason && ` (${reason})`}. Please check MATRIX_HOMESERVER_URL and the way there.`,
    otherAddress: (address, better) =>
      `No homeserver answers at ${address}; the server itself names ${better}. Please set MATRIX_HOMESERVER_URL to it.`,
    login: 'Login',
    loginFine: (user, device) => `is valid for ${user}, device ${device}`,
    noLogin: (connection) =>
      `Umlauf is not logged in yet. Please once: npm run umlauf -- matrix setup --connection ${connection}; after a loss of the data folder instead: matrix recover`,
    otherLogin: (user, homeserver) =>
      `${user} is logged in at ${homeserver}; the settings say something else. Please correct MATRIX_USER_ID and MATRIX_HOMESERVER_URL, or put the folder of this connection aside and set it up anew.`,
    loginGone: (code, connection) =>
      `The homeserver does not know the login any more (${code}): the device was logged out. Please log in a new one, the identity stays: npm run umlauf -- matrix recover --connection ${connection}`,
    otherOwner: (user, device) =>
      `The access token belongs to ${user}, device ${device}, not to the account that logged in.`,
    device: 'Device',
    deviceFine: (device, others) =>
      `${device} is verified by its owner${others === 0 ? '' : `; the account has ${others === 1 ? 'one more device' : `${others} more devices`} that Umlauf does not need. Please log out what is left over; docs/matrix.md says how under “After a loss”.`}`,
    deviceUnsigned: (device) =>
      `${device} is not verified; some clients do not show what Umlauf writes. Please: npm run umlauf -- matrix recover`,
    noDeviceKeys: (device) =>
      `${device} has published no keys. Please: npm run umlauf -- matrix recover`,
    noIdentity:
      'The account has no identity (cross-signing). Please: npm run umlauf -- matrix setup',
    backup: 'Key backup',
    backupFine: (version, count) =>
      `version ${version}, ${count === 1 ? '1 key' : `${count} keys`}`,
    noBackup:
      'There is none. After a loss of the data folder old messages could not be read any more; counted votes are not concerned.',
    recovery: 'Recovery key',
    noRecoveryKey:
      'It is neither in the data folder nor in MATRIX_RECOVERY_KEY. Without it the identity is gone after a loss of the data folder.',
    fits: 'fits the identity of the account. Please keep it outside of this machine as well.',
    otherKey:
      'It does not fit the account: the identity was made anew, or it is that of another account. Please put the right one there.',
    noStorage: 'The account has no vault for keys (secret storage); the key opens nothing.',
    noMaster: 'It opens the vault of the account, but the identity is not in it.',
    unread: 'The homeserver did not answer; this is not checked. Please try again.',
    place: (name) => `Place “${name}”`,
    placeFine: (room) => `Umlauf is in ${room} and may write; encrypted`,
    notInRoom: (room, user) =>
      `Umlauf is not in ${room}. Please invite ${user} there, from an account of the council file or of the own server; Umlauf accepts as soon as it runs.`,
    closed: (room) =>
      `${room} was closed, and no new room is named. Please make a new one, invite Umlauf, and write its id into the council file.`,
    replacedWell: (room, next) =>
      `${room} was replaced by ${next}, and the new room passes the checks. Please write its id into the council file and apply it; open cards then stand there.`,
    replacedBadly: (room, next, faults) =>
      `${room} was replaced by ${next}, but the new room does not pass the checks: ${faults.join('; ')}. Please find out who made it, and do not put it into the council file like this.`,
    replacedUnseen: (room, next, user) =>
      `${room} was replaced by ${next}, where Umlauf is not, so that nothing can be checked. Please invite ${user} there, from an account of the council file or of the own server, and ask again before the room goes into the council file.`,
    replacedUnread: (room, next, why) =>
      `${room} was replaced by ${next}; the new room is not checked. ${why}`,
    noPredecessor: 'it does not name the old room as its predecessor',
    otherMaker: (maker, by) => `${maker} made it, but ${by} replaced the old one`,
    successorReadable: 'it is not encrypted',
    successorOpen: 'anybody can join it',
    successorShown: 'anybody can read it',
    noPower: (room, needed) =>
      `Umlauf may not write in ${room}. Please give it at least level ${needed} there.`,
    notEncrypted: (room) =>
      `${room} is not encrypted: whoever has access to the homeserver reads along. Please switch it on in the room's settings under “Security”.`,
    rooms: 'Rooms',
    roomCount: (count, open) =>
      `${count === 1 ? '1 room' : `${count} rooms`}${open.length === 0 ? ', all encrypted' : `, not encrypted: ${open.join(', ')}`}`,
    accounts: 'Accounts',
    accountsFine: (count, abroad) =>
      `${count === 1 ? '1 account of the council file is in order' : `${count} accounts of the council file are in order`}${abroad === 0 ? '' : `; ${abroad} of them on other servers, not checked`}`,
    account: (name) => `Account of “${name}”`,
    accountUnknown: (id) =>
      `${id} is not on this homeserver. Please check the id in the council file, capitals included.`,
    accountBot: (id) => `${id} is Umlauf itself; it cannot act in the council.`,
    devices: 'Devices of the accounts',
    devicesFine: (count) =>
      count === 1 ? '1 account has a verified device' : `${count} accounts have a verified device`,
    withoutDevice: (names) =>
      `Without a verified device, from where no vote would count: ${names.join(', ')}. docs/matrix.md says how to verify one's device.`,
    pace: 'Sending limit',
    paceFree: 'lifted; everything shown follows at once',
    paceSet: (rate) => `${rate} messages a second`,
    paceLimited: (command) =>
      `Umlauf has the limit of all accounts, with Synapse 0.2 messages a second: votes count at once, cards lag behind. Please lift it: ${command}`,
    paceUnknown: (command) =>
      `not to be learned. Without an exception Synapse sends 0.2 messages a second for an account: votes count at once, cards lag behind. Whoever runs the homeserver lifts that by: ${command}`,
  },
})
