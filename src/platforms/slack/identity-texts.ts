// Why somebody on Slack cannot act, and what they can do about it.
import { bilingual } from '../../core/texts.ts'

export const identityTexts = bilingual({
  de: {
    bot: 'Nicht ausgeführt: Bots und Apps können im Rat nicht handeln.',
    deactivated: 'Nicht ausgeführt: Dieses Slack-Konto ist deaktiviert.',
    guest: (account: string) =>
      `Nicht ausgeführt: Sie sind hier Gast oder über Slack Connect dabei. Damit Sie handeln können, muss genau dieses Konto in der Ratsdatei stehen: ${account}. Bitte geben Sie es der Geschäftsstelle.`,
    notFound:
      'Nicht ausgeführt: Slack kennt dieses Konto nicht mehr oder zeigt es Umlauf nicht. Bitte wenden Sie sich an die Geschäftsstelle.',
    unchecked:
      'Nicht ausgeführt: Slack hat gerade nicht bestätigt, wer Sie sind. Bitte in einer Minute noch einmal; doppelt gezählt wird nie.',
  },
  en: {
    bot: 'Not carried out: bots and apps cannot act in the council.',
    deactivated: 'Not carried out: this Slack account is deactivated.',
    guest: (account: string) =>
      `Not carried out: you are a guest here, or take part by Slack Connect. To act, exactly this account has to stand in the council file: ${account}. Please give it to the secretariat.`,
    notFound:
      'Not carried out: Slack does not know this account any more, or does not show it to Umlauf. Please ask the secretariat.',
    unchecked:
      'Not carried out: Slack did not confirm just now who you are. Please try again in a minute; nothing is ever counted twice.',
  },
})
