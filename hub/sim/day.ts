/** One simulated stretch of a working day on one seed: people come, talk and vanish while the network and the hub fail. */
import type { Hub } from '../app/hub.ts'
import { rightsOf } from '../model/rights.ts'
import { hours, minutes, seconds, type DurationMs } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import { Agent } from './agent.ts'
import { CallChecks } from './call-checks.ts'
import { checkBots } from './bot.ts'
import { Checks } from './checks.ts'
import { Customer } from './customer.ts'
import { plague, rollingRestarts, usualFaults, type FaultPlan } from './faults.ts'
import { rulesOf, type Rules } from './history.ts'
import { Leader } from './leader.ts'
import { Record } from './record.ts'
import type { Talker } from './talker.ts'
import { Violation } from './violation.ts'
import { World } from './world.ts'

export interface Day {
  readonly seed: number
  readonly hash: string
  readonly chances: { readonly [kind: string]: number }
  /** The longest that anybody waited for an answer, milliseconds. */
  readonly slowestMs: number
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
  /** Default: a bad day; every tenth seed a day of rolling restarts. */
  readonly faults?: FaultPlan
  /** Days that ended contacts are kept. Default: for ever. */
  readonly retentionDays?: number
  /** Mean time between two customers. Default 22 s. */
  readonly customerEveryMs?: DurationMs
  /** The queues' rules are drawn by the seed, and some have hours. Default: every third seed. */
  readonly isDrawn?: boolean
  /** People call each other. Default: nobody does. */
  readonly calls?: boolean
  /** Contacts begin with the bot. */
  readonly bot?: boolean
  /** Shown each hub that has started, while it runs, and how far the day has come. */
  readonly started?: (hub: Hub, elapsedMs: number) => void
  /** Shown what is kept at the end. */
  readonly kept?: (store: Store) => void
}

/** After the day faults end and everybody may settle; what then lacks is lost. */
const settleMs = 180_000
/** Then nobody does anything new, and what is under way arrives. */
const restMs = 30_000
/** P13: nobody waits longer than this for an answer because the hub is restarted. */
const rollingDelayMsMax = 5_000

/** Runs the day. Throws `DayFailed` at the first broken promise. */
export async function runDay(plan: DayPlan): Promise<Day> {
  const faults = plan.faults ?? (plan.seed % 10 === 0 ? rollingRestarts : usualFaults)
  const { seed, retentionDays = null, isDrawn = seed % 3 === 0, calls = false, bot = false } = plan
  const world = new World(seed, faults, retentionDays, isDrawn, calls, bot)
  const record = new Record()
  try {
    await live(plan, faults, world, record)
  } catch (error) {
    throw new DayFailed(plan.seed, error, world.recent)
  }
  plan.kept?.(world.store)
  for (const table of ['event', 'entry', 'closed'] as const)
    for (const { value } of world.store.range(table, {})) world.traceBytes(value)
  return {
    seed: plan.seed,
    hash: world.traceHash(),
    chances: chancesOf(world, record),
    slowestMs: record.slowest.tookMs,
  }
}

async function live(plan: DayPlan, faults: FaultPlan, world: World, record: Record): Promise<void> {
  const checks = new Checks(record, () => world.sealing)
  const rules = new Map<number, Rules>()
  const rulesIn = (epoch: number): Rules | null => rules.get(epoch) ?? null
  world.onStart = (hub) => {
    plan.started?.(hub, world.clock.elapsedMs)
    checks.restarted(hub)
    callChecks.started(hub, world.store)
    rules.set(hub.epoch, rulesInForce(world))
  }
  const agents = world.people.map(
    (person) => new (rightsOf(person.role).includes('agents.lead') ? Leader : Agent)(world, record, person),
  )
  let customers: Customer[] = []
  const callChecks = new CallChecks(world, record, () => [...agents, ...customers])
  const ofRetention = (kept: Store): void => {
    if (plan.retentionDays !== undefined) checks.ofRetention(kept, hours(24 * plan.retentionDays))
  }
  world.onEnd = (kept) => {
    callChecks.ended()
    checks.ofMoving(kept)
    if (world.hasBot) checkBots(kept, world.sealing, (kind) => record.count(kind))
    ofRetention(kept)
    checks.ofHistory(kept, rulesIn)
    // Whatever comes is of a hub that has not begun.
    rules.clear()
    checks.ofLeft(
      kept,
      customers.filter((customer) => customer.hasLeft),
    )
    customers = customers.filter((customer) => !customer.hasLeft)
  }
  void world.start()
  plague(world, faults)
  if (faults.slowReaderEveryMs !== null) slowReaders(world, agents, faults.slowReaderEveryMs)
  const untilMs = plan.hours * 3_600_000
  let came = 0
  const arrive = (): void => {
    if (world.clock.elapsedMs > untilMs) return
    customers.push(new Customer(world, record, ++came))
    world.clock.after(world.chance.gap(plan.customerEveryMs ?? seconds(22)) as DurationMs, arrive)
  }
  world.clock.after(seconds(5), arrive)
  const check = checkEach(world, checks, callChecks, agents)
  await world.run(untilMs, check)
  world.calm()
  await world.run(untilMs + settleMs, check)
  record.isOver = true
  await world.run(untilMs + settleMs + restMs, check)
  const talkers: Talker[] = [...agents, ...customers]
  checks.atRest(world.store, talkers)
  if (world.hasCalls && world.hub !== null) callChecks.atRest(world.hub)
  ofRetention(world.store)
  checks.ofStore(world.store)
  if (world.hasBot) checkBots(world.store, world.sealing, (kind) => record.count(kind))
  checks.ofHistory(world.store, rulesIn)
  checks.ofScreens(world.store, talkers)
  checks.ofReplay(world.store)
  checks.ofActs(world.store)
  const { tookMs, what } = record.slowest
  if (faults === rollingRestarts && tookMs > rollingDelayMsMax)
    throw new Violation(`P13: ${what} was answered after ${tookMs} ms`)
}

const rulesInForce = ({ organisation, people }: World): Rules =>
  rulesOf(
    organisation.queues.map((queue) => queue.rules),
    people
      .filter((person) => !person.disabled)
      .map(({ agent, queues, skills, capacityUnits }) => ({ id: agent, queues, skills, capacityUnits })),
  )

/** What is looked at after each thing that happened. */
function checkEach(world: World, checks: Checks, callChecks: CallChecks, agents: readonly Agent[]): () => void {
  let linesDue = 0
  let earsDue = 0
  let troubleUntil = 0
  return () => {
    const { hub } = world
    const elapsedMs = world.clock.elapsedMs
    if (world.disk.isBroken) troubleUntil = elapsedMs + 2_500
    const told = world.takeTold()
    if (hub === null) return
    checks.afterStep(hub, world.hubNow(), elapsedMs < troubleUntil)
    if (told !== null && world.hasCalls) callChecks.ofHub(hub)
    if (told !== null) checks.whenTold(hub, world.store, told, elapsedMs < troubleUntil)
    if (world.hasCalls && elapsedMs >= earsDue) {
      earsDue = elapsedMs + 500
      callChecks.ofEars(hub, elapsedMs < troubleUntil)
    }
    if (elapsedMs < linesDue) return
    linesDue = elapsedMs + 5_000
    const lines = agents.map((agent) => ({ agent: agent.person.agent, onlineAt: agent.onlineAt }))
    checks.ofLines(hub, lines, world.clock.now(), world.hubNow(), elapsedMs < troubleUntil)
  }
}

/** Now and then an agent who holds a talk asks for more than their line takes in. */
function slowReaders(world: World, agents: readonly Agent[], everyMs: DurationMs): void {
  const next = (meanMs: DurationMs): void => {
    world.clock.after(world.chance.gap(meanMs) as DurationMs, () => {
      if (!world.plagued) return
      const slow = agents.some((agent) => world.chance.hits(0.5) && agent.readSlowly())
      next(slow ? everyMs : minutes(0.2))
    })
  }
  next(everyMs)
}

function chancesOf(world: World, record: Record): { readonly [kind: string]: number } {
  const { faults } = world.network
  return {
    ...record.chances,
    ...world.counts,
    'transactions the disk refused': world.disk.refusals,
    'line cuts': faults.cuts,
    'line cuts seen by one side only': faults.halfCuts,
    'lines that stood still': faults.stalls,
    'clients cut off alone': faults.partitions,
    'late messages': faults.delays,
    'connections refused': faults.refusals,
    'slow readers closed': faults.tooSlow,
    'requests sent twice': world.meddling.doubled,
    'answered requests sent again': world.meddling.repeated,
    'request ids used again': world.meddling.idsReused,
  }
}
