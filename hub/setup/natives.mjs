/**
 * Loads each native part once in a process of its own after an install or a change of Node, so that a binary which does
 * not fit this machine is named in a sentence, and not met later as a crash of the hub.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { at, root } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { Refusal, step } from './lib/say.mjs'

const parts = ['uWebSockets.js', 'lmdb', 'msgpackr', '@node-rs/argon2']
const marker = at('node_modules', '.madoguchi-natives')

/** Throws a `Refusal` that names what does not load. */
export async function checkNatives() {
  const fingerprint = `${process.version} ${process.platform} ${process.arch} ${lockfileText()}`
  if (read(marker) === fingerprint) return
  await step('native parts', `each is loaded once (${parts.join(', ')})`, async () => {
    for (const name of parts) {
      const { code, tail } = await run(process.execPath, ['--input-type=module', '-e', `await import('${name}')`], {
        cwd: root,
      })
      if (code !== 0)
        throw new Refusal(`${name} does not load under Node ${process.version} on this machine${hint(name)}:\n${tail}`)
    }
    writeFileSync(marker, fingerprint)
  })
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
const lockfileText = () => read(at('node_modules', '.package-lock.json')).length

/** uWebSockets.js brings a binary per Node release, and those from Node 22 on want a newer C library. */
const hint = (name) => (name === 'uWebSockets.js' ? '; with a C library older than glibc 2.38 use Node 20' : '')
