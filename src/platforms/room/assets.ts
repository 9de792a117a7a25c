// The files a page loads, all from this process: style, script, shapes, typeface; leaves pages to page.ts.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One file as it is sent. */
export type Asset = { readonly type: string; readonly body: Uint8Array<ArrayBuffer> }

const TYPEFACE = '@fontsource-variable/source-sans-3/files/source-sans-3'

const SOURCES: readonly (readonly [name: string, type: string, url: string])[] = [
  ['style.css', 'text/css; charset=utf-8', new URL('./assets/style.css', import.meta.url).href],
  ['page.js', 'text/javascript; charset=utf-8', new URL('./assets/page.js', import.meta.url).href],
  ['icon.svg', 'image/svg+xml', new URL('./assets/icon.svg', import.meta.url).href],
  [
    'idiomorph.js',
    'text/javascript; charset=utf-8',
    import.meta.resolve('idiomorph/dist/idiomorph.esm.js'),
  ],
  ['latin.woff2', 'font/woff2', import.meta.resolve(`${TYPEFACE}-latin-wght-normal.woff2`)],
  ['latin-ext.woff2', 'font/woff2', import.meta.resolve(`${TYPEFACE}-latin-ext-wght-normal.woff2`)],
]

/** Reads all files once, so that nothing in a request can name another. */
export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    SOURCES.map(([name, type, url]) => [
      name,
      { type, body: new Uint8Array(readFileSync(fileURLToPath(url))) },
    ]),
  )
}
