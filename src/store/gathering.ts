// Many questions to the database as one statement: what is asked while one is under way goes together with the next; leaves the statement to whoever asks.
import { isDataFault } from './errors.ts'

type Waiting<Asked, Answer> = {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Nobody waits for company: a question alone goes alone, at once.
 * @param ask answers in the order of the questions
 * @param most so many at once
 */
export function gathering<Asked, Answer>(
  ask: (all: readonly Asked[]) => Promise<readonly Answer[]>,
  most: number,
): (asked: Asked) => Promise<Answer> {
  let waiting: Waiting<Asked, Answer>[] = []
  let underWay = false

  const answer = async (all: readonly Waiting<Asked, Answer>[]) => {
    try {
      const answers = await ask(all.map(({ asked }) => asked))
      for (const [n, one] of all.entries()) one.resolve(answers[n] as Answer)
    } catch (error) {
      // one that the database cannot take keeps no other from its answer
      if (all.length > 1 && isDataFault(error)) for (const one of all) await answer([one])
      else for (const { reject } of all) reject(error)
    }
  }
  const goOn = async () => {
    underWay = true
    while (waiting.length > 0) {
      const all = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await answer(all)
    }
    underWay = false
  }
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!underWay) void goOn()
    })
}
