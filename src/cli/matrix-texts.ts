// What the command line says of the connections to Matrix: which settings and which lines of the council file belong together, and that they stand.
import { bilingual } from '../core/texts.ts'

type Needed = readonly { readonly id: string; readonly name: string }[]

export const matrixTexts = bilingual({
  de: {
    noCouncil: (command: string) =>
      `Matrix ist eingestellt, aber in dieser Datenbank gilt noch keine Ratsdatei. Bitte eine in Kraft setzen (docs/matrix.md zeigt, was darin steht): ${command}`,
    noConnection: (command: string) =>
      `Matrix ist eingestellt, aber die Ratsdatei hat keine Matrix-Verbindung. Bitte unter „connections“ ergänzen, zum Beispiel { id: matrix, network: matrix, server: example.org }, und einspielen: ${command}`,
    unmatched: (needed: Needed, left: readonly string[]) =>
      [
        'Einstellungen und Ratsdatei passen nicht zusammen.',
        ...needed.map(
          ({ id, name }) => `- Die Verbindung „${id}“ hat keine Einstellungen: ${name} fehlt.`,
        ),
        ...left.map((name) => `- Zu ${name} gibt es keine Verbindung in der Ratsdatei.`),
        'Der Zusatz hinter __ ist die Kennung der Verbindung in Großbuchstaben, mit „_“ für „-“. Bitte die Einstellungen oder die Ratsdatei berichtigen.',
      ].join('\n'),
    notSet:
      'Matrix ist nicht eingestellt. Bitte MATRIX_HOMESERVER_URL und MATRIX_USER_ID setzen (docs/matrix.md zeigt, wie).',
    several: (ids: readonly string[]) =>
      `Es gibt mehrere Matrix-Verbindungen. Bitte eine nennen: ${ids.map((id) => `--connection ${id}`).join(' oder ')}.`,
    unnamed:
      'Welche Verbindung der Ratsdatei gemeint ist, steht noch nirgends: Bitte ihre Kennung nennen, zum Beispiel „--connection matrix“, oder zuerst die Ratsdatei in Kraft setzen.',
    notOf: (id: string, names: readonly string[]) =>
      `Zur Verbindung „${id}“ gibt es keine Einstellungen. Gesetzt ist: ${names.join(', ')}.`,
    notYet: 'der Homeserver antwortet noch nicht, Umlauf versucht es weiter',
    standing: (id: string, user: string, places: number, devices: 'signed' | 'any') =>
      `    ${id}: Matrix, ${user}, ${places === 1 ? '1 Ort' : `${places} Orte`}, ${devices === 'any' ? 'Stimmen von jedem Gerät' : 'Stimmen nur von bestätigten Geräten'}`,
  },
  en: {
    noCouncil: (command) =>
      `Matrix is set, but no council file is in force in this database yet. Please put one into force (docs/matrix.md shows what stands in it): ${command}`,
    noConnection: (command) =>
      `Matrix is set, but the council file has no Matrix connection. Please add one under “connections”, for example { id: matrix, network: matrix, server: example.org }, and apply it: ${command}`,
    unmatched: (needed, left) =>
      [
        'Settings and council file do not match.',
        ...needed.map(
          ({ id, name }) => `- The connection “${id}” has no settings: ${name} is missing.`,
        ),
        ...left.map((name) => `- There is no connection in the council file for ${name}.`),
        'What follows __ is the id of the connection in capitals, with “_” for “-”. Please correct the settings or the council file.',
      ].join('\n'),
    notSet:
      'Matrix is not set. Please set MATRIX_HOMESERVER_URL and MATRIX_USER_ID (docs/matrix.md shows how).',
    several: (ids) =>
      `There are several Matrix connections. Please name one: ${ids.map((id) => `--connection ${id}`).join(' or ')}.`,
    unnamed:
      'Nothing says yet which connection of the council file is meant: please name its id, for example “--connection matrix”, or apply the council file first.',
    notOf: (id, names) =>
      `There are no settings for the connection “${id}”. What is set: ${names.join(', ')}.`,
    notYet: 'the homeserver does not answer yet, Umlauf goes on trying',
    standing: (id, user, places, devices) =>
      `    ${id}: Matrix, ${user}, ${places === 1 ? '1 place' : `${places} places`}, ${devices === 'any' ? 'votes from any device' : 'votes from verified devices only'}`,
  },
})
