// What the adapter itself says: that something is being checked, is outdated, broke, or has to be opened anew.
import { bilingual } from '../../core/texts.ts'

export const answeringTexts = bilingual({
  de: {
    checking:
      'Wird geprüft, bitte nicht erneut klicken. Sie erfahren gleich, ob es gezählt wurde; kommt nichts, zeigt es „/umlauf übersicht“.',
    failure: (number: string) =>
      `Nicht bestätigt: Das hat nicht geklappt, der Fehler liegt bei Umlauf (Nr. ${number}). Bitte noch einmal; doppelt gezählt wird nie.`,
    outdated:
      'Diese Schaltfläche ist veraltet, es wurde nichts geändert. Den heutigen Stand zeigt „/umlauf übersicht“.',
    tooLate:
      'Das Formular ließ sich nicht mehr öffnen: Slack erlaubt dafür nur drei Sekunden. Bitte hier öffnen.',
    formHere: (title: string) => `„${title}“ wird in einem Formular ausgefüllt.`,
    formClosed: (title: string) =>
      `Noch nicht gespeichert: „${title}“ braucht eine Korrektur, und das Formular ist schon geschlossen.`,
    notKept:
      'Ihre Eingaben sind zu lang für diese Schaltfläche: Das Formular öffnet ohne sie. Bitte geben Sie sie noch einmal ein.',
    openForm: 'Formular öffnen',
    formTooLarge:
      'Dieses Formular ist für Slack zu groß. Bitte schreiben Sie den Befehl mit seinen Angaben; „/umlauf hilfe“ zeigt wie.',
    fileThere: (name: string) => `Die Datei ${name} steht in unserem Gespräch.`,
    fileFailed: (name: string) =>
      `Die Datei ${name} ließ sich nicht schicken. Bitte noch einmal; hilft es nicht, fragen Sie den Betrieb.`,
  },
  en: {
    checking:
      'Being checked, please do not click again. You will learn in a moment whether it was counted; if nothing comes, “/umlauf overview” shows it.',
    failure: (number: string) =>
      `Not confirmed: that did not work, the fault is with Umlauf (no. ${number}). Please try again; nothing is ever counted twice.`,
    outdated:
      'This button is outdated, nothing was changed. “/umlauf overview” shows how things stand today.',
    tooLate:
      'The form could not be opened any more: Slack allows three seconds for it. Please open it here.',
    formHere: (title: string) => `“${title}” is filled in by a form.`,
    formClosed: (title: string) =>
      `Not saved yet: “${title}” needs a correction, and the form is closed already.`,
    notKept:
      'What you entered is too long for this button: the form opens without it. Please enter it again.',
    openForm: 'Open the form',
    formTooLarge:
      'This form is too large for Slack. Please type the command with its details; “/umlauf help” shows how.',
    fileThere: (name: string) => `The file ${name} is in our conversation.`,
    fileFailed: (name: string) =>
      `The file ${name} could not be sent. Please try again; if that does not help, ask the operator.`,
  },
})
