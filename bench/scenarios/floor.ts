/**
 * A mixed day on the real hub: customers come at a fixed rate, wait, are served, handed on and wrapped up, while supervisors
 * watch the live lists. Then a large house in which nothing happens: what it costs to be there.
 */
import { join } from 'node:path'
import { Generator } from '../../hub/attack/storm-generator.ts'
import { startCompanyHub, type CompanyHub } from '../drivers/company-hub.ts'
import type { CrowdCommands } from '../drivers/floor-crowd.ts'
import type { Manners } from '../drivers/floor-people.ts'
import { makeHistory } from '../drivers/history.ts'
import type { Account } from '../drivers/ledger.ts'
import type { Bench } from '../run/bench.ts'
import type { Figure, Goal, Report, Table } from '../run/report.ts'
import { watchNoise, noiseLimits } from '../run/usage.ts'
import { scenario } from './scenario.ts'

export interface Floor {
  readonly agents: number
  /** Customers who come in a second. */
  readonly perSecond: number
  /** Who come before anything is measured, and while it is. */
  readonly warmUp: number
  readonly customers: number
  readonly manners: Manners
}

interface Size extends Floor {
  /** Of the quiet house; without one where there are none. */
  readonly idle: { readonly agents: number; readonly customers: number; readonly seconds: number } | null
}

const manners: Manners = { messages: 4, thinkMs: 500, transferEvery: 10 }

export const floor = scenario<Size>({
  about:
    'The mixed day: chat, queues, transfers, wrap-up and supervisors who watch; and a house in which nothing happens',
  sizes: {
    smoke: {
      agents: 6,
      perSecond: 8,
      warmUp: 1,
      customers: 7,
      manners: { messages: 1, thinkMs: 30, transferEvery: 5 },
      idle: null,
    },
    full: {
      agents: 100,
      perSecond: 20,
      warmUp: 200,
      customers: 1_200,
      manners,
      idle: { agents: 1_000, customers: 10_000, seconds: 60 },
    },
  },
  async run(size, bench) {
    const busy = await busyFloor(bench, size)
    if (size.idle === null) return busy
    const quiet = await quietHouse(bench, size.idle)
    return { ...busy, tables: [...busy.tables, ...quiet.tables], goals: [...busy.goals, ...quiet.goals] }
  },
})

/** A floor with its people, ready to begin. `customers` come, and it resolves when all of them have been served. */
export interface OpenFloor {
  readonly hub: CompanyHub
  readonly crowd: Generator<CrowdCommands>
  day(customers: number): Promise<Account>
}

export async function openFloor(bench: Bench, { agents, perSecond, manners }: Floor): Promise<OpenFloor> {
  const folder = join(bench.scratch, 'floor')
  const { cookies } = await makeHistory(folder, { agents, live: 0, closed: 0 }, bench.say)
  const hub = await startCompanyHub(bench, folder)
  const { origin } = hub
  const crowd = startCrowd(bench)
  await crowd.ask('agents', { origin, cookies, manners, status: 'available' })
  bench.say(`${agents} agents are there`)
  return {
    hub,
    crowd,
    async day(customers) {
      await crowd.ask('day', { origin, perSecond, customers, manners })
      await crowd.ask('over', { withinMs: 60_000 })
      return crowd.ask('account', {} as never)
    },
  }
}

export function startCrowd(bench: Bench): Generator<CrowdCommands> {
  const crowd = new Generator<CrowdCommands>(new URL('../drivers/floor-crowd.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(crowd.end()))
  return crowd
}

const figures: readonly Figure[] = [
  { name: 'times', unit: '', better: 'count' },
  { name: 'p50', unit: 'ms', better: 'less' },
  { name: 'p99', unit: 'ms', better: 'less' },
  { name: 'longest', unit: 'ms', better: 'count' },
]

const said: Readonly<Record<keyof Account['times'], string>> = {
  message: 'a message, from one screen to the other',
  offer: 'an offer, from asking for help to an agent’s screen',
  joined: 'an answer, from accepting to the customer’s screen',
  wrapUp: 'an end, from the customer’s wish to the agent’s wrap-up',
}

async function busyFloor(bench: Bench, size: Floor): Promise<Report> {
  const { hub, crowd, day } = await openFloor(bench, size)
  await day(size.warmUp)
  // Delays are counted from here on.
  await hub.metrics()
  const noiseSince = watchNoise([hub.pid])
  const before = { at: performance.now(), used: hub.usage().processorMs, crowd: crowd.cpuSeconds }
  const account = await day(size.customers)
  const elapsedMs = performance.now() - before.at
  const metrics = await hub.metrics()
  const noise = noiseSince()
  const { counts } = account
  const messages = (counts.messages * size.customers) / counts.begun
  const usedMs = hub.usage().processorMs - before.used
  const generatorLoad = (crowd.cpuSeconds - before.crowd) / (elapsedMs / 1_000)
  const delay = delaysIn(metrics)
  const costs = {
    title: 'The hub meanwhile',
    figures: [
      { name: 'processor', unit: '% of a core', better: 'less' },
      { name: 'a contact', unit: 'ms of processor', better: 'less' },
      { name: 'memory', unit: 'MiB', better: 'less' },
      { name: 'event loop p99', unit: 'ms late', better: 'less' },
      { name: 'longest', unit: 'ms late', better: 'less' },
      { name: 'generator', unit: '% of a core', better: 'count' },
    ],
    rows: [
      {
        side: `${Math.round((messages / elapsedMs) * 1_000)} messages/s`,
        values: {
          processor: [(usedMs / elapsedMs) * 100],
          'a contact': [usedMs / size.customers],
          memory: [hub.usage().memoryMiB],
          'event loop p99': [delay.p99Ms],
          longest: [delay.mostMs],
          generator: [generatorLoad * 100],
        },
      },
    ],
  } satisfies Table
  return {
    tables: [timesTable(size, account), costs],
    goals: goalsOf(account, delay),
    checksums: checksumsOf(account),
    doubts: [
      ...doubtsOf(account),
      ...(generatorLoad > 0.9 ? ['The generator was the limit.'] : []),
      ...(noise.foreign > noiseLimits.foreign || noise.steal > noiseLimits.steal
        ? [`The machine was noisy: ${Math.round(noise.foreign * 100)} % of its time other programs.`]
        : []),
    ],
  }
}

const timesTable = ({ agents, perSecond, customers }: Floor, { times }: Account): Table => ({
  title: `${agents} agents, ${perSecond} customers a second, ${customers} of them`,
  figures,
  rows: Object.entries(times).map(([what, { count, p50Ms, p99Ms, mostMs }]) => ({
    side: said[what as keyof Account['times']],
    values: { times: [count], p50: [p50Ms], p99: [p99Ms], longest: [mostMs] },
  })),
})

/** What was written is what was read; whoever came was answered, and every contact has ended and is wrapped up. */
export const checksumsOf = ({ counts, written, read }: Account): readonly (readonly number[])[] => [
  [written, read],
  [counts.begun, counts.answered - counts.transferred, counts.ended, counts.wrappedUp],
]

export const doubtsOf = ({ faults }: Account): readonly string[] =>
  faults.map((fault) => `Not as it should be: ${fault}.`)

/** How late the event loop was since the numbers were last asked for. The hub looks every 10 ms, which its figures hold. */
export function delaysIn(metrics: Awaited<ReturnType<CompanyHub['metrics']>>): { p99Ms: number; mostMs: number } {
  const late = (name: string): number => Math.max(0, metrics.value(`nodejs_eventloop_lag_${name}_seconds`) * 1_000 - 10)
  return { p99Ms: late('p99'), mostMs: late('max') }
}

const goalsOf = ({ times }: Account, delay: ReturnType<typeof delaysIn>): readonly Goal[] => [
  { what: 'message, p99', value: times.message.p99Ms, goal: 20, stretch: 10, unit: 'ms', better: 'less' },
  { what: 'offer, p99', value: times.offer.p99Ms, goal: 30, stretch: 15, unit: 'ms', better: 'less' },
  { what: 'event loop, p99', value: delay.p99Ms, goal: 5, stretch: 3, unit: 'ms late', better: 'less' },
  { what: 'event loop, longest', value: delay.mostMs, goal: 50, stretch: 20, unit: 'ms late', better: 'less' },
]

async function quietHouse(bench: Bench, idle: NonNullable<Size['idle']>): Promise<Pick<Report, 'tables' | 'goals'>> {
  const folder = join(bench.scratch, 'quiet')
  const { cookies } = await makeHistory(folder, { agents: idle.agents, live: 0, closed: 0 }, bench.say)
  const hub = await startCompanyHub(bench, folder)
  const { origin } = hub
  const crowd = startCrowd(bench)
  await crowd.ask('agents', { origin, cookies, manners, status: 'away' })
  bench.say(`${idle.agents} agents are there`)
  await crowd.ask('idlers', { origin, count: idle.customers })
  bench.say(`${idle.customers} customers wait`)
  const heapBytes = await hub.heapBytes()
  const before = { at: performance.now(), used: hub.usage().processorMs }
  await new Promise((resolve) => setTimeout(resolve, idle.seconds * 1_000))
  const share = (hub.usage().processorMs - before.used) / (performance.now() - before.at)
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
        rows: [{ side: 'hub', values: { processor: [share * 100], memory: [memoryMiB], heap: [heapBytes / 2 ** 20] } }],
      },
    ],
    goals: [
      { what: 'idle: processor', value: share * 100, goal: 5, stretch: 2, unit: '% of a core', better: 'less' },
      { what: 'idle: memory', value: memoryMiB, goal: 250, stretch: 150, unit: 'MiB', better: 'less' },
    ],
  }
}
