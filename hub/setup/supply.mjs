/**
 * What others wrote and we run: how it is locked, under which licences, and how much it is. Part of `npm run check`. Called
 * by itself (`node hub/setup/supply.mjs --write`) it writes hub/docs/third-party.md anew. Only the lock file is read,
 * which is the same on every machine.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { at } from './lib/paths.mjs'
import { Refusal } from './lib/say.mjs'

/** Packages that package.json may name under `dependencies`. */
const directMax = 40

/** Licences under which what runs may be given on without a question; MPL-2.0 asks only for changes of a package's own files. */
const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'MPL-2.0',
]

const document = at('hub', 'docs', 'third-party.md')

const json = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Packages of a lock file as `{ name, version, license, integrity, resolved, runs }`, in order; `runs`: part of a hub at work. */
export function lockedPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license, integrity, resolved, dev, devOptional }]) => {
      const name = path.replace(/^.*node_modules\//, '')
      return { name, version, license, integrity, resolved, runs: !dev && !devOptional }
    })
    .sort((one, other) => (one.name + one.version < other.name + other.version ? -1 : 1))
}

/** Everything that is wrong with a lock file and its manifest, as sentences. */
export function supplyFaults(lock, manifest) {
  const faults = []
  const direct = Object.keys(manifest.dependencies ?? {})
  if (direct.length > directMax) faults.push(`package.json names ${direct.length} dependencies, ${directMax} at most`)
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    if (!/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/.test(version))
      faults.push(`${name} is not pinned to one version: ${version}`)
  for (const { name, version, license, integrity, resolved } of lockedPackages(lock)) {
    const one = `${name} ${version}`
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) faults.push(`${one} has no SHA-512 in the lock file`)
    // Where nothing is named, npm asks the registry it is set to, and the integrity decides.
    if (resolved !== undefined) faults.push(`${one} is taken from a place of its own: ${resolved}`)
    if (!allowed.includes(license)) faults.push(`${one} has the licence ${license ?? 'unknown'}`)
  }
  return faults
}

/** The page that lists what runs. */
export function thirdParty(lock) {
  const rows = lockedPackages(lock)
    .filter(({ runs }) => runs)
    .map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`)
  return [
    '# Third-party packages',
    '',
    'What others wrote and a hub at work runs, or a page of its brings to a browser, by the lock file; platform packages of which a machine',
    'installs its own are all here. Made by `node hub/setup/supply.mjs --write`, held against the lock file by `npm run check`. Each',
    'package brings the text of its licence; that of uWebSockets.js is Apache-2.0, whatever its republished manifest says. `npm sbom --sbom-format cyclonedx --omit dev` writes the same for machines.',
    '',
    '| package | version | licence |',
    '| ------- | ------- | ------- |',
    ...new Set(rows),
    '',
  ].join('\n')
}

/** Throws a `Refusal` with all faults; returns how much it is. */
export function checkSupply() {
  const lock = json(at('package-lock.json'))
  const manifest = json(at('package.json'))
  const faults = supplyFaults(lock, manifest)
  if (readFileSync(document, 'utf8') !== thirdParty(lock))
    faults.push('hub/docs/third-party.md is not as the lock file says: node hub/setup/supply.mjs --write')
  if (faults.length > 0) throw new Refusal(faults.join('\n'))
  const running = lockedPackages(lock).filter(({ runs }) => runs)
  return `${Object.keys(manifest.dependencies).length} direct, ${running.length} in all at run time, platforms included`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && process.argv.includes('--write'))
  writeFileSync(document, thirdParty(json(at('package-lock.json'))))
