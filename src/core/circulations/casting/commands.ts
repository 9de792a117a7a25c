// `stimme` / `vote`: from words or a button to one cast, and from its judgement to a receipt or a worded refusal.
import { carried, hidden, oneOf, optional, quoted, reference, text } from '../../arguments.ts'
import { type AnyCommand, type Argument, type Call, command } from '../../command.ts'
import type { CouncilDirectory } from '../../council/index.ts'
import type { Answer, Identity } from '../../ports.ts'
import { Refusal } from '../../refusal.ts'
import { inBoth } from '../../texts.ts'
import { formatDeadline, formatReceiptInstant } from '../../time.ts'
import type { Language, PartyCode } from '../../values.ts'
import type { Circulation, CirculationStore } from '../circulation.ts'
import { findOne } from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import type { BallotBox, CastOutcome, CastRequest } from './cast.ts'
import { castingTexts } from './texts.ts'
import { receiptMessage } from './views.ts'

/** A record statement may be long, but it must fit beside a vote in the minutes. */
const STATEMENT_LENGTH = 2000

const CHOICE_WORDS = {
  consent: ['ja', 'yes', 'dafür', 'zustimmen', 'zugestimmt', 'consent', 'agree'],
  reject: ['nein', 'no', 'dagegen', 'ablehnen', 'abgelehnt', 'reject'],
  abstain: ['enthalten', 'abstain'],
} as const

/** Die drei Stimmen nach GO § 7: one of them, in any of the words people use. */
function choiceArgument() {
  return oneOf(
    {
      label: inBoth(castingTexts, (t) => t.choice),
      hint: inBoth(castingTexts, (t) => t.choiceHint),
    },
    (['consent', 'reject', 'abstain'] as const).map((value) => ({
      value,
      label: inBoth(castingTexts, (t) => t[`${value}Label`]),
      words: CHOICE_WORDS[value],
    })),
  )
}

/** What the cast needs of the store, outside any transaction. */
export type CastingStores = {
  readonly council: {
    directory(): Promise<CouncilDirectory>
    /** The council file as this process saw it last: names for the receipt, without a round trip before the cast. */
    lastDirectory(): CouncilDirectory | undefined
  }
  readonly circulations: CirculationStore
  readonly ballots: BallotBox
}

const partyText = text(
  {
    label: inBoth(castingTexts, (t) => t.party),
    hint: inBoth(castingTexts, (t) => t.partyHint),
    words: { de: 'für, vertragspartner', en: 'for, party' },
  },
  { maxLength: 40, lines: 'one' },
)

/** `für HE`, `for HE` or the code alone. */
const partyArgument: Argument<PartyCode> = {
  ...partyText,
  claims: (word) => /^(?:(?:für|for)\s+)?[A-Z]{2,4}$/.test(word),
  read: (word, reading) =>
    partyText
      .read(word, reading)
      .replace(/^(?:für|for)\s+/i, '')
      .toUpperCase(),
}

const castArguments = {
  circulation: hidden(reference()),
  version: carried(),
  // before the party: JA and NEIN look like codes of parties
  choice: choiceArgument(),
  party: hidden(optional(partyArgument)),
  statement: optional(
    quoted(
      text(
        {
          label: inBoth(castingTexts, (t) => t.statement),
          hint: inBoth(castingTexts, (t) => t.statementHint),
          words: { de: 'erklärung, protokollerklärung', en: 'statement' },
        },
        { maxLength: STATEMENT_LENGTH, lines: 'many' },
      ),
    ),
  ),
}

type CastCall = Call<typeof castArguments, CastingStores>

/** The command of the cast. */
export function castingCommands(): readonly AnyCommand<CastingStores>[] {
  return [
    command<typeof castArguments, CastingStores>({
      verb: 'vote',
      names: { de: ['stimme', 'stimmen', 'abstimmen'], en: ['vote', 'cast'] },
      who: 'voter',
      effect: 'own',
      arguments: castArguments,
      help: inBoth(castingTexts, (t) => t.help),
      example: { de: 'stimme 7/2023 Zustimmung', en: 'vote 7/2023 consent' },
      async prefill({ values, language }) {
        const t = castingTexts[language]
        return {
          title: values.party ? t.formTitle(values.party) : t.formTitlePlain,
          intro: t.formIntro,
          submit: t.submit,
          values: {},
          args: {},
        }
      },
      async run(call) {
        const request = await requestOf(call)
        const outcome = await call.stores.ballots.cast(request)
        const { lastDirectory, directory } = call.stores.council
        return answerOf(outcome, request.party, call, lastDirectory() ?? (await directory()))
      },
    }),
  ]
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A button names everything; typed words may leave out version and party, which one read then finds. */
async function requestOf(call: CastCall): Promise<CastRequest> {
  const { values, receipt, from, me } = call
  const common = {
    receipt,
    account: from,
    choice: values.choice,
    statement: values.statement,
    order: receipt.order,
  }
  const version = /^\d{1,9}$/.test(values.version ?? '') ? Number(values.version) : undefined
  if (version !== undefined && values.party && ID.test(values.circulation)) {
    return { ...common, circulation: values.circulation, version, party: values.party }
  }
  const directory = await call.stores.council.directory()
  const circulation = await findOne(call.stores.circulations, directory, values.circulation)
  return {
    ...common,
    circulation: circulation.id,
    version: version ?? circulation.version,
    party: values.party ?? onlyParty(me, circulation, call.language),
  }
}

function onlyParty(me: Identity, circulation: Circulation, language: Language): PartyCode {
  const parties = me.mandates
    .filter(({ body }) => body === circulation.body)
    .map(({ party }) => party)
  const [party, ...more] = [...new Set(parties)]
  if (party === undefined) {
    throw new Refusal(
      'cast.noMandate',
      inBoth(castingTexts, (t) => t.noPartyAtAll),
    )
  }
  if (more.length > 0) {
    const all = new Intl.ListFormat(language).format([party, ...more])
    throw new Refusal(
      'cast.whichParty',
      inBoth(castingTexts, (t) => t.whichParty(all)),
    )
  }
  return party
}

function answerOf(
  outcome: CastOutcome,
  code: PartyCode,
  call: CastCall,
  directory: CouncilDirectory,
): Answer {
  const language = outcome.language ?? call.language
  const { zone } = directory
  const party = outcome.body === '' ? code : directory.partyName(outcome.body, code)
  const refusal = refusalOf(outcome, party, call, zone)
  if (refusal) throw refusal
  return {
    kind: 'message',
    message: receiptMessage(outcome, party, zone, language),
  }
}

/** One worded reason for each code of the store; the counted ones have none. */
function refusalOf(
  outcome: CastOutcome,
  party: string,
  call: CastCall,
  zone: string,
): Refusal | undefined {
  const { code } = outcome
  if (code === 'counted' || code === 'unchanged' || code === 'older' || code === 'overtaken')
    return undefined
  const words = inBoth(castingTexts, (t, language) => {
    const name = circulationTexts[language].circulation(outcome.number ?? '')
    switch (code) {
      case 'late':
        return t.late(
          name,
          formatDeadline(outcome.deadline ?? outcome.judgedAt, zone, language),
          formatReceiptInstant(outcome.judgedAt, zone, language),
        )
      case 'state':
        return t.notOpen(name, circulationTexts[language][outcome.state])
      case 'noMandate':
        return t.noMandate(party)
      case 'noParty':
        return t.noParty(party)
      case 'noChoice':
        return t.noChoice(circulationTexts[language][call.values.choice])
      case 'oldVersion':
        return t.oldVersion
      case 'unknownAccount':
        return t.stranger
      case 'otherBody':
        return t.otherBody
      case 'notFound':
        return t.notFound
    }
  })
  return new Refusal(`cast.${code}`, words)
}
