// The preview of a draft: how it will read, who drafted and confirmed it, what is still missing, and the next step.
import {
  type Action,
  type Block,
  facts,
  heading,
  list,
  type Message,
  message,
  note,
} from '../../message.ts'
import { explainProfile } from '../../rules/index.ts'
import { formatDeadline } from '../../time.ts'
import type { Instant, Language } from '../../values.ts'
import { annexBlocks, titleOf } from '../card.ts'
import type { Circulation } from '../circulation.ts'
import { nameOf } from '../finding.ts'
import { readinessOf, type World } from '../readiness.ts'
import { circulationTexts } from '../texts.ts'
import { draftingTexts } from './texts.ts'

/** The preview with the buttons of its next steps; rights are judged when one is pressed. */
export function previewMessage(
  circulation: Circulation,
  world: World,
  now: Instant,
  language: Language,
): Message {
  const t = draftingTexts[language]
  const { directory } = world
  const { content } = circulation
  const readiness = readinessOf(circulation, world, now)
  const electorate = directory.electorate(circulation.body, now)
  const four =
    circulation.confirmedBy === undefined
      ? t.confirmationOpen
      : t.confirmedBy(directory.nameOf(circulation.confirmedBy))
  const end = readiness.end
    ? t.willEnd(formatDeadline(readiness.end.instant, directory.zone, language))
    : ''
  const open = [...readiness.faults, ...readiness.doubts].map((words) => words[language])
  const title = titleOf(circulation, language)
  const applicants = content.applicants
    .map((party) => directory.partyName(circulation.body, party))
    .join(', ')
  const blocks: Block[] = [
    heading(title),
    list(content.clauses, true),
    ...annexBlocks({ circulation, frozen: undefined }, language),
    facts([[circulationTexts[language].applicants, applicants]]),
    ...(readiness.profile ? [note(explainProfile(readiness.profile, electorate, language))] : []),
    note([t.createdBy(directory.nameOf(circulation.editedBy)), four, end].join(' ').trim()),
    ...open.map((words) => note(words, 'strong')),
  ]
  return message([`${title}.`, four, end, ...open].join(' '), blocks, {
    actions: nextSteps(circulation, language),
  })
}

type Step = 'confirm' | 'open' | 'edit' | 'discard'

/** The buttons of a draft, the most likely first. */
export function nextSteps(circulation: Circulation, language: Language): Action[] {
  const t = draftingTexts[language]
  const { id, confirmedBy, editedAt } = circulation
  const name = nameOf(circulation)
  const step = (verb: Step, label: string, weight: Action['weight'], more = {}): Action => ({
    verb,
    args: { circulation: id, ...more },
    label,
    spoken: t.spoken(label, name),
    typed: t[`${verb}Typed`](name),
    weight,
  })
  const first =
    confirmedBy === undefined
      ? step('confirm', t.confirm, 'primary', { seen: `${editedAt}` })
      : step('open', t.open, 'primary')
  return [first, step('edit', t.edit, 'plain'), step('discard', t.discard, 'danger')]
}
