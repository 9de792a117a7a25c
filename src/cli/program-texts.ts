// What the command line says of its commands and options.
import { bilingual } from '../core/texts.ts'

export const programTexts = bilingual({
  de: {
    description: 'Umlauf: ein Rat beschließt im Umlaufverfahren',
    start: 'öffnet eine Probe im lokalen Raum',
    real: 'für einen echten Rat (braucht eine Slack- oder Matrix-Verbindung)',
    demo: 'spielt den Umlauf, der zum Beschluss 2023/35 wurde (Stimmen erfunden)',
    demoNew: 'von vorn',
    demoPause: 'Millisekunden zwischen zwei Schritten',
    demoExit: 'danach beenden, statt den Raum offen zu lassen',
  },
  en: {
    description: 'Umlauf: a council decides by circulation',
    start: 'opens a rehearsal in the local room',
    real: 'for a real council (needs a Slack or Matrix connection)',
    demo: 'plays the circulation that became decision 2023/35 (votes invented)',
    demoNew: 'from the start',
    demoPause: 'milliseconds between two steps',
    demoExit: 'end afterwards instead of keeping the room open',
  },
})
