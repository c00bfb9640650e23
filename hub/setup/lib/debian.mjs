/**
 * Debian's packages, for the few things that npm does not carry. As root they are installed; for anyone else the exact
 * command is what they get, and set-up goes on without.
 */
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

/** A package manager that is killed half way leaves a machine that must be repaired: it may always finish. */
const how = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, uninterruptible: true }

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
  if ((await run('apt-get', args, how)).code === 0) return null
  // The usual reason is that this machine has never fetched the lists of packages, or fetched them long ago.
  progress('fetching the lists of packages')
  await run('apt-get', ['update'], how)
  progress(`installing ${packages.length} Debian packages`)
  const again = await run('apt-get', args, how)
  if (again.code === 0) return null
  return `apt-get could not install ${packages.join(' ')}: ${again.tail.split('\n').at(-1)}`
}
