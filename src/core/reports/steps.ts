// The steps of the form of a report: which one is asked, what it shows, and how drafted steps lie over what was filed; leaves storing them to filing-commands.ts.
import { oneOf } from '../arguments.ts'
import type { Arguments } from '../command.ts'
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Answers } from './filing.ts'
import { argumentsOf, type Cell, cellsOf, heldIn, stepsOf, withCells } from './questionnaire.ts'
import type { Draft, Round } from './round.ts'
import { reportTexts } from './texts.ts'

/** The step that is asked for, and what it shows. */
export function stepIn(round: Round, written: string | undefined) {
  const steps = stepsOf(round.frozen)
  const asked = /^\d{1,3}$/.test(written ?? '') ? Number(written) : 0
  const step = Math.min(asked, steps.length - 1)
  return { step, steps, cells: steps[step] ?? [], isLast: step === steps.length - 1 }
}

/** The last step also asks whether this is a report or remains a draft. */
export function fieldsOf(cells: readonly Cell[], isLast: boolean): Arguments {
  if (!isLast) return argumentsOf(cells)
  const what = oneOf(
    {
      label: inBoth(reportTexts, (t) => t.what),
      hint: inBoth(reportTexts, (t) => t.whatHint),
    },
    [
      { value: 'file', label: inBoth(reportTexts, (t) => t.fileNow), words: [] },
      { value: 'keep', label: inBoth(reportTexts, (t) => t.keepDraft), words: [] },
    ],
  )
  return { ...argumentsOf(cells), what }
}

/** Names every fault: at its field in the form, and in one sentence elsewhere. */
export function faulty(faults: readonly (readonly [string, Bilingual])[], round: Round): Refusal {
  const labels = new Map(cellsOf(round.frozen).map(({ name, label }) => [name, label]))
  const words = inBoth(reportTexts, (t, language) =>
    t.faulty(
      faults
        .map(([name, fault]) => t.fault(labels.get(name)?.[language] ?? name, fault[language]))
        .join(' '),
    ),
  )
  return new Refusal('report.faulty', words, faults[0]?.[0], Object.fromEntries(faults))
}

/** What was filed, with the steps of the draft in place of what stood there. */
export function laidOver(round: Round, filed: Answers, draft: Draft): Answers {
  const drafted = stepsOf(round.frozen)
    .filter((_, step) => draft.steps.includes(step))
    .flat()
  const values = drafted.map((cell) => [cell.name, heldIn(draft.answers, cell)] as const)
  return withCells(filed, drafted, Object.fromEntries(values))
}
