/**
 * Builds the worker from the source inside the mediasoup package against the system's libraries, for machines that
 * cannot download one. Works on a copy in a scratch folder; nothing inside node_modules changes.
 *
 * Each library that the source would download is replaced by a folder of `system/`, which hands out the system's own.
 */
import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, freemem, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyPatches } from './patches.mjs'
import { whyItDoesNotStart } from './verify.mjs'

const systemFolder = fileURLToPath(new URL('./system', import.meta.url))
/** A compiler at work on this source takes up to about this much memory. */
const bytesPerJob = 1_200_000_000
/** So that a machine which already serves people goes on doing so. */
const niceness = 10

/**
 * Builds and puts the binary at `target`. Throws with one sentence when it cannot; the whole log is then at
 * `target` + `.log`.
 * @param source the worker folder of the mediasoup package
 * @param tools `run` and `onInterrupt` as in hub/setup/lib/run.mjs, and `progress(text)`
 */
export async function buildWorker(source, target, { run, progress, onInterrupt }) {
  const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-worker-'))
  // Compilers that are just being killed may still write: hence the retries.
  const remove = () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  const finished = onInterrupt(remove)
  const log = []
  const must = async (what, command, args, onLine) => {
    progress(what)
    const keep = (line) => (log.push(line), onLine?.(line))
    const { code, tail } = await run(command, args, { cwd: scratch, niceness, onLine: keep })
    if (code === 0) return
    writeFileSync(`${target}.log`, log.join('\n') || tail)
    throw new Error(`building the media worker failed while ${what}; the log is in ${target}.log`)
  }
  try {
    layOut(source, scratch)
    await must('configuring', 'meson', mesonSetup)
    await must('generating code', 'meson', ['compile', '-C', 'build', 'flatbuffers-generator'])
    const compile = ['-C', 'build', '-j', String(jobs()), 'mediasoup-worker']
    await must('compiling', 'ninja', compile, (line) => tellCount(line, progress))
    await must('stripping', 'strip', ['build/mediasoup-worker'])
    deliver(join(scratch, 'build', 'mediasoup-worker'), target)
  } finally {
    finished()
    remove()
  }
}

// Debian 12's liburing lacks three functions that the worker calls; without it the worker uses plain system calls.
const mesonSetup = [
  'setup',
  'build',
  '--buildtype',
  'release',
  '-Db_ndebug=true',
  '--wrap-mode=nodownload',
  '-Dms_disable_liburing=true',
]

const jobs = () => Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / bytesPerJob)))

/** The copy of the source, with the system's libraries in place of the downloads. */
function layOut(source, scratch) {
  cpSync(source, scratch, { recursive: true })
  for (const name of readdirSync(systemFolder)) {
    const wrap = readFileSync(join(scratch, 'subprojects', `${name}.wrap`), 'utf8')
    const directory = /^directory *= *(\S+)$/m.exec(wrap)?.[1]
    if (!directory) throw new Error(`the worker's ${name}.wrap names no directory`)
    cpSync(join(systemFolder, name), join(scratch, 'subprojects', directory), { recursive: true })
  }
  applyPatches(scratch)
}

/** ninja begins its lines with `[57/240]`. */
function tellCount(line, progress) {
  const count = /^\[(\d+)\/(\d+)\]/.exec(line)
  if (count) progress(`compiling, ${count[1]} of ${count[2]}`)
}

/** By copy, check and rename, so that no half or useless binary ever stands at `target`. */
function deliver(built, target) {
  const why = whyItDoesNotStart(built)
  if (why) throw new Error(`the media worker was built but does not start: ${why}`)
  const beside = join(dirname(target), `.worker-${process.pid}`)
  cpSync(built, beside)
  chmodSync(beside, 0o755)
  renameSync(beside, target)
}
