// The wording of the Feststellung: asking the chair, stating, and the reason where the stated result differs.
import { bilingual } from '../../texts.ts'

export const statingTexts = bilingual({
  de: {
    help: 'Stellt das Ergebnis eines beendeten Umlaufs fest; ein angenommener wird Beschluss',
    outcome: 'Ergebnis',
    outcomeHint: 'wie errechnet, oder mit Begründung anders',
    reason: 'Begründung',
    reasonHint: 'nötig, wenn das Ergebnis vom errechneten abweicht',
    formTitle: (name: string) => `Ergebnis feststellen: ${name}`,
    formIntro: (computed: string) =>
      `Errechnet ist: ${computed}. Beide Ergebnisse bleiben aufbewahrt, wenn Sie abweichen.`,
    submit: 'Feststellen',
    notCounted:
      'Der Umlauf wird gerade ausgezählt. Bitte versuchen Sie es in einer Minute noch einmal.',
    needsReason: (computed: string) =>
      `Errechnet ist: ${computed}. Wer anders feststellt, gibt die Begründung an: im Feld „Begründung“ oder in Anführungszeichen hinter dem Ergebnis.`,
    stated: (name: string, outcome: string) =>
      `Das Ergebnis von ${name} ist festgestellt: ${outcome}.`,
    numbered: (number: string) => `Der Beschluss steht im Register als ${number}.`,
    waits: (title: string) => `${title} ist beendet und wartet auf Ihre Feststellung.`,
    act: 'Feststellen …',
    actSpoken: (name: string) => `Ergebnis von ${name} feststellen`,
    actTyped: (name: string, outcome: string) => `feststellen ${name} ${outcome}`,
    sheet: 'Summenblatt',
    sheetTyped: (name: string) => `summenblatt ${name}`,
  },
  en: {
    help: 'States the result of a circulation that has ended; an adopted one becomes a decision',
    outcome: 'Result',
    outcomeHint: 'as computed, or differently with a reason',
    reason: 'Reason',
    reasonHint: 'needed if the result differs from the computed one',
    formTitle: (name: string) => `State the result: ${name}`,
    formIntro: (computed: string) => `Computed: ${computed}. If you differ, both results are kept.`,
    submit: 'State the result',
    notCounted: 'The circulation is being counted. Please try again in a minute.',
    needsReason: (computed: string) =>
      `Computed: ${computed}. Stating another result needs the reason: in the field “Reason”, or in quotation marks after the result.`,
    stated: (name: string, outcome: string) => `The result of ${name} is stated: ${outcome}.`,
    numbered: (number: string) => `The decision stands in the register as ${number}.`,
    waits: (title: string) => `${title} has ended and waits for you to state its result.`,
    act: 'State the result …',
    actSpoken: (name: string) => `State the result of ${name}`,
    actTyped: (name: string, outcome: string) => `state ${name} ${outcome}`,
    sheet: 'Sum sheet',
    sheetTyped: (name: string) => `sheet ${name}`,
  },
})
