// How a file looks: its name, its first sentence, where wording stands, what is left open; leaves length, imports and forbidden words to the other walls.
import { forbidden, type Literal, partsOf, sample, typescript, type Wall } from './source.ts'

/** Names that say nothing about what is inside. */
const NAMELESS =
  /(?:^|-)(?:utils?|helpers?|common|misc|shared|stuff|base|types|manager|service|lib|tools)(?:-|$)/

/** What may stand in a slice besides its things: one file for each, none of them empty. */
const ROLES = ['commands', 'schedule', 'views', 'texts', 'index']

/** The things of each slice and act. A new file is a new thing of the domain: name it here when it deserves its own. */
const THINGS: Readonly<Record<string, string>> = {
  calendar: 'calendar periods answers',
  rules:
    'profile reminding electorate conditions tally missing check explain calculator answer nouns view-texts',
  council:
    'council directory people form-words document reading rows check succession changes numbers secrets personal-texts networks network-texts links linking-commands linking-texts fields faults places reporting reporting-check reporting-texts change-texts digest',
  reminders:
    'stages matter reminder recipients absence finding snooze-commands personal-commands personal-texts',
  decisions: 'decision',
  circulations: 'circulation standing card finding matters matter-texts readiness readiness-texts',
  'circulations/drafting': 'draft',
  'circulations/opening': 'freeze',
  'circulations/casting': 'cast',
  'circulations/extending': '',
  'circulations/closing': 'sheet',
  'circulations/stating': '',
  'circulations/cancelling': '',
  reports:
    'figures obligation rhythm round title card questionnaire answers filing finding interim matters filing-commands review-commands register-commands register-texts view-texts list-views list-texts receipt steps answer-data overdue handed-in handed-in-texts held template template-commands handed-out figure-texts figure-views figure-rows',
  'reports/pictures': 'coverage drawing frame bars map',
  status: 'board home home-texts waiting digest digest-views digest-texts',
}

const names: Wall = {
  says: 'files are called after the one thing inside; a slice holds its things and the five fixed roles',
  faults: (tree) =>
    typescript(tree, 'src', 'test').flatMap(({ path }) => {
      const name =
        path
          .split('/')
          .at(-1)
          ?.replace(/(?:\.test)?\.ts$/, '') ?? ''
      if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return [`${path}: not in kebab-case`]
      if (NAMELESS.test(name)) return [`${path}: the name says nothing`]
      const slice = /^src\/core\/(.+)\/[^/]+$/.exec(path)?.[1]
      if (slice === undefined || ROLES.includes(name)) return []
      const things = THINGS[slice]?.split(' ')
      if (things === undefined) return [`${path}: ${slice} is no slice or act`]
      return things.includes(name) ? [] : [`${path}: no thing of ${slice}`]
    }),
  refuses: [
    sample('src/core/rules/utils.ts', ''),
    sample('src/core/rules/helper.ts', ''),
    sample('src/core/rules/TallyService.ts', ''),
    sample('src/core/circulations/casting/queries.ts', ''),
    sample('src/store/common-types.ts', ''),
    sample('src/core/votes/tally.ts', ''),
  ],
  accepts: [
    sample('src/core/rules/tally.ts', ''),
    sample('src/core/circulations/casting/commands.ts', ''),
    sample('src/store/server-lease.ts', ''),
  ],
}

/** Which files open how. */
const OPENINGS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:src|test|bin|prisma)\/.*\.(?:ts|js|mjs)$|^[^/]+\.ts$/, /^(?:#!.*\n)?\/\/ (.+)\n(?!\/\/)/],
  [/^prisma\/functions\/.*\.sql$/, /^-- (.+)\n(?!--)/],
]

const opening: Wall = {
  says: 'each file opens with one sentence on one line: what it is for, and what it leaves to whom',
  faults: (tree) =>
    tree.flatMap(({ path, text }) => {
      const shape = OPENINGS.find(([about]) => about.test(path))
      if (!shape) return []
      const sentence = shape[1].exec(text)?.[1]
      if (sentence === undefined) return [`${path}: no sentence at the top`]
      if (!/[.!?]$/.test(sentence)) return [`${path}: the sentence has no end`]
      return path.endsWith('ts') && /[a-z)`'"][.!?] [A-Z]/.test(sentence)
        ? [`${path}: more than one sentence`]
        : []
    }),
  refuses: [
    sample('src/core/bot.ts', "import { x } from './x.ts'\n"),
    sample('src/core/bot.ts', '// The two doors\nexport const a = 1\n'),
    sample('src/core/bot.ts', '// The two doors.\n// And more of it.\nexport const a = 1\n'),
    sample('src/core/bot.ts', '// The two doors. They open often.\nexport const a = 1\n'),
    sample('prisma/functions/cast.sql', 'CREATE FUNCTION a;\n'),
  ],
  accepts: [
    sample(
      'src/core/bot.ts',
      '// The two doors, e.g. a click; leaves rules to the slices.\nimport x\n',
    ),
    sample('bin/umlauf.js', '#!/usr/bin/env node\n// Finds Node.\nimport x\n'),
    sample('prisma/functions/cast.sql', '-- The cast.\nCREATE FUNCTION a;\n'),
  ],
}

/** Files of words: the two languages side by side, or the words of a language that people type. */
const WORDING = /(?:^|[/-])(?:texts|words|nouns)\.ts$/
const GERMAN = /[äöüßÄÖÜ„“]/
const GERMAN_WORDS =
  /\b(?:der|die|das|und|nicht|ist|sind|wird|wurde|bitte|sie|kein|keine|ein|eine|noch|nur|mit|von)\b/gi

/** A sentence of German, as against a sign, a word that people type or a command. */
function isGerman(value: string): boolean {
  const words = new Set((value.match(GERMAN_WORDS) ?? []).map((word) => word.toLowerCase()))
  const length = (value.match(/\p{L}{2,}/gu) ?? []).length
  return (length >= 3 && GERMAN.test(value)) || words.size >= 2
}

/** The names, words and example of a command stand with the command: they are its grammar. */
function isGrammar(path: string, { before }: Literal): boolean {
  return /commands\.ts$/.test(path) && /\b(?:example|names|words)\s*:\s*\{[^{}]*$/.test(before)
}

/** Where the core reads single words and signs that people type, which are no wording. */
const TYPED: Readonly<Record<string, string>> = {
  'src/core/grammar.ts': 'the quotation marks of both languages',
  'src/core/circulations/casting/commands.ts': 'the words for a choice',
}

/** Whether even a single German letter or quotation mark is wording here. */
function keepsLetters(path: string): boolean {
  return path.startsWith('src/core/') && TYPED[path] === undefined
}

const wording: Wall = {
  says: 'what people read stands in texts.ts, in both languages; outside the core at least beside its translation',
  faults: (tree) =>
    typescript(tree, 'src')
      .filter(({ path }) => !WORDING.test(path))
      .filter(({ path, text }) => path.startsWith('src/core/') || !/\bbilingual\(/.test(text))
      .flatMap((file) =>
        partsOf(file.text)
          .literals.filter(
            ({ value }) => isGerman(value) || (keepsLetters(file.path) && GERMAN.test(value)),
          )
          .filter((literal) => !isGrammar(file.path, literal))
          .map(({ line, value }) => `${file.path}:${line} "${value.slice(0, 60)}"`),
      ),
  refuses: [
    sample('src/core/bot.ts', "throw new Refusal('late', 'Die Frist ist abgelaufen.')"),
    sample('src/core/rules/views.ts', "const words = 'für die Länder'"),
    sample('src/core/rules/views.ts', "const word = 'Länder'"),
    sample('src/core/circulations/casting/commands.ts', 'const a = `Ihre Stimme wurde gezählt`'),
    sample('src/store/open.ts', "throw new Error('Die Datenbank ist nicht erreichbar')"),
  ],
  accepts: [
    sample('src/core/rules/texts.ts', "const a = 'Die Frist ist abgelaufen.'"),
    sample('src/core/rules/tally.ts', "// die Länder und der Bund\nconst a = 'counted'"),
    sample('src/cli/tally.ts', "const a = 'gezählt'"),
    sample(
      'src/core/circulations/casting/commands.ts',
      "const a = { example: { de: 'stimme 7/2023 ja für HE', en: 'vote' } }",
    ),
  ],
}

const OPEN_ENDS = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK']

const unfinished: Wall = {
  says: 'nothing is left open and no test is switched off',
  faults: (tree) =>
    typescript(tree, 'src', 'test')
      .concat(tree.filter(({ path }) => /^(?:bin|prisma)\/.*\.(?:js|mjs|sql|prisma)$/.test(path)))
      .flatMap((file) => {
        const code = file.path.startsWith('test/') ? partsOf(file.text).code : ''
        return [
          ...forbidden(
            file,
            file.text,
            new RegExp(`\\b(?:${OPEN_ENDS.join('|')})\\b`, 'g'),
            'left open',
          ),
          ...forbidden(file, code, /\b(?:it|test|describe)\.(?:only|skip|todo)\b/g, 'switched off'),
        ]
      }),
  refuses: [
    sample('src/core/bot.ts', `// ${OPEN_ENDS[0]}: tell the chair`),
    sample('prisma/functions/cast_vote.sql', `-- ${OPEN_ENDS[1]}`),
    sample('test/core/time.test.ts', "it.only('looks at one thing', () => {})"),
    sample('test/core/time.test.ts', "describe.skip('later', () => {})"),
  ],
  accepts: [sample('test/core/time.test.ts', "it.skipIf(noPostgres)('says why', () => {})")],
}

export const shapeWalls: readonly Wall[] = [...[names, opening, wording, unfinished]]
