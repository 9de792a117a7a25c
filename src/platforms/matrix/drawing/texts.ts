// The wording that drawing in Matrix adds: how to choose by words, how a choice stands, what goes on where; leaves what the bot says to the core.
import { bilingual } from '../../../core/texts.ts'

export const matrixTexts = bilingual({
  de: {
    name: 'Umlauf',
    met: 'erfüllt',
    unmet: 'nicht erfüllt',
    chosen: (label: string) => `✓ ${label} (gewählt)`,
    files: (names: string) => `Dateien: ${names}`,
    toVote: 'So stimmen Sie ab: in der Umfrage zu dieser Nachricht, oder Sie schreiben hier:',
    toGoOn: 'So geht es weiter. Schreiben Sie mir:',
    pollWords: 'Wo Ihr Programm keine Umfrage zeigt, schreiben Sie hier:',
    moreFollow: (count: number) =>
      count === 1
        ? 'Die Fortsetzung steht als Antwort unter dieser Nachricht.'
        : `${count} Fortsetzungen stehen als Antworten unter dieser Nachricht.`,
    continuation: (page: number, pages: number) => `Fortsetzung ${page} von ${pages}`,
  },
  en: {
    name: 'Umlauf',
    met: 'met',
    unmet: 'not met',
    chosen: (label) => `✓ ${label} (chosen)`,
    files: (names) => `Files: ${names}`,
    toVote: 'How to vote: in the poll that goes with this message, or type here:',
    toGoOn: 'What you can do next. Type to me:',
    pollWords: 'Where your client shows no poll, type here:',
    moreFollow: (count) =>
      count === 1
        ? 'This continues in a reply to this message.'
        : `This continues in ${count} replies to this message.`,
    continuation: (page, pages) => `Part ${page} of ${pages}`,
  },
})
