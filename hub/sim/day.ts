/** One simulated stretch of a working day on one seed: people come, talk and vanish while the network and the hub fail. */
import type { Person } from '../app/organisation.ts'
import { seconds, type DurationMs } from '../model/time.ts'
import { Agent } from './agent.ts'
import { Checks } from './checks.ts'
import { Customer } from './customer.ts'
import { Record } from './record.ts'
import type { Talker } from './talker.ts'
import { usualFaults, World, type FaultPlan } from './world.ts'

export interface Day {
  readonly seed: number
  readonly hash: string
  readonly chances: { readonly [kind: string]: number }
}

/** A violation with all that is needed to see it again. */
export class DayFailed extends Error {
  override name = 'DayFailed'
  constructor(
    readonly seed: number,
    override readonly cause: unknown,
    readonly recent: readonly string[],
  ) {
    super(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

export interface DayPlan {
  readonly seed: number
  readonly hours: number
  readonly faults?: FaultPlan
  /** Mean time between two customers. Default 25 s. */
  readonly customerEveryMs?: DurationMs
  readonly people?: readonly Person[]
}

/** After the day faults end and everybody may settle; what then lacks is lost. */
const settleMs = 180_000

/** Runs the day. Throws `DayFailed` at the first broken promise. */
export async function runDay(plan: DayPlan): Promise<Day> {
  const world = new World(plan.seed, undefined, plan.people, plan.faults ?? usualFaults)
  const record = new Record()
  const checks = new Checks(record)
  const talkers: Talker[] = []
  world.onStart = (hub) => checks.restarted(hub)
  world.onKill = (kept) => checks.ofStore(kept)
  try {
    void world.start()
    for (const person of world.people) talkers.push(new Agent(world, record, person))
    world.plague()
    let customers = 0
    const untilMs = plan.hours * 3_600_000
    const arrive = (): void => {
      if (world.clock.elapsedMs > untilMs) return
      talkers.push(new Customer(world, record, ++customers))
      world.clock.after(world.chance.gap(plan.customerEveryMs ?? seconds(25)) as DurationMs, arrive)
    }
    world.clock.after(seconds(5), arrive)
    const check = (): void => {
      if (world.hub !== null) checks.afterStep(world.hub, world.clock.now())
    }
    await world.run(untilMs, check)
    world.calm()
    await world.run(untilMs + settleMs, check)
    checks.ofStore(world.store)
    checks.ofHistory(world.store)
    for (const talker of talkers) checks.ofScreen(world.store, talker)
  } catch (error) {
    throw new DayFailed(plan.seed, error, world.recent)
  }
  for (const table of ['event', 'entry', 'closed'] as const)
    for (const { value } of world.store.range(table, {})) world.traceBytes(value)
  const { faults } = world.network
  return {
    seed: plan.seed,
    hash: world.traceHash(),
    chances: {
      ...record.chances,
      'hub kills': world.kills.all,
      'hub kills with a flush under way': world.kills.inFlight,
      'transactions the disk refused': world.diskRefusals,
      'line cuts': faults.cuts,
      'line cuts seen by one side only': faults.halfCuts,
      'lines that stood still': faults.stalls,
      'late messages': faults.delays,
      'connections refused': faults.refusals,
    },
  }
}
