/**
 * A mixed day on the real hub: customers come at a fixed rate, wait, are served, handed on and wrapped up, while supervisors
 * watch the live lists. Then a large house in which nothing happens: what it costs to be there.
 */
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { hubSides, startCompanyHub } from '../drivers/company-hub.ts'
import { lateIn, openFloor, startCrowd, type FloorPlan, type OpenFloor } from '../drivers/floor-house.ts'
import { makeHistory } from '../drivers/history.ts'
import { timed, type Account, type Timed } from '../drivers/ledger.ts'
import type { Bench } from '../run/bench.ts'
import { median, ratio, type Figure, type Goal, type Report } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import { scenario } from './scenario.ts'

interface Size extends FloorPlan {
  /** Who come in one run. */
  readonly customers: number
  readonly rounds: number
  /** The quiet house. */
  readonly idle: { readonly agents: number; readonly customers: number; readonly seconds: number }
}

export const floor = scenario<Size>({
  about: 'The mixed day: chat, queues, transfers, wrap-up, supervisors who watch; and a house in which nothing happens',
  sizes: {
    smoke: {
      agents: 6,
      perSecond: 20,
      customers: 6,
      manners: { messages: 1, thinkMs: 20, transferEvery: 5 },
      rounds: 1,
      idle: { agents: 2, customers: 3, seconds: 0.1 },
    },
    full: {
      agents: 300,
      perSecond: 80,
      customers: 2_400,
      manners: { messages: 4, thinkMs: 500, transferEvery: 10 },
      rounds: 3,
      idle: { agents: 1_000, customers: 10_000, seconds: 30 },
    },
  },
  async run(size, bench) {
    const busy = await busyFloor(bench, size)
    if (bench.planted !== undefined) return busy
    const quiet = await quietHouse(bench, size.idle)
    return { ...busy, tables: [...busy.tables, ...quiet.tables], goals: [...busy.goals, ...quiet.goals] }
  },
})

/** One run of one side. */
interface Day {
  readonly account: Account
  readonly perSecond: number
  readonly processor: number
  readonly processorMs: number
  readonly memoryMiB: number
  readonly late: ReturnType<typeof lateIn>
  readonly generatorLoad: number
}

const said: Readonly<Record<Timed, string>> = {
  message: 'message',
  offer: 'offer',
  joined: 'joined',
  wrapUp: 'wrap-up',
}

const timeFigures: readonly Figure[] = timed.flatMap((what) => [
  { name: `${said[what]} p50`, unit: 'ms', better: 'less' as const },
  { name: `${said[what]} p99`, unit: 'ms', better: 'less' as const },
])

const costFigures: readonly Figure[] = [
  { name: 'messages', unit: '1/s', better: 'count' },
  { name: 'processor', unit: '% of a core', better: 'less' },
  { name: 'a contact', unit: 'ms of processor', better: 'less' },
  { name: 'memory', unit: 'MiB', better: 'less' },
  { name: 'event loop p99', unit: 'ms late', better: 'less' },
  { name: 'longest', unit: 'ms late', better: 'less' },
  { name: 'generator', unit: '% of a core', better: 'count' },
]

/** With a mistake in the hub fewer come and fewer are there, since it may not be able to serve all of them. */
const perSecondPlanted = 5

async function busyFloor(bench: Bench, asked: Size): Promise<Report> {
  const size = bench.planted === undefined ? asked : slowed(asked)
  const turns = []
  for (const side of hubSides(bench)) {
    const house = await openFloor(bench, size, side)
    turns.push({ side: side.name, pids: [house.hub.pid], run: () => day(house, size.customers) })
  }
  const { runs, doubts } = await inTurns(bench, turns, bench.runs ?? size.rounds, described)
  const rows = [...runs].map(([side, days]) => ({ side, days }))
  const title = `${size.agents} agents, ${size.perSecond} customers a second`
  const all = [...runs.values()].flat()
  return {
    tables: [
      {
        title,
        figures: timeFigures,
        rows: rows.map(({ side, days }) => ({ side, values: timesOf(days) })),
        ...(rows.length > 1 && { base: rows[0]!.side }),
      },
      {
        title: 'The hub meanwhile',
        figures: costFigures,
        rows: rows.map(({ side, days }) => ({ side, values: costsOf(days) })),
      },
    ],
    goals: [...rows.flatMap(({ side, days }) => goalsOf(side, days)), ...againstSound([...runs])],
    checksums: all.flatMap(({ account }) => checksumsOf(account)),
    doubts: [
      ...doubts,
      ...all.flatMap(({ account }) => account.faults),
      ...(all.some(({ generatorLoad }) => generatorLoad > 0.9) ? ['The generator was the limit.'] : []),
    ],
  }
}

const slowed = (size: Size): Size => {
  const perSecond = Math.min(size.perSecond, perSecondPlanted)
  return { ...size, agents: Math.min(size.agents, 50), perSecond, customers: Math.min(size.customers, 150) }
}

async function day({ hub, crowd, day }: OpenFloor, customers: number): Promise<Day> {
  // Delays are counted from here on.
  await hub.metrics()
  const before = { at: performance.now(), used: hub.usage().processorMs, crowd: crowd.cpuSeconds }
  const account = await day(customers)
  const elapsedMs = performance.now() - before.at
  const usedMs = hub.usage().processorMs - before.used
  return {
    account,
    perSecond: (account.times.message.count / elapsedMs) * 1_000,
    processor: (usedMs / elapsedMs) * 100,
    processorMs: usedMs / customers,
    memoryMiB: hub.usage().memoryMiB,
    late: lateIn(await hub.metrics()),
    generatorLoad: (crowd.cpuSeconds - before.crowd) / (elapsedMs / 1_000),
  }
}

const described = ({ account: { times }, perSecond }: Day): string =>
  `${Math.round(perSecond)} messages/s  p99 ${times.message.p99Ms.toFixed(1)} ms, of offers ${times.offer.p99Ms.toFixed(1)} ms`

const timesOf = (days: readonly Day[]): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(
    timed.flatMap((what) => [
      [`${said[what]} p50`, days.map(({ account }) => account.times[what].p50Ms)],
      [`${said[what]} p99`, days.map(({ account }) => account.times[what].p99Ms)],
    ]),
  )

const costsOf = (days: readonly Day[]): Readonly<Record<string, readonly number[]>> => ({
  messages: days.map(({ perSecond }) => perSecond),
  processor: days.map(({ processor }) => processor),
  'a contact': days.map(({ processorMs }) => processorMs),
  memory: days.map(({ memoryMiB }) => memoryMiB),
  'event loop p99': days.map(({ late }) => late.p99Ms),
  longest: days.map(({ late }) => late.mostMs),
  generator: days.map(({ generatorLoad }) => generatorLoad * 100),
})

/** What was written is what was read; whoever came was answered, and every contact has ended and is wrapped up. */
export const checksumsOf = ({ counts, written, read }: Account): readonly (readonly number[])[] => [
  [written, read],
  [counts.begun, counts.answered - counts.transferred, counts.ended, counts.wrappedUp],
]

function goalsOf(side: string, days: readonly Day[]): readonly Goal[] {
  const middle = (pick: (one: Day) => number): number => median(days.map(pick))
  const less = { unit: 'ms', better: 'less' } as const
  const message = middle(({ account }) => account.times.message.p99Ms)
  const offer = middle(({ account }) => account.times.offer.p99Ms)
  return [
    { what: `${side}: message, p99`, value: message, goal: 20, stretch: 10, ...less },
    { what: `${side}: offer, p99`, value: offer, goal: 30, stretch: 15, ...less },
    { what: `${side}: event loop late, p99`, value: middle(({ late }) => late.p99Ms), goal: 5, stretch: 3, ...less },
    {
      what: `${side}: event loop late, longest`,
      value: middle(({ late }) => late.mostMs),
      goal: 50,
      stretch: 20,
      ...less,
    },
  ]
}

/** What a mistake costs, where one was planted. */
function againstSound([sound, planted]: readonly (readonly [string, readonly Day[]])[]): readonly Goal[] {
  if (sound === undefined || planted === undefined) return []
  const against = (what: string, pick: (one: Day) => number): Goal => ({
    what: `${planted[0]} against one without: ${what}`,
    value: ratio(planted[1].map(pick), sound[1].map(pick)),
    goal: 1.25,
    unit: 'x',
    better: 'less',
  })
  return [
    against('message, p50', ({ account }) => account.times.message.p50Ms),
    against('processor of a contact', ({ processorMs }) => processorMs),
  ]
}

async function quietHouse(bench: Bench, idle: Size['idle']): Promise<Pick<Report, 'tables' | 'goals'>> {
  const dataFolder = join(bench.scratch, 'quiet')
  const { cookies } = await makeHistory(dataFolder, { agents: idle.agents, live: 0, closed: 0 }, bench.say)
  const hub = await startCompanyHub(bench, { dataFolder })
  const { origin } = hub
  const crowd = startCrowd(bench)
  const manners = { messages: 0, thinkMs: 1_000, transferEvery: 1_000 }
  await crowd.ask('agents', { origin, cookies, manners, status: 'away' })
  bench.say(`${idle.agents} agents are there`)
  await crowd.ask('idlers', { origin, count: idle.customers })
  bench.say(`${idle.customers} customers wait`)
  const heapBytes = await hub.heapBytes()
  const before = { at: performance.now(), used: hub.usage().processorMs }
  await passed(idle.seconds * 1_000)
  const share = ((hub.usage().processorMs - before.used) / (performance.now() - before.at)) * 100
  const { memoryMiB } = hub.usage()
  return {
    tables: [
      {
        title: `${idle.agents} agents and ${idle.customers} customers, of whom nobody does anything`,
        figures: [
          { name: 'processor', unit: '% of a core', better: 'less' },
          { name: 'memory', unit: 'MiB', better: 'less' },
          { name: 'heap', unit: 'MiB', better: 'less' },
        ],
        rows: [{ side: 'hub', values: { processor: [share], memory: [memoryMiB], heap: [heapBytes / 2 ** 20] } }],
      },
    ],
    goals: [
      { what: 'idle: processor', value: share, goal: 5, stretch: 2, unit: '% of a core', better: 'less' },
      { what: 'idle: memory', value: memoryMiB, goal: 250, stretch: 150, unit: 'MiB', better: 'less' },
    ],
  }
}
