// What the composition may use of the questions.
export { statusCommands } from './commands.ts'
export { statusAnswer, titles } from './views.ts'
