// What the adapter itself says: why something was not counted, where an answer stands, how to vote.
import { bilingual } from '../../core/texts.ts'

export const answeringTexts = bilingual({
  de: {
    failure: (number: string) =>
      `Nicht bestätigt: Das hat nicht geklappt, der Fehler liegt bei Umlauf (Nr. ${number}). Bitte noch einmal; doppelt gezählt wird nie.`,
    plaintext:
      'Nicht gezählt: Diese Nachricht kam unverschlüsselt an. Bitte schalten Sie in Ihrem Programm die Verschlüsselung ein und stimmen Sie noch einmal ab.',
    clearRoom:
      'Nicht ausgeführt: Jener Raum ist nicht verschlüsselt, und dort kann niemand prüfen, von wem etwas kommt. Bitte schreiben Sie mir das hier.',
    unsignedDevice:
      'Nicht gezählt: Ihr Gerät ist nicht von Ihnen bestätigt. Bitte bestätigen Sie es in Ihrem Programm (in Element: „Sitzung verifizieren“) und stimmen Sie noch einmal ab.',
    otherSender:
      'Nicht gezählt: Die Verschlüsselung dieser Nachricht passt nicht zu Ihrem Konto. Bitte melden Sie sich neu an; hilft es nicht, fragen Sie die Geschäftsstelle.',
    undecryptable:
      'Ich konnte Ihre Nachricht nicht lesen. Bitte senden Sie sie noch einmal; die Frist läuft weiter.',
    undecryptableOld:
      'Ältere Nachrichten von Ihnen kann ich nicht mehr lesen. Was ich beantwortet habe, gilt weiter. Bitte senden Sie nur noch einmal, worauf keine Antwort kam; die Frist läuft weiter.',
    edited:
      'Geänderte Nachrichten zählen nicht: Was zuerst dort stand, gilt weiter, wie ich es beantwortet habe. Bitte schreiben Sie den ganzen Satz neu.',
    reaction:
      'Reaktionen sind nicht verschlüsselt und zählen nicht. Bitte antworten Sie auf die Umfrage, oder schreiben Sie die Stimme, wie es unter ihr steht.',
    redaction:
      'Löschen ändert nichts: Eine gezählte Stimme gilt weiter. Zum Ändern stimmen Sie bitte neu ab.',
    outdated:
      'Diese Umfrage ist veraltet, es wurde nichts geändert. Den heutigen Stand zeigt „übersicht“.',
    spoiled:
      'Nicht gezählt: Diese Antwort steht nicht zur Wahl. Bitte wählen Sie eine der Antworten der Umfrage.',
    elsewhere:
      'Sie haben mir in einem Raum geschrieben, den ich nicht kenne; dort zählt nichts. Bitte schreiben Sie mir hier.',
    newIdentity:
      'Die Identität Ihres Kontos in Matrix wurde neu angelegt. Ihre Stimmen zählen weiter. Waren Sie das nicht, hat jemand Ihr Kennwort: Bitte ändern Sie es, und sagen Sie es der Geschäftsstelle.',
    inPrivate: 'Die Antwort steht in unserem Gespräch.',
    moreFields: 'Es fehlen noch Angaben. Ich frage sie in unserem Gespräch ab.',
  },
  en: {
    failure: (number: string) =>
      `Not confirmed: that did not work, the fault is with Umlauf (no. ${number}). Please try again; nothing is ever counted twice.`,
    plaintext:
      'Not counted: this message arrived unencrypted. Please switch encryption on in your client and vote again.',
    clearRoom:
      'Not carried out: that room is not encrypted, and nobody can tell there who something comes from. Please write it to me here.',
    unsignedDevice:
      'Not counted: your device is not verified by you. Please verify it in your client (in Element: “Verify session”) and vote again.',
    otherSender:
      'Not counted: the encryption of this message does not belong to your account. Please log in anew; if that does not help, ask the secretariat.',
    undecryptable: 'I could not read your message. Please send it again; the deadline goes on.',
    undecryptableOld:
      'I can no longer read older messages of yours. What I answered still stands. Please send again only what got no answer; the deadline goes on.',
    edited:
      'Edited messages do not count: what stood there first still stands as I answered it. Please write the whole sentence anew.',
    reaction:
      'Reactions are not encrypted and do not count. Please answer the poll, or write the vote as it says below it.',
    redaction:
      'Deleting changes nothing: a vote that was counted still counts. To change it, please vote anew.',
    outdated:
      'This poll is outdated, nothing was changed. “overview” shows how things stand today.',
    spoiled:
      'Not counted: this answer is not among the choices. Please choose one of the answers of the poll.',
    elsewhere:
      'You wrote to me in a room that I do not know; nothing counts there. Please write to me here.',
    newIdentity:
      'The identity of your account in Matrix was made anew. Your votes still count. If that was not you, somebody has your password: please change it, and tell the secretariat.',
    inPrivate: 'The answer is in our conversation.',
    moreFields: 'Some details are missing. I ask for them in our conversation.',
  },
})
