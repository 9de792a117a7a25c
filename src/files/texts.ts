// The wording of faults that lie in the file itself, before anything in it has a meaning.
import { type Bilingual, bilingual } from '../core/texts.ts'

/** What breaks the syntax, by the parser's code, and what would be right. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  TAB_AS_INDENT: {
    de: 'Eingerückt wird mit Leerzeichen, nicht mit Tabulatoren',
    en: 'Indent with spaces, not with tabs',
  },
  BAD_INDENT: {
    de: 'Die Einrückung passt nicht zu den Zeilen darüber',
    en: 'The indentation does not fit the lines above',
  },
  MISSING_CHAR: {
    de: 'Hier fehlt ein schließendes Anführungszeichen, eine Klammer, ein Komma oder ein Spiegelstrich',
    en: 'A closing quotation mark, a bracket, a comma or a dash is missing here',
  },
  MULTIPLE_DOCS: {
    de: 'Eine Datei ist ein Dokument; löschen Sie die Zeile „---“',
    en: 'A file is one document; delete the line "---"',
  },
  TAG_RESOLVE_FAILED: {
    de: "Typangaben mit „!“ gibt es hier nicht; schreiben Sie nur den Wert, oder, wo er mit „!“ beginnt, setzen Sie ihn in Anführungszeichen: '!…'",
    en: 'There are no types with "!" here; write the value alone, or, where it begins with "!", put it in quotation marks: \'!…\'',
  },
  BAD_SCALAR_START: {
    de: "Ein Wert, der mit „@“ oder „`“ beginnt, steht in Anführungszeichen: '@…'",
    en: 'A value that begins with "@" or "`" stands in quotation marks: \'@…\'',
  },
  BAD_ALIAS: {
    de: 'Verweise mit „*“ gibt es hier nicht; setzen Sie den Wert in Anführungszeichen',
    en: 'There are no references with "*" here; put the value in quotation marks',
  },
}
const OTHER: Bilingual = {
  de: 'Prüfen Sie Einrückung, Klammern und Anführungszeichen',
  en: 'Check indentation, brackets and quotation marks',
}

export const fileTexts = bilingual({
  de: {
    tooLarge:
      'Die Datei ist größer als 8 MB. Eine Ratsdatei ist viel kleiner; prüfen Sie, ob es die richtige ist.',
    tooDeep:
      'Die Datei ist zu tief verschachtelt. Vergleichen Sie sie mit der mitgelieferten Ratsdatei.',
    reference:
      'Verweise („*“) gibt es in einer Ratsdatei nicht. Schreiben Sie aus, worauf verwiesen wird.',
    keyTwice:
      'Dieses Feld steht in demselben Abschnitt zweimal. Lassen Sie nur das geltende stehen.',
    syntax: (code: string) => `Das ist kein gültiges YAML. ${(REASONS[code] ?? OTHER).de}.`,
  },
  en: {
    tooLarge:
      'The file is larger than 8 MB. A council file is much smaller; check that it is the right one.',
    tooDeep:
      'The file is nested too deeply. Compare it with the council file that comes with Umlauf.',
    reference: 'There are no references ("*") in a council file. Write out what is referred to.',
    keyTwice: 'This field stands twice in the same section. Leave only the one that counts.',
    syntax: (code) => `This is not valid YAML. ${(REASONS[code] ?? OTHER).en}.`,
  },
})
