/**
 * What our calls cost beside mediasoup alone: the same voices over the same worker's transports, once through the media
 * process as a hub drives it, once through a relay that does nothing but relay. Voices are sent and heard by this program, so
 * no browser is the limit.
 */
import { fileURLToPath } from 'node:url'
import { childrenOf } from '../../hub/attack/process-facts.ts'
import { workerAtHand } from '../../media/worker/index.mjs'
import { bareName, startBare } from '../drivers/bare-calls.ts'
import { beginTalks, talk, type CallSide } from '../drivers/talk.ts'
import { ourName, startOurs } from '../micro/our-calls.ts'
import { quantile, ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import { usageOf } from '../run/usage.ts'
import { scenario } from './scenario.ts'

interface Size {
  /** Calls at once, of two voices each. */
  readonly loads: readonly number[]
  /** How long all talk. */
  readonly seconds: number
  readonly rounds: number
}

interface Run {
  readonly calls: number
  readonly lostShare: number
  /** Microseconds of processor a packet: of all, and of what is not the worker's. */
  readonly processorUs: number
  readonly nodeUs: number
  /** Part of a core that the worker took. */
  readonly workerLoad: number
  readonly generatorLoad: number
  readonly lateP99Ms: number
  readonly delayP50Ms: number
  readonly delayP99Ms: number
  readonly setUpP50Ms: number
  readonly setUpP99Ms: number
  /** Milliseconds of processor for a leg that comes. */
  readonly setUpProcessorMs: number
  readonly checksum: number
}

const mediasoup = fileURLToPath(new URL('../../node_modules/mediasoup', import.meta.url))
const workerBin = (): string | null => process.env.MADOGUCHI_WORKER_BIN ?? workerAtHand(mediasoup)
const noWorker = 'there is no media worker; `npm start` gets one.'

export const media = scenario<Size>({
  about: 'Processor of a call and calls of a worker, and how soon two legs hear each other, against mediasoup alone',
  missing: () => (workerBin() === null ? noWorker : null),
  sizes: {
    smoke: { loads: [2], seconds: 0.5, rounds: 1 },
    full: { loads: [50, 200], seconds: 12, rounds: 3 },
  },
  async run({ loads, seconds, rounds }, bench) {
    const bin = workerBin()
    if (bin === null) throw new Error(noWorker)
    const tables: Table[] = []
    const goals: Goal[] = []
    const checksums: number[][] = []
    const doubts: string[] = []
    const sides: CallSide[] = []
    try {
      sides.push(await startOurs(bench, bin), await startBare(bench, bin))
      for (const calls of loads) {
        bench.say(`${calls} calls`)
        const turns = sides.map((side) => ({
          side: side.name,
          pids: [side.pid],
          run: () => carry(side, calls, seconds),
        }))
        const found = await inTurns(bench, turns, bench.runs ?? rounds, described)
        const rows = [...found.runs].map(([side, of]): Row => ({ side, values: valuesOf(of) }))
        tables.push({ title: `${calls} calls of two voices`, figures, rows, base: bareName })
        goals.push(...goalsOf(calls, found.runs))
        checksums.push([...found.runs.values()].flat().map(({ checksum }) => checksum))
        doubts.push(...[...found.doubts, ...limits(found.runs)].map((doubt) => `${calls} calls: ${doubt}`))
      }
    } finally {
      for (const side of sides) await side.close()
    }
    return { tables, goals, checksums, doubts }
  },
})

const figures: readonly Figure[] = [
  { name: 'processor', unit: 'µs a packet', better: 'less' },
  { name: 'of it in Node', unit: 'µs a packet', better: 'less' },
  { name: 'at 80 % of a core', unit: 'calls', better: 'more' },
  { name: 'lost', unit: '%', better: 'less' },
  { name: 'delay p50', unit: 'ms', better: 'less' },
  { name: 'delay p99', unit: 'ms', better: 'less' },
  { name: 'set-up p50', unit: 'ms', better: 'less' },
  { name: 'set-up p99', unit: 'ms', better: 'less' },
  { name: 'set-up processor', unit: 'ms a leg', better: 'less' },
  { name: 'generator', unit: '% of a core', better: 'count' },
  { name: 'late p99', unit: 'ms', better: 'count' },
]

const fullLoad = 0.8

const valuesOf = (runs: readonly Run[]): Row['values'] => ({
  processor: runs.map(({ processorUs }) => processorUs),
  'of it in Node': runs.map(({ nodeUs }) => nodeUs),
  'at 80 % of a core': runs.map(({ calls, workerLoad }) => (calls * fullLoad) / workerLoad),
  lost: runs.map(({ lostShare }) => lostShare * 100),
  'delay p50': runs.map(({ delayP50Ms }) => delayP50Ms),
  'delay p99': runs.map(({ delayP99Ms }) => delayP99Ms),
  'set-up p50': runs.map(({ setUpP50Ms }) => setUpP50Ms),
  'set-up p99': runs.map(({ setUpP99Ms }) => setUpP99Ms),
  'set-up processor': runs.map(({ setUpProcessorMs }) => setUpProcessorMs),
  generator: runs.map(({ generatorLoad }) => generatorLoad * 100),
  'late p99': runs.map(({ lateP99Ms }) => lateP99Ms),
})

const described = ({ processorUs, nodeUs, lostShare, workerLoad, setUpP50Ms }: Run): string =>
  [
    `${processorUs.toFixed(1)} µs a packet, ${nodeUs.toFixed(1)} of them in Node`,
    `worker ${Math.round(workerLoad * 100)} %`,
    `lost ${(lostShare * 100).toFixed(2)} %`,
    `set-up ${setUpP50Ms.toFixed(1)} ms`,
  ].join('  ')

function goalsOf(calls: number, runs: ReadonlyMap<string, readonly Run[]>): readonly Goal[] {
  const [ours, bare] = [ourName, bareName].map((side) => runs.get(side)!.map(({ processorUs }) => processorUs))
  const lost = Math.max(...runs.get(ourName)!.map(({ lostShare }) => lostShare * 100))
  return [
    {
      what: `processor of a packet against ${bareName}, ${calls} calls`,
      value: ratio(ours!, bare!),
      goal: 1.05,
      stretch: 1.02,
      unit: '',
      better: 'less',
    },
    { what: `packets lost, ${calls} calls`, value: lost, goal: 0.1, stretch: 0, unit: '%', better: 'less' },
  ]
}

const generatorLimit = 0.9

function limits(runs: ReadonlyMap<string, readonly Run[]>): string[] {
  return [...runs]
    .filter(([, of]) => of.some(({ generatorLoad }) => generatorLoad > generatorLimit))
    .map(([side]) => `The generator was the limit of ${side}: go by the processor of a packet.`)
}

async function carry(side: CallSide, calls: number, seconds: number): Promise<Run> {
  const [pids, workers] = [[side.pid], childrenOf(side.pid)]
  const empty = usageOf(pids)
  const { voices, setUpsMs } = await beginTalks(side, calls)
  try {
    const [before, workersBefore] = [usageOf(pids), usageOf(workers)]
    const usedBefore = process.cpuUsage()
    const { tookMs, sent, lost, delaysMs, lateMs } = await talk(voices, seconds)
    const { user, system } = process.cpuUsage(usedBefore)
    if (side.broken !== null) throw new Error(`${side.name}, ${calls} calls: ${side.broken}`)
    const all = usageOf(pids).processorMs - before.processorMs
    const worker = usageOf(workers).processorMs - workersBefore.processorMs
    return {
      calls,
      lostShare: lost / sent,
      processorUs: (all * 1_000) / sent,
      nodeUs: ((all - worker) * 1_000) / sent,
      workerLoad: worker / tookMs,
      generatorLoad: (user + system) / 1_000 / tookMs,
      lateP99Ms: quantile(lateMs, 0.99),
      delayP50Ms: quantile(delaysMs, 0.5),
      delayP99Ms: quantile(delaysMs, 0.99),
      setUpP50Ms: quantile([...setUpsMs], 0.5),
      setUpP99Ms: quantile([...setUpsMs], 0.99),
      setUpProcessorMs: (before.processorMs - empty.processorMs) / (2 * calls),
      // Everybody was heard, by whom they talk with, and said as much; whoever was not has ended the run by now.
      checksum: sent + voices.reduce((sum, { number }) => sum + number, 0),
    }
  } finally {
    for (const voice of voices) voice.close()
    for (let call = 0; call < calls; call++) await side.end(call)
  }
}
