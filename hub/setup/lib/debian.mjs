/**
 * Debian's packages, for the few things that npm does not carry. As root they are installed; for anyone else the exact
 * command is what they get, and set-up goes on without.
 */
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }

/** The command that a person with the right to do so would type. */
export const installCommand = (packages) => `apt-get install -y --no-install-recommends ${packages.join(' ')}`

const isRoot = () => process.getuid?.() === 0
const hasApt = () => existsSync('/usr/bin/apt-get')

/**
 * Installs `packages`. Resolves to `null` when they are there, else to a sentence on what a person has to do.
 */
export async function installPackages(packages, progress = () => {}) {
  if (!hasApt()) return `this machine has no apt-get; install by its own means what Debian calls: ${packages.join(' ')}`
  if (!isRoot()) return `run as root: ${installCommand(packages)}`
  progress(`installing ${packages.length} Debian packages`)
  const args = ['install', '-y', '--no-install-recommends', ...packages]
  if ((await run('apt-get', args, { env: quiet })).code === 0) return null
  // The usual reason is that this machine has never fetched the lists of packages, or fetched them long ago.
  progress('fetching the lists of packages')
  await run('apt-get', ['update'], { env: quiet })
  progress(`installing ${packages.length} Debian packages`)
  const again = await run('apt-get', args, { env: quiet })
  if (again.code === 0) return null
  return `apt-get could not install ${packages.join(' ')}: ${again.tail.split('\n').at(-1)}`
}
