// What is said of files, options and values that cannot be used as they are.
import { bilingual } from '../core/texts.ts'

export const inputTexts = bilingual({
  de: {
    missing: (file: string) => `Die Datei ${file} gibt es nicht. Bitte Namen und Ordner prüfen.`,
    folder: (file: string) => `${file} ist ein Ordner. Bitte eine Datei angeben.`,
    unreadable: (file: string, code: string) =>
      `Die Datei ${file} lässt sich nicht lesen (${code}). Bitte die Rechte prüfen.`,
    large: 'Die Eingabe ist größer als 16 MiB. So groß ist keine Eingabe, die Umlauf kennt.',
    encoding: 'Die Eingabe ist kein gültiges UTF-8. Bitte als UTF-8 speichern.',
    onePeriod:
      'Bitte --from und genau eine Frist angeben: --days, --working-days, --weeks oder --months.',
    optionsOrInput:
      'Bitte entweder eine Eingabe („-“ oder eine Datei) oder Angaben wie --from, nicht beides.',
    noProfile: (id: string, known: string) =>
      `Das Profil „${id}“ gibt es nicht. Möglich sind: ${known}.`,
    year: (written: string) =>
      `„${written}“ ist kein Jahr. Bitte vier Ziffern angeben, zum Beispiel 2027.`,
    holidaysRequest:
      'Erwartet wird ein Objekt mit Land und Jahr, sonst nichts: {"place": "BY", "year": 2027}.',
  },
  en: {
    missing: (file) => `There is no file ${file}. Please check name and folder.`,
    folder: (file) => `${file} is a folder. Please name a file.`,
    unreadable: (file, code) =>
      `The file ${file} cannot be read (${code}). Please check the permissions.`,
    large: 'The input is larger than 16 MiB. No input that Umlauf knows is that large.',
    encoding: 'The input is not valid UTF-8. Please save it as UTF-8.',
    onePeriod:
      'Please give --from and exactly one period: --days, --working-days, --weeks or --months.',
    optionsOrInput:
      'Please give either an input (“-” or a file) or details such as --from, not both.',
    noProfile: (id, known) => `There is no profile “${id}”. Possible are: ${known}.`,
    year: (written) => `“${written}” is not a year. Please give four digits, such as 2027.`,
    holidaysRequest:
      'Expected is an object with Land and year and nothing else: {"place": "BY", "year": 2027}.',
  },
})
