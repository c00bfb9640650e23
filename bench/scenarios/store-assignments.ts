/** Assignments decided by the hub's shell and kept, so many a tick, against one record for each that nobody had to decide. */
import type { Bench } from '../run/bench.ts'
import { median, ratio, type Figure, type Report } from '../run/report.ts'
import type { Server } from '../run/server.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { call, startSide } from './store-child.ts'

export interface AssignmentsSize {
  readonly agents: number
  readonly contacts: number
  /** In one tick. */
  readonly batch: number
  /** Of each run. */
  readonly assignments: number
  /** Of each run of the side that decides nothing. */
  readonly records: number
}

const decided = 'hub, decided and kept'
const bare = 'lmdb, one record each'

const assignedFigures: readonly Figure[] = [
  { name: 'assignments', unit: '1/s', better: 'more' },
  { name: 'processor', unit: 'µs each', better: 'less' },
]

interface Assigned {
  readonly perSecond: number
  readonly processorUs: number
  /** How many more talks there are, of the side that makes any. */
  readonly talks: number | null
}

export async function assigned(size: AssignmentsSize, bench: Bench, rounds: number): Promise<Report> {
  const { agents, contacts, batch, assignments, records } = size
  const title = `Assignments, ${batch} a tick: ${agents.toLocaleString('en')} agents who are rung, ${contacts.toLocaleString('en')} contacts`
  bench.say(title)
  const hub = await startSide(bench, decided)
  const lmdb = await startSide(bench, bare)
  await call(hub, 'staff', { agents, contacts })
  const timed = async (server: Server, count: number, run: () => Promise<{ tookMs: number }>) => {
    const before = server.usage().processorMs
    const { tookMs } = await run()
    const processorUs = ((server.usage().processorMs - before) / count) * 1_000
    return { perSecond: (count / tookMs) * 1_000, processorUs }
  }
  const turns: Turn<Assigned>[] = [
    {
      side: decided,
      pids: [hub.pid],
      run: async () => {
        let talks = 0
        const rates = await timed(hub, assignments, async () => {
          const found = await call(hub, 'assign', { count: assignments, batch })
          talks = found.assignments
          return found
        })
        return { ...rates, talks }
      },
    },
    {
      side: bare,
      pids: [lmdb.pid],
      run: async () => {
        await call(lmdb, 'open', { way: 'lmdb' })
        const rates = await timed(lmdb, records, () => call(lmdb, 'append', { records, inFlight: batch }))
        return { ...rates, talks: null }
      },
    },
  ]
  const { runs, doubts } = await inTurns(
    bench,
    turns,
    rounds,
    ({ perSecond }) => `${Math.round(perSecond)} assignments/s`,
  )
  for (const server of [hub, lmdb]) await server.stop()
  const rates = (side: string): number[] => runs.get(side)!.map(({ perSecond }) => perSecond)
  return {
    tables: [
      {
        title,
        figures: assignedFigures,
        base: bare,
        rows: [...runs].map(([side, of]) => ({
          side,
          values: { assignments: rates(side), processor: of.map(({ processorUs }) => processorUs) },
        })),
      },
    ],
    goals: [
      {
        what: 'durable assignments a second',
        value: median(rates(decided)),
        goal: 50_000,
        stretch: 200_000,
        unit: '',
        better: 'more',
      },
      {
        what: 'durable assignments against bare lmdb with one record each',
        value: ratio(rates(decided), rates(bare)),
        goal: 0.3,
        stretch: 0.7,
        unit: '',
        better: 'more',
      },
    ],
    checksums: [[...runs.get(decided)!.map(({ talks }) => talks!), assignments]],
    doubts,
  }
}
