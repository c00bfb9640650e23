/**
 * `npm test`: gets what the tests need, builds, runs all of them. `--only pure`, `integration` or `browser` runs one
 * kind. What failed is named again at the end, and the last line says how many passed and failed, in a form that a
 * machine can read.
 */
import './lib/node-version.mjs'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { installPackages } from './lib/debian.mjs'
import { bin, root } from './lib/paths.mjs'
import { runLoud, works } from './lib/run.mjs'
import { duration, main, Refusal, step } from './lib/say.mjs'
import { countTests, failures, summary } from './lib/test-report.mjs'
import { checkNatives } from './natives.mjs'
import { ensureWorker } from './worker.mjs'

/** Kinds, and the projects in .config/vitest.config.ts that each is. */
const projects = {
  pure: ['pure', 'isolated'],
  integration: ['integration', 'attacks'],
  browser: ['screens', 'browser'],
}
const kinds = Object.keys(projects)

const { values } = parseArgs({ options: { only: { type: 'string' } } })
if (values.only && !kinds.includes(values.only)) {
  await main(() => Promise.reject(new Refusal(`--only is one of ${kinds.join(', ')}`)))
} else {
  await main(() => test(values.only ? [values.only] : kinds))
}

async function test(wanted) {
  await ensureInstalled()
  await checkNatives()
  const needsRealParts = wanted.some((kind) => kind !== 'pure')
  const worker = needsRealParts ? await ensureWorker() : {}
  if (wanted.includes('browser')) await ensureBrowser()
  if (needsRealParts) await ensureBuilt()
  return runTests(wanted, worker)
}

/** Chromium, and a font with Japanese in it: without one a screenshot shows boxes and widths come out wrong. */
async function ensureBrowser() {
  const missing = []
  if (!existsSync('/usr/bin/chromium')) missing.push('chromium')
  if (!(await hasJapaneseFont())) missing.push('fonts-noto-cjk')
  if (missing.length === 0) return
  await step('browser', `what the browser tests need: ${missing.join(', ')}`, async (progress) => {
    const toDo = await installPackages(missing, progress)
    if (toDo)
      throw new Refusal(`the browser tests need ${missing.join(' and ')}; ${toDo} (or run npm test -- --only pure)`)
  })
}

function hasJapaneseFont() {
  return works('sh', ['-c', 'fc-list :lang=ja family | grep -q .'])
}

/** One kind after the other: browsers and killed hubs beside each other would only measure how busy the machine is. */
async function runTests(wanted, worker) {
  const counts = []
  for (const kind of wanted) counts.push(await runKind(kind, worker))
  const sum = (field) => counts.reduce((total, one) => total + one[field], 0)
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
  for (const failure of counts.flatMap((one) => one.failures)) console.log(`failed: ${failure}`)
  console.log(summary(total))
  return total.failed > 0 || total.passed === 0 ? 1 : 0
}

async function runKind(kind, worker) {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-test-'))
  const report = join(folder, 'report.json')
  const chosen = projects[kind].flatMap((project) => ['--project', project])
  const args = ['run', '--config', '.config/vitest.config.ts', ...chosen]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const options = { cwd: root, env: { ...process.env, ...worker } }
    const begun = performance.now()
    console.log(`${kind}: tests`)
    const code = await runLoud(bin('vitest'), [...args, ...reporters], options)
    console.log(`${kind}: done (${duration(performance.now() - begun)})`)
    const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null
    return { ...countTests(told, code), failures: failures(told, code, root) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
