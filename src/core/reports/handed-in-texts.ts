// The wording of reports as a table: the template to fill in, and what is wrong with a table that was handed in.
import { bilingual } from '../texts.ts'

export const handedInTexts = bilingual({
  de: {
    both: 'Es kamen eine Tabelle und Angaben in Worten. Bitte senden Sie nur eines von beiden; gespeichert ist nichts.',
    faults: (count: number) =>
      count === 1
        ? 'Die Tabelle hat einen Fehler; gespeichert ist nichts. Bitte berichtigen Sie ihn und laden Sie die Tabelle noch einmal hoch.'
        : `Die Tabelle hat ${count} Fehler; gespeichert ist nichts. Bitte berichtigen Sie sie und laden Sie die Tabelle noch einmal hoch.`,
    more: (count: number) =>
      count === 1
        ? 'Ein weiterer Fehler ist nicht gezeigt.'
        : `${count} weitere Fehler sind nicht gezeigt.`,
    atLine: (line: number, fault: string) => `Zeile ${line}: ${fault}`,
    asAtLine: (line: number) => `wie in Zeile ${line}.`,
    noHead:
      'Die erste Zeile nennt die Spalten, nicht schon eine Angabe. Bitte setzen Sie eine Kopfzeile darüber.',
    otherColumn: (column: string) =>
      `Die Antwort gehört in die Spalte B; dies steht in Spalte ${column}. Bitte verschieben oder löschen Sie es.`,
    noColumn: (column: string) =>
      `Über der Spalte ${column} steht keine Angabe. Bitte benennen Sie die Spalte, oder löschen Sie, was darin steht.`,
    tooManyRows: (most: number) =>
      `Ab hier wurde nicht weitergelesen: Der Fragebogen hat nur ${most} Zeilen. Bitte löschen Sie, was nicht zum Bericht gehört.`,
    answerHead: 'Angabe',
    valueHead: 'Antwort',
    sheet: (party: string) => `Meldung ${party}`,
    fileName: (round: string, party: string) => `Meldung-${round}-${party}`,
    helpTemplate: 'Gibt die Tabelle zum Ausfüllen, mit der letzten Meldung darin',
    template: (party: string, round: string) =>
      `Die Tabelle für ${party} in ${round}, einmal für Tabellenprogramme (XLSX) und einmal als CSV.`,
    howToFill:
      'Zahlen stehen in den Spalten der Leistungen, alle anderen Antworten in Spalte B. Was Sie nicht wissen, lassen Sie leer; eine Null ist eine Angabe. Was in der Tabelle fehlt, gilt als nicht angegeben.',
    asTable: (round: string, party: string) =>
      `Lieber als Tabelle? Schreiben Sie: vorlage ${round} für ${party}`,
    sendLine: (round: string, party: string) => `melden ${round} für ${party}`,
    howToSend: (line: string) => `Ausgefüllt senden Sie sie mit: ${line}`,
  },
  en: {
    both: 'A table and answers in words came together. Please send only one of them; nothing is stored.',
    faults: (count) =>
      count === 1
        ? 'The table has a fault; nothing is stored. Please correct it and upload the table again.'
        : `The table has ${count} faults; nothing is stored. Please correct them and upload the table again.`,
    more: (count) =>
      count === 1 ? 'One more fault is not shown.' : `${count} more faults are not shown.`,
    atLine: (line, fault) => `Line ${line}: ${fault}`,
    asAtLine: (line) => `as in line ${line}.`,
    noHead:
      'The first row names the columns and is no answer yet. Please put a header row above it.',
    otherColumn: (column) =>
      `The answer belongs in column B; this stands in column ${column}. Please move or delete it.`,
    noColumn: (column) =>
      `Nothing stands above column ${column}. Please name the column, or delete what stands in it.`,
    tooManyRows: (most) =>
      `Not read from here on: the questionnaire has only ${most} rows. Please delete what does not belong to the report.`,
    answerHead: 'Item',
    valueHead: 'Answer',
    sheet: (party) => `Report ${party}`,
    fileName: (round, party) => `report-${round}-${party}`,
    helpTemplate: 'Gives the table to fill in, with the last report in it',
    template: (party, round) =>
      `The table for ${party} in ${round}, once for spreadsheets (XLSX) and once as CSV.`,
    howToFill:
      'Figures stand in the columns of the services, all other answers in column B. Leave empty what you do not know; a zero is a figure. What the table lacks counts as not given.',
    asTable: (round, party) => `Rather as a table? Write: template ${round} for ${party}`,
    sendLine: (round, party) => `report ${round} for ${party}`,
    howToSend: (line) => `Filled in, send it with: ${line}`,
  },
})
