/**
 * `npm run build`: hub and media process by esbuild, the pages by vite, each page's assets also compressed. Everything
 * lands in dist/. Nothing is built when nothing that goes in has changed.
 */
import './lib/node-version.mjs'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildPages } from './build-pages.mjs'
import { buildSdk } from './build-sdk.mjs'
import { buildServers } from './build-servers.mjs'
import { inputsFingerprint } from './lib/inputs.mjs'
import { at } from './lib/paths.mjs'
import { runLoud } from './lib/run.mjs'
import { Refusal, main, step } from './lib/say.mjs'
import { ensureInstalled } from './install.mjs'

const stamp = at('dist', '.built-from')

/** Makes dist/ what the sources say. Says nothing when it already is; `stdio`: where to, else. */
export async function ensureBuilt(stdio = 'inherit') {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsFingerprint()) return
  // In a process of its own: the compilers would else stay in the memory of the launcher for as long as it lives.
  const code = await runLoud(process.execPath, [fileURLToPath(import.meta.url)], { stdio })
  if (code !== 0) throw new Refusal('the build failed; what it said stands above')
}

async function build() {
  const fingerprint = inputsFingerprint()
  // In place, each part over its predecessor: a hub that runs from here goes on serving.
  rmSync(stamp, { force: true })
  await step('build', 'hub, media process and admin tool', buildServers)
  await step('build', 'widget, agent app and sample site', buildPages)
  await step('build', 'SDK without a screen', () => buildSdk())
  writeFileSync(stamp, fingerprint)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await ensureInstalled()
    await build()
  })
}
