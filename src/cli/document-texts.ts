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
      'Erzeugt aus dem Schema (`npm run docs`). Unbekannte `UMLAUF_`-, `SLACK_`- und `MATRIX_`-Einstellungen werden abgewiesen; Geheimnisse dürfen in einer Datei stehen. Bei mehreren Verbindungen eines Netzes trägt jede ihre Kennung: Für die Verbindung `slack-bund` der Ratsdatei sind es `SLACK_BOT_TOKEN__SLACK_BUND` oder `SLACK_BOT_TOKEN__SLACK_BUND_FILE` und so fort.',
    setting: 'Einstellung',
    meaning: 'Bedeutung',
    fallback: 'ohne Angabe',
    file: 'aus Datei',
    each: 'je Verbindung',
  },
  en: {
    language: 'English',
    commands: 'Commands',
    commandsIntro:
      'Made from the commands themselves (`npm run docs`). Details stand in any order, texts in quotation marks; both languages work everywhere.',
    configuration: 'Settings',
    configurationIntro:
      'Made from the schema (`npm run docs`). Unknown `UMLAUF_`, `SLACK_` and `MATRIX_` settings are refused; secrets may stand in a file. With several connections of a network each carries its id: for the connection `slack-bund` of the council file they are `SLACK_BOT_TOKEN__SLACK_BUND` or `SLACK_BOT_TOKEN__SLACK_BUND_FILE`, and so on.',
    setting: 'Setting',
    meaning: 'Meaning',
    fallback: 'if not given',
    file: 'from a file',
    each: 'per connection',
  },
})
