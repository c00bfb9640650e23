/**
 * `npm run bench:peers-setup`: has what the peers need and npm does not bring with us. Packages go into folders of their own
 * below ~/.cache/madoguchi, whole or not at all; a binary is built here from its package's source. What cannot be had is
 * told, and its peer is left out of the bench.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { homes, redisMissing, type Home } from './homes.ts'

/** Null when it is there now, else why not. */
function settle({ packages, builds, folder }: Home): string | null {
  mkdirSync(dirname(folder), { recursive: true })
  const made = mkdtempSync(`${folder}-new-`)
  writeFileSync(`${made}/package.json`, JSON.stringify({ private: true, dependencies: packages }))
  // Without what their packages only wish for beside them; and no binary that somebody else has built.
  const args = ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', ...(builds ? [] : ['--ignore-scripts'])]
  const { status, error } = spawnSync('npm', args, {
    cwd: made,
    stdio: 'inherit',
    env: { ...process.env, npm_config_build_from_source: 'true' },
  })
  if (status === 0) renameSync(made, folder)
  else rmSync(made, { recursive: true, force: true })
  return status === 0 ? null : (error?.message ?? `npm ended with ${status}`)
}

for (const home of Object.values<Home>(homes)) {
  if (existsSync(home.folder)) {
    console.log(`${home.name}: there already`)
    continue
  }
  console.log(
    `${home.name}: into ${home.folder}, because ${home.why}${home.builds ? '; it is built, for a minute or two' : ''}`,
  )
  const missing = settle(home)
  console.log(missing === null ? `${home.name}: done` : `${home.name}: not to be had, ${missing}`)
  if (missing !== null) process.exitCode = 1
}
const missing = redisMissing()
console.log(missing === null ? 'redis: on the PATH' : `redis: ${missing} On Debian: apt-get install redis-server`)
