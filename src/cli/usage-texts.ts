// What is said where the command line was used wrongly.
import { bilingual } from '../core/texts.ts'

export const usageTexts = bilingual({
  de: {
    unknownCommand: (name: string, _: string) => `Den Befehl „${name}“ gibt es nicht.`,
    unknownOption: (name: string, _: string) => `Die Angabe „${name}“ gibt es hier nicht.`,
    missingArgument: (name: string, _: string) => `Hier fehlt: <${name}>.`,
    missingValue: (option: string, _: string) => `Zu „${option}“ fehlt der Wert.`,
    missingOption: (option: string, _: string) => `Es fehlt die Angabe „${option}“.`,
    tooMany: (words: string, _: string) => `Das ist mehr, als der Befehl versteht: ${words}.`,
    conflict: (one: string, other: string) => `„${one}“ und „${other}“ schließen einander aus.`,
    wrongValue: (option: string, why: string) => `„${option}“: ${why}`,
    meant: (near: string) => `Gemeint ist vielleicht: ${near}.`,
    next: '„--help“ hinter dem Befehl zeigt, wie es geht.',
  },
  en: {
    unknownCommand: (name) => `There is no command “${name}”.`,
    unknownOption: (name) => `There is no option “${name}” here.`,
    missingArgument: (name) => `Missing here: <${name}>.`,
    missingValue: (option) => `“${option}” lacks its value.`,
    missingOption: (option) => `The option “${option}” is missing.`,
    tooMany: (words) => `This is more than the command understands: ${words}.`,
    conflict: (one, other) => `“${one}” and “${other}” exclude each other.`,
    wrongValue: (option, why) => `“${option}”: ${why}`,
    meant: (near) => `Perhaps you mean: ${near}.`,
    next: '“--help” after the command shows how it works.',
  },
})
