// The wording of the draft that the demo plays, in short words of its own; leaves the official text to the council's site.
import { bilingual } from '../core/texts.ts'

export const demoTexts = bilingual({
  de: {
    title: 'Finanzierung des Weiterbetriebs der EfA-Dienste',
    clauses:
      '1. Der IT-Planungsrat beschließt das Modell zur Aufteilung der Betriebskosten: 50 % die nachnutzenden Länder, 25 % der Bund, 25 % alle Länder.\n2. Die Anteile der Länder folgen dem Königsteiner Schlüssel.\n3. Die Länder berichten über den Stand der Nachnutzung.',
    statement: 'Der Freistaat hält die Kosten für nicht hinreichend beziffert. (erfunden)',
  },
  en: {
    title: 'Financing the operation of the EfA services',
    clauses:
      '1. The council decides on the model for sharing the operating costs: 50 % the reusing Länder, 25 % the Federation, 25 % all Länder.\n2. The shares of the Länder follow the Königstein key.\n3. The Länder report on the state of reuse.',
    statement: 'The Land does not consider the costs sufficiently quantified. (invented)',
  },
})
