/**
 * A bench: the agents of a queue who could serve contacts that ask for the same, and who of them is ready, in the order of
 * the strategy. Contacts in a step sit before a bench of that step; a contact meant for one agent alone gets a bench of one seat.
 */
import type { ChannelName } from '../channels/index.ts'
import type { AgentId } from '../model/ids.ts'
import { isStaffed } from './capacity.ts'
import type { Floor, FloorAgent, FloorContact, FloorQueue } from './floor.ts'
import { nowhere } from './heap.ts'
import { channelNumber } from './limits.ts'
import { readySeats, type ReadySeats } from './ready.ts'
import { joined, qualifies, signatureOf, type NormalForm } from './requirements.ts'
import { strategies, type Strategy, type StrategyName } from './routing/index.ts'
import type { PlannedStep, SkipRule } from './state.ts'
import { stepOf } from './steps.ts'
import type { Line } from './waiting-line.ts'

export interface Bench {
  readonly key: string
  readonly queue: FloorQueue
  readonly channel: ChannelName
  /** The same, as in `readyFor` of an agent. */
  readonly channelBit: number
  readonly strategy: Strategy
  readonly strategyName: StrategyName
  /** What its agents can do: all that queue, contact and step ask for. */
  readonly asked: NormalForm
  /** Set on the bench of contacts that wait for one agent alone. */
  readonly only: AgentId | null
  /** When contacts before it leave their step at once. */
  readonly skipIf: SkipRule | null
  readonly seats: Map<AgentId, Seat>
  /** Seats whose agents are connected and available. */
  available: number
  readonly ready: ReadySeats
  /** What alone its contacts ask for, where they are in no step and for nobody alone; else null. */
  readonly plainFor: string | null
  readonly lines: Map<string, Line>
  /** Of these the plain ones, in which mostly everybody stands: one for each pace. */
  readonly plain: Line[]
}

/** An agent's right to serve from a bench. `handle` is the place among the ready, or `nowhere`. */
export interface Seat {
  readonly agent: FloorAgent
  readonly bench: Bench
  handle: number
  /** As counted in the bench's `available`. */
  available: boolean
}

/** Benches kept for their next contact; making one looks at every agent of its queue. */
const benchesMax = 2_000

export const isReadyOn = (bench: Bench, agent: AgentId): boolean =>
  (bench.seats.get(agent)?.handle ?? nowhere) !== nowhere

/** True when contacts before the bench are to leave their step at once. */
export function isSkipped({ skipIf, available, ready }: Bench): boolean {
  return skipIf !== null && (skipIf.count === 'available' ? available : ready.size) < skipIf.below
}

/** The bench of a queued contact, made if there is none yet. `only`: the one agent it waits for, or null. */
export function benchFor(floor: Floor, queue: FloorQueue, contact: FloorContact, only: AgentId | null): Bench {
  const step = only === null ? stepOf(contact.record) : null
  // Mostly a contact waits for anybody who has what it asks for: that bench is found without putting a key together.
  const known = only === null && step === null ? queue.benches[contact.channel]!.get(contact.signature) : undefined
  return known ?? keyedBench(floor, queue, contact, only, step)
}

function keyedBench(
  floor: Floor,
  queue: FloorQueue,
  contact: FloorContact,
  only: AgentId | null,
  step: PlannedStep | null,
): Bench {
  const { channel } = contact.record
  const key = `${queue.rules.id}|${channel}|${only === null ? contact.signature + keyOf(step) : only}`
  const known = floor.benches.get(key)
  if (known !== undefined) return known
  evictOne(floor)
  const asked = joined(queue.rules.requirements, contact.record.requirements, step?.requirements ?? [])
  const strategyName = step?.strategy ?? queue.rules.strategy
  const strategy = strategies[strategyName]
  const bench: Bench = {
    key,
    queue,
    channel,
    channelBit: 1 << contact.channel,
    strategy,
    strategyName,
    asked,
    only,
    skipIf: step === null ? null : skipRuleOf(step),
    seats: new Map(),
    available: 0,
    ready: readySeats(strategy, asked, floor.effort),
    plainFor: only === null && step === null ? contact.signature : null,
    lines: new Map(),
    plain: [],
  }
  floor.benches.set(key, bench)
  if (bench.plainFor !== null) queue.benches[contact.channel]!.set(bench.plainFor, bench)
  seatAgents(floor, bench, step?.prefer ?? null)
  return bench
}

/** Whoever is preferred and not there is not waited for, also where no rule says so. */
export const skipRuleOf = ({ skipIf, prefer }: PlannedStep): SkipRule | null =>
  skipIf ?? (prefer === null ? null : { count: 'available', below: 1 })

/** Forgets a bench before which nobody stands. */
export function dropBench(floor: Floor, bench: Bench): void {
  floor.benches.delete(bench.key)
  if (bench.plainFor !== null) bench.queue.benches[channelNumber[bench.channel]]!.delete(bench.plainFor)
  for (const { agent } of bench.seats.values()) agent.seats = agent.seats.filter((seat) => seat.bench !== bench)
}

function keyOf(step: PlannedStep | null): string {
  if (step === null) return ''
  const { requirements, strategy, prefer } = step
  const { count, below } = skipRuleOf(step) ?? { count: '', below: 0 }
  return `/${signatureOf(requirements)}/${strategy ?? ''}/${prefer?.join() ?? ''}/${count}${below}`
}

function seatAgents(floor: Floor, bench: Bench, prefer: readonly AgentId[] | null): void {
  for (const agent of candidates(floor, bench, prefer)) {
    floor.effort.steps++
    // An agent no longer configured keeps the seat of a bench of their own, never ready, so that its contacts are found.
    if (bench.only === null && !(agent.rules !== null && qualifies(agent.rules, bench.asked))) continue
    const available = isStaffed(agent)
    const seat: Seat = { agent, bench, handle: nowhere, available }
    bench.seats.set(agent.record.id, seat)
    bench.available += Number(available)
    agent.seats.push(seat)
    if ((agent.readyFor & bench.channelBit) !== 0) bench.ready.add(seat)
  }
}

function candidates(floor: Floor, { only, queue }: Bench, prefer: readonly AgentId[] | null): Iterable<FloorAgent> {
  const named = (id: AgentId): FloorAgent[] => [floor.agents.get(id) ?? []].flat()
  if (only !== null) return named(only)
  if (prefer === null) return queue.agents
  return [...new Set(prefer)].flatMap(named).filter((agent) => queue.agents.has(agent))
}

/** Keeps the number of benches bounded whatever requirements contacts bring: the oldest empty ones go. */
function evictOne(floor: Floor): void {
  if (floor.benches.size < benchesMax) return
  let looked = 0
  for (const [key, bench] of floor.benches) {
    if (++looked > 16) return
    if ([...bench.lines.values()].every((line) => line.waiting.size === 0)) return dropBench(floor, bench)
    // In use: to the back, so that the next search begins elsewhere.
    floor.benches.delete(key)
    floor.benches.set(key, bench)
  }
}
