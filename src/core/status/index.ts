// What the composition may use of the questions.
export { statusCommands } from './commands.ts'
export { type StatusAnswer, statusAnswer } from './views.ts'
