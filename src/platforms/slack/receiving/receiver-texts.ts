// The wording of the two ways in: how they are, and why Slack does not let the app in; leaves what members read to texts.ts.
import { bilingual } from '../../../core/texts.ts'

export const receiverTexts = bilingual({
  de: {
    listening: (address: string, refused: number) =>
      `Umlauf hört auf ${address}${refused === 0 ? '' : `; ${refused} Anfragen ohne gültige Unterschrift abgewiesen`}.`,
    notListening: 'Umlauf nimmt von Slack gerade nichts an: Der HTTP-Empfang ist geschlossen.',
    portTaken: (port: number) =>
      `Auf dem Port ${port} hört schon ein anderes Programm. Bitte beenden Sie es, oder wählen Sie einen anderen Port.`,
    lines: (up: number) => `${up} von 2 Verbindungen zu Slack stehen.`,
    noLine: (since: number) =>
      `Seit ${since} s steht keine Verbindung zu Slack; Umlauf versucht es weiter.`,
    wrongKind:
      'Slack nimmt dieses App-Token nicht an: Es ist von der falschen Art. Bitte tragen Sie als SLACK_APP_TOKEN ein Token ein, das mit „xapp-“ beginnt (Einstellungen der App, „Basic Information“, „App-Level Tokens“).',
    wrongToken:
      'Slack kennt dieses App-Token nicht oder nicht mehr. Bitte erzeugen Sie in den Einstellungen der App unter „Basic Information“, „App-Level Tokens“ ein neues mit der Berechtigung „connections:write“, und tragen Sie es als SLACK_APP_TOKEN ein.',
    missingScope:
      'Dem App-Token fehlt die Berechtigung „connections:write“. Bitte erzeugen Sie in den Einstellungen der App unter „Basic Information“, „App-Level Tokens“ ein neues Token mit ihr, und tragen Sie es als SLACK_APP_TOKEN ein.',
    inactive: (code: string) =>
      `Slack lässt die App nicht herein (${code}): Sie oder ihr Arbeitsbereich ist abgeschaltet. Bitte fragen Sie die Verwaltung des Arbeitsbereichs, und installieren Sie die App neu.`,
  },
  en: {
    listening: (address, refused) =>
      `Umlauf listens on ${address}${refused === 0 ? '' : `; ${refused} requests without a valid signature were refused`}.`,
    notListening: 'Umlauf takes nothing from Slack at the moment: receiving by HTTP is closed.',
    portTaken: (port) =>
      `Another program already listens on port ${port}. Please end it, or choose another port.`,
    lines: (up) => `${up} of 2 connections to Slack are up.`,
    noLine: (since) => `No connection to Slack for ${since} s; Umlauf keeps trying.`,
    wrongKind:
      'Slack does not take this app token: it is of the wrong kind. Please set SLACK_APP_TOKEN to a token that begins with “xapp-” (settings of the app, “Basic Information”, “App-Level Tokens”).',
    wrongToken:
      'Slack does not know this app token, or no longer. Please make a new one with the scope “connections:write” in the settings of the app under “Basic Information”, “App-Level Tokens”, and set it as SLACK_APP_TOKEN.',
    missingScope:
      'The app token lacks the scope “connections:write”. Please make a new token with it in the settings of the app under “Basic Information”, “App-Level Tokens”, and set it as SLACK_APP_TOKEN.',
    inactive: (code) =>
      `Slack does not let the app in (${code}): it or its workspace is switched off. Please ask the administration of the workspace, and install the app again.`,
  },
})
