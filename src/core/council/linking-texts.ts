// The wording of linking an account to a person by code, and of undoing it.
import { bilingual } from '../texts.ts'

export const linkingTexts = bilingual({
  de: {
    help: 'Verknüpft ein Konto mit einer Person der Ratsdatei; ohne Code erhalten Sie einen',
    unlinkHelp: 'Trennt ein verknüpftes Konto; ohne Angabe das, mit dem Sie schreiben',
    code: 'Code',
    codeHint: 'zehn Zeichen, zum Beispiel K7MFX-2QR9T',
    person: 'Person',
    personHint: 'Kennung oder Name der Ratsdatei; nur die Geschäftsstelle nennt sie',
    account: 'Konto',
    accountHint: 'Verbindung und Konto mit Doppelpunkt, wie „wer bin ich“ sie zeigt',
    title: 'Konto verknüpfen',
    forOffice: (code: string, minutes: number) =>
      `Umlauf kennt dieses Konto noch nicht. Geben Sie diesen Code der Geschäftsstelle, am besten am Telefon: ${code}. Er gilt ${minutes} Minuten und einmal.`,
    officeWrites: (code: string) => `Die Geschäftsstelle schreibt: verknüpfen ${code} <Person>`,
    forYourself: (code: string, minutes: number) =>
      `Für ein zweites Konto von Ihnen: Schreiben Sie mit ihm in einem eigenen Gespräch an Umlauf „verknüpfen ${code}“. Der Code gilt ${minutes} Minuten und einmal.`,
    keepIt: 'Geben Sie ihn niemandem: Wer ihn verwendet, handelt in Ihrem Namen.',
    linked: (account: string, network: string, person: string) =>
      `Das Konto ${account} (Netz: ${network}) gehört jetzt zu ${person}.`,
    yours: (account: string, network: string, person: string) =>
      `Dieses Konto ${account} (Netz: ${network}) gehört jetzt zu ${person}. „wer bin ich“ zeigt es auch in Ihrem anderen.`,
    undo: (account: string) => `Rückgängig: trennen ${account}`,
    undoLabel: 'Trennen',
    undoSpoken: (account: string) => `Das Konto ${account} wieder trennen`,
    undoTyped: (account: string) => `trennen ${account}`,
    unlinked: (account: string, person: string) =>
      `Das Konto ${account} gehört nicht mehr zu ${person}. Neu verknüpfen: dort „verknüpfen“ schreiben.`,
    network: 'Netz',
    wrong:
      'Dieser Code gilt nicht. Er ist falsch geschrieben, schon verwendet oder älter als zehn Minuten. Bitte lassen Sie sich einen neuen geben: „verknüpfen“ ohne Code.',
    tooMany: 'Das waren zu viele falsche Codes. Bitte versuchen Sie es in einer Stunde wieder.',
    noCode:
      'Bitte nennen Sie zuerst den Code: verknüpfen K7MFX-2QR9T <Person>. Den Code erhält, wer mit dem neuen Konto „verknüpfen“ schreibt.',
    noPerson:
      'Bitte nennen Sie nach dem Code auch die Person, der das Konto gehört: verknüpfen K7MFX-2QR9T mitglied-he.',
    known:
      'Dieses Konto ist schon verknüpft. Einen Code für Ihr zweites Konto erhalten Sie mit „verknüpfen“ ohne Code; verwendet wird er dort.',
    office:
      'Nur die Geschäftsstelle des Gremiums verknüpft Konten mit dieser Person. Bitte wenden Sie sich an sie.',
    holdsOffice:
      'Wer ein Amt hat, verknüpft sein Konto selbst, mit einem Code aus seinem anderen Konto, oder es wird in die Ratsdatei eingetragen. Sonst könnte eine Person die vier Augen allein sein.',
    linkedNotice: (account: string, network: string, person: string, by: string) =>
      `Das Konto ${account} (Netz: ${network}) gehört seit eben zu ${person}; verknüpft von ${by}. War das nicht gewollt: trennen ${account}`,
    guest:
      'Dieses Konto gehört zu einer anderen Organisation. Es kann nicht mit einem Code verknüpft werden; die Geschäftsstelle muss es in die Ratsdatei eintragen.',
    personUnknown: (written: string, meant: string | undefined) =>
      meant === undefined
        ? `Eine Person „${written}“ steht nicht in der Ratsdatei. Bitte nennen Sie ihre Kennung.`
        : `Eine Person „${written}“ steht nicht in der Ratsdatei. Gemeint ist wohl „${meant}“.`,
    notAnAccount: (written: string) =>
      `„${written}“ ist kein Konto. Bitte schreiben Sie Verbindung und Konto mit Doppelpunkt, wie „wer bin ich“ sie zeigt.`,
    notLinked: (account: string) =>
      `Ein verknüpftes Konto ${account}, das Sie trennen dürfen, gibt es nicht. „wer bin ich“ zeigt Ihre Konten.`,
    inFile: (account: string) =>
      `Das Konto ${account} steht in der Ratsdatei. Es gilt, bis es dort gestrichen ist.`,
  },
  en: {
    help: 'Links an account to a person of the council file; without a code you get one',
    unlinkHelp: 'Unlinks a linked account; without one named, that which you are writing with',
    code: 'Code',
    codeHint: 'ten characters, for example K7MFX-2QR9T',
    person: 'Person',
    personHint: 'id or name of the council file; only the secretariat names it',
    account: 'Account',
    accountHint: 'connection and account with a colon, as "who am i" shows them',
    title: 'Link an account',
    forOffice: (code, minutes) =>
      `Umlauf does not know this account yet. Give this code to the secretariat, best by telephone: ${code}. It is valid for ${minutes} minutes and once.`,
    officeWrites: (code) => `The secretariat writes: link ${code} <person>`,
    forYourself: (code, minutes) =>
      `For a second account of yours: write "link ${code}" to Umlauf with it, in a conversation of your own. The code is valid for ${minutes} minutes and once.`,
    keepIt: 'Give it to nobody: whoever uses it acts in your name.',
    linked: (account, network, person) =>
      `The account ${account} (network: ${network}) now belongs to ${person}.`,
    yours: (account, network, person) =>
      `This account ${account} (network: ${network}) now belongs to ${person}. "who am i" shows it in your other one too.`,
    undo: (account) => `To undo: unlink ${account}`,
    undoLabel: 'Unlink',
    undoSpoken: (account) => `Unlink the account ${account} again`,
    undoTyped: (account) => `unlink ${account}`,
    unlinked: (account, person) =>
      `The account ${account} no longer belongs to ${person}. To link it anew: write "link" with it.`,
    network: 'Network',
    wrong:
      'This code does not count. It is misspelt, already used or older than ten minutes. Please get a new one: "link" without a code.',
    tooMany: 'Those were too many wrong codes. Please try again in an hour.',
    noCode:
      'Please name the code first: link K7MFX-2QR9T <person>. Whoever writes "link" with the new account gets the code.',
    noPerson:
      'Please name after the code the person whose account it is: link K7MFX-2QR9T mitglied-he.',
    known:
      'This account is linked already. You get a code for your second account by "link" without a code; it is used there.',
    office: 'Only the secretariat of the body links accounts to this person. Please turn to it.',
    holdsOffice:
      'Whoever holds an office links an account alone, with a code from another account, or it is entered in the council file. Otherwise one person could be both pairs of eyes.',
    linkedNotice: (account, network, person, by) =>
      `The account ${account} (network: ${network}) now belongs to ${person}; linked by ${by}. If that was not meant: unlink ${account}`,
    guest:
      'This account belongs to another organisation. It cannot be linked by a code; the secretariat has to enter it in the council file.',
    personUnknown: (written, meant) =>
      meant === undefined
        ? `There is no person "${written}" in the council file. Please name the id.`
        : `There is no person "${written}" in the council file. "${meant}" is probably meant.`,
    notAnAccount: (written) =>
      `"${written}" is no account. Please write connection and account with a colon, as "who am i" shows them.`,
    notLinked: (account) =>
      `There is no linked account ${account} that you may unlink. "who am i" shows your accounts.`,
    inFile: (account) =>
      `The account ${account} stands in the council file. It counts until it is deleted there.`,
  },
})
