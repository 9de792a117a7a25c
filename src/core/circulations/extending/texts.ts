// The wording of an extension and of the notice that everyone gets of it.
import { bilingual } from '../../texts.ts'

export const extendingTexts = bilingual({
  de: {
    help: 'Verlängert einen offenen Umlauf; nur nach hinten, mit Grund, allen angezeigt',
    until: 'Neues Ende',
    untilHint: 'Tag, dazu auf Wunsch eine Uhrzeit; ohne gilt 24:00 Uhr',
    reason: 'Grund',
    reasonHint: 'steht in der Mitteilung an alle',
    formTitlePlain: 'Umlauf verlängern',
    formIntro: 'Die Verlängerung wird allen mitgeteilt und kann nicht zurückgenommen werden.',
    submit: 'Verlängern',
    extended: (name: string, until: string) =>
      `${name} ist verlängert bis ${until}. Alle erhalten eine Mitteilung.`,
    notLater: (end: string) =>
      `Das neue Ende muss nach dem bisherigen liegen (${end}). Bitte nennen Sie einen späteren Tag.`,
    tooLate: (end: string) => `Das Ende (${end}) ist vorbei; verlängern kann man nur vorher.`,
    notice: (title: string, until: string, reason: string) =>
      `Verlängert: ${title}. Neues Ende: ${until}. Grund: ${reason}`,
  },
  en: {
    help: 'Extends an open circulation; only later, with a reason, announced to everyone',
    until: 'New end',
    untilHint: 'a day, with a time if you like; 24:00 without one',
    reason: 'Reason',
    reasonHint: 'stands in the notice to everyone',
    formTitlePlain: 'Extend a circulation',
    formIntro: 'The extension is announced to everyone and cannot be taken back.',
    submit: 'Extend',
    extended: (name: string, until: string) =>
      `${name} is extended until ${until}. Everyone receives a notice.`,
    notLater: (end: string) =>
      `The new end must be after the present one (${end}). Please name a later day.`,
    tooLate: (end: string) =>
      `The end (${end}) has passed; a circulation can only be extended before it.`,
    notice: (title: string, until: string, reason: string) =>
      `Extended: ${title}. New end: ${until}. Reason: ${reason}`,
  },
})
