// What other slices may use of the council: its file as data, who is who at an instant, and both in words.
export { changes } from './changes.ts'
export { type Body, type Council, councilSchema, type Fault } from './council.ts'
export { type CouncilDirectory, createDirectory } from './directory.ts'
export { readCouncil, secretWords } from './reading.ts'
export { accountRows, mandateRows } from './rows.ts'
export { carriesSecret } from './secrets.ts'
export { checkSuccession } from './succession.ts'
export { showCouncil } from './views.ts'
