/**
 * The distributor by itself: an agent becomes free in a full house and gets the best contact that they are eligible for, by
 * the real core, by the reference of its tests, which scans everything, and by a list of numbers. What is assigned to whom must
 * be the same.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  corePlayer,
  decisionsPerTurn,
  listPlayer,
  referencePlayer,
  type House,
  type Player,
} from '../micro/assignments.ts'
import { median, quantile, ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly houses: readonly (House & {
    /** Turns of the reference; none where one would take minutes. */
    readonly scans: number
  })[]
  /** Turns that core and list play and that must come out the same, as must the first of them by the reference. */
  readonly turns: number
  /** How long the core goes on alone after them, milliseconds. */
  readonly aloneMs: number
  readonly rounds: number
}

interface Run {
  /** By processor time, which other programs on the machine do not stretch. */
  readonly perSecond: number
  readonly p99Us: number
  readonly worstMs: number
  /** Over the first turns of the run, after each of them. */
  readonly checksums: readonly number[]
}

interface Runs {
  readonly core: Run[]
  readonly scans: Run[]
  readonly list: Run[]
}

export const acd = scenario<Size>({
  about: 'Assignments by the distributor, against looking at everybody who waits',
  sizes: {
    smoke: { houses: [{ agents: 50, waiting: 500, scans: 5 }], turns: 200, aloneMs: 10, rounds: 2 },
    full: {
      houses: [
        { agents: 1_000, waiting: 1_000, scans: 100 },
        { agents: 1_000, waiting: 10_000, scans: 20 },
        { agents: 1_000, waiting: 100_000, scans: 3 },
        { agents: 10_000, waiting: 1_000, scans: 20 },
        { agents: 10_000, waiting: 10_000, scans: 10 },
        { agents: 10_000, waiting: 100_000, scans: 3 },
        { agents: 10_000, waiting: 1_000_000, scans: 0 },
      ],
      turns: 300,
      // Three rounds of it are ten seconds in which the worst pause is looked for.
      aloneMs: 3_400,
      rounds: 3,
    },
  },
  async run({ houses, turns, aloneMs, rounds }, bench) {
    const tables: Table[] = []
    const checksums: number[][] = []
    const goals: Goal[] = []
    const costs = new Map<string, readonly number[]>()
    for (const house of houses) {
      const runs: Runs = { core: [], scans: [], list: [] }
      const times = bench.runs ?? rounds
      for (let round = 1; round <= times; round++) {
        runs.core.push(play(corePlayer(house), house, turns, aloneMs))
        if (house.scans > 0) runs.scans.push(play(referencePlayer(house), house, house.scans, 0))
        runs.list.push(play(listPlayer(house), house, turns, 0))
        bench.say(`${house.agents} x ${house.waiting}, run ${round} of ${times}`)
        // Progress is read by people while it runs.
        await new Promise((resolve) => setImmediate(resolve))
      }
      tables.push(tableOf(house, runs))
      for (const at of house.scans > 0 ? [turns, house.scans] : [turns])
        checksums.push(Object.values(runs).flatMap((of: Run[]) => of.flatMap((run) => run.checksums[at - 1] ?? [])))
      if (house.agents === 10_000 && house.waiting === 100_000) goals.push(...goalsOf(runs))
      costs.set(`${house.agents} ${house.waiting}`, ratesOf(runs.core))
    }
    return { tables, goals: [...goals, ...growths(costs)], checksums, doubts: [] }
  },
})

const figures: readonly Figure[] = [
  { name: 'decisions', unit: '1/s of processor time', better: 'more' },
  { name: 'assignments', unit: '1/s of processor time', better: 'more' },
  { name: 'p99', unit: 'µs', better: 'less' },
  { name: 'worst', unit: 'ms', better: 'count' },
  { name: 'memory of one waiting', unit: 'bytes', better: 'count' },
]

const ratesOf = (runs: readonly Run[]): readonly number[] => runs.map(({ perSecond }) => perSecond)

function tableOf(house: House, { core, scans, list }: Runs): Table {
  const decisions = ratesOf(core).map((perSecond) => perSecond * decisionsPerTurn)
  const rows = [rowOf('core', core, { decisions, 'memory of one waiting': [bytesPerContact(house)] })]
  if (scans.length > 0) rows.push(rowOf('all rules, by scanning', scans, {}))
  return {
    title: `${house.agents.toLocaleString('en')} agents, ${house.waiting.toLocaleString('en')} waiting`,
    figures,
    base: scans.length > 0 ? 'all rules, by scanning' : 'list without rules',
    rows: [...rows, rowOf('list without rules', list, {})],
  }
}

const rowOf = (side: string, runs: readonly Run[], more: Row['values']): Row => ({
  side,
  values: {
    assignments: ratesOf(runs),
    p99: runs.map(({ p99Us }) => p99Us),
    worst: runs.map(({ worstMs }) => worstMs),
    ...more,
  },
})

function goalsOf({ core, scans }: Runs): readonly Goal[] {
  return [
    {
      what: 'decisions a second (decide and evolve)',
      value: median(ratesOf(core)) * decisionsPerTurn,
      goal: 300_000,
      stretch: 1_500_000,
      unit: '',
      better: 'more',
    },
    {
      what: 'against all rules by scanning',
      value: ratio(ratesOf(core), ratesOf(scans)),
      goal: 300,
      stretch: 1_000,
      unit: '',
      better: 'more',
    },
    {
      what: 'worst pause',
      value: Math.max(...core.map(({ worstMs }) => worstMs)),
      goal: 5,
      stretch: 2,
      unit: 'ms',
      better: 'less',
    },
  ]
}

/** How much more a decision costs where more wait. */
function growths(costs: ReadonlyMap<string, readonly number[]>): readonly Goal[] {
  const growth = (agents: number, few: number, many: number, goal: number): readonly Goal[] => {
    const [less, more] = [costs.get(`${agents} ${few}`), costs.get(`${agents} ${many}`)]
    if (less === undefined || more === undefined) return []
    const counts = [many, few].map((count) => count.toLocaleString('en'))
    const what = `cost of a decision, ${agents.toLocaleString('en')} agents, ${counts.join(' waiting against ')}`
    return [{ what, value: median(less) / median(more), goal, unit: '', better: 'less' }]
  }
  return [
    ...growth(1_000, 10_000, 100_000, 1.5),
    ...growth(10_000, 10_000, 100_000, 1.5),
    ...growth(10_000, 10_000, 1_000_000, 3),
  ]
}

/** Made once and big enough, so that keeping the times adds no pause. */
const times = new Float64Array(8_000_000)

function play(player: Player, { agents }: House, turns: number, aloneMs: number): Run {
  const checksums: number[] = []
  let checksum = 0
  let turn = 0
  collect()
  const used = process.cpuUsage()
  const started = performance.now()
  let before = started
  for (; turn < turns || before - started < aloneMs; turn++) {
    const agent = (turn * 7_919) % agents
    const contact = player.turn(agent)
    if (turn < turns) checksums.push((checksum = (Math.imul(checksum, 31) + contact * 131 + agent) >>> 0))
    const now = performance.now()
    times[turn % times.length] = now - before
    before = now
  }
  const { user, system } = process.cpuUsage(used)
  const took = times.subarray(0, Math.min(turn, times.length))
  return {
    perSecond: (turn / (user + system)) * 1_000_000,
    p99Us: quantile(took, 0.99) * 1_000,
    worstMs: took.at(-1)!,
    checksums,
  }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Memory of one waiting contact in the core, its record, indexes and ids included. */
function bytesPerContact({ agents, waiting }: House): number {
  const used = (of: House): number => {
    collect()
    const before = memory()
    const player = corePlayer(of)
    collect()
    const bytes = memory() - before
    // Kept until it has been weighed.
    player.turn(0)
    return bytes
  }
  const fewer = waiting / 2
  return Math.round((used({ agents, waiting }) - used({ agents, waiting: fewer })) / fewer)
}

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
