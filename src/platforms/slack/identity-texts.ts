// Why somebody on Slack cannot act, and what they can do about it.
import { bilingual } from '../../core/texts.ts'

export const identityTexts = bilingual({
  de: {
    bot: 'Nicht gezählt: Bots und Apps können im Rat nicht handeln.',
    deactivated: 'Nicht gezählt: Dieses Slack-Konto ist deaktiviert.',
    guest: (account: string) =>
      `Nicht gezählt: Sie sind hier Gast oder über Slack Connect dabei. Damit Sie handeln können, muss genau dieses Konto in der Ratsdatei stehen: ${account}. Bitte geben Sie es der Geschäftsstelle.`,
    unchecked:
      'Nicht gezählt: Slack hat gerade nicht bestätigt, wer Sie sind. Bitte in einer Minute noch einmal; doppelt gezählt wird nie.',
  },
  en: {
    bot: 'Not counted: bots and apps cannot act in the council.',
    deactivated: 'Not counted: this Slack account is deactivated.',
    guest: (account: string) =>
      `Not counted: you are a guest here, or take part by Slack Connect. To act, exactly this account has to stand in the council file: ${account}. Please give it to the secretariat.`,
    unchecked:
      'Not counted: Slack did not confirm just now who you are. Please try again in a minute; nothing is ever counted twice.',
  },
})
