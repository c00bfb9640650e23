/** A fingerprint of everything that goes into a build: path, size and time of each file. Tests do not count. */
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { at } from './paths.mjs'

const folders = ['hub', 'media', 'widget', 'agent-app', '.config']
const files = ['package.json', 'package-lock.json', 'tsconfig.json']

/** Changes when a build would make something else, and costs some milliseconds. */
export function inputsFingerprint() {
  const hash = createHash('sha256').update(process.version)
  for (const path of [...folders.flatMap((name) => filesUnder(at(name))), ...files.map((name) => at(name))]) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesUnder(path)
      return /\.(test|bench)\.ts$|\.md$/.test(entry.name) ? [] : [path]
    })
}
