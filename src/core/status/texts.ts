// The wording of questions: what is open, where one circulation stands, and the list of past ones.
import { bilingual } from '../texts.ts'

export const statusTexts = bilingual({
  de: {
    help: 'Zeigt, was offen ist und was auf Sie wartet, oder den Stand eines Umlaufs',
    listHelp: 'Zeigt alle Umläufe, seitenweise, auf Wunsch mit Suchwort',
    title: 'Stand',
    nothingOpen: 'Zurzeit ist kein Umlauf offen.',
    openNow: 'Offen',
    drafts: 'Entwürfe',
    waiting: 'Wartet auf Sie',
    nothingWaits: 'Auf Sie wartet nichts.',
    waitsForVote: (title: string, party: string, end: string) =>
      `${title}: Stimme für ${party} fehlt, Ende ${end}`,
    waitsForStatement: (title: string) => `${title}: Ergebnis feststellen`,
    waitsForConfirmation: (title: string) => `${title}: Entwurf bestätigen`,
    waitsForReport: (title: string, party: string, due: string) =>
      `${title}: Meldung für ${party} fehlt, Frist ${due}`,
    waitsForReportAgain: (title: string, party: string, reason: string) =>
      `${title}: Meldung für ${party} zurückgegeben, Grund: ${reason}`,
    drafted: ', Entwurf behalten',
    waitsForDraft: (title: string, party: string) =>
      `${title}: Entwurf für ${party} behalten, noch nicht gemeldet`,
    waitsForReview: (title: string, n: number, names: string) =>
      `${title}: ${n === 1 ? '1 Meldung' : `${n} Meldungen`} anzusehen: ${names}`,
    andMore: (n: number) => `${n} ${n === 1 ? 'weiteres' : 'weitere'}`,
    openItem: (title: string, end: string, voted: string) => `${title}, Ende ${end}${voted}`,
    votedOf: (voted: number, all: number) => `, ${voted} von ${all} Stimmen`,
    searchLabel: 'Suchwort',
    searchHint: 'Wort aus Titel, Nummer oder Wortlaut',
    listTitle: 'Umläufe',
    found: (total: number, page: number, pages: number) =>
      `${total} gefunden, Seite ${page} von ${pages}.`,
    none: 'Nichts gefunden.',
    noPage: (pages: number) =>
      `So viele Seiten gibt es nicht; die letzte ist ${pages}. Bitte nennen Sie eine Seite bis dahin.`,
    number: 'Nummer',
    titleColumn: 'Titel',
    state: 'Stand',
    end: 'Ende',
    next: 'Nächste Seite',
    previous: 'Vorige Seite',
    pageTyped: (search: string, page: number) => `liste ${search}seite ${page}`,
  },
  en: {
    help: 'Shows what is open and what waits for you, or where one circulation stands',
    listHelp: 'Shows all circulations, page by page, with a search word if you like',
    title: 'Status',
    nothingOpen: 'No circulation is open at present.',
    openNow: 'Open',
    drafts: 'Drafts',
    waiting: 'Waits for you',
    nothingWaits: 'Nothing waits for you.',
    waitsForVote: (title: string, party: string, end: string) =>
      `${title}: the vote for ${party} is missing, ends ${end}`,
    waitsForStatement: (title: string) => `${title}: state the result`,
    waitsForConfirmation: (title: string) => `${title}: confirm the draft`,
    waitsForReport: (title: string, party: string, due: string) =>
      `${title}: the report for ${party} is missing, due ${due}`,
    waitsForReportAgain: (title: string, party: string, reason: string) =>
      `${title}: the report for ${party} was sent back, reason: ${reason}`,
    drafted: ', draft kept',
    waitsForDraft: (title: string, party: string) =>
      `${title}: draft for ${party} kept, not yet reported`,
    waitsForReview: (title: string, n: number, names: string) =>
      `${title}: ${n === 1 ? '1 report' : `${n} reports`} to look at: ${names}`,
    andMore: (n: number) => `${n} more`,
    openItem: (title: string, end: string, voted: string) => `${title}, ends ${end}${voted}`,
    votedOf: (voted: number, all: number) => `, ${voted} of ${all} votes`,
    searchLabel: 'Search word',
    searchHint: 'a word of title, number or wording',
    listTitle: 'Circulations',
    found: (total: number, page: number, pages: number) =>
      `${total} found, page ${page} of ${pages}.`,
    none: 'Nothing found.',
    noPage: (pages: number) =>
      `There are not that many pages; the last one is ${pages}. Please name a page up to that.`,
    number: 'Number',
    titleColumn: 'Title',
    state: 'State',
    end: 'End',
    next: 'Next page',
    previous: 'Previous page',
    pageTyped: (search: string, page: number) => `list ${search}page ${page}`,
  },
})
