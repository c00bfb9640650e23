/**
 * Chat messages to bytes and back, by our protocol with all that it checks, against maps of msgpack and JSON, which check
 * nothing. Bytes are the mean over a handful of messages as people write them, in English and Japanese.
 */
import { asked, askedCodecs, told, toldCodecs, type Codec } from '../micro/codecs.ts'
import { ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import type { Bench } from '../run/bench.ts'
import { scenario } from './scenario.ts'

interface Size {
  /** How often each message is encoded, and decoded. */
  readonly times: number
  readonly rounds: number
}

interface Run {
  readonly bytes: number
  /** By processor time, which other programs on the machine do not stretch. */
  readonly encodesPerSecond: number
  readonly decodesPerSecond: number
  readonly checksum: number
}

export const codec = scenario<Size>({
  about: 'Bytes of a chat message, and the time to encode and decode it, against JSON',
  sizes: { smoke: { times: 10, rounds: 1 }, full: { times: 40_000, rounds: 5 } },
  async run(size, bench) {
    const sent = await compared(bench, 'As its sender asks for it', asked, askedCodecs, size)
    const heard = await compared(bench, 'As the hub tells it', told, toldCodecs, size)
    const both = [sent, heard]
    return {
      tables: both.map(({ table }) => table),
      goals: both.map(({ goal }) => goal),
      checksums: both.map(({ checksums }) => checksums),
      doubts: both.flatMap(({ doubts }) => doubts),
    }
  },
})

const figures: readonly Figure[] = [
  { name: 'size', unit: 'bytes', better: 'less' },
  { name: 'encode', unit: '1/s of processor time', better: 'more' },
  { name: 'decode', unit: '1/s of processor time', better: 'more' },
]

interface Compared {
  readonly table: Table
  readonly goal: Goal
  readonly checksums: readonly number[]
  readonly doubts: readonly string[]
}

async function compared<Message>(
  bench: Bench,
  title: string,
  messages: readonly Message[],
  codecs: readonly Codec<Message>[],
  { times, rounds }: Size,
): Promise<Compared> {
  const turns = codecs.map((one) => ({
    side: one.name,
    pids: [],
    run: () => Promise.resolve(measured(one, messages, times)),
  }))
  const { runs, doubts } = await inTurns(bench, turns, bench.runs ?? rounds, described)
  const rows = [...runs].map(([side, of]): Row => ({ side, values: valuesOf(of) }))
  const sizes = (side: string): readonly number[] => runs.get(side)!.map(({ bytes }) => bytes)
  return {
    table: { title, figures, rows, base: 'JSON' },
    goal: {
      what: `${title}: bytes against JSON`,
      value: ratio(sizes('ours'), sizes('JSON')),
      goal: 0.65,
      stretch: 0.6,
      unit: '',
      better: 'less',
    },
    checksums: [...runs.values()].flat().map(({ checksum }) => checksum),
    doubts: doubts.map((doubt) => `${title}: ${doubt}`),
  }
}

const valuesOf = (runs: readonly Run[]): Row['values'] => ({
  size: runs.map(({ bytes }) => bytes),
  encode: runs.map(({ encodesPerSecond }) => encodesPerSecond),
  decode: runs.map(({ decodesPerSecond }) => decodesPerSecond),
})

const described = ({ bytes, encodesPerSecond, decodesPerSecond }: Run): string =>
  `${bytes.toFixed(1)} bytes  encode ${Math.round(encodesPerSecond)}/s  decode ${Math.round(decodesPerSecond)}/s`

function measured<Message>({ encode, decode }: Codec<Message>, messages: readonly Message[], times: number): Run {
  const encoded = messages.map((message) => Uint8Array.from(encode(message)))
  let checksum = 0
  for (const text of encoded.map(decode))
    for (let at = 0; at < text.length; at++) checksum = (Math.imul(checksum, 31) + text.charCodeAt(at)) >>> 0
  // Added up, so that no engine may leave out what nobody uses.
  let used = 0
  const encodesPerSecond = rateOf(
    times * messages.length,
    () => {
      for (const message of messages) used += encode(message).length
    },
    times,
  )
  const decodesPerSecond = rateOf(
    times * messages.length,
    () => {
      for (const bytes of encoded) used += decode(bytes).length
    },
    times,
  )
  if (used === 0) throw new Error('Nothing was encoded.')
  return {
    bytes: encoded.reduce((sum, { length }) => sum + length, 0) / encoded.length,
    encodesPerSecond,
    decodesPerSecond,
    checksum,
  }
}

function rateOf(count: number, round: () => void, times: number): number {
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) round()
  const { user, system } = process.cpuUsage(before)
  return (count / Math.max(1, user + system)) * 1_000_000
}
