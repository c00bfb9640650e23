/**
 * Installs the dependencies exactly as locked, when what is in node_modules is not what the lock file says.
 *
 * Install scripts stay off on purpose: a package of ours that needs a binary carries it in a package per platform
 * (esbuild, lmdb, msgpackr, argon2, oxlint, rolldown) or in itself (uWebSockets.js); the media worker has a step of its own.
 */
import { readFileSync } from 'node:fs'
import { at, root } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { Refusal, step } from './lib/say.mjs'

/** Makes node_modules what package-lock.json says. Says nothing when it already is. */
export async function ensureInstalled() {
  const why = whyStale(lock(at('package-lock.json')), lock(at('node_modules', '.package-lock.json')))
  if (!why) return
  await step('install', `the locked dependencies (${why})`, async (progress) => {
    const strict = await npm(['ci', ...quiet], progress)
    if (strict.code === 0) return 'done, exactly as locked'
    // npm ci refuses a lock file that lacks a platform's optional package which the registry offers in another version.
    progress('npm ci refused, trying npm install with the same lock file')
    const loose = await npm(['install', '--no-save', ...quiet], progress)
    if (loose.code === 0) return 'done, by npm install with the lock file, since npm ci refused'
    throw new Refusal(`the dependencies could not be installed; npm said:\n${loose.tail}`)
  })
}

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

function npm(args, progress) {
  progress(`npm ${args[0]}`)
  // Under `npm start` this is the very npm that runs us; a bare `node` call takes the one on the path.
  const own = process.env.npm_execpath
  return own ? run(process.execPath, [own, ...args], { cwd: root }) : run('npm', args, { cwd: root })
}

function lock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * Why `installed` (what npm notes inside node_modules) does not satisfy `wanted` (the lock file), or `null` when it does.
 * A package for another platform is optional and rightly missing.
 */
export function whyStale(wanted, installed) {
  if (!wanted) throw new Refusal('package-lock.json is missing or broken; take it from the repository')
  if (!installed) return 'none are installed'
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    if (path === '') continue
    const there = installed[path]
    const name = path.replace(/^.*node_modules\//, '')
    if (!there && !optional) return `${name} is missing`
    if (there && (there.version !== version || there.integrity !== integrity)) return `${name} is another version`
  }
  return null
}
