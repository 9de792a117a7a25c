// The wording of a person's own page.
import { bilingual } from '../texts.ts'

export const homeTexts = bilingual({
  de: {
    commandHelp: 'Zeigt, was auf Sie wartet, mit den Schaltflächen dafür, und wer Sie sind',
    title: 'Übersicht',
    waiting: 'Wartet auf Sie',
    nothingWaits: 'Auf Sie wartet nichts.',
    voted: 'Abgestimmt',
    votedLine: (title: string, choice: string, party: string, end: string) =>
      `${title}: ${choice} für ${party}, änderbar bis ${end}`,
    you: 'Sie',
    youAre: (name: string, part: string) => `Sie sind ${name}: ${part}.`,
    name: 'Name',
    part: 'Mandat und Amt',
    language: 'Sprache',
    de: 'Deutsch',
    en: 'Englisch',
    about: (name: string, act: string) => `${name}: ${act}`,
    look: 'Vorschau',
    otherLanguage: 'In English, please',
    otherLanguageSpoken: 'Switch to English',
    help: 'Hilfe',
    helpSpoken: 'Hilfe zeigen',
    stranger: 'Umlauf kennt dieses Konto noch nicht.',
    howToLink:
      'Schreiben Sie „verknüpfen“: Sie erhalten einen Code für die Geschäftsstelle, oder nehmen Sie den Code, den Ihnen Umlauf in Ihrem anderen Konto gegeben hat: „verknüpfen CODE“.',
    link: 'Konto verknüpfen',
    linkSpoken: 'Einen Code zum Verknüpfen dieses Kontos erhalten',
  },
  en: {
    commandHelp: 'Shows what waits for you, with the buttons for it, and who you are',
    title: 'Overview',
    waiting: 'Waits for you',
    nothingWaits: 'Nothing waits for you.',
    voted: 'Voted',
    votedLine: (title, choice, party, end) =>
      `${title}: ${choice} for ${party}, can be changed until ${end}`,
    you: 'You',
    youAre: (name, part) => `You are ${name}: ${part}.`,
    name: 'Name',
    part: 'Mandate and office',
    language: 'Language',
    de: 'German',
    en: 'English',
    about: (name, act) => `${name}: ${act}`,
    look: 'Preview',
    otherLanguage: 'Auf Deutsch, bitte',
    otherLanguageSpoken: 'Auf Deutsch umstellen',
    help: 'Help',
    helpSpoken: 'Show the help',
    stranger: 'Umlauf does not know this account yet.',
    howToLink:
      'Write "link": you get a code for the secretariat, or take the code that Umlauf gave you in your other account: "link CODE".',
    link: 'Link the account',
    linkSpoken: 'Get a code to link this account',
  },
})
