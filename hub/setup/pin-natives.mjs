/**
 * `node hub/setup/pin-natives.mjs`: writes natives.json anew, for whoever has changed a dependency. What is installed is
 * hashed where it is; packages for other systems are fetched into a folder of their own, compared with the lock file's
 * integrity, unpacked and hashed. Nothing of them is run.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, root } from './lib/paths.mjs'
import { binariesIn, hashOf, isNative, nativePackages } from './lib/pins.mjs'
import { run } from './lib/run.mjs'
import { main, Refusal, step } from './lib/say.mjs'

/** Systems on which a hub may run: their packages are pinned though they are not installed here. */
const wanted = /linux-(x64|arm64)(-gnu|-musl)?$|darwin-(x64|arm64)$/

const pinsOf = (folder) => Object.fromEntries(binariesIn(folder).map((file) => [file, hashOf(join(folder, file))]))

await main(async () => {
  const pins = {}
  for (const { name, version, folder } of nativePackages(at('node_modules'))) {
    const found = pinsOf(folder)
    if (Object.keys(found).length > 0) pins[`${name}@${version}`] = found
  }
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'))
  const elsewhere = Object.entries(packages)
    .map(([path, entry]) => ({ ...entry, name: path.replace(/^.*node_modules\//, '') }))
    .filter(({ name, version }) => isNative(name) && wanted.test(name) && pins[`${name}@${version}`] === undefined)
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-pins-'))
  try {
    for (const one of elsewhere) pins[`${one.name}@${one.version}`] = await fetched(one, place)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
  const sorted = Object.fromEntries(Object.entries(pins).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(at('hub', 'setup', 'natives.json'), `${JSON.stringify(sorted, null, 2)}\n`)
  console.log(`pins: ${Object.keys(sorted).length} packages`)
})

function fetched({ name, version, integrity }, place) {
  return step('pins', `${name} ${version}`, async () => {
    const packed = await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', place], {
      cwd: root,
    })
    const tarball = join(place, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    if (packed.code !== 0) throw new Refusal(`${name} ${version} could not be fetched:\n${packed.tail}`)
    const found = createHash('sha512').update(readFileSync(tarball)).digest('base64')
    if (`sha512-${found}` !== integrity) throw new Refusal(`${name} ${version} is not what the lock file says`)
    const unpacked = mkdtempSync(join(place, 'one-'))
    const { code, tail } = await run('tar', ['-xzf', tarball, '-C', unpacked], { cwd: place })
    if (code !== 0) throw new Refusal(`${name} ${version} could not be unpacked:\n${tail}`)
    return pinsOf(join(unpacked, 'package'))
  })
}
