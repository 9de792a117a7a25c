// The wording of what is wrong with an uploaded table as a whole, before any of its cells has a meaning.
import { bilingual } from '../core/texts.ts'

const group = (language: string) => (count: number) => count.toLocaleString(language)
const de = group('de-DE')
const en = group('en-GB')

export const tableTexts = bilingual({
  de: {
    empty: 'Die Datei ist leer. Laden Sie eine Tabelle mit einer Kopfzeile und Zeilen hoch.',
    size: (bytes: number, most: number) =>
      `Die Datei hat ${de(bytes)} Byte, höchstens ${de(most)} sind möglich. Löschen Sie Bilder und Blätter, die nicht zum Bericht gehören.`,
    lines: (most: number) =>
      `Die Tabelle hat mehr als ${de(most)} Zeilen. Laden Sie nur die Zeilen Ihres Berichts hoch.`,
    columns: (line: number, most: number) =>
      `Zeile ${line}: mehr als ${de(most)} Spalten. Prüfen Sie das Trennzeichen (Semikolon, Komma oder Tabulator).`,
    kind: (found: string) =>
      `Das ist keine Tabelle, sondern ${found}. Laden Sie eine CSV- oder XLSX-Datei hoch.`,
    image: 'ein Bild',
    pdf: 'ein PDF',
    archive: 'ein Archiv',
    program: 'ein Programm',
    markup: 'eine Seite oder Zeichnung (HTML, XML, SVG)',
    otherDocument: 'ein anderes Dokument',
    binary: 'eine Datei ohne lesbaren Text',
    sealed:
      'Die Datei ist mit einem Kennwort geschützt oder im alten Format XLS. Speichern Sie sie ohne Kennwort als XLSX oder als CSV.',
    macros: 'Die Datei enthält Makros. Speichern Sie sie als XLSX ohne Makros oder als CSV.',
    bomb: 'Die Datei ist entpackt zu groß für einen Bericht. Kopieren Sie die Tabelle in eine neue Datei und laden Sie diese hoch.',
    broken:
      'Die Datei ist beschädigt oder unvollständig. Speichern Sie sie neu und laden Sie sie noch einmal hoch.',
    slow: 'Die Datei ließ sich nicht in angemessener Zeit lesen. Kopieren Sie die Tabelle in eine neue Datei und laden Sie diese hoch.',
    quote: (line: number) =>
      `Zeile ${line}: Ein Anführungszeichen ist nicht geschlossen oder steht mitten im Text. Setzen Sie die Zelle in Anführungszeichen und verdoppeln Sie die im Text.`,
    long: (line: number) =>
      `Zeile ${line}: zu lang. Prüfen Sie, ob vorher ein Anführungszeichen nicht geschlossen ist.`,
    sheets: (names: string) =>
      `Die Datei hat mehrere Blätter mit Inhalt: ${names}. Lassen Sie nur das Blatt mit dem Bericht stehen.`,
  },
  en: {
    empty: 'The file is empty. Upload a table with a header row and rows.',
    size: (bytes, most) =>
      `The file has ${en(bytes)} bytes, at most ${en(most)} are possible. Delete pictures and sheets that do not belong to the report.`,
    lines: (most) =>
      `The table has more than ${en(most)} lines. Upload only the lines of your report.`,
    columns: (line, most) =>
      `Line ${line}: more than ${en(most)} columns. Check the separator (semicolon, comma or tab).`,
    kind: (found) => `This is not a table but ${found}. Upload a CSV or XLSX file.`,
    image: 'a picture',
    pdf: 'a PDF',
    archive: 'an archive',
    program: 'a program',
    markup: 'a page or drawing (HTML, XML, SVG)',
    otherDocument: 'another document',
    binary: 'a file without readable text',
    sealed:
      'The file is protected by a password or in the old format XLS. Save it without a password as XLSX or as CSV.',
    macros: 'The file contains macros. Save it as XLSX without macros or as CSV.',
    bomb: 'Unpacked, the file is too large for a report. Copy the table into a new file and upload that.',
    broken: 'The file is damaged or incomplete. Save it anew and upload it again.',
    slow: 'The file could not be read in reasonable time. Copy the table into a new file and upload that.',
    quote: (line) =>
      `Line ${line}: a quotation mark is not closed or stands in the middle of a text. Put the cell in quotation marks and double those in the text.`,
    long: (line) =>
      `Line ${line}: too long. Check whether a quotation mark before it is not closed.`,
    sheets: (names) =>
      `The file has several sheets with content: ${names}. Leave only the sheet with the report.`,
  },
})

export type TableTexts = (typeof tableTexts)['de']
