/** Records appended by so many at once and read again: the hub's store, lmdb alone, a journal, SQLite and Redis. */
import { homeMissing, homes, redisMissing } from '../peers/homes.ts'
import type { Bench } from '../run/bench.ts'
import { ratio, type Figure, type Goal, type Report, type Table } from '../run/report.ts'
import type { Server } from '../run/server.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { call, startSide } from './store-child.ts'

export interface AppendsSize {
  /** Records of each run, by how many are under way at once. */
  readonly loads: readonly { readonly inFlight: number; readonly records: number }[]
  readonly reads: number
  /** Which sides there are, by their way of keeping; all without it. */
  readonly ways?: readonly string[]
}

const base = 'lmdb, flushed'
const byTick = 'hub, a commit a tick'

const sides: readonly { readonly name: string; readonly way: string; readonly missing?: () => string | null }[] = [
  { name: byTick, way: 'hub-tick' },
  { name: 'hub, a commit each', way: 'hub-each' },
  { name: base, way: 'lmdb' },
  { name: 'lmdb, committed', way: 'lmdb-committed' },
  { name: 'journal, fdatasync', way: 'journal' },
  { name: 'sqlite, WAL and FULL', way: 'sqlite', missing: homeMissing(homes.sqlite) },
  { name: 'redis, fsync always', way: 'redis', missing: redisMissing },
]

interface Kept {
  readonly perSecond: number
  readonly p99Ms: number
  /** Microseconds of processor time an append, of all processes of the side. */
  readonly processorUs: number
  readonly readsPerSecond: number
  readonly checksum: number
}

const keptFigures: readonly Figure[] = [
  { name: 'appends', unit: '1/s', better: 'more' },
  { name: 'p99', unit: 'ms', better: 'less' },
  { name: 'processor', unit: 'µs each', better: 'less' },
  { name: 'reads', unit: '1/s', better: 'more' },
]

export async function appended({ loads, reads, ways }: AppendsSize, bench: Bench, rounds: number): Promise<Report> {
  const wanted = sides.filter(({ way }) => ways === undefined || ways.includes(way))
  const lacking = wanted.flatMap(({ name, missing }) => {
    const why = missing?.() ?? null
    return why === null ? [] : [{ name, why }]
  })
  const servers: { readonly name: string; readonly way: string; readonly server: Server }[] = []
  for (const { name, way } of wanted)
    if (!lacking.some((one) => one.name === name)) servers.push({ name, way, server: await startSide(bench, name) })
  const tables: Table[] = []
  const goals: Goal[] = []
  const checksums: number[][] = []
  const doubts = lacking.map(({ name, why }) => `Left out is ${name}: ${why}`)
  for (const { inFlight, records } of loads) {
    const title = `${records.toLocaleString('en')} records of 200 bytes, ${inFlight.toLocaleString('en')} under way at once`
    bench.say(title)
    const turns = servers.map(({ name, way, server }): Turn<Kept> => {
      return { side: name, pids: [server.pid], run: () => keep(server, way, records, inFlight, reads) }
    })
    const found = await inTurns(bench, turns, rounds, keptInWords)
    const rates = (side: string): number[] => found.runs.get(side)!.map(({ perSecond }) => perSecond)
    tables.push({
      title,
      figures: keptFigures,
      base,
      rows: [...found.runs].map(([side, of]) => ({ side, values: keptValues(of) })),
    })
    if (inFlight > 1)
      goals.push({
        what: `commit a tick against bare lmdb flushed, ${inFlight} at once`,
        value: ratio(rates(byTick), rates(base)),
        goal: 0.8,
        stretch: 0.95,
        unit: '',
        better: 'more',
      })
    checksums.push([...found.runs.values()].flat().map(({ checksum }) => checksum))
    doubts.push(...found.doubts.map((doubt) => `${inFlight.toLocaleString('en')} under way: ${doubt}`))
  }
  for (const { server } of servers) await server.stop()
  return { tables, goals, checksums, doubts }
}

async function keep(server: Server, way: string, records: number, inFlight: number, reads: number): Promise<Kept> {
  await call(server, 'open', { way })
  const before = server.usage().processorMs
  const { tookMs, p99Ms } = await call(server, 'append', { records, inFlight })
  const processorMs = server.usage().processorMs - before
  const looked = await call(server, 'look', { records, reads })
  return {
    perSecond: (records / tookMs) * 1_000,
    p99Ms,
    processorUs: (processorMs / records) * 1_000,
    readsPerSecond: (reads / looked.tookMs) * 1_000,
    checksum: looked.checksum,
  }
}

const keptInWords = ({ perSecond, p99Ms, readsPerSecond }: Kept): string =>
  `${Math.round(perSecond)} appends/s  p99 ${p99Ms.toFixed(2)} ms  ${Math.round(readsPerSecond)} reads/s`

const keptValues = (runs: readonly Kept[]): Table['rows'][0]['values'] => ({
  appends: runs.map(({ perSecond }) => perSecond),
  p99: runs.map(({ p99Ms }) => p99Ms),
  processor: runs.map(({ processorUs }) => processorUs),
  reads: runs.map(({ readsPerSecond }) => readsPerSecond),
})
