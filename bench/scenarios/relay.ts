/**
 * Chat from customers to agents through the real hub, kept and flushed before it is told, against a bare uWebSockets.js
 * that passes the same frames on and keeps nothing. Closed loop: a pair sends its next message when one has arrived.
 */
import { bareSide } from '../drivers/bare-side.ts'
import { hubSide } from '../drivers/hub-side.ts'
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
  async run(size, say) {
    const sides: Side[] = []
    const runs: Run[][] = [[], []]
    try {
      for (const open of [hubSide, bareSide]) sides.push(await open(size.pairs))
      // The first round warms up both sides and is not counted.
      for (let round = 0; round <= size.rounds; round++)
        for (const [at, side] of sides.entries()) {
          const run = await runOnce(side, size)
          say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${lineOf(side, run)}`)
          if (round > 0) runs[at]!.push(run)
        }
    } finally {
      for (const side of sides) await side.close()
    }
    const [hub, bare] = runs.map((all) => middle(all, (run) => run.perSecond)) as [Run, Run]
    const { pairs, inFlight, messages, rounds } = size
    const head = `${pairs} pairs x ${inFlight} in flight, ${messages} messages each; medians of ${rounds} runs taken in turns`
    const ratio = `ratio of messages a second: ${(hub.perSecond / bare.perSecond).toFixed(3)}`
    return {
      lines: ['', head, lineOf(sides[0]!, hub), lineOf(sides[1]!, bare), ratio],
      checksums: [runs.flat().map((run) => run.checksum)],
    }
  },
})

const middle = <T>(all: readonly T[], by: (one: T) => number): T =>
  all.toSorted((a, b) => by(a) - by(b))[all.length >> 1]!
const lineOf = ({ name }: Side, run: Run): string =>
  `${name.padEnd(22)} ${Math.round(run.perSecond)} messages/s  p50 ${run.p50Ms.toFixed(2)} ms  p99 ${run.p99Ms.toFixed(2)} ms  ` +
  `driver ${Math.round(run.driverLoad * 100)} %  checksum ${run.checksum.toString(16)}`

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
