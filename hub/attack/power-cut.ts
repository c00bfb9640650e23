/**
 * A power cut under the store: the writes and flushes of a real writer are recorded by strace, and disk images are made as
 * a cut at any moment may leave them: all that was flushed, and of the rest a part that chance picks, pages torn. Each is
 * opened as after a new start of the machine, and must hold all that the writer was told is kept.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import type { Attack } from './attack.ts'
import type { Found } from './power-cut-reader.ts'
import { readTrace, straceFlags, type Trace, type Write } from './power-cut-trace.ts'

export interface PowerCutPlan {
  readonly seed: number
  readonly images: number
  /** How many commits are recorded. */
  readonly commits: number
  /** Plants a store that does not flush; default false. */
  readonly noSync?: boolean
}

export interface PowerCutResult {
  readonly chances: { readonly [kind: string]: number }
  /** What is wrong with which image. */
  readonly broken: readonly string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = 4_096
const sector = 512

/** Why this cannot run here, or null. */
export const powerCutSkipped = (): string | null =>
  spawnSync('strace', ['-V']).error === undefined ? null : 'strace is missing, which records what the store writes'

export async function powerCut({ seed, images, commits, noSync = false }: PowerCutPlan): Promise<PowerCutResult> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-power-'))
  try {
    const trace = await record(place, commits, noSync)
    return await cutOften(place, trace, new Chance(seed), images)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Runs the writer under strace until it has said everything, and kills it. */
async function record(place: string, commits: number, noSync: boolean): Promise<Trace> {
  const store = noSync ? plantNoSync(place) : new URL('../adapters/store-lmdb.ts', import.meta.url).href
  const writer = JSON.stringify(new URL('./power-cut-writer.ts', import.meta.url).href)
  const script = `const { writeAndTell } = await import(${writer}); console.error(process.pid); await writeAndTell(${JSON.stringify(store)}, ${JSON.stringify(join(place, 'store'))}, ${commits})`
  const recordFile = join(place, 'record')
  const child = spawn('strace', [...straceFlags, '-o', recordFile, process.execPath, ...nodeFlags(script)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let pid = 0
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString()
    pid ||= Number(/^\d+$/m.exec(complaint)?.[0] ?? 0)
  })
  let finished = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'end') continue
    finished = true
    process.kill(pid, 'SIGKILL')
  }
  await ended
  if (!finished) throw new Error(`the writer ended early: ${complaint}`)
  return readTrace(recordFile, join(place, 'store', 'data.mdb'))
}

const nodeFlags = (script: string): string[] => ['--import', 'tsx', '--input-type=module', '--eval', script]

/** The store's sources with one line changed, beside the packages they need. Answers with the URL of the changed one. */
function plantNoSync(place: string): string {
  const planted = join(place, 'planted')
  for (const folder of ['adapters', 'model', 'ports'])
    cpSync(join(root, 'hub', folder), join(planted, 'hub', folder), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'))
  writeFileSync(join(planted, 'package.json'), '{"type":"module"}')
  const file = join(planted, 'hub/adapters/store-lmdb.ts')
  const text = readFileSync(file, 'utf8')
  const patched = text.replace('overlappingSync: false,', 'overlappingSync: false, noSync: true,')
  if (patched === text) throw new Error('the store opens lmdb in another way: change what is planted')
  writeFileSync(file, patched)
  return pathToFileURL(file).href
}

async function cutOften(place: string, trace: Trace, chance: Chance, images: number): Promise<PowerCutResult> {
  const chances: { [kind: string]: number } = {}
  const count = (kind: string, times = 1): void => void (chances[kind] = (chances[kind] ?? 0) + times)
  count('flushes recorded', trace.flushes.length)
  count('writes recorded', trace.writes.length)
  // Before the first word the folder is being made, and nobody was promised anything.
  const places = trace.places.filter((at) => at >= (trace.told[0]?.began ?? Infinity))
  if (places.length === 0) throw new Error('nothing was recorded after the first commit')
  const reader = new Reader(place)
  const broken: string[] = []
  try {
    for (let number = 1; number <= images; number++) {
      const cutAt = chance.pick(places)
      const folder = join(place, `image-${number}`)
      layDown(folder, place, imageOf(trace, cutAt, chance, count), chance)
      const told = Math.max(...trace.told.filter(({ began }) => began < cutAt).map((one) => one.number), 0)
      const { last, wrong } = await reader.look(folder)
      count('images')
      count('commits told and looked for', told)
      if (last > told) count('images with a commit that nobody was told of')
      const what = wrong ?? (last < told ? `commit ${told} was told, and the last one kept is ${last}` : null)
      if (what !== null) broken.push(`image ${number}, cut at line ${cutAt}: ${what}`)
      rmSync(folder, { recursive: true, force: true })
    }
  } finally {
    reader.close()
  }
  return { chances, broken }
}

/** The file as a cut at this place of the record may leave it. */
function imageOf({ writes, flushes }: Trace, cutAt: number, chance: Chance, count: (kind: string) => void): Buffer {
  const flushedTo = Math.max(...flushes.filter(({ ended }) => ended < cutAt).map(({ began }) => began), -1)
  const kept = (write: Write): boolean => write.ended < flushedTo || (write.synchronous && write.ended < cutAt)
  const reached = writes.filter(({ began }) => began < cutAt)
  const pieces: Piece[] = []
  const mood = chance.pick(['none', 'all', 'some', 'some', 'torn', 'torn'] as const)
  if (reached.some((write) => !kept(write))) count('images with writes at stake')
  for (const write of reached) {
    if (kept(write) || mood === 'all') pieces.push(write)
    else if (mood === 'some' && chance.hits(0.5)) pieces.push(write)
    else if (mood === 'torn') pieces.push(...tornPieces(write, chance))
    if (!kept(write)) count(`writes at stake, of which ${mood} reached the disk`)
  }
  const image = Buffer.alloc(Math.max(...pieces.map(({ at, bytes }) => at + bytes.length), 0))
  for (const { at, bytes } of pieces) bytes.copy(image, at)
  return image
}

type Piece = Pick<Write, 'at' | 'bytes'>

/** Half of the blocks of a write, whose borders are those of the disk. */
function tornPieces({ at, bytes }: Write, chance: Chance): Piece[] {
  const block = chance.pick([sector, page])
  const pieces: Piece[] = []
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, (Math.floor((at + from) / block) + 1) * block - at)
    if (chance.hits(0.5)) pieces.push({ at: at + from, bytes: bytes.subarray(from, to) })
    from = to
  }
  return pieces
}

/** The folder of a store whose machine went dark: the data, a claim of the old boot, and a lock file that may be anything. */
function layDown(folder: string, place: string, data: Buffer, chance: Chance): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'data.mdb'), data)
  writeFileSync(join(folder, 'owner.json'), readFileSync(join(place, 'store', 'owner.json')))
  const lock = readFileSync(join(place, 'store', 'lock.mdb'))
  const found = chance.pick(['old', 'zeros', 'none'] as const)
  if (found !== 'none') writeFileSync(join(folder, 'lock.mdb'), found === 'old' ? lock : Buffer.alloc(lock.length))
}

/** A child that opens images; another one when it dies of what it reads. */
class Reader {
  #child: ChildProcess | null = null
  #answer: (found: Found) => void = () => {}
  readonly #bootId: string

  constructor(place: string) {
    this.#bootId = join(place, 'boot-id')
    writeFileSync(this.#bootId, '0c1d2e3f-1111-4222-8333-444455556666\n')
  }

  look(folder: string): Promise<Found> {
    return new Promise((resolve) => {
      this.#answer = resolve
      this.#child ??= this.#start()
      this.#child.stdin!.write(`${folder}\n`)
    })
  }

  close(): void {
    this.#child?.kill('SIGKILL')
  }

  /** Where a mount can be made the child sees another boot id, as after a real cut. */
  #start(): ChildProcess {
    const reader = JSON.stringify(new URL('./power-cut-reader.ts', import.meta.url).href)
    const node = [process.execPath, ...nodeFlags(`const { readImages } = await import(${reader}); await readImages()`)]
    const mount = `mount --bind "$0" /proc/sys/kernel/random/boot_id 2>/dev/null; exec "$@"`
    const apart = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0
    const [command, ...args] = apart ? ['unshare', '--mount', 'sh', '-c', mount, this.#bootId, ...node] : node
    const child = spawn(command!, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    createInterface({ input: child.stdout }).on('line', (line) => this.#answer(JSON.parse(line) as Found))
    child.once('exit', (code, signal) => {
      this.#child = null
      this.#answer({ last: 0, wrong: `reading it ended the process with ${signal ?? code}` })
    })
    return child
  }
}

export const powerCutAttack: Attack = {
  what: 'a power cut beneath the store, as disk images',
  async run(seed, size) {
    const long = size === 'long'
    const { chances, broken } = await powerCut({ seed, images: long ? 300 : 30, commits: long ? 600 : 150 })
    if (broken.length > 0) throw new Violation(`P1: ${broken.join('; ')}`)
    const planned = ['images', 'images with writes at stake', 'images with a commit that nobody was told of']
    return { chances, planned, measured: [`${broken.length} images broken`] }
  },
}
