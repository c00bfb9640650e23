/**
 * How the media worker is had, in order: the one that MEDIASOUP_WORKER_BIN names; one already in the cache; mediasoup's
 * own prebuilt one; one built here against the system's libraries. Without any of them chat still works, and the reason
 * is handed on for people to read.
 *
 * Plain JavaScript with Node's own modules only, since it runs before and without a build.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildWorker } from './build.mjs'
import { cacheFolder, forgetFailure, rememberFailure, rememberedFailure, workerNames } from './cache.mjs'
import { downloadWorker, prebuiltUrl } from './download.mjs'
import { missingRequirements } from './requirements.mjs'
import { whyItDoesNotStart } from './verify.mjs'

/**
 * @typedef {{ bin: string, how: string } | { bin: null, reason: string }} Worker
 * @param {string} packageFolder the installed mediasoup package
 * @param tools `run`, `works`, `onInterrupt`, `installPackages` as in hub/setup/lib; `progress(text)` tells where it is
 * @returns {Promise<Worker>} never throws: what goes wrong is the reason
 */
export async function getWorker(packageFolder, tools, env = process.env) {
  if (env.MEDIASOUP_WORKER_BIN) return given(env.MEDIASOUP_WORKER_BIN)
  try {
    const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
    const folder = cacheFolder(env)
    const names = workerNames(manifest.version)
    const downloaded = join(folder, names.downloaded)
    const built = join(folder, names.built)
    return fromCache([downloaded, built]) ?? (await obtain(packageFolder, manifest, { downloaded, built }, tools, env))
  } catch (error) {
    return { bin: null, reason: error.message }
  }
}

/** A worker that is there already, without getting one: the path, or `null`. For tests that are run by hand. */
export function workerAtHand(packageFolder, env = process.env) {
  if (env.MEDIASOUP_WORKER_BIN) return given(env.MEDIASOUP_WORKER_BIN).bin
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const names = workerNames(version)
  return fromCache([names.downloaded, names.built].map((name) => join(cacheFolder(env), name)))?.bin ?? null
}

function given(bin) {
  const why = whyItDoesNotStart(bin)
  return why ? { bin: null, reason: `MEDIASOUP_WORKER_BIN: ${why}` } : { bin, how: 'given by MEDIASOUP_WORKER_BIN' }
}

/** A cached worker that no longer starts is of no use to anyone: it goes, and is had anew. */
function fromCache(paths) {
  for (const bin of paths.filter(existsSync)) {
    if (!whyItDoesNotStart(bin)) return { bin, how: 'from the cache' }
    rmSync(bin)
  }
  return null
}

async function obtain(packageFolder, manifest, { downloaded, built }, tools, env) {
  const missing = await missingRequirements(tools.works)
  const memory = `${built}.failed.json`
  const before = rememberedFailure(memory, missing)
  if (before) return { bin: null, reason: `${before} (remembered; delete ${memory} to try again now)` }

  const skipped = env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD && 'the download is switched off'
  const noDownload = skipped || (await downloadWorker(prebuiltUrl(manifest, env), downloaded, tools.progress))
  if (!noDownload) return { bin: downloaded, how: 'downloaded' }
  try {
    if (missing.length > 0) await mustInstall(missing, tools)
    await buildWorker(join(packageFolder, 'worker'), built, tools)
    forgetFailure(memory)
    return { bin: built, how: 'built here' }
  } catch (error) {
    const reason = `${noDownload}; ${error.message}`
    // Asked anew: what the attempt did install is not missing at the next start either.
    rememberFailure(memory, reason, await missingRequirements(tools.works))
    return { bin: null, reason }
  }
}

async function mustInstall(missing, tools) {
  const toDo = await tools.installPackages(missing, tools.progress)
  if (toDo) throw new Error(`to build it here, ${toDo}`)
}
