// What is taken of a file that came with a command: one, not too large, for a command that takes one; leaves who may to the command and the rows to the reader of tables.
import { botTexts } from './bot-texts.ts'
import type { AnyCommand } from './command.ts'
import type { HandedIn, Request } from './ports.ts'
import { Refusal } from './refusal.ts'
import { TABLE_LIMITS, type TableReader, type TableRow } from './tables.ts'
import { inBoth } from './texts.ts'
import type { Language } from './values.ts'

/** The commands that take a file. */
export function takersOf<S>(commands: readonly AnyCommand<S>[]): readonly AnyCommand<S>[] {
  return commands.filter(({ takesFile }) => takesFile !== undefined)
}

/** Their names, as they are told to somebody whose file nobody takes. */
export function namesOfTakers<S>(commands: readonly AnyCommand<S>[], language: Language): string {
  return takersOf(commands)
    .map(({ names, verb }) => names[language][0] ?? verb)
    .join(', ')
}

/**
 * The file of a request, if it may be fetched as far as the network tells without fetching it; nothing where none came.
 * @throws Refusal `file.notTaken`, `file.several`, `file.size`
 */
export function fileOf<S>(
  request: Request,
  command: AnyCommand<S>,
  commands: readonly AnyCommand<S>[],
): HandedIn | undefined {
  const files = request.kind === 'command' ? (request.files ?? []) : []
  const [file] = files
  if (!file) return undefined
  if (!command.takesFile) {
    throw new Refusal(
      'file.notTaken',
      inBoth(botTexts, (t, language) => {
        const name = command.names[language][0] ?? command.verb
        return t.fileNotTaken(name, namesOfTakers(commands, language))
      }),
    )
  }
  if (files.length > 1) {
    throw new Refusal(
      'file.several',
      inBoth(botTexts, (t) => t.fileSeveral(files.length)),
    )
  }
  if (file.size > TABLE_LIMITS.bytes) {
    throw new Refusal(
      'file.size',
      inBoth(botTexts, (t) => t.fileSize(TABLE_LIMITS.bytes / 1_000_000)),
    )
  }
  return file
}

/**
 * Fetches the file and reads its rows.
 * @throws Refusal `file.lost` where its bytes do not come, and what the reader says of them
 */
export async function tableIn(file: HandedIn, reader: TableReader): Promise<readonly TableRow[]> {
  const content = await file.read().catch((fault: unknown) => {
    // a network that knows more says it itself
    if (fault instanceof Refusal) throw fault
    throw new Refusal(
      'file.lost',
      inBoth(botTexts, (t) => t.fileLost),
    )
  })
  return reader.read(content)
}
