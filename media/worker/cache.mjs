/**
 * Where a worker is kept once it was had, and under which name. The name holds all that a binary depends on: release,
 * platform, processor, C library, the system's OpenSSL, and (when built here) the recipe it was built by. So an upgrade
 * of any of them looks like a cache without a worker, never like a worker that crashes.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const libraryFolders = ['/usr/lib', '/usr/lib64', '/lib', '/usr/local/lib']
/** After this long a failed attempt is made again by itself. */
const retryAfterMs = 24 * 3_600_000

/** The folder, which exists afterwards. Follows the XDG convention. */
export function cacheFolder(env = process.env) {
  const folder = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'madoguchi')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Names of the two kinds of worker for this machine and this release of mediasoup. */
export function workerNames(version) {
  const machine = [version, process.platform, process.arch, cLibrary(), openssl()].join('-')
  return { downloaded: `worker-${machine}-download`, built: `worker-${machine}-built-${recipe()}` }
}

const cLibrary = () => (process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'libc')

/** The system's OpenSSL as its shared library is called, such as `libssl.so.3`, or `nossl`. */
function openssl() {
  const folders = libraryFolders.flatMap((folder) => [folder, ...foldersIn(folder)])
  for (const folder of folders) {
    const found = entries(folder)
      .filter((name) => /^libssl\.so\.[\d.]+$/.test(name))
      .sort()
      .at(-1)
    if (found) return basename(realpathSync(join(folder, found)))
  }
  return 'nossl'
}

const entries = (folder) => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
const foldersIn = (folder) =>
  entries(folder)
    .filter((name) => name.includes('linux'))
    .map((name) => join(folder, name))

/** A short fingerprint of all that decides what a build makes. */
function recipe() {
  const hash = createHash('sha256')
  const add = (path) => hash.update(path.slice(here.length)).update(readFileSync(path))
  const files = readdirSync(join(here, 'system'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const path of files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()) add(path)
  add(join(here, 'patches.mjs'))
  return hash.digest('hex').slice(0, 8)
}

/**
 * Remembers that a worker could not be had, so that each later start does not try (and wait) again. `missing` are the
 * packages that lacked: once they are there, the memory no longer counts.
 */
export function rememberFailure(path, reason, missing) {
  writeFileSync(path, JSON.stringify({ reason, missing, at: Date.now() }))
}

/** The remembered reason, or `null` when there is none that still counts. */
export function rememberedFailure(path, missing) {
  try {
    const failure = JSON.parse(readFileSync(path, 'utf8'))
    const stillCounts = Date.now() - failure.at < retryAfterMs && failure.missing.join() === missing.join()
    return stillCounts ? failure.reason : null
  } catch {
    return null
  }
}

export const forgetFailure = (path) => rmSync(path, { force: true })
