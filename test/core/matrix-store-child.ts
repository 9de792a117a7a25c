// The victim of the key store's tests: holds a folder, writes records until it is killed and says each number once its transaction is complete, or meets a disk that takes nothing.
import { DatabaseSync } from 'node:sqlite'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { openPersistentIndexedDb } from '../../src/platforms/matrix/keeping/persistent-indexeddb.ts'
import { committed, opened } from './matrix-store-steps.ts'

const [mode = '', folder = ''] = process.argv.slice(2)
const say = (words: string) => process.stdout.write(`${words}\n`)

const held = openFolder(folder)
if (mode === 'hold') {
  say('held')
  setInterval(() => {}, 1000)
} else {
  const persistent = await openPersistentIndexedDb(held.keysFile, () => process.exit(70))
  const database = await opened(persistent.factory, 'numbers', 1, (made) => {
    made.createObjectStore('numbers')
  })
  if (mode === 'full') {
    new DatabaseSync(held.keysFile).exec('DROP TABLE record')
  }
  for (let n = 0; ; n += 1) {
    await committed(database, 'numbers', (store) => store.put({ n, bytes: new Uint8Array(500) }, n))
    say(`complete ${n}`)
  }
}
