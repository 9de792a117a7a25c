// The wording of what a network demands of a council file.
import { bilingual } from '../texts.ts'

export const networkTexts = bilingual({
  de: {
    team: (network: string, example: string) =>
      `Eine Verbindung im Netz „${network}“ nennt ihr Team, zum Beispiel team: ${example}.`,
    channel: (connection: string, example: string) =>
      `In der Verbindung „${connection}“ hat ein Ort die Kennung seines Kanals: { connection: ${connection}, id: ${example} }.`,
    account: (connection: string, example: string, guest: string | undefined) =>
      `In der Verbindung „${connection}“ sieht ein Konto so aus: ${example}${guest === undefined ? '' : `, das eines Gastes so: ${guest}`}.`,
    guest: (person: string, id: string, connection: string) =>
      `„${person}“ handelt mit dem Gastkonto ${id} in „${connection}“. Wer es hat, bestimmt eine andere Organisation; prüfen Sie, ob das so gewollt ist.`,
  },
  en: {
    team: (network, example) =>
      `A connection on the network "${network}" names its team, for example team: ${example}.`,
    channel: (connection, example) =>
      `On the connection "${connection}" a place has the id of its channel: { connection: ${connection}, id: ${example} }.`,
    account: (connection, example, guest) =>
      `On the connection "${connection}" an account looks like ${example}${guest === undefined ? '' : `, that of a guest like ${guest}`}.`,
    guest: (person, id, connection) =>
      `"${person}" acts with the guest account ${id} on "${connection}". Another organisation decides who has it; check that this is meant.`,
  },
})
