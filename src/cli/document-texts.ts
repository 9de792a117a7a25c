// The words around the generated documents.
import { bilingual } from '../core/texts.ts'

export const documentTexts = bilingual({
  de: {
    language: 'Deutsch',
    commands: 'Befehle',
    commandsIntro:
      'Erzeugt aus den Befehlen selbst (`npm run docs`). Die Angaben stehen in beliebiger Reihenfolge, Texte in Anführungszeichen; beide Sprachen gelten überall.',
    configuration: 'Einstellungen',
    configurationIntro:
      'Erzeugt aus dem Schema (`npm run docs`). Unbekannte `UMLAUF_`-Einstellungen werden abgewiesen; Geheimnisse dürfen in einer Datei stehen.',
    setting: 'Einstellung',
    meaning: 'Bedeutung',
    fallback: 'ohne Angabe',
    file: 'aus Datei',
  },
  en: {
    language: 'English',
    commands: 'Commands',
    commandsIntro:
      'Made from the commands themselves (`npm run docs`). Details stand in any order, texts in quotation marks; both languages work everywhere.',
    configuration: 'Settings',
    configurationIntro:
      'Made from the schema (`npm run docs`). Unknown `UMLAUF_` settings are refused; secrets may stand in a file.',
    setting: 'Setting',
    meaning: 'Meaning',
    fallback: 'if not given',
    file: 'from a file',
  },
})
