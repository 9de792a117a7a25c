// Links the pinned Node into node_modules/.bin where npm left it out, as npm 9 does because two packages bring the same name; every npm script then finds it first.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const pinned = `node-linux-${process.arch}/bin/node`

// without the package (another system, or installed without optional ones) the starter says what to do
if (existsSync(`${modules}/${pinned}`) && !existsSync(`${modules}/.bin/node`)) {
  mkdirSync(`${modules}/.bin`, { recursive: true })
  symlinkSync(`../${pinned}`, `${modules}/.bin/node`)
}
