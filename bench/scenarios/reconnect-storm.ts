/**
 * The hub is killed under everybody who waits; its launcher starts it again, and all come back by themselves, each after the
 * pauses that our client makes. What counts is when they have been brought up to date again, from the kill on.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { defaultPolicy } from '#client'
import { HubCrowd } from '../drivers/crowd.ts'
import type { HubVisitor } from '../drivers/hub-visitor.ts'
import { median, quantile, type Figure, type Goal } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly people: number
  readonly rounds: number
}

interface Run {
  /** From the kill until the hub served again, and until so many of all were back, seconds. */
  readonly served: number
  readonly half: number
  readonly nearlyAll: number
  readonly all: number
  readonly memoryMiB: number
  readonly generatorLoad: number
  readonly back: number
}

export const reconnectStorm = scenario<Size>({
  about: 'The hub is killed under everybody: how long until they are all back',
  sizes: { smoke: { people: 20, rounds: 1 }, full: { people: 10_000, rounds: 3 } },
  async run({ people, rounds }, bench) {
    const crowd = await HubCrowd.open(bench)
    try {
      bench.say(`${people.toLocaleString('en')} come and begin a contact`)
      await crowd.add(people)
      const runs: Run[] = []
      const times = bench.runs ?? rounds
      for (let round = 1; round <= times; round++) {
        const run = await storm(crowd)
        runs.push(run)
        bench.say(
          `run ${round} of ${times}  served after ${run.served.toFixed(1)} s, 99 % back after ${run.nearlyAll.toFixed(1)} s`,
        )
      }
      const values = Object.fromEntries(figures.map(({ name }) => [name, runs.map(columns[name])]))
      return {
        tables: [
          { title: `${people.toLocaleString('en')} who wait, kill -9`, figures, rows: [{ side: 'hub', values }] },
        ],
        goals: [goalOf(runs)],
        checksums: [[people, ...runs.map(({ back }) => back)]],
        doubts: runs.some(({ generatorLoad }) => generatorLoad > generatorLimit)
          ? ['The generator was the limit: people come with a processor each.']
          : [],
      }
    } finally {
      await crowd.close()
    }
  },
})

const generatorLimit = 0.9
const backMs = 60_000

const columns = {
  'served again': ({ served }: Run) => served,
  '50 % back': ({ half }: Run) => half,
  '99 % back': ({ nearlyAll }: Run) => nearlyAll,
  'all back': ({ all }: Run) => all,
  memory: ({ memoryMiB }: Run) => memoryMiB,
  generator: ({ generatorLoad }: Run) => generatorLoad * 100,
} as const

const figures = (Object.keys(columns) as (keyof typeof columns)[]).map((name) => ({
  name,
  unit: name === 'memory' ? 'MiB' : name === 'generator' ? '% of a core' : 's',
  better: name.endsWith('back') ? 'less' : 'count',
})) satisfies Figure[]

const goalOf = (runs: readonly Run[]): Goal => ({
  what: '99 % are back',
  value: median(runs.map(({ nearlyAll }) => nearlyAll)),
  goal: 10,
  stretch: 4,
  unit: 's',
  better: 'less',
})

async function storm(crowd: HubCrowd): Promise<Run> {
  const { visitors, hub } = crowd
  const used = process.cpuUsage()
  const backAt: number[] = []
  let killedAt = 0
  const returns = visitors.map(async (visitor) => {
    await visitor.lost()
    await comeBack(visitor)
    backAt.push((performance.now() - killedAt) / 1_000)
  })
  killedAt = performance.now()
  hub.real.kill()
  await hub.real.serving()
  const served = (performance.now() - killedAt) / 1_000
  const late = new AbortController()
  await Promise.race([Promise.all(returns), passed(backMs, null, { signal: late.signal }).catch(() => {})])
  late.abort()
  const { user, system } = process.cpuUsage(used)
  const tookMs = performance.now() - killedAt
  await crowd.back()
  return {
    served,
    half: quantile(backAt.slice(), 0.5),
    nearlyAll: quantile(backAt.slice(), 0.99),
    all: Math.max(...backAt),
    memoryMiB: crowd.usage().memoryMiB,
    generatorLoad: (user + system) / 1_000 / tookMs,
    back: backAt.length,
  }
}

/** Tries until it succeeds, with the pauses of our client. */
async function comeBack(visitor: HubVisitor): Promise<void> {
  const { firstMs, baseMs, maxMs } = defaultPolicy
  for (let attempt = 1; ; attempt++) {
    await passed(Math.random() * (attempt === 1 ? firstMs : Math.min(maxMs, baseMs * 2 ** (attempt - 2))))
    try {
      return await visitor.come()
    } catch {
      // The hub is not there yet, or takes nobody more at this moment.
    }
  }
}
