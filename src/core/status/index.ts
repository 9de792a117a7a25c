// What the composition may use of the questions.
export { statusCommands } from './commands.ts'
export type { DigestStore } from './digest.ts'
export { digestPosts } from './digest-views.ts'
export { homePosts } from './home.ts'
export { digestSchedule } from './schedule.ts'
export { currentOnes, statusAnswer, titles } from './views.ts'
