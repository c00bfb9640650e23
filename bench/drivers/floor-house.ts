/** A floor with its people for a scenario: a hub on fresh data, and everybody on it in a process of their own. */
import { join } from 'node:path'
import type { HubMetrics } from '../../hub/attack/process-facts.ts'
import { Generator } from '../../hub/attack/storm-generator.ts'
import type { Bench } from '../run/bench.ts'
import { startCompanyHub, type CompanyHub, type HubSide } from './company-hub.ts'
import type { CrowdCommands } from './floor-crowd.ts'
import type { Manners } from './floor-people.ts'
import { makeHistory } from './history.ts'
import type { Account } from './ledger.ts'

export interface FloorPlan {
  readonly agents: number
  /** Customers who come in a second. */
  readonly perSecond: number
  readonly manners: Manners
}

export interface OpenFloor {
  readonly hub: CompanyHub
  readonly crowd: Generator<CrowdCommands>
  /** So many customers come. Resolves when all of them have been served, with what happened. */
  day(customers: number): Promise<Account>
}

/** Longer than anybody is served. */
const restMs = 60_000

export async function openFloor(
  bench: Bench,
  { agents, perSecond, manners }: FloorPlan,
  { name, planted }: HubSide,
): Promise<OpenFloor> {
  const dataFolder = join(bench.scratch, name.replaceAll(' ', '-'))
  const { cookies } = await makeHistory(dataFolder, { agents, live: 0, closed: 0 }, bench.say)
  const hub = await startCompanyHub(bench, { dataFolder, planted })
  const { origin } = hub
  const crowd = startCrowd(bench)
  await crowd.ask('agents', { origin, cookies, manners, status: 'available' })
  return {
    hub,
    crowd,
    async day(customers) {
      await crowd.ask('day', { origin, perSecond, customers, manners })
      await crowd.ask('over', { withinMs: restMs })
      return crowd.ask('account', {} as never)
    },
  }
}

export function startCrowd(bench: Bench): Generator<CrowdCommands> {
  const crowd = new Generator<CrowdCommands>(new URL('./floor-crowd.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(crowd.end()))
  return crowd
}

/** The hub looks at its event loop so often, and its figures hold that time. */
const lookMs = 10

/** How late the event loop was since the numbers were last asked for, milliseconds. */
export function lateIn(metrics: HubMetrics): { readonly p99Ms: number; readonly mostMs: number } {
  const late = (name: string): number =>
    Math.max(0, metrics.value(`nodejs_eventloop_lag_${name}_seconds`) * 1_000 - lookMs)
  return { p99Ms: late('p99'), mostMs: late('max') }
}
