/**
 * `npm run check`: types, lint, format, dead code, supply. All are run beside each other, whatever one of them says, so that
 * one run tells everything; the exit code is non-zero when any complains.
 */
import './lib/node-version.mjs'
import { ensureInstalled } from './install.mjs'
import { bin, root } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { Refusal, main, step } from './lib/say.mjs'
import { checkSupply } from './supply.mjs'

const checks = [
  ['types', 'tsc over everything, tests too', 'tsc', ['-p', '.']],
  ['lint', 'oxlint', 'oxlint', ['-c', '.config/oxlint.json', '--deny-warnings', '.']],
  [
    'format',
    'prettier',
    'prettier',
    ['--check', '--cache', '--config', '.config/prettier.json', '--ignore-path', '.config/prettierignore', '.'],
  ],
  ['dead code', 'knip', 'knip', ['-c', '.config/knip.json', '--no-progress']],
]

async function check([name, what, command, args]) {
  const printed = []
  try {
    await step(name, what, async () => {
      const { code } = await run(bin(command), args, { cwd: root, onLine: (line) => printed.push(line) })
      if (code !== 0) throw new Refusal(`${name} complains`)
    })
    return true
  } catch {
    console.log(printed.join('\n'))
    return false
  }
}

await main(async () => {
  await ensureInstalled()
  const passed = await Promise.all(checks.map(check))
  const failed = checks.flatMap(([name], at) => (passed[at] ? [] : [name]))
  const supplied = step('supply', 'lock file, licences, number of packages', async () => checkSupply())
  await supplied.catch((error) => {
    console.log(error.message)
    failed.push('supply')
  })
  if (failed.length > 0) throw new Refusal(`the check found something: ${failed.join(', ')}`)
  console.log('check: nothing to complain of')
})
