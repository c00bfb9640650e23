/** `npm run bench`: lists the scenarios. `npm run bench -- NAME` runs one at its full size, or with `--smoke` at its small one. */
import { defineCommand, runMain } from 'citty'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

const commandOf = (scenario: Scenario) =>
  defineCommand({
    meta: { description: scenario.about },
    args: { smoke: { type: 'boolean', description: 'The small size, which proves nothing about speed' } },
    run: async ({ args }) => {
      try {
        const report = await scenario.run(args.smoke ? 'smoke' : 'full', console.log)
        console.log(report.lines.join('\n'))
      } catch (error) {
        console.error(error instanceof Error ? error.message : error)
        process.exitCode = 1
      }
    },
  })

const subCommands = Object.fromEntries(Object.entries(scenarios).map(([name, one]) => [name, commandOf(one)]))
const meta = { name: 'npm run bench --', description: 'How fast Madoguchi is, against something else in the same run' }
// Without a name there is nothing to run, so the list is the answer.
await runMain(defineCommand({ meta, subCommands }), {
  rawArgs: process.argv.length > 2 ? process.argv.slice(2) : ['--help'],
})
