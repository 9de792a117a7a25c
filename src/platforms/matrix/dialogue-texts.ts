// The wording of a form that is filled in by talking.
import { bilingual } from '../../core/texts.ts'

export const dialogueTexts = bilingual({
  de: {
    cancel: 'abbrechen',
    back: 'zurück',
    next: 'weiter',
    vote: 'stimme',
    step: (label: string, n: number, count: number) => `${label} (${n} von ${count})`,
    now: 'Jetzt steht da:',
    keep: (word: string) => `„${word}“ behält es.`,
    skip: (word: string) => `Nicht nötig: „${word}“ lässt es weg.`,
    goBack: (word: string) => `„${word}“ geht einen Schritt zurück.`,
    stop: (word: string) => `„${word}“ hört auf, nichts wird gespeichert.`,
    noSuchChoice: 'Das steht nicht zur Wahl. Bitte die Nummer oder das Wort schreiben.',
    isRequired: 'Hier ist eine Angabe nötig.',
    cancelled: 'Abgebrochen, es wurde nichts gespeichert.',
  },
  en: {
    cancel: 'cancel',
    back: 'back',
    next: 'next',
    vote: 'vote',
    step: (label: string, n: number, count: number) => `${label} (${n} of ${count})`,
    now: 'It says now:',
    keep: (word: string) => `“${word}” keeps it.`,
    skip: (word: string) => `Not needed: “${word}” leaves it out.`,
    goBack: (word: string) => `“${word}” goes back a step.`,
    stop: (word: string) => `“${word}” stops, nothing is stored.`,
    noSuchChoice: 'That is not among the choices. Please write the number or the word.',
    isRequired: 'Something is needed here.',
    cancelled: 'Cancelled, nothing was stored.',
  },
})
