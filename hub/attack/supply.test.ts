/** What others wrote and we run: a native part that was exchanged is not loaded, a lock file that was meddled with is noticed. */
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../setup/lib/say.mjs'
import { comparePins, nativePackages } from '../setup/lib/pins.mjs'
import { lockedPackages, supplyFaults, thirdParty } from '../setup/supply.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const pins = json('hub/setup/natives.json') as Record<string, Record<string, string>>
const lock = json('package-lock.json')
const manifest = json('package.json')
const here = { platform: process.platform, arch: process.arch, modules: process.versions.modules }

describe('native parts', () => {
  let folder = ''
  /** node_modules with only the packages that have binaries, as they are installed here. */
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-natives-'))
    for (const { name, folder: from } of nativePackages(join(root, 'node_modules'))) {
      mkdirSync(join(folder, name), { recursive: true })
      copyFileSync(join(from, 'package.json'), join(folder, name, 'package.json'))
      for (const file of Object.keys(pins[`${name}@${json(`node_modules/${name}/package.json`).version}`] ?? {}))
        if (!file.startsWith('uws_') || file === `uws_${here.platform}_${here.arch}_${here.modules}.node`)
          cpSync(join(from, file), join(folder, name, file))
    }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const uws = `uWebSockets.js/uws_${here.platform}_${here.arch}_${here.modules}.node`
  const flipLast = (path: string): void => {
    const bytes = readFileSync(path)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(path, bytes)
  }

  test('as they are installed here are those that were pinned: four packages at least', () => {
    expect(comparePins(join(root, 'node_modules'), pins, here)).toBeGreaterThanOrEqual(4)
    expect(comparePins(folder, pins, here)).toBeGreaterThanOrEqual(4)
  })

  test('with one bit changed, anywhere, are refused in a sentence that names file and package', () => {
    const files = nativePackages(folder).flatMap(({ name, version }) =>
      Object.keys(pins[`${name}@${version}`] ?? {}).map((file) => join(name, file)),
    )
    const loaded = files.filter((file) => !file.startsWith('uWebSockets.js') || file === uws)
    expect(loaded.length).toBeGreaterThanOrEqual(4)
    for (const file of loaded) {
      flipLast(join(folder, file))
      expect(() => comparePins(folder, pins, here)).toThrow(Refusal)
      expect(() => comparePins(folder, pins, here)).toThrow(
        /^\S+\.node of the package \S+ [\d.]+ is not the native part/,
      )
      flipLast(join(folder, file))
    }
    expect(comparePins(folder, pins, here)).toBe(loaded.length)
  })

  test.each([
    ['a binary that lies where a loader looks first', 'lmdb/build/Release/lmdb.node'],
    ['one in a folder that the package never had', '@node-rs/argon2/argon2.linux-x64-gnu.node'],
    ['a whole platform package that nobody asked for', 'msgpackr-extract/prebuilds/linux-x64/node.napi.node'],
  ])('%s is refused', (_what, file) => {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    appendFileSync(join(folder, file), 'not ours')
    expect(() => comparePins(folder, pins, here)).toThrow(/that nobody has tried and pinned/)
  })

  test('of another version than the pinned one are refused', () => {
    const file = join(folder, 'uWebSockets.js/package.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version: '3.0.7' }))
    expect(() => comparePins(folder, pins, here)).toThrow(/uWebSockets\.js 3\.0\.7 is a native part that nobody/)
  })

  test('are pinned for the systems on which a hub is said to run', () => {
    const names = Object.keys(pins).join(' ')
    for (const system of ['linux-x64', 'linux-arm64', 'darwin-arm64'])
      for (const family of ['@lmdb/lmdb', '@msgpackr-extract/msgpackr-extract', '@node-rs/argon2'])
        expect(names).toContain(`${family}-${system}`)
    for (const system of ['linux_x64', 'linux_arm64', 'darwin_arm64'])
      expect(Object.keys(pins['uWebSockets.js@3.0.6']!).join(' ')).toContain(`uws_${system}_115.node`)
  })

  test('have pins for the very versions of the lock file, and no others', () => {
    const locked = lockedPackages(lock).map(({ name, version }) => `${name}@${version}`)
    expect(Object.keys(pins).filter((one) => !locked.includes(one))).toEqual([])
  })
})

describe('the lock file', () => {
  const changed = (change: (entry: Record<string, unknown>) => void, name = 'node_modules/pino') => {
    const copy = structuredClone(lock)
    change(copy.packages[name])
    return supplyFaults(copy, manifest)
  }

  test('has no fault', () => expect(supplyFaults(lock, manifest)).toEqual([]))

  test.each<[string, (entry: Record<string, unknown>) => void, RegExp]>([
    ['without an integrity', (entry) => delete entry.integrity, /^pino .* has no SHA-512/],
    ['with a weak one', (entry) => (entry.integrity = 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA='), /has no SHA-512/],
    ['from a place of its own', (entry) => (entry.resolved = 'https://evil.example/pino.tgz'), /a place of its own/],
    ['from git', (entry) => (entry.resolved = 'git+ssh://git@evil.example/pino.git#0'), /a place of its own/],
    ['under another licence', (entry) => (entry.license = 'AGPL-3.0-only'), /the licence AGPL-3.0-only/],
    ['under none', (entry) => delete entry.license, /the licence unknown/],
  ])('with a package %s is refused', (_what, change, says) => {
    expect(changed(change)).toEqual([expect.stringMatching(says)])
  })

  test('lets in no dependency without an exact version, and no more than forty', () => {
    const loose = { ...manifest, dependencies: { ...manifest.dependencies, pino: '^10.0.0' } }
    expect(supplyFaults(lock, loose)).toEqual([expect.stringContaining('pino is not pinned to one version')])
    const many = Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`p${at}`, '1.0.0']))
    expect(supplyFaults(lock, { dependencies: many })).toEqual([expect.stringContaining('41 dependencies')])
  })

  test('and the page of third-party packages say the same', () => {
    expect(readFileSync(join(root, 'hub/docs/third-party.md'), 'utf8')).toBe(thirdParty(lock))
  })
})
