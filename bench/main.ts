/**
 * `npm run bench` lists the scenarios with what each answers. `npm run bench -- NAME` runs one at its full size, or with
 * `--smoke` at its small one; `--json` and `--html` keep what it found, `--cpu-profile` and `--heap` what its servers did.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { defineCommand, runMain } from 'citty'
import { plants } from './planted/plants.mjs'
import { openBench, type BenchOptions } from './run/bench.ts'
import { moveToCore, pinned, unpinnedDoubt } from './run/cores.ts'
import { runFacts } from './run/facts.ts'
import { reportPage } from './run/page.ts'
import type { Report } from './run/report.ts'
import { reportText } from './run/text.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

const args = {
  smoke: { type: 'boolean', description: 'The small size, which proves nothing about speed' },
  full: { type: 'boolean', description: 'The full size, which is what runs without --smoke' },
  runs: { type: 'string', description: 'How many runs of each side' },
  json: { type: 'string', description: 'A file for every figure of every run' },
  html: { type: 'string', description: 'A file for the report as a page' },
  'cpu-profile': { type: 'string', description: 'A folder for processor profiles of the servers' },
  heap: { type: 'string', description: 'A folder for heap profiles of the servers' },
  hours: { type: 'string', description: 'How long soak takes' },
  planted: {
    type: 'string',
    description: `A mistake in the hub, to see it noticed: ${Object.keys(plants).join(', ')}`,
  },
} as const

const commandOf = (name: string, { about, run }: Scenario) =>
  defineCommand({
    meta: { description: about },
    args,
    run: async ({ args }) => {
      const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'))
      const bench = openBench({ say: console.log, scratch, ...optionsOf(args) })
      try {
        moveToCore('generator')
        const found = await run(args.smoke ? 'smoke' : 'full', bench)
        const report: Report = pinned ? found : { ...found, doubts: [...found.doubts, unpinnedDoubt] }
        const facts = runFacts(`npm run bench -- ${process.argv.slice(2).join(' ')}`)
        console.log(reportText(report).join('\n'))
        if (args.json)
          writeFileSync(args.json, `${JSON.stringify({ scenario: name, about, facts, ...report }, null, 2)}\n`)
        if (args.html) writeFileSync(args.html, reportPage(name, about, facts, report))
        process.exitCode = report.exitCode ?? 0
      } catch (error) {
        console.error(error instanceof Error ? error.message : error)
        process.exitCode = 1
      } finally {
        await bench.end()
        rmSync(scratch, { recursive: true, force: true })
      }
    },
  })

interface Asked {
  readonly runs?: string | undefined
  readonly 'cpu-profile'?: string | undefined
  readonly heap?: string | undefined
  readonly hours?: string | undefined
  readonly planted?: string | undefined
}

function optionsOf(asked: Asked): Omit<BenchOptions, 'say' | 'scratch'> {
  const runs = asked.runs === undefined ? undefined : Number(asked.runs)
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
    throw new Error('--runs takes a whole number above 0')
  const hours = asked.hours === undefined ? undefined : Number(asked.hours)
  if (hours !== undefined && !(hours > 0)) throw new Error('--hours takes a number above 0')
  const { planted } = asked
  if (planted !== undefined && !Object.hasOwn(plants, planted))
    throw new Error(`--planted takes one of ${Object.keys(plants).join(', ')}`)
  return {
    ...(runs === undefined ? {} : { runs }),
    ...(hours === undefined ? {} : { hours }),
    ...(planted === undefined ? {} : { planted }),
    ...(asked['cpu-profile'] === undefined ? {} : { cpuProfile: resolve(asked['cpu-profile']) }),
    ...(asked.heap === undefined ? {} : { heapProfile: resolve(asked.heap) }),
  }
}

const subCommands = Object.fromEntries(Object.entries(scenarios).map(([name, one]) => [name, commandOf(name, one)]))
const meta = { name: 'npm run bench --', description: 'How fast Madoguchi is, against something else in the same run' }
// Without a name there is nothing to run, so the list is the answer.
await runMain(defineCommand({ meta, subCommands }), {
  rawArgs: process.argv.length > 2 ? process.argv.slice(2) : ['--help'],
})
