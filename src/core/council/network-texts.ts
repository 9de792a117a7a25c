// The wording of what a network demands of a council file.
import { bilingual } from '../texts.ts'

export const networkTexts = bilingual({
  de: {
    team: (network: string, example: string) =>
      `Eine Verbindung im Netz „${network}“ nennt ihr Team, zum Beispiel team: ${example}.`,
    server: (network: string, example: string) =>
      `Eine Verbindung im Netz „${network}“ nennt den Server, auf dem ihre Konten zu Hause sind, zum Beispiel server: ${example}.`,
    idle: (network: string, field: string) =>
      `Das Feld „${field}“ hat im Netz „${network}“ keine Wirkung. Bitte löschen.`,
    channel: (connection: string, example: string) =>
      `In der Verbindung „${connection}“ hat ein Ort die Kennung seines Kanals: { connection: ${connection}, id: ${example} }.`,
    account: (connection: string, example: string, guest: string | undefined) =>
      `In der Verbindung „${connection}“ sieht ein Konto so aus: ${example}${guest === undefined ? '' : `, das eines Gastes so: ${guest}`}.`,
    guest: (person: string, id: string, connection: string) =>
      `„${person}“ handelt mit dem Gastkonto ${id} in „${connection}“. Wer es hat, bestimmt eine andere Organisation; prüfen Sie, ob das so gewollt ist.`,
    foreign: (person: string, others: number, server: string, connection: string) =>
      `„${person}“${others === 0 ? ' handelt' : ` und ${others === 1 ? 'ein weiteres Konto' : `${others} weitere Konten`} handeln`} in „${connection}“ vom Server ${server} aus. Wer dort ein Konto hat, bestimmt dessen Betreiber; prüfen Sie, ob das so gewollt ist.`,
    anyDevice: (connection: string) =>
      `In „${connection}“ zählen auch Stimmen von Geräten, die ihr Besitzer nicht bestätigt hat (devices: any). Ein fremdes Gerät in einem Konto fällt dann nicht auf; prüfen Sie, ob das so gewollt ist.`,
  },
  en: {
    team: (network, example) =>
      `A connection on the network "${network}" names its team, for example team: ${example}.`,
    server: (network, example) =>
      `A connection on the network "${network}" names the server that its accounts are at home on, for example server: ${example}.`,
    idle: (network, field) =>
      `The field "${field}" has no effect on the network "${network}". Please delete it.`,
    channel: (connection, example) =>
      `On the connection "${connection}" a place has the id of its channel: { connection: ${connection}, id: ${example} }.`,
    account: (connection, example, guest) =>
      `On the connection "${connection}" an account looks like ${example}${guest === undefined ? '' : `, that of a guest like ${guest}`}.`,
    guest: (person, id, connection) =>
      `"${person}" acts with the guest account ${id} on "${connection}". Another organisation decides who has it; check that this is meant.`,
    foreign: (person, others, server, connection) =>
      `"${person}"${others === 0 ? ' acts' : ` and ${others === 1 ? 'one more account' : `${others} more accounts`} act`} on "${connection}" from the server ${server}. Whoever runs it decides who has an account there; check that this is meant.`,
    anyDevice: (connection) =>
      `On "${connection}" votes from devices that their owner has not verified count too (devices: any). A stranger's device in an account is then not noticed; check that this is meant.`,
  },
})
