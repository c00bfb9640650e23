/**
 * Native parts against their pins: the SHA-256 of every binary that a package of ours brings, by package and version, in
 * hub/setup/natives.json. A binary runs with all that the hub may do, and no review sees into it; so one that is not the
 * one we tried is not loaded. pin-natives.mjs makes the file anew when a dependency changes.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './say.mjs'

/** Folders of node_modules whose binaries the running hub may load, those of their platform packages included. */
export const nativeFamilies = [
  'lmdb',
  '@lmdb/',
  'msgpackr-extract',
  '@msgpackr-extract/',
  '@node-rs/',
  'uWebSockets.js',
]

/** True when the binaries of this package belong to the hub. */
export const isNative = (name) =>
  nativeFamilies.some((family) => (family.endsWith('/') ? name.startsWith(family) : name === family))

/** One file brings a binary for every system and release of Node: only this one is ever loaded. */
const many = /^uws_\w+_\d+\.node$/
const mayLoad = (file, { platform, arch, modules }) =>
  !many.test(file) || file === `uws_${platform}_${arch}_${modules}.node`

export const hashOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Paths below a package's folder of all its binaries. */
export const binariesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.node'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

/** The packages with binaries that are installed: name, version and folder. */
export function nativePackages(modulesFolder) {
  const names = nativeFamilies.flatMap((family) => {
    if (!family.endsWith('/')) return [family]
    const scope = join(modulesFolder, family)
    return existsSync(scope) ? readdirSync(scope).map((name) => family + name) : []
  })
  return names
    .filter((name) => existsSync(join(modulesFolder, name, 'package.json')))
    .map((name) => {
      const folder = join(modulesFolder, name)
      return { name, folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version }
    })
}

/**
 * Throws a `Refusal` that names the first binary which is not the pinned one, or that no pin knows. Returns how many were
 * compared. `here` is `{ platform, arch, modules }`, as Node calls them.
 */
export function comparePins(modulesFolder, pins, here) {
  let compared = 0
  for (const { name, version, folder } of nativePackages(modulesFolder)) {
    const pinned = pins[`${name}@${version}`] ?? {}
    for (const file of binariesIn(folder).filter((one) => mayLoad(one, here))) {
      const why =
        pinned[file] === undefined
          ? 'is a native part that nobody has tried and pinned'
          : pinned[file] === hashOf(join(folder, file))
            ? null
            : 'is not the native part that was tried and pinned'
      if (why !== null)
        throw new Refusal(
          `${file} of the package ${name} ${version} ${why}; install it anew (rm -r node_modules, then npm start), or set MADOGUCHI_TRUST_NATIVES=1 if you built it yourself.`,
        )
      compared += 1
    }
  }
  return compared
}
