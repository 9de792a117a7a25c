// What the command line says of the connections to Slack: which settings and which lines of the council file belong together, and that they stand.
import { bilingual } from '../core/texts.ts'

type Needed = readonly { readonly id: string; readonly name: string }[]

export const slackTexts = bilingual({
  de: {
    noCouncil: (command: string) =>
      `Slack ist eingestellt, aber in dieser Datenbank gilt noch keine Ratsdatei. Bitte eine in Kraft setzen (docs/slack.md zeigt, was darin steht): ${command}`,
    noConnection: (command: string) =>
      `Slack ist eingestellt, aber die Ratsdatei hat keine Slack-Verbindung. Bitte unter „connections“ ergänzen, zum Beispiel { id: slack, network: slack, team: T0123456789 }, und einspielen: ${command}`,
    unmatched: (needed: Needed, left: readonly string[]) =>
      [
        'Einstellungen und Ratsdatei passen nicht zusammen.',
        ...needed.map(
          ({ id, name }) => `- Die Verbindung „${id}“ hat keine Einstellungen: ${name} fehlt.`,
        ),
        ...left.map((name) => `- Zu ${name} gibt es keine Verbindung in der Ratsdatei.`),
        'Der Zusatz hinter __ ist die Kennung der Verbindung in Großbuchstaben, mit „_“ für „-“. Bitte die Einstellungen oder die Ratsdatei berichtigen.',
      ].join('\n'),
    standing: (id: string, team: string, way: string, places: number) =>
      `    ${id}: Slack, Workspace ${team}, ${way}, ${places === 1 ? '1 Ort' : `${places} Orte`}`,
    socket: 'über Socket Mode',
    notYet: 'Slack antwortet noch nicht, Umlauf versucht es weiter',
    http: (address: string) => `über HTTP auf http://${address}/slack/events`,
  },
  en: {
    noCouncil: (command) =>
      `Slack is set, but no council file is in force in this database yet. Please put one into force (docs/slack.md shows what stands in it): ${command}`,
    noConnection: (command) =>
      `Slack is set, but the council file has no Slack connection. Please add one under “connections”, for example { id: slack, network: slack, team: T0123456789 }, and apply it: ${command}`,
    unmatched: (needed, left) =>
      [
        'Settings and council file do not match.',
        ...needed.map(
          ({ id, name }) => `- The connection “${id}” has no settings: ${name} is missing.`,
        ),
        ...left.map((name) => `- There is no connection in the council file for ${name}.`),
        'What follows __ is the id of the connection in capitals, with “_” for “-”. Please correct the settings or the council file.',
      ].join('\n'),
    standing: (id, team, way, places) =>
      `    ${id}: Slack, workspace ${team}, ${way}, ${places === 1 ? '1 place' : `${places} places`}`,
    socket: 'by Socket Mode',
    notYet: 'Slack does not answer yet, Umlauf goes on trying',
    http: (address) => `by HTTP at http://${address}/slack/events`,
  },
})
