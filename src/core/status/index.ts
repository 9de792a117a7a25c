// What the composition may use of the questions.
export { statusCommands } from './commands.ts'
export { homePosts } from './home.ts'
export { currentOnes, statusAnswer, titles } from './views.ts'
