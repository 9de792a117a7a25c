// The wording of the rehearsal: what its panel does, and why it does not.
import { bilingual } from '../core/texts.ts'

export const rehearsalTexts = bilingual({
  de: {
    turned: (when: string) => `Die Uhr der Probe steht jetzt auf ${when}.`,
    back: 'Die Uhr der Probe geht nur nach vorn. Bitte nennen Sie einen späteren Zeitpunkt.',
    nothingOpen:
      'Zurzeit ist kein Umlauf offen, zu dessen Ende man springen könnte. „entwurf“ legt einen an.',
    nothingToVote: 'Zurzeit ist kein Umlauf offen, in dem noch Stimmen fehlen.',
    voted: (count: number) => `${count} Beispielstimmen sind abgegeben (erfunden).`,
    draftTitle: 'Finanzierung des Weiterbetriebs der EfA-Dienste',
    draftClauses:
      '1. Der IT-Planungsrat beschließt das Modell zur Aufteilung der Betriebskosten (50 / 25 / 25).\n2. Er stellt hierfür bis zu 10 Mio. € aus dem Budget 2024 bereit.\n3. Die Länder berichten zur 43. Sitzung über den Stand der Nachnutzung.',
  },
  en: {
    turned: (when: string) => `The rehearsal’s clock now shows ${when}.`,
    back: 'The rehearsal’s clock only goes forward. Please name a later moment.',
    nothingOpen: 'No circulation is open whose end one could jump to. “draft” makes one.',
    nothingToVote: 'No circulation is open in which votes are still missing.',
    voted: (count: number) => `${count} sample votes are cast (invented).`,
    draftTitle: 'Financing the operation of the EfA services',
    draftClauses:
      '1. The council decides on the model for sharing the operating costs (50 / 25 / 25).\n2. It provides up to 10 million € from the 2024 budget.\n3. The Länder report on the state of reuse at the 43rd session.',
  },
})
