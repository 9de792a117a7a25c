// What is said of the connection to Slack as a whole, to the one who starts it.
import { bilingual } from '../../core/texts.ts'

export const connectionTexts = bilingual({
  de: {
    token: (error: string) =>
      `Slack nimmt das Bot-Token nicht an (${error}). Es steht in der App unter „OAuth & Permissions“ und beginnt mit xoxb-; bitte SLACK_BOT_TOKEN prüfen oder die App neu installieren.`,
    unreachable: (reason: string) =>
      `Slack antwortet nicht (${reason}). Bitte die Verbindung dieses Rechners nach außen prüfen und noch einmal starten.`,
    otherTeam: (found: string, wanted: string) =>
      `Das Bot-Token gehört zum Workspace ${found}, in der Ratsdatei steht ${wanted}. Bitte Token oder „team“ der Verbindung berichtigen.`,
    noWayIn:
      'Es fehlt der Weg herein: SLACK_APP_TOKEN für Socket Mode oder SLACK_SIGNING_SECRET für HTTP.',
    halted: (error: string) =>
      `Slack nimmt das Token nicht mehr an (${error}): Es wird nichts mehr zugestellt. Bitte die App neu installieren und das neue Token setzen.`,
    notStarted: 'nicht gestartet',
  },
  en: {
    token: (error: string) =>
      `Slack does not accept the bot token (${error}). It stands in the app under “OAuth & Permissions” and begins with xoxb-; please check SLACK_BOT_TOKEN, or install the app anew.`,
    unreachable: (reason: string) =>
      `Slack does not answer (${reason}). Please check this machine's way out, and start again.`,
    otherTeam: (found: string, wanted: string) =>
      `The bot token belongs to the workspace ${found}, the council file says ${wanted}. Please correct the token or the connection's “team”.`,
    noWayIn:
      'There is no way in: SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
    halted: (error: string) =>
      `Slack no longer accepts the token (${error}): nothing is delivered any more. Please install the app anew and set the new token.`,
    notStarted: 'not started',
  },
})
