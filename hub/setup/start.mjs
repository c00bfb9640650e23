/**
 * `npm start`: everything from a fresh clone to a listening hub, each step only when it is needed. `--serve` (or
 * `npm run serve`) runs it for real work; without it the hub comes up with its demonstration.
 */
import './lib/node-version.mjs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { at } from './lib/paths.mjs'
import { main } from './lib/say.mjs'
import { checkNatives } from './natives.mjs'
import { ensureWorker } from './worker.mjs'

/**
 * npm passes a signal on to a shell of its own, which ends without telling us. Our parent is then another, and that is
 * how we notice that whoever started us by npm has ended it.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  timer.unref()
}

await main(async () => {
  endWithNpm()
  await ensureInstalled()
  await checkNatives()
  const worker = await ensureWorker()
  await ensureBuilt()
  const mode = process.argv.includes('--serve') ? 'production' : 'demo'
  Object.assign(process.env, { MADOGUCHI_MODE: mode, ...worker })
  if (mode === 'demo') process.env.MADOGUCHI_DEMO_BOT ||= 'on'
  // In this very process: one less to be alive, and signals arrive where they are meant to.
  await import(pathToFileURL(at('dist', 'hub', 'launcher.js')).href)
})
