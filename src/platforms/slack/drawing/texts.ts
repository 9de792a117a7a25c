// The wording that drawing in Slack adds: what goes on where, how a choice stands, what did not fit; leaves what the bot says to the core.
import { bilingual } from '../../../core/texts.ts'

export const slackTexts = bilingual({
  de: {
    name: 'Umlauf',
    close: 'Schließen',
    cancel: 'Abbrechen',
    submit: 'Absenden',
    choose: 'Bitte wählen',
    met: 'erfüllt',
    unmet: 'nicht erfüllt',
    chosen: (label: string) => `✓ ${label} (gewählt)`,
    atYours: (tokens: string) => `bei Ihnen: ${tokens}`,
    files: (names: string) => `Dateien: ${names}`,
    moreFollow: (count: number) =>
      count === 1
        ? 'Die Fortsetzung steht im Thread dieser Nachricht.'
        : `${count} Fortsetzungen stehen im Thread dieser Nachricht.`,
    continuation: (page: number, pages: number) => `Fortsetzung ${page} von ${pages}`,
    shortened: ' … (vollständig in der Nachricht)',
    typeInstead: (label: string, words: string) =>
      `„${label}“ passt nicht auf eine Schaltfläche. Schreiben Sie stattdessen: ${words}`,
    inFull: (short: string, label: string) => `„${short}“ heißt vollständig: ${label}`,
    notAllHere: 'Hier ist nicht für alles Platz. Alles zeigt Ihnen der Befehl: übersicht',
    partOf: (label: string, part: number, parts: number) => `${label} (Teil ${part} von ${parts})`,
    goesOn: (label: string) => `${label} (Fortsetzung)`,
    goesOnHint: 'nur nötig, wo oben der Platz nicht reicht; wird als neue Zeile angefügt',
    numbers: (first: number, last: number) => `${first} bis ${last}`,
  },
  en: {
    name: 'Umlauf',
    close: 'Close',
    cancel: 'Cancel',
    submit: 'Submit',
    choose: 'Please choose',
    met: 'met',
    unmet: 'not met',
    chosen: (label) => `✓ ${label} (chosen)`,
    atYours: (tokens) => `your time: ${tokens}`,
    files: (names) => `Files: ${names}`,
    moreFollow: (count) =>
      count === 1
        ? 'This message continues in its thread.'
        : `This message continues in its thread, in ${count} parts.`,
    continuation: (page, pages) => `Part ${page} of ${pages}`,
    shortened: ' … (in full in the message)',
    typeInstead: (label, words) =>
      `“${label}” does not fit on a button. Type this instead: ${words}`,
    inFull: (short, label) => `“${short}” reads in full: ${label}`,
    notAllHere: 'There is not enough room here for everything. To see it all, type: home',
    partOf: (label, part, parts) => `${label} (part ${part} of ${parts})`,
    goesOn: (label) => `${label} (continued)`,
    goesOnHint: 'only needed where the space above does not suffice; added as a new line',
    numbers: (first, last) => `${first} to ${last}`,
  },
})
