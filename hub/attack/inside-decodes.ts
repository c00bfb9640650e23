/**
 * Hostile bytes into decoder, scan and schemas alone, a million times: real frames of every family (inside-corpus.ts),
 * whole and damaged (junk.ts). Nothing comes out but a value or `Malformed`; what comes out is written and read again as
 * the same value, with the same bytes by the pages' codec; no call is long, and nothing is left in memory.
 *
 * The work is cut in slices of its own seeds, so that how many processes share it changes nothing of what is tried.
 */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import * as pages from '../protocol/codec-browser.ts'
import * as codec from '../protocol/codec.ts'
import {
  frameKinds,
  hintShape,
  itemShape,
  Malformed,
  readEntry,
  requests,
  requestShapes,
  type Wire,
} from '../protocol/index.ts'
import { readClientFrame, scan } from '../protocol/scan.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { corpusOf, type Corpus } from './inside-corpus.ts'
import { mischiefs } from './junk.ts'
import { watchPrototypes } from './prototypes.ts'
import { bytesInUse, longestCallMs, Stopwatch } from './steady.ts'

/** One process's part: a slice of `count` decodes for each seed. */
export interface Part {
  readonly corpus: Corpus
  readonly seeds: readonly number[]
  readonly count: number
}

/** What a part gives back. */
export interface PartResult {
  readonly counts: Readonly<Record<string, number>>
  readonly longestMs: number
  readonly excused: number
  readonly grownBytes: number
}

/** What the process says: either of the two. */
export interface Told {
  readonly result?: PartResult
  readonly error?: string
}

const slices = 10
/** What the last nine tenths may leave behind: in the small size less than ten bytes a decode. */
const grownMax = 4 * 1024 * 1024

/** Runs about so many decodes. Throws at the first broken promise. */
export async function hostileDecodes(seed: number, decodes: number): Promise<AttackResult> {
  const corpus = await corpusOf(seed)
  const processes = Math.min(slices, availableParallelism())
  const count = Math.ceil(decodes / slices)
  const began = performance.now()
  const results = await Promise.all(
    Array.from({ length: processes }, (_, child) => {
      const seeds = Array.from({ length: slices }, (_, slice) => seed + slice).filter(
        (_, at) => at % processes === child,
      )
      return inChild({ corpus, seeds, count })
    }),
  )
  const tookMs = performance.now() - began
  const families = [...Object.keys(corpus.fromClients), ...Object.keys(corpus.fromHub)].map((name) => `of ${name}`)
  const chances = new Chances([...Object.keys(mischiefs), ...families, 'values read', 'refused as malformed'])
  for (const { counts } of results)
    for (const [kind, times] of Object.entries(counts)) if (times > 0) chances.count(kind, times)
  const longestMs = Math.max(...results.map((one) => one.longestMs))
  const excused = results.reduce((sum, one) => sum + one.excused, 0)
  const grown = Math.max(...results.map((one) => one.grownBytes))
  return chances.result([
    `${slices * count} decodes in ${processes} processes, ${((tookMs * 1_000 * processes) / (slices * count)).toFixed(1)} µs each`,
    `the longest took ${longestMs.toFixed(2)} ms of at most ${longestCallMs}; ${excused} were longer once and not again`,
    `heap ${Math.round(grown / 1024)} kB larger after the last tenth than after the first`,
  ])
}

export const hostileDecodesAttack: Attack = {
  what: 'damaged and invented frames into decoder and schemas, without a hub around them',
  run: (seed, size) => hostileDecodes(seed, size === 'long' ? 10_000_000 : 1_000_000),
}

function inChild(part: Part): Promise<PartResult> {
  const worker = fileURLToPath(new URL('./inside-decodes-worker.ts', import.meta.url))
  const child = fork(worker, { execArgv: ['--import', 'tsx'], serialization: 'advanced', env: process.env })
  child.send(part)
  return new Promise((resolve, reject) => {
    child.once('message', ({ result, error }: Told) =>
      result === undefined ? reject(new Error(error ?? 'no result')) : resolve(result),
    )
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`a process ended with ${code} and no result`)))
  })
}

/** One process's part. */
export function decodePart({ corpus, seeds, count }: Part): PartResult {
  const chances = new Chances([])
  const watch = new Stopwatch()
  const prototypesAreWhole = watchPrototypes()
  const sides = [
    { frames: Object.entries(corpus.fromClients), read: readFromClient },
    { frames: Object.entries(corpus.fromHub), read: readFromHub },
  ]
  const total = seeds.length * count
  let done = 0
  let afterFirst = 0
  for (const seed of seeds) {
    const chance = new Chance(seed)
    for (let at = 0; at < count; at++) {
      // Most of it is what strangers send; the hub's own frames pass proxies, and pages must not stumble either.
      const { frames, read } = sides[chance.hits(0.8) ? 0 : 1]!
      const [family, real] = chance.pick(frames)
      const kind = chance.hits(0.1) ? 'real frames' : chance.pick(names)
      const bytes = mischiefs[kind]!(chance, chance.pick(real), chance.pick(chance.pick(frames)[1]))
      let outcome: unknown
      watch.time(
        () => void (outcome = read(bytes)),
        () => void read(bytes),
        () => `${kind}: ${Buffer.from(bytes.subarray(0, 200)).toString('hex')}`,
      )
      chances.count(kind)
      chances.count(`of ${family}`)
      chances.count(outcome === malformed ? 'refused as malformed' : 'values read')
      // A page takes more from its own hub than may be written again, such as arrays in arrays without end.
      if (outcome !== malformed && (read === readFromClient || kind === 'real frames')) roundTrip(outcome, bytes)
      if ((done += 1) % 10_000 === 0) prototypesAreWhole()
      if (done === Math.floor(total / 10)) afterFirst = bytesInUse()
    }
  }
  prototypesAreWhole()
  const grownBytes = bytesInUse() - afterFirst
  if (grownBytes > grownMax) throw new Error(`${grownBytes} bytes were left behind by ${total} decodes`)
  return { counts: chances.counts, longestMs: watch.longestMs, excused: watch.excused, grownBytes }
}

const names = Object.keys(mischiefs)
const malformed = Symbol('malformed')

/** The value, or `malformed`. Throws whatever is thrown besides. */
function readFromClient(bytes: Uint8Array): unknown {
  try {
    const frame = readClientFrame(bytes)
    if (frame[0] === frameKinds.request) requestShapes(frame[2])?.body.read(frame[3])
    if (frame[0] === frameKinds.hint) hintShape(frame[1])?.read(frame[2])
    return frame
  } catch (error) {
    if (error instanceof Malformed) return malformed
    throw new Error(`${String(error)} came out of ${Buffer.from(bytes.subarray(0, 300)).toString('hex')}`, {
      cause: error,
    })
  }
}

/** As a page reads: by its own codec, which may throw whatever it likes, and then by shapes, which may not. */
function readFromHub(bytes: Uint8Array): unknown {
  let value: unknown
  try {
    value = pages.decode(bytes)
  } catch {
    return malformed
  }
  if (!Array.isArray(value)) return malformed
  try {
    const [kind, first, second, third] = value as readonly Wire[]
    if (kind === frameKinds.reply)
      for (const { reply } of Object.values(requests)) attempt(() => reply.read(second, true))
    if (kind === frameKinds.hinted) hintShape(String(first))?.read(second, true)
    if (kind === frameKinds.entries && Array.isArray(third))
      for (const entry of third as readonly Wire[]) attempt(() => readEntry(entry, true))
    if ((kind === frameKinds.snapshot || kind === frameKinds.delta) && Array.isArray(third))
      for (const change of third as readonly unknown[])
        if (Array.isArray(change)) attempt(() => itemShape(String(first), String(change[0]))?.read(change[2], true))
    return value
  } catch (error) {
    if (error instanceof Malformed) return malformed
    throw new Error(`${String(error)} came out of ${Buffer.from(bytes.subarray(0, 300)).toString('hex')}`, {
      cause: error,
    })
  }
}

function attempt(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  }
}

/** What was read is written and read again as the same, alike by both codecs. */
function roundTrip(value: unknown, bytes: Uint8Array): void {
  const written = codec.encode(value)
  if (Buffer.compare(written, pages.encode(value)) !== 0) throw differ('are written', bytes)
  if (!isDeepStrictEqual(plain(codec.decode(written)), plain(value))) throw differ('are read back', bytes)
  if (!isDeepStrictEqual(plain(pages.decode(written)), plain(value))) throw differ('are read back by a page', bytes)
  if (!passes(bytes)) return
  // What a stranger may send, both codecs read alike, in whatever form it was written.
  if (!isDeepStrictEqual(plain(pages.decode(bytes)), plain(codec.decode(bytes))))
    throw differ('are read by a page', bytes)
}

const differ = (how: string, bytes: Uint8Array): Error =>
  new Error(`the same values ${how} in another way: ${Buffer.from(bytes.subarray(0, 300)).toString('hex')}`)

function passes(bytes: Uint8Array): boolean {
  try {
    scan(bytes)
    return true
  } catch {
    return false
  }
}

/** Node's `Buffer` is a byte string too, and -0 is 0. */
const plain = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(plain)
    : value instanceof Uint8Array
      ? Uint8Array.from(value)
      : typeof value === 'number'
        ? value + 0
        : (value ?? null)
