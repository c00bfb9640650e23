/**
 * `npm run dev`: builds, runs, and does both again whenever a source changes. Pages that are open reload themselves
 * (see .config/page-build.ts). A build that fails leaves what runs running.
 */
import './lib/node-version.mjs'
import { fork } from 'node:child_process'
import { rmSync, watch } from 'node:fs'
import { copySample, viteConfigs } from './build-pages.mjs'
import { serverOptions } from './build-servers.mjs'
import { ensureInstalled } from './install.mjs'
import { at } from './lib/paths.mjs'
import { main } from './lib/say.mjs'
import { checkNatives } from './natives.mjs'
import { ensureWorker } from './worker.mjs'

/** Several builds end together after one change; the programs are started once. */
const settleMs = 150
/** Nobody is served here who would need a long drain. */
const drainMs = 1_000

process.env.MADOGUCHI_DEV = '1'

/** Hub and media process, by the launcher, started anew on each call. Calls that come meanwhile are one more. */
function makeRunner(env) {
  let launcher = null
  let timer
  const start = () => {
    launcher = fork(at('dist', 'hub', 'launcher.js'), [], { env, stdio: 'inherit' })
  }
  const ended = (child) => new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve()))
  let turn = Promise.resolve()
  const restart = async () => {
    launcher?.kill('SIGTERM')
    if (launcher) await ended(launcher)
    start()
  }
  return {
    restartSoon: () => {
      clearTimeout(timer)
      timer = setTimeout(() => (turn = turn.then(restart)), settleMs)
    },
    stop: async () => {
      clearTimeout(timer)
      launcher?.kill('SIGTERM')
      if (launcher) await ended(launcher)
    },
  }
}

async function watchServers(built) {
  const { context } = await import('esbuild')
  const tell = (build) => build.onEnd((result) => result.errors.length === 0 && built('hub and media process'))
  const plugins = [...serverOptions.plugins, { name: 'tell', setup: tell }]
  const watcher = await context({ ...serverOptions, logLevel: 'warning', plugins })
  await watcher.watch()
}

async function watchPages(built) {
  const { build } = await import('vite')
  for (const configFile of viteConfigs) {
    const watcher = await build({ configFile, logLevel: 'warn', build: { watch: {} } })
    watcher.on('event', (event) => {
      if (event.code === 'END') built(configFile.includes('widget') ? 'widget' : 'agent app')
      if (event.code === 'ERROR') console.error(event.error.message)
    })
  }
  copySample()
  watch(at('widget', 'sample'), { recursive: true }, () => (copySample(), built('sample site')))
}

await main(async () => {
  await ensureInstalled()
  await checkNatives()
  const worker = await ensureWorker()
  rmSync(at('dist'), { recursive: true, force: true })
  const env = {
    MADOGUCHI_MODE: 'demo',
    MADOGUCHI_DEMO_BOT: 'on',
    MADOGUCHI_DRAIN_MS: String(drainMs),
    ...process.env,
    ...worker,
  }
  const runner = makeRunner(env)
  const built = (what) => {
    console.log(`dev: built ${what}`)
    runner.restartSoon()
  }
  const stop = () => void runner.stop().then(() => process.exit(0))
  process.on('SIGINT', stop).on('SIGTERM', stop)
  await watchServers(built)
  await watchPages(built)
})
