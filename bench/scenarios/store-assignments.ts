/**
 * Assignments decided by the hub's shell and kept, so many a tick, against one record for each that nobody had to decide; and
 * by the core alone with its events kept, which says what the shell costs.
 */
import type { Bench } from '../run/bench.ts'
import { median, ratio, type Figure, type Goal, type Report } from '../run/report.ts'
import type { Server } from '../run/server.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { call, startSide } from './store-child.ts'

export interface AssignmentsSize {
  readonly agents: number
  readonly contacts: number
  /** In one tick. */
  readonly batch: number
  /** Before all runs. */
  readonly warmUp: number
  /** Of each run. A noisy run is made again: of up to ten runs all must find agents with room. */
  readonly assignments: number
  /** Of each run of the side that decides nothing. */
  readonly records: number
}

const shell = 'hub, decided and kept'
const core = 'core, its events kept'
const bare = 'lmdb, one record each'

const figures: readonly Figure[] = [
  { name: 'assignments', unit: '1/s', better: 'more' },
  { name: 'processor', unit: 'µs each', better: 'less' },
]

interface Assigned {
  readonly perSecond: number
  readonly processorUs: number
  /** How many more talks there are, of the sides that make any. */
  readonly talks: number | null
}

export async function assigned(size: AssignmentsSize, bench: Bench, rounds: number): Promise<Report> {
  const { agents, contacts, batch } = size
  const title = `Assignments, ${batch} a tick: ${agents.toLocaleString('en')} agents who are rung, ${contacts.toLocaleString('en')} contacts`
  bench.say(title)
  const turns = [
    await deciding(bench, shell, 'shell', size),
    await deciding(bench, core, 'core', size),
    await keeping(bench, size),
  ]
  const { runs, doubts } = await inTurns(bench, turns, rounds, inWords)
  for (const { server } of turns) await server.stop()
  const rates = (side: string): number[] => runs.get(side)!.map(({ perSecond }) => perSecond)
  const rows = [...runs].map(([side, of]) => ({
    side,
    values: { assignments: rates(side), processor: of.map(({ processorUs }) => processorUs) },
  }))
  return {
    tables: [{ title, figures, base: bare, rows }],
    goals: goalsOf(rates(shell), rates(bare)),
    checksums: [[shell, core].flatMap((side) => runs.get(side)!.map(({ talks }) => talks!))],
    doubts: doubts.map((doubt) => `Assignments: ${doubt}`),
  }
}

type Side = Turn<Assigned> & { readonly server: Server }

async function deciding(bench: Bench, side: string, by: 'shell' | 'core', size: AssignmentsSize): Promise<Side> {
  const { agents, contacts, batch, warmUp, assignments } = size
  const server = await startSide(bench, side)
  await call(server, 'staff', { by, agents, contacts })
  // What was compiled for a crowd that comes is not yet what serves it: so this is not measured.
  await call(server, 'assign', { count: warmUp, batch })
  const run = async (): Promise<Assigned> => {
    const { assignments: talks, ...rates } = await timed(server, assignments, () =>
      call(server, 'assign', { count: assignments, batch }),
    )
    return { ...rates, talks }
  }
  return { side, pids: [server.pid], server, run }
}

async function keeping(bench: Bench, { batch, records }: AssignmentsSize): Promise<Side> {
  const server = await startSide(bench, bare)
  const run = async (): Promise<Assigned> => {
    await call(server, 'open', { way: 'lmdb' })
    const rates = await timed(server, records, () => call(server, 'append', { records, inFlight: batch }))
    return { ...rates, talks: null }
  }
  return { side: bare, pids: [server.pid], server, run }
}

/** What was answered, with rates by the clock and by the processor. */
async function timed<Answer extends { readonly tookMs: number }>(
  server: Server,
  count: number,
  run: () => Promise<Answer>,
): Promise<Answer & Omit<Assigned, 'talks'>> {
  const before = server.usage().processorMs
  const answer = await run()
  const processorUs = ((server.usage().processorMs - before) / count) * 1_000
  return { ...answer, perSecond: (count / answer.tookMs) * 1_000, processorUs }
}

const inWords = ({ perSecond, processorUs }: Assigned): string =>
  `${Math.round(perSecond)} assignments/s  ${processorUs.toFixed(1)} µs of processor each`

const goalsOf = (rates: readonly number[], bareRates: readonly number[]): readonly Goal[] => [
  {
    what: 'durable assignments a second',
    value: median(rates),
    goal: 50_000,
    stretch: 200_000,
    unit: '',
    better: 'more',
  },
  {
    what: 'durable assignments against bare lmdb with one record each',
    value: ratio(rates, bareRates),
    goal: 0.3,
    stretch: 0.7,
    unit: '',
    better: 'more',
  },
]
