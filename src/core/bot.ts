// The two doors of the core: handle(request) for what people ask, tick(now) for what is due; leaves every rule to the slices and every network to the platforms.
import { allowed, someone } from './allowed.ts'
import { type Asked, askedFor } from './asked.ts'
import { botTexts } from './bot-texts.ts'
import { canonical } from './canonical.ts'
import type { AnyCommand, Arguments, Call, Later, Reading } from './command.ts'
import {
  formOf,
  type Given,
  readValues,
  refuseReading,
  type Unfinished,
  withFields,
} from './forms.ts'
import { fileOf, tableIn } from './handed-files.ts'
import { helpCommand } from './help.ts'
import { message, note } from './message.ts'
import type {
  Accept,
  Answer,
  Desk,
  Directory,
  HandedIn,
  Identity,
  Receipt,
  Request,
} from './ports.ts'
import { Refusal, refusalMessage } from './refusal.ts'
import type { TableReader } from './tables.ts'
import type { Instant, Language } from './values.ts'

/** Something that becomes due by state. `run` does what is due at `now`; doing it again finds nothing to do. */
export interface Schedule {
  /** The next instant at which something becomes due, so that a turned clock stops at each. */
  nextDue(): Promise<Instant | undefined>
  run(now: Instant): Promise<void>
}

export type BotParts<S> = {
  readonly commands: readonly AnyCommand<S>[]
  readonly schedules: readonly Schedule[]
  readonly desk: Desk<S>
  /** Who is who, by the council file in force in this unit of work. */
  readonly directory: (stores: S) => Promise<Directory>
  /** The directory this process read last; used where only wording depends on it. */
  readonly lastDirectory: () => Directory | undefined
  readonly zone: string
  /** Reads the tables that are handed in. */
  readonly tables: TableReader
  /** Logs a defect and returns the number the user is told. */
  readonly report: (defect: unknown) => string
}

export interface Bot<S> {
  readonly handle: Accept
  readonly commands: readonly AnyCommand<S>[]
  /** Does all that is due; a defect in one schedule is reported and stops no other. */
  tick(now: Instant): Promise<void>
  nextDue(): Promise<Instant | undefined>
}

/** Who asks, as far as it is known, and the instant of asking. */
type Visitor = {
  readonly me: Identity | undefined
  readonly now: Instant
  readonly language: Language
}

/** Puts the commands, the store and the directory together. */
export function createBot<S>(parts: BotParts<S>): Bot<S> {
  const commands: readonly AnyCommand<S>[] = [...parts.commands, helpCommand<S>(() => commands)]

  return {
    commands,
    async handle(request) {
      let language: Language = 'de'
      try {
        const asked = askedFor(request, commands)
        const command = asked instanceof Refusal ? undefined : asked.command
        const visitor = await visitorOf(parts, request, command)
        language = visitor.language
        if (asked instanceof Refusal) return refused(asked, language)
        const answer = await answerTo(parts, request, asked, visitor)
        return asked.dropped ? withDroppedNote(answer, language) : answer
      } catch (fault) {
        if (fault instanceof Refusal) return refused(fault, language)
        const words = botTexts[language].defect(parts.report(fault))
        return {
          kind: 'message',
          message: message(words, [note(words, 'strong')]),
          refusal: 'defect',
        }
      }
    },
    async tick(now) {
      for (const schedule of parts.schedules) {
        try {
          await schedule.run(now)
        } catch (defect) {
          parts.report(defect)
        }
      }
    },
    async nextDue() {
      const dues = await Promise.all(parts.schedules.map((schedule) => schedule.nextDue()))
      const known = dues.filter((due) => due !== undefined)
      return known.length > 0 ? Math.min(...known) : undefined
    },
  }
}

async function visitorOf<S>(
  parts: BotParts<S>,
  request: Request,
  command: AnyCommand<S> | undefined,
): Promise<Visitor> {
  const visitor = (directory: Directory, now: Instant): Visitor => {
    const me = directory.identify(request.from, now)
    const { origin } = request
    const place = origin.kind === 'place' ? directory.placeLanguage(origin.place) : 'de'
    return { me, now, language: me?.language ?? place }
  }
  const known = parts.lastDirectory()
  // a button names all it needs; a filled form may leave out what only a fresh look at the mandates can add
  if (known && command?.effect === 'own' && request.kind === 'action') {
    return parts.desk.own(async (_, latest) => visitor(known, latest))
  }
  return parts.desk.read(async (stores, now) => visitor(await parts.directory(stores), now))
}

async function answerTo<S>(
  parts: BotParts<S>,
  request: Request,
  { command, given: read }: Asked<S>,
  visitor: Visitor,
): Promise<Answer> {
  const { language } = visitor
  const reading: Reading = { language, now: visitor.now, zone: parts.zone }
  // the cast is judged by the store at its own instant; everything else here and again inside its unit of work
  // a typed line was looked up afresh, so an unknown account is known to be unknown
  const judgedByStore = command.effect === 'own' && (visitor.me || request.kind !== 'command')
  const me = judgedByStore ? someone(visitor.me) : allowed(command, visitor.me)
  const given = read(reading)
  const named = readValues(command.arguments, given, reading)
  const unfilled = {
    answers: {},
    me,
    from: request.from,
    origin: request.origin,
    language,
    now: visitor.now,
    receipt: receiptOf(request),
    table: undefined,
  }
  const file = fileOf(request, command, parts.commands)
  if (file) return answerWithFile(parts, { command, file, read: named }, unfilled)
  const more = await fieldsOf(parts, command, named.values, unfilled)
  const own = readValues(more, given, reading)
  const values = withFields(named, own, request.kind === 'form')
  const call = { ...unfilled, answers: own.values }

  const unasked = request.kind !== 'form' && Object.keys(more).length > 0
  const asForm = unasked || (request.kind === 'action' && request.asForm === true)
  if (asForm || values.missing.length > 0 || Object.keys(values.faults).length > 0) {
    return parts.desk.read((stores, now) =>
      askBack(command, more, values, given, { ...call, now, stores }),
    )
  }
  if (command.effect === 'own') {
    const run = (stores: S) => command.run({ ...call, stores, values: values.values })
    return parts.desk.own((stores) => run(stores).then(whole))
  }
  const work = workOf(parts, command, { ...call, values: values.values }, request.kind === 'form')
  try {
    return command.effect === 'write'
      ? await parts.desk.once(call.receipt, language, (...at) => work(...at).then(whole))
      : await whole(await parts.desk.read(work))
  } catch (fault) {
    const field = fault instanceof Refusal ? fault.field : undefined
    if (!(fault instanceof Refusal) || field === undefined) throw fault
    const faulty = { ...values, faults: fault.faults ?? { [field]: fault.words } }
    return parts.desk.read((stores, now) =>
      askBack(command, more, faulty, given, { ...call, now, stores }),
    )
  }
}

/** The run of a command inside its unit of work, where who asks is judged again. Only a form has fields to go back to. */
function workOf<S>(
  parts: BotParts<S>,
  command: AnyCommand<S>,
  call: Omit<Call<Arguments, S>, 'stores'>,
  isForm: boolean,
) {
  return async (stores: S, now: Instant): Promise<Answer | Later> => {
    const fresh = (await parts.directory(stores)).identify(call.from, now)
    const me = allowed(command, fresh)
    return command.run({ ...call, me, now, stores }).catch((fault) => {
      throw isForm ? fault : withoutField(fault)
    })
  }
}

/**
 * A file is fetched and read outside of every unit of work, once it is known that who sends it may: no lock waits for a network.
 * What was answered already is answered again without it; until then the same request may try anew.
 */
async function answerWithFile<S>(
  parts: BotParts<S>,
  {
    command,
    file,
    read,
  }: { command: AnyCommand<S>; file: HandedIn; read: ReturnType<typeof readValues> },
  unfilled: Omit<Unfinished<S>, 'stores'>,
): Promise<Answer> {
  const { desk, tables } = parts
  if (read.missing.length > 0 || Object.keys(read.faults).length > 0) {
    throw refuseReading(command, read)
  }
  const call = { ...unfilled, values: read.values }
  const kept = await desk.answered(call.receipt)
  if (kept) return kept
  await desk.read(async (stores, now) => command.takesFile?.({ ...call, now, stores }))
  const work = workOf(parts, command, { ...call, table: await tableIn(file, tables) }, false)
  return desk.once(call.receipt, call.language, (...at) => work(...at).then(whole))
}

async function whole(answer: Answer | Later): Promise<Answer> {
  return typeof answer === 'function' ? answer() : answer
}

/** The fields that a command adds to its form once it is known what it is asked about. */
async function fieldsOf<S>(
  { desk }: BotParts<S>,
  { fields }: AnyCommand<S>,
  values: ReturnType<typeof readValues>['values'],
  call: Omit<Unfinished<S>, 'values' | 'stores'>,
): Promise<Arguments> {
  if (!fields) return {}
  return desk.read((stores, now) => fields({ ...call, now, stores, values }))
}

/** A command that has a form asks by it; another one says what is missing, or how it is written. Nothing of this is stored. */
async function askBack<S>(
  command: AnyCommand<S>,
  more: Arguments,
  read: ReturnType<typeof readValues>,
  given: Given,
  call: Unfinished<S>,
): Promise<Answer> {
  // what no form shows cannot be asked for by one
  const unasked = read.missing.some((name) => command.arguments[name]?.hidden)
  if (!command.prefill || unasked) throw refuseReading(command, read)
  const prefill = await command.prefill({ ...call, values: read.values })
  return { kind: 'form', form: formOf(command, prefill, given, read.faults, call.language, more) }
}

/** The canonical body leaves out the id itself: the same id with another body is another request. */
function receiptOf(request: Request): Receipt {
  const { requestId, from, origin, order, ...rest } = request
  // of a file only what the network says of it before anything is fetched
  const asked =
    rest.kind === 'command'
      ? { ...rest, files: rest.files?.map(({ name, size }) => ({ name, size })) }
      : rest
  return {
    connection: from.connection,
    requestId,
    order,
    body: canonical({ ...asked, account: from.id, origin: { ...origin } }),
  }
}

/** Only a form has fields to go back to: elsewhere the refusal is the answer, and is kept as one. */
function withoutField(fault: unknown): unknown {
  return fault instanceof Refusal ? new Refusal(fault.code, fault.words) : fault
}

function refused(fault: Refusal, language: Language): Answer {
  return { kind: 'message', message: refusalMessage(fault, language), refusal: fault.code }
}

function withDroppedNote(answer: Answer, language: Language): Answer {
  if (answer.kind === 'form') return answer
  const words = botTexts[language].droppedCharacters
  const { message: said } = answer
  return {
    ...answer,
    message: {
      ...said,
      summary: `${said.summary} ${words}`,
      blocks: [...said.blocks, note(words)],
    },
  }
}
