/** The pages: widget and agent app by vite, the sample site as it stands; then compressed copies beside each asset. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { join, relative } from 'node:path'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { at } from './lib/paths.mjs'
import { Refusal } from './lib/say.mjs'

export const viteConfigs = [
  at('.config', 'vite.widget.config.ts'),
  at('.config', 'vite.wait.config.ts'),
  at('.config', 'vite.chat.config.ts'),
  at('.config', 'vite.agent-app.config.ts'),
]
const pages = ['widget', 'wait', 'chat', 'agent-app', 'sample']
const compressible = /\.(js|css|html|svg|json|txt|webmanifest)$/
/** Below this a compressed answer saves nothing. */
const smallestBytes = 256

/** Builds all pages. Resolves to a table of what a customer and an agent download. */
export async function buildPages(progress) {
  const { build } = await import('vite')
  for (const configFile of viteConfigs) {
    progress(relative(at(), configFile))
    await build({ configFile, logLevel: 'warn' }).catch((error) => {
      throw new Refusal(error.message)
    })
  }
  copySample()
  progress('compressing')
  const sizes = await Promise.all(pages.flatMap((name) => filesUnder(at('dist', name))).map(compress))
  return `\n${sizes.filter(Boolean).map(sizeLine).join('\n')}\n${integrityLine()}\nbuild`
}

/** What a page that pins this very loader writes into its line of script. */
function integrityLine() {
  const hash = createHash('sha384')
    .update(readFileSync(at('dist', 'widget', 'w.js')))
    .digest('base64')
  return `  w.js: integrity="sha384-${hash}"`
}

/** The sample site is plain files, served as they are. */
export function copySample() {
  rmSync(at('dist', 'sample'), { recursive: true, force: true })
  cpSync(at('widget', 'sample'), at('dist', 'sample'), { recursive: true })
}

async function compress(path) {
  if (!compressible.test(path)) return null
  const bytes = readFileSync(path)
  const size = { path: relative(at('dist'), path), plain: bytes.length, gzip: bytes.length }
  if (bytes.length < smallestBytes) return size
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, quality), promisify(gzip)(bytes, { level: 9 })])
  if (br.length < bytes.length) writeFileSync(`${path}.br`, br)
  if (gz.length < bytes.length) writeFileSync(`${path}.gz`, gz)
  return { ...size, gzip: gz.length }
}

const kilobytes = (bytes) => `${(bytes / 1_000).toFixed(1).padStart(7)} kB`
const sizeLine = ({ path, plain, gzip: gz }) => `  ${path.padEnd(48)}${kilobytes(plain)}  ${kilobytes(gz)} gzip`

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}
