/**
 * mediasoup's own prebuilt worker, from where its package says its releases are. Its own install script would do the
 * same, but waits without limit on a closed network and then starts to build with tools it downloads too.
 */
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { release } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { whyItDoesNotStart } from './verify.mjs'

const connectTimeoutMs = 3_000
const downloadTimeoutMs = 120_000
const blockBytes = 512

/** The address of the prebuilt worker for this machine. The name follows mediasoup's npm-scripts.mjs. */
export function prebuiltUrl(manifest, env = process.env) {
  const home = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
  const base = env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || `${home}/releases/download`
  const kernel = process.platform === 'linux' ? `-kernel${release().split('.')[0]}` : ''
  const name = `mediasoup-worker-${manifest.version}-${process.platform}-${process.arch}${kernel}.tgz`
  return new URL(`${base}/${manifest.version}/${name}`)
}

/** Puts the prebuilt worker at `target`. Resolves to `null`, or to a sentence on why there is none. */
export async function downloadWorker(url, target, progress) {
  progress(`looking for ${url.host}`)
  if (!(await reachable(url))) return `${url.host} cannot be reached from here`
  progress('downloading')
  const beside = `${target}.${process.pid}`
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(downloadTimeoutMs) })
    if (!answer.ok) return `${url.host} has no worker for this machine (status ${answer.status})`
    writeFileSync(beside, firstFileOf(gunzipSync(Buffer.from(await answer.arrayBuffer()))))
    chmodSync(beside, 0o755)
    const why = whyItDoesNotStart(beside)
    if (why) return `the downloaded worker does not start here: ${why}`
    renameSync(beside, target)
    return null
  } catch (error) {
    return `the download failed: ${error.message}`
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Asked first because `fetch` has no time-out for connecting alone, and a closed network often just swallows. */
function reachable(url) {
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port })
    const answer = (yes) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(yes)
    }
    // A timer of our own: the socket's does not cover the name look-up.
    const timer = setTimeout(() => answer(false), connectTimeoutMs)
    socket.on('connect', () => answer(true)).on('error', () => answer(false))
  })
}

/** The archive holds one file without a folder: a header block with name (0) and octal size (124), then the bytes. */
export function firstFileOf(tar) {
  for (let at = 0; at + blockBytes <= tar.length;) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8)
    if (!Number.isFinite(size)) break
    const kind = tar[at + 156]
    const begin = at + blockBytes
    // '0' or NUL is a plain file; anything else is a header of some extension, to be stepped over.
    if (kind === 0x30 || kind === 0) return tar.subarray(begin, begin + size)
    at = begin + Math.ceil(size / blockBytes) * blockBytes
  }
  throw new Error('the archive holds no file')
}
