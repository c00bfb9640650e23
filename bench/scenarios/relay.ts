/**
 * Chat from customers to agents through the real hub, kept and flushed before it is told, against a bare uWebSockets.js
 * that passes the same frames on and keeps nothing. Closed loop: a pair sends its next message when one has arrived.
 */
import { bareSide } from '../drivers/bare-side.ts'
import { hubSide } from '../drivers/hub-side.ts'
import type { Figure, Row } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import { scenario } from './scenario.ts'
import type { Side } from '../drivers/side.ts'

interface Size {
  readonly pairs: number
  /** Messages that a pair has under way at once. */
  readonly inFlight: number
  /** Messages of each pair in each run. */
  readonly messages: number
  /** Runs of each side, taken in turns. */
  readonly rounds: number
}

interface Run {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of the driver over the time of the run: near 1 the driver is what was measured. */
  readonly driverLoad: number
  readonly checksum: number
}

export const relay = scenario<Size>({
  about: 'Durable chat relay through the hub, against a bare relay that keeps nothing',
  sizes: {
    smoke: { pairs: 2, inFlight: 2, messages: 25, rounds: 1 },
    full: { pairs: 16, inFlight: 16, messages: 4_000, rounds: 3 },
  },
  async run(size, bench) {
    const sides: Side[] = []
    try {
      for (const open of [hubSide, bareSide]) sides.push(await open(size.pairs))
      const turns = sides.map((side) => ({ side: side.name, pids: side.pids, run: () => runOnce(side, size) }))
      const { runs, doubts } = await inTurns(bench, turns, bench.runs ?? size.rounds, described)
      const rows = [...runs].map(([side, of]) => ({ side, values: valuesOf(of) }))
      const title = `${size.pairs} pairs x ${size.inFlight} in flight, ${size.messages} messages each`
      const busiest = Math.max(...[...runs.values()].flat().map(({ driverLoad }) => driverLoad))
      return {
        tables: [{ title, figures, rows, base: sides[1]!.name }],
        goals: [],
        checksums: [[...runs.values()].flat().map(({ checksum }) => checksum)],
        doubts:
          busiest > 0.9 ? [...doubts, `The generator was the limit: busy for ${Math.round(busiest * 100)} %.`] : doubts,
      }
    } finally {
      for (const side of sides) await side.close()
    }
  },
})

const figures: readonly Figure[] = [
  { name: 'messages', unit: '1/s', better: 'more' },
  { name: 'p50', unit: 'ms', better: 'less' },
  { name: 'p99', unit: 'ms', better: 'less' },
  { name: 'generator', unit: '% of a core', better: 'count' },
]

const valuesOf = (runs: readonly Run[]): Row['values'] => ({
  messages: runs.map(({ perSecond }) => perSecond),
  p50: runs.map(({ p50Ms }) => p50Ms),
  p99: runs.map(({ p99Ms }) => p99Ms),
  generator: runs.map(({ driverLoad }) => driverLoad * 100),
})

const described = (run: Run): string => `${Math.round(run.perSecond)} messages/s  p99 ${run.p99Ms.toFixed(2)} ms`

const textOf = (pair: number, number: number): string => `message ${number} of pair ${pair} `.padEnd(80, '.')
const stalledMs = 15_000

function runOnce(side: Side, { pairs, inFlight, messages }: Size): Promise<Run> {
  const sent: number[][] = Array.from({ length: pairs }, () => [])
  const got = Array.from({ length: pairs }, () => 0)
  const tookMs: number[] = []
  let checksum = 0
  const started = performance.now()
  const before = process.cpuUsage()
  return new Promise((resolve, reject) => {
    const stalled = setInterval(() => {
      if (tookMs.length === last) fail(`nothing arrived for ${stalledMs / 1_000} s`)
      last = tookMs.length
    }, stalledMs)
    let last = 0
    const fail = (why: string): void => {
      clearInterval(stalled)
      reject(new Error(`${side.name}: ${why}`))
    }
    const send = (pair: number): void => {
      const number = sent[pair]!.push(performance.now())
      if (number <= messages) side.send(pair, textOf(pair, number))
    }
    side.arrived = (pair, text) => {
      const number = ++got[pair]!
      if (text !== textOf(pair, number)) return fail(`pair ${pair} got something else as message ${number}: ${text}`)
      tookMs.push(performance.now() - sent[pair]![number - 1]!)
      for (let at = 0; at < text.length; at++) checksum = (checksum + text.charCodeAt(at) * (pair + number + at)) >>> 0
      if (tookMs.length < pairs * messages) return send(pair)
      clearInterval(stalled)
      const elapsedMs = performance.now() - started
      const { user, system } = process.cpuUsage(before)
      tookMs.sort((a, b) => a - b)
      const quantile = (part: number): number => tookMs[Math.floor(part * (tookMs.length - 1))]!
      const driverLoad = (user + system) / 1_000 / elapsedMs
      resolve({
        perSecond: (tookMs.length / elapsedMs) * 1_000,
        p50Ms: quantile(0.5),
        p99Ms: quantile(0.99),
        driverLoad,
        checksum,
      })
    }
    for (let turn = 0; turn < Math.min(inFlight, messages); turn++) for (let pair = 0; pair < pairs; pair++) send(pair)
  })
}
