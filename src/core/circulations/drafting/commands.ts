// `entwurf`, `bearbeiten`, `verwerfen`, `vorschau`, `bestätigen`: the life of a draft until it is opened; leaves the judgement of readiness to readiness.ts.
import { carried, date, hidden, optional, reference, text } from '../../arguments.ts'
import type { Calendar } from '../../calendar/index.ts'
import { type AnyCommand, type Call, command } from '../../command.ts'
import type { CouncilDirectory } from '../../council/index.ts'
import type { Message } from '../../message.ts'
import { message, paragraph } from '../../message.ts'
import type { Answer } from '../../ports.ts'
import { atField, Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { instantOf } from '../../time.ts'
import type { Circulation, Content } from '../circulation.ts'
import {
  type CirculationStores,
  draftOf,
  findOne,
  nameOf,
  requireOffice,
  requireState,
} from '../finding.ts'
import { readinessTexts } from '../readiness-texts.ts'
import { annexesOf, applicantsOf, clausesOf, LIMITS, writtenContent } from './draft.ts'
import { draftingTexts } from './texts.ts'
import { previewMessage } from './views.ts'

type Stores = CirculationStores

const fields = {
  title: text(worded('title', 'titleHint', { de: 'titel', en: 'title' }), {
    maxLength: LIMITS.title,
    lines: 'one',
  }),
  clauses: text(worded('clauses', 'clausesHint', { de: 'ziffern, text', en: 'clauses, text' }), {
    maxLength: LIMITS.clauses,
    lines: 'many',
  }),
  applicants: text(
    worded('applicants', 'applicantsHint', { de: 'antrag, von', en: 'motion, by' }),
    {
      maxLength: 100,
      lines: 'one',
    },
  ),
  profile: optional(
    text(worded('profile', 'profileHint', { de: 'regel', en: 'rule' }), {
      maxLength: 60,
      lines: 'one',
    }),
  ),
  end: optional(date(worded('end', 'endHint', { de: 'ende, bis', en: 'end, until' }))),
  annexes: optional(
    text(worded('annexes', 'annexesHint', { de: 'anlagen, anlage', en: 'annexes, annex' }), {
      maxLength: LIMITS.annexes,
      lines: 'many',
    }),
  ),
  topic: optional(
    text(worded('topic', 'topicHint', { de: 'thema', en: 'topic' }), {
      maxLength: LIMITS.topic,
      lines: 'one',
    }),
  ),
}

const editFields = { circulation: hidden(reference()), ...fields }
const one = { circulation: reference() }
const withReason = {
  circulation: reference(),
  reason: optional(
    text(worded('reason', 'reasonHint', { de: 'grund', en: 'reason' }), {
      maxLength: 500,
      lines: 'one',
    }),
  ),
}

const confirmFields = {
  circulation: reference(),
  /** Which state of the draft was looked at: a button on an older preview does not confirm a newer text. */
  seen: carried(),
}

type Fields = Call<typeof fields, Stores>['values']

function worded(
  label: 'title' | 'clauses' | 'applicants' | 'profile' | 'end' | 'annexes' | 'topic' | 'reason',
  hint: `${typeof label}Hint`,
  words: { de: string; en: string },
) {
  return {
    label: inBoth(draftingTexts, (t) => t[label]),
    hint: inBoth(draftingTexts, (t) => t[hint]),
    words,
  }
}

/** The commands of drafting. `calendar` judges proposed ends in the preview. */
export function draftingCommands(calendar: Calendar): readonly AnyCommand<Stores>[] {
  return [
    draftCommand(calendar),
    editCommand(calendar),
    discardCommand(),
    previewCommand(calendar),
    confirmCommand(calendar),
  ]
}

function draftCommand(calendar: Calendar): AnyCommand<Stores> {
  return command<typeof fields, Stores>({
    verb: 'draft',
    names: { de: ['entwurf', 'neu'], en: ['draft', 'new'] },
    who: 'secretariat',
    effect: 'write',
    arguments: fields,
    help: inBoth(draftingTexts, (t) => t.helpDraft),
    example: {
      de: 'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt …" antrag: BUND',
      en: 'draft "Operating the EfA services" clauses: "The council decides …" motion: BUND',
    },
    async prefill({ stores, me, now, language }) {
      const t = draftingTexts[language]
      const directory = await stores.council.directory()
      const { defaultProfile } = directory.bodyOf(me.person, 'secretariat', now)
      const values = { profile: defaultProfile }
      return { title: t.formTitle, intro: t.formIntro, submit: t.submit, values, args: {} }
    },
    async run(call) {
      const directory = await call.stores.council.directory()
      const body = directory.bodyOf(call.me.person, 'secretariat', call.now)
      const content = contentOf(call.values, body.id, directory)
      const edit = { title: call.values.title, content, by: call.me.person, at: call.now }
      const circulation = await call.stores.circulations.addDraft({ ...edit, body: body.id })
      return saved(circulation, directory, calendar, call)
    },
  })
}

function editCommand(calendar: Calendar): AnyCommand<Stores> {
  return command<typeof editFields, Stores>({
    verb: 'edit',
    names: { de: ['bearbeiten', 'ändern'], en: ['edit'] },
    who: 'secretariat',
    effect: 'write',
    arguments: editFields,
    help: inBoth(draftingTexts, (t) => t.helpEdit),
    example: { de: 'bearbeiten E-12', en: 'edit E-12' },
    async prefill({ stores, values, me, now, language }) {
      const t = draftingTexts[language]
      const directory = await stores.council.directory()
      const circulation = await findOne(stores.circulations, directory, values.circulation ?? '')
      requireOffice(circulation, directory, me, 'secretariat', now)
      requireState(circulation, ['draft'], 'onlyDrafts')
      return {
        title: t.editTitle(nameOf(circulation)),
        intro: t.formIntro,
        submit: t.submit,
        values: writtenContent(circulation, language),
        args: { circulation: circulation.id },
      }
    },
    async run(call) {
      const { stores, values, me } = call
      const directory = await stores.council.directory()
      const { circulation, now } = await draftOf(call, directory, values.circulation, 'secretariat')
      const content = contentOf(values, circulation.body, directory)
      const edit = { title: values.title, content, by: me.person, at: now }
      return saved(
        await stores.circulations.editDraft(circulation.id, edit),
        directory,
        calendar,
        call,
      )
    },
  })
}

function discardCommand(): AnyCommand<Stores> {
  return command<typeof withReason, Stores>({
    verb: 'discard',
    names: { de: ['verwerfen'], en: ['discard'] },
    who: 'secretariat',
    effect: 'write',
    arguments: withReason,
    help: inBoth(draftingTexts, (t) => t.helpDiscard),
    example: { de: 'verwerfen E-12', en: 'discard E-12' },
    async run({ stores, values, me, language }) {
      const directory = await stores.council.directory()
      const change = { stores, me }
      const { circulation, now } = await draftOf(
        change,
        directory,
        values.circulation,
        'secretariat',
      )
      const end = { state: 'discarded', reason: values.reason, by: me.person, at: now } as const
      await stores.circulations.end(circulation.id, end)
      return said(draftingTexts[language].discarded(nameOf(circulation)))
    },
  })
}

function previewCommand(calendar: Calendar): AnyCommand<Stores> {
  return command<typeof one, Stores>({
    verb: 'preview',
    names: { de: ['vorschau'], en: ['preview'] },
    who: 'office',
    effect: 'read',
    arguments: one,
    help: inBoth(draftingTexts, (t) => t.helpPreview),
    example: { de: 'vorschau E-12', en: 'preview E-12' },
    async run({ stores, values, me, language, now }) {
      const directory = await stores.council.directory()
      const found = await findOne(stores.circulations, directory, values.circulation)
      requireOffice(found, directory, me, 'office', now)
      requireState(found, ['draft'], 'askStatus')
      return {
        kind: 'message',
        message: previewMessage(found, { directory, calendar }, now, language),
      }
    },
  })
}

function confirmCommand(calendar: Calendar): AnyCommand<Stores> {
  return command<typeof confirmFields, Stores>({
    verb: 'confirm',
    names: { de: ['bestätigen'], en: ['confirm'] },
    who: 'office',
    effect: 'write',
    arguments: confirmFields,
    help: inBoth(draftingTexts, (t) => t.helpConfirm),
    example: { de: 'bestätigen E-12', en: 'confirm E-12' },
    async run({ stores, values, me, language }) {
      const directory = await stores.council.directory()
      const change = { stores, me }
      const { circulation, now } = await draftOf(change, directory, values.circulation, 'office')
      if (values.seen && Number(values.seen) !== circulation.editedAt) {
        throw new Refusal(
          'draft.stale',
          inBoth(draftingTexts, (t) => t.stale),
        )
      }
      // Vier Augen: another person, not another account
      if ([circulation.editedBy, circulation.createdBy].includes(me.person)) {
        throw new Refusal(
          'draft.ownConfirmation',
          inBoth(draftingTexts, (t) => t.ownConfirmation),
        )
      }
      if (circulation.confirmedBy !== undefined) {
        return said(draftingTexts[language].alreadyConfirmed(nameOf(circulation)))
      }
      await stores.circulations.confirm(circulation.id, me.person, now)
      const fresh = (await stores.circulations.dossier(circulation.id)).circulation
      const preview = previewMessage(fresh, { directory, calendar }, now, language)
      return said(draftingTexts[language].confirmed(nameOf(circulation)), preview)
    },
  })
}

function said(words: string, more?: Message): Answer {
  const blocks = more ? [paragraph(words), ...more.blocks] : [paragraph(words)]
  return { kind: 'message', message: message(words, blocks, { actions: more?.actions ?? [] }) }
}

function saved(
  circulation: Circulation,
  directory: CouncilDirectory,
  calendar: Calendar,
  { now, language }: Call<typeof fields, Stores>,
): Answer {
  const words = draftingTexts[language].saved(nameOf(circulation), circulation.title)
  return said(words, previewMessage(circulation, { directory, calendar }, now, language))
}

function contentOf(values: Fields, bodyId: string, directory: CouncilDirectory): Content {
  const body = directory.body(bodyId)
  const profile = values.profile ?? body.defaultProfile
  if (!directory.profile(body.id, profile)) {
    const known = body.profiles.map(({ id }) => id).join(', ')
    const words = inBoth(readinessTexts, (t) => t.profileUnknown(profile, known))
    throw new Refusal('draft.profile', words, 'profile')
  }
  const { end, topic } = values
  // an hour that is not there, or there twice, is found here and not when the draft is opened
  if (end) atField('end', () => instantOf(end.date, end.time ?? '24:00', directory.zone))
  return {
    clauses: [...clausesOf(values.clauses)],
    annexes: [...annexesOf(values.annexes ?? '')],
    applicants: [...applicantsOf(values.applicants, body.parties)],
    profile,
    ...(end ? { end: { date: end.date, time: end.time ?? '24:00' } } : {}),
    ...(topic === undefined ? {} : { topic }),
  }
}
