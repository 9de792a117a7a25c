// The wording of the kernel itself: refusals of unreadable requests, of words that are no command, of forbidden characters, and the help around the commands' own help.
import { bilingual } from './texts.ts'

export const formalTexts = bilingual({
  de: {
    nul: 'ein Nullzeichen',
    surrogate: 'ein halbes Zeichen',
    control: 'ein Steuerzeichen',
    bidi: 'ein Zeichen, das die Schreibrichtung umkehrt',
    tag: 'ein unsichtbares Kennzeichen',
    invisible: 'ein unsichtbares Zeichen',
    forbidden: (kind: string, codePoint: string, position: number) =>
      `Der Text enthält an Stelle ${position} ${kind} (${codePoint}). Er wurde nicht gespeichert. Bitte entfernen Sie es und senden Sie den Text noch einmal.`,
    empty: 'Hier fehlt der Text. Bitte füllen Sie das Feld aus.',
    tooLong: (length: number, most: number) =>
      `Der Text hat ${length} Zeichen, erlaubt sind ${most}. Bitte kürzen Sie ihn; gespeichert wurde nichts.`,
    oneLine: 'Hier ist nur eine Zeile möglich. Bitte entfernen Sie die Zeilenumbrüche.',
  },
  en: {
    nul: 'a NUL character',
    surrogate: 'half a character',
    control: 'a control character',
    bidi: 'a character that reverses the direction of writing',
    tag: 'an invisible tag character',
    invisible: 'an invisible character',
    forbidden: (kind: string, codePoint: string, position: number) =>
      `At position ${position} the text has ${kind} (${codePoint}). It was not stored. Please remove it and send the text again.`,
    empty: 'The text is missing here. Please fill in the field.',
    tooLong: (length: number, most: number) =>
      `The text has ${length} characters, ${most} are allowed. Please shorten it; nothing was stored.`,
    oneLine: 'Only one line is possible here. Please remove the line breaks.',
  },
})

export const argumentTexts = bilingual({
  de: {
    missing: (label: string, example: string) => `Es fehlt: ${label}. Zum Beispiel: ${example}`,
    noForm: (example: string) =>
      `Dieser Befehl hat kein Formular. So wird er geschrieben: ${example}`,
    tooMany: (word: string, usage: string) =>
      `Mit „${word}“ kann dieser Befehl nichts anfangen. So wird er geschrieben: ${usage}`,
    notAnOption: (word: string, options: string) =>
      `„${word}“ gehört nicht zur Auswahl. Möglich sind: ${options}.`,
    notANumber: (word: string) =>
      `„${word}“ ist keine ganze Zahl ab 1. Bitte schreiben Sie zum Beispiel: seite 2.`,
    needed: 'Bitte füllen Sie dieses Feld aus.',
    reference: 'Nummer',
    referenceHint:
      'Nummer des Umlaufs, des Entwurfs oder des Beschlusses, zum Beispiel 7/2023 oder E-12',
    notAReference: (word: string) =>
      `„${word}“ ist keine Nummer. Entwürfe heißen E-12, Umläufe 7/2023, Beschlüsse 2023/35 oder B-2025/33-IT.`,
    date: 'Datum',
    dateHint: 'zum Beispiel 24.10.2023 oder 24. Oktober 2023, 14:30',
    page: 'Seite',
    pageHint: 'Seitenzahl, ab 1',
  },
  en: {
    missing: (label: string, example: string) => `Missing: ${label}. For example: ${example}`,
    noForm: (example: string) => `This command has no form. It is written like this: ${example}`,
    tooMany: (word: string, usage: string) =>
      `This command has no use for “${word}”. It is written like this: ${usage}`,
    notAnOption: (word: string, options: string) =>
      `“${word}” is not one of the options. Possible are: ${options}.`,
    notANumber: (word: string) =>
      `“${word}” is not a whole number from 1. Please write for example: page 2.`,
    needed: 'Please fill in this field.',
    reference: 'Number',
    referenceHint:
      'number of the circulation, the draft or the decision, for example 7/2023 or E-12',
    notAReference: (word: string) =>
      `“${word}” is not a number. Drafts are called E-12, circulations 7/2023, decisions 2023/35 or B-2025/33-IT.`,
    date: 'Date',
    dateHint: 'for example 24.10.2023 or 24 October 2023, 14:30',
    page: 'Page',
    pageHint: 'page number, from 1',
  },
})

export const botTexts = bilingual({
  de: {
    nothing: 'Bitte schreiben Sie, was Sie möchten. „hilfe“ zeigt alle Befehle.',
    unknown: (word: string, near: string) =>
      near === ''
        ? `Den Befehl „${word}“ gibt es nicht. „hilfe“ zeigt alle Befehle.`
        : `Den Befehl „${word}“ gibt es nicht. Meinten Sie: ${near}? „hilfe“ zeigt alle Befehle.`,
    choiceAlone: (word: string, examples: readonly string[]) =>
      `„${word}“ allein ändert nichts, auch keine Stimme. Bitte den ganzen Satz, zum Beispiel ${examples.map((example) => `„${example}“`).join(' oder ')}.`,
    fileNotTaken: (command: string, takers: string) =>
      `„${command}“ nimmt keine Datei; sie wurde nicht geladen. Eine Tabelle nimmt: ${takers}.`,
    fileAlone: (word: string, takers: string) =>
      `„${word}“ ist kein Befehl; die Datei wurde nicht geladen. Eine Tabelle nimmt: ${takers}. Schreiben Sie das dazu, oder senden Sie die Datei ohne Worte.`,
    fileSeveral: (count: number) =>
      `Es kamen ${count} Dateien; geladen wurde keine. Bitte senden Sie eine einzige Tabelle mit allen Angaben.`,
    fileSize: (most: number) =>
      `Die Datei ist größer als ${most} MB und wurde nicht geladen. Bitte löschen Sie Bilder und Blätter, die nicht zum Bericht gehören, und senden Sie sie noch einmal.`,
    fileLost:
      'Die Datei konnte nicht geladen werden; gespeichert ist nichts. Bitte laden Sie sie noch einmal hoch.',
    takesFile: 'Datei',
    takesFileMeans: (most: number) =>
      `eine Tabelle (CSV oder XLSX, bis ${most} MB) statt des Formulars`,
    stranger:
      'Umlauf kennt Ihr Konto nicht. Schreiben Sie „verknüpfen“ und geben Sie den Code der Geschäftsstelle; bis dahin steht Ihnen nur „hilfe“ offen.',
    notYours: (command: string, who: string) =>
      `„${command}“ steht nur ${who} offen. Es wurde nichts geändert. „hilfe“ zeigt, was Ihnen offensteht.`,
    voter: 'Mitgliedern und ihren Vertretungen',
    secretariat: 'der Geschäftsstelle',
    chair: 'dem Vorsitz',
    office: 'der Geschäftsstelle und dem Vorsitz',
    known: 'Personen der Ratsdatei',
    anyone: 'allen',
    otherRequest:
      'Unter dieser Kennung kam schon eine andere Anfrage an. Es wurde nichts geändert. Bitte laden Sie die Ansicht neu und versuchen Sie es noch einmal.',
    defect: (number: string) =>
      `Das hat nicht geklappt; der Fehler liegt bei Umlauf (Nr. ${number}). Es wurde nichts bestätigt. Bitte versuchen Sie es noch einmal: Doppelt gezählt wird nie.`,
    droppedCharacters: 'Unsichtbare Zeichen in Ihrer Eingabe wurden nicht beachtet.',
    helpTitle: 'Was Sie Umlauf sagen können',
    helpIntro:
      'Deutsch oder Englisch, die Angaben in beliebiger Reihenfolge, Texte in Anführungszeichen.',
    helpSummary: (commands: string) => `Befehle: ${commands}. Mehr zu einem: hilfe <Befehl>.`,
    helpMore: 'Mehr zu einem Befehl: hilfe <Befehl>',
    helpHelp: 'Zeigt alle Befehle oder einen im Einzelnen',
    helpArgument: 'Befehl',
    helpArgumentHint: 'Name eines Befehls, zum Beispiel stimme',
    who: 'Steht offen',
    example: 'Beispiel',
    usage: 'Schreibweise',
    details: 'Angaben',
    also: 'Andere Namen',
    faults: 'Bitte prüfen Sie die gekennzeichneten Felder. Gespeichert wurde noch nichts.',
    optional: 'optional',
  },
  en: {
    nothing: 'Please write what you would like. “help” shows all commands.',
    unknown: (word: string, near: string) =>
      near === ''
        ? `There is no command “${word}”. “help” shows all commands.`
        : `There is no command “${word}”. Did you mean: ${near}? “help” shows all commands.`,
    choiceAlone: (word, examples) =>
      `“${word}” alone changes nothing, nor any vote. Please write the whole sentence, for example ${examples.map((example) => `“${example}”`).join(' or ')}.`,
    fileNotTaken: (command, takers) =>
      `“${command}” takes no file; it was not loaded. A table is taken by: ${takers}.`,
    fileAlone: (word, takers) =>
      `“${word}” is no command; the file was not loaded. A table is taken by: ${takers}. Write that with it, or send the file without words.`,
    fileSeveral: (count) =>
      `${count} files came; none was loaded. Please send one single table with all answers.`,
    fileSize: (most) =>
      `The file is larger than ${most} MB and was not loaded. Please delete pictures and sheets that do not belong to the report, and send it again.`,
    fileLost: 'The file could not be loaded; nothing is stored. Please upload it again.',
    takesFile: 'File',
    takesFileMeans: (most) => `a table (CSV or XLSX, up to ${most} MB) in place of the form`,
    stranger:
      'Umlauf does not know your account. Write “link” and give the code to the secretariat; until then only “help” is open to you.',
    notYours: (command: string, who: string) =>
      `“${command}” is only open to ${who}. Nothing was changed. “help” shows what is open to you.`,
    voter: 'members and their deputies',
    secretariat: 'the secretariat',
    chair: 'the chair',
    office: 'the secretariat and the chair',
    known: 'persons of the council file',
    anyone: 'everyone',
    otherRequest:
      'Another request has already arrived under this identifier. Nothing was changed. Please reload the view and try again.',
    defect: (number: string) =>
      `That did not work; the fault is with Umlauf (no. ${number}). Nothing was confirmed. Please try again: nothing is ever counted twice.`,
    droppedCharacters: 'Invisible characters in what you typed were ignored.',
    helpTitle: 'What you can say to Umlauf',
    helpIntro: 'German or English, details in any order, texts in quotation marks.',
    helpSummary: (commands: string) => `Commands: ${commands}. More about one: help <command>.`,
    helpMore: 'More about a command: help <command>',
    helpHelp: 'Shows all commands, or one in detail',
    helpArgument: 'Command',
    helpArgumentHint: 'name of a command, for example vote',
    who: 'Open to',
    example: 'Example',
    usage: 'Written as',
    details: 'Details',
    also: 'Other names',
    faults: 'Please check the marked fields. Nothing has been stored yet.',
    optional: 'optional',
  },
})
