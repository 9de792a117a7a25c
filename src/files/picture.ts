// SVG as PNG by resvg, which is WebAssembly, with the font that comes along: no system font, no network, the same picture everywhere; leaves what is drawn to the core.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** Regular and semibold, with the letters of the languages of Europe. */
const FONTS = ['latin-400', 'latin-600', 'latin-ext-400', 'latin-ext-600']
const FAMILY = 'Source Sans 3'

let ready: Promise<readonly Uint8Array[]> | undefined

/** Draws a picture `width` pixels wide. */
export async function drawSvg(svg: string, width: number): Promise<Uint8Array> {
  ready ??= prepare()
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers: [...(await ready)], defaultFontFamily: FAMILY, loadSystemFonts: false },
  })
  try {
    return resvg.render().asPng()
  } finally {
    resvg.free()
  }
}

async function prepare(): Promise<readonly Uint8Array[]> {
  await initWasm(await bytesOf('@resvg/resvg-wasm/index_bg.wasm'))
  return Promise.all(
    FONTS.map((font) =>
      bytesOf(`@fontsource/source-sans-3/files/source-sans-3-${font}-normal.woff2`),
    ),
  )
}

function bytesOf(part: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(part)))
}
