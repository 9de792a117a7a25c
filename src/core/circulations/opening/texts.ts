// The wording of opening: what is frozen, what is asked back, and why it does not open.
import { bilingual } from '../../texts.ts'

export const openingTexts = bilingual({
  de: {
    help: 'Eröffnet einen bestätigten Entwurf: Regel, Stimmen, Anteile und Wortlaut werden eingefroren',
    anyway: 'trotzdem',
    anywayHint: 'nur nötig, wenn das Eröffnen nachfragt',
    notConfirmed:
      'Der Entwurf ist noch nicht von einer zweiten Person bestätigt. Bitte lassen Sie ihn zuerst bestätigen („bestätigen“).',
    faulty: (faults: string) => `Noch nicht eröffnet. ${faults}`,
    doubtful: (doubts: string, name: string) =>
      `Noch nicht eröffnet. ${doubts} Wenn Sie so eröffnen wollen: öffnen ${name} trotzdem`,
    opened: (title: string, end: string) =>
      `Eröffnet: ${title}. Ende: ${end}. Alle Stimmberechtigten erhalten ihre Nachricht.`,
    openAnyway: 'Trotzdem eröffnen',
    openAnywaySpoken: (name: string) => `Entwurf ${name} trotzdem eröffnen`,
    openAnywayTyped: (name: string) => `öffnen ${name} trotzdem`,
  },
  en: {
    help: 'Opens a confirmed draft: rule, votes, shares and wording are frozen',
    anyway: 'anyway',
    anywayHint: 'only needed when opening asks back',
    notConfirmed:
      'The draft has not been confirmed by a second person. Please have it confirmed first (“confirm”).',
    faulty: (faults: string) => `Not opened yet. ${faults}`,
    doubtful: (doubts: string, name: string) =>
      `Not opened yet. ${doubts} If you want to open it like this: open ${name} anyway`,
    opened: (title: string, end: string) =>
      `Opened: ${title}. Ends: ${end}. Everyone entitled to vote receives their message.`,
    openAnyway: 'Open anyway',
    openAnywaySpoken: (name: string) => `Open draft ${name} anyway`,
    openAnywayTyped: (name: string) => `open ${name} anyway`,
  },
})
