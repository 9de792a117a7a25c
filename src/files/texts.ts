// The wording of faults that lie in the file itself, before anything in it has a meaning.
import { bilingual } from '../core/texts.ts'

export const fileTexts = bilingual({
  de: {
    tooLarge:
      'Die Datei ist größer als 1 MB. Eine Ratsdatei ist viel kleiner; prüfen Sie, ob es die richtige ist.',
    tooDeep:
      'Die Datei ist zu tief verschachtelt oder verweist zu oft auf sich selbst. Schreiben Sie die Angaben ohne Verweise aus.',
    keyTwice:
      'Dieses Feld steht in demselben Abschnitt zweimal. Lassen Sie nur das geltende stehen.',
    syntax: (reason: string) =>
      `Das ist kein gültiges YAML (${reason}). Prüfen Sie Einrückung, Klammern und Anführungszeichen.`,
  },
  en: {
    tooLarge:
      'The file is larger than 1 MB. A council file is much smaller; check that it is the right one.',
    tooDeep:
      'The file is nested too deeply or refers to itself too often. Write the entries out without references.',
    keyTwice: 'This field stands twice in the same section. Leave only the one that counts.',
    syntax: (reason) =>
      `This is not valid YAML (${reason}). Check indentation, brackets and quotation marks.`,
  },
})
