/**
 * The distributor by itself: an agent becomes free in a full house and gets the best contact they are eligible for, by the
 * real core and by looking at everybody who waits. What is assigned to whom must be the same.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { corePlayer, naivePlayer, type House, type Player } from '../micro/assignments.ts'
import { median, ratio, type Figure, type Goal, type Row, type Table } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly houses: readonly House[]
  /** Turns that both sides play and that must come out the same. */
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
  readonly checksum: number
}

export const acd = scenario<Size>({
  about: 'Assignments by the distributor, against looking at everybody who waits',
  sizes: {
    smoke: { houses: [{ agents: 50, waiting: 500 }], turns: 200, aloneMs: 10, rounds: 2 },
    full: {
      houses: [
        { agents: 1_000, waiting: 1_000 },
        { agents: 1_000, waiting: 10_000 },
        { agents: 1_000, waiting: 100_000 },
        { agents: 10_000, waiting: 10_000 },
        { agents: 10_000, waiting: 100_000 },
        { agents: 10_000, waiting: 1_000_000 },
      ],
      turns: 300,
      aloneMs: 2_000,
      rounds: 3,
    },
  },
  async run({ houses, turns, aloneMs, rounds }, bench) {
    const tables: Table[] = []
    const checksums: number[][] = []
    const goals: Goal[] = []
    for (const house of houses) {
      const core: Run[] = []
      const naive: Run[] = []
      const times = bench.runs ?? rounds
      for (let round = 1; round <= times; round++) {
        core.push(play(corePlayer(house), house, turns, aloneMs))
        naive.push(play(naivePlayer(house), house, turns, 0))
        bench.say(`${house.agents} x ${house.waiting}, run ${round} of ${times}`)
        // Progress is read by people while it runs.
        await new Promise((resolve) => setImmediate(resolve))
      }
      const bytes = [bytesPerContact(house)]
      tables.push({
        title: `${house.agents.toLocaleString('en')} agents, ${house.waiting.toLocaleString('en')} waiting`,
        figures,
        base: 'naive',
        rows: [rowOf('core', core, { 'memory of one waiting': bytes }), rowOf('naive', naive, {})],
      })
      checksums.push([...core, ...naive].map(({ checksum }) => checksum))
      if (house.agents === 10_000 && house.waiting === 100_000) goals.push(...goalsOf(core, naive))
    }
    return { tables, goals, checksums, doubts: [] }
  },
})

const figures: readonly Figure[] = [
  { name: 'assignments', unit: '1/s of processor time', better: 'more' },
  { name: 'p99', unit: 'µs', better: 'less' },
  { name: 'worst', unit: 'ms', better: 'count' },
  { name: 'memory of one waiting', unit: 'bytes', better: 'count' },
]

const rowOf = (side: string, runs: readonly Run[], more: Row['values']): Row => ({
  side,
  values: {
    assignments: runs.map(({ perSecond }) => perSecond),
    p99: runs.map(({ p99Us }) => p99Us),
    worst: runs.map(({ worstMs }) => worstMs),
    ...more,
  },
})

function goalsOf(core: readonly Run[], naive: readonly Run[]): readonly Goal[] {
  const rates = (runs: readonly Run[]): number[] => runs.map(({ perSecond }) => perSecond)
  return [
    {
      what: 'assignments a second',
      value: median(rates(core)),
      goal: 300_000,
      stretch: 1_500_000,
      unit: '',
      better: 'more',
    },
    {
      what: 'against naive',
      value: ratio(rates(core), rates(naive)),
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

function play(player: Player, { agents }: House, turns: number, aloneMs: number): Run {
  let checksum = 0
  const tookUs: number[] = []
  const used = process.cpuUsage()
  const started = performance.now()
  let before = started
  for (let turn = 0; turn < turns || before - started < aloneMs; turn++) {
    const agent = (turn * 7_919) % agents
    const contact = player.turn(agent)
    if (turn < turns) checksum = (Math.imul(checksum, 31) + contact * 131 + agent) >>> 0
    const now = performance.now()
    tookUs.push((now - before) * 1_000)
    before = now
  }
  const { user, system } = process.cpuUsage(used)
  tookUs.sort((a, b) => a - b)
  return {
    perSecond: (tookUs.length / (user + system)) * 1_000_000,
    p99Us: tookUs[Math.floor(tookUs.length * 0.99)]!,
    worstMs: tookUs.at(-1)! / 1_000,
    checksum,
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
