/**
 * Compares each native part with its pin at every start, before it is loaded (lib/pins.mjs says why). Then loads each once in
 * a process of its own after an install or a change of Node, so that a binary which does not fit this machine is named
 * in a sentence, and not met later as a crash of the hub.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { at, root } from './lib/paths.mjs'
import { comparePins } from './lib/pins.mjs'
import { run } from './lib/run.mjs'
import { Refusal, step } from './lib/say.mjs'

/** Without the first the hub is slower but runs, on Node's own HTTP; without one of the others it does not run. */
const replaceable = ['uWebSockets.js']
const needed = ['lmdb', 'msgpackr', '@node-rs/argon2']
const marker = at('node_modules', '.madoguchi-natives')

/** Throws a `Refusal` that names what is not as it was pinned, or is needed and does not load. */
export async function checkNatives() {
  if (process.env.MADOGUCHI_TRUST_NATIVES !== '1') {
    const { platform, arch, versions } = process
    const pins = JSON.parse(readFileSync(at('hub', 'setup', 'natives.json'), 'utf8'))
    comparePins(at('node_modules'), pins, { platform, arch, modules: versions.modules })
  }
  const fingerprint = `${process.version} ${process.platform} ${process.arch} ${read(at('node_modules', '.package-lock.json')).length}`
  if (read(marker) === fingerprint) return
  const parts = [...replaceable, ...needed]
  await step('native parts', `each is loaded once (${parts.join(', ')})`, async () => {
    const broken = []
    for (const name of parts) {
      const { code, tail } = await run(process.execPath, ['--input-type=module', '-e', `await import('${name}')`], {
        cwd: root,
      })
      if (code !== 0) broken.push({ name, tail })
    }
    const fatal = broken.find(({ name }) => needed.includes(name))
    if (fatal)
      throw new Refusal(`${fatal.name} does not load under Node ${process.version} on this machine:\n${fatal.tail}`)
    // Noted only when all is well: what is missing is worth a line at every start.
    if (broken.length === 0) writeFileSync(marker, fingerprint)
    return broken.length === 0 ? 'all load' : hint
  })
}

/** It brings a binary per Node release, and those from Node 22 on want a newer C library. */
const hint = `${replaceable.join()} has no binary for Node ${process.version} on this machine, so the hub is slower (C libraries older than glibc 2.38: use Node 20)`

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
