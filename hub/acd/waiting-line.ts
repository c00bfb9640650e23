/**
 * Who waits for what kind of agent, and who of them is ready. Contacts of a queue that ask for the same skills share a
 * bench: the agents who could serve them, those ready kept in the order of the queue's strategy. On a bench stand one or
 * more lines: the plain one, and one for each set of agents who are shut out because they have just passed the contact.
 * So no contact ever blocks one behind it that somebody would take. A contact meant for one agent alone gets a bench of one seat.
 */
import type { ChannelName } from '../channels/index.ts'
import type { AgentId } from '../model/ids.ts'
import type { Strategy } from './routing/index.ts'
import { strategies } from './routing/index.ts'
import { isReadyFor } from './capacity.ts'
import { compareContacts, type Floor, type FloorAgent, type FloorContact, type FloorQueue } from './floor.ts'
import { KeyedHeap, nowhere } from './heap.ts'
import { shutOut } from './passes.ts'
import { readySeats, turnOf, type ReadySeats } from './ready.ts'
import { joined, qualifies, type NormalForm } from './requirements.ts'

export interface Bench {
  readonly key: string
  readonly queue: FloorQueue
  readonly channel: ChannelName
  readonly strategy: Strategy
  /** Set on the bench of contacts that wait for one agent alone. */
  readonly only: AgentId | null
  readonly seats: Map<AgentId, Seat>
  readonly ready: ReadySeats
  readonly lines: Map<string, Line>
}

/** An agent's right to serve from a bench. `handle` is the place among the ready, or `nowhere`. */
export interface Seat {
  readonly agent: FloorAgent
  readonly bench: Bench
  handle: number
}

export interface Line {
  readonly key: string
  readonly bench: Bench
  /** Agents on the bench who are not to be asked by this line. */
  readonly except: readonly AgentId[]
  /** Of all its contacts, which therefore never overtake each other. */
  readonly pace: number
  readonly waiting: KeyedHeap<FloorContact>
  /** Place among the matchable lines, or `nowhere`. */
  handle: number
}

/** Benches kept for their next contact; making one looks at every agent of its queue. */
const benchesMax = 2_000

/** Puts a queued contact in its line. */
export function enterLine(floor: Floor, queue: FloorQueue, contact: FloorContact): void {
  const { state, passedBy } = contact.record
  if (state.phase !== 'queued') return
  const bench = benchFor(floor, queue, contact, state.only)
  const except = state.only === null ? shutOut(passedBy, state.heldUntil) : []
  const line = lineFor(floor, bench, except, contact.pace)
  contact.line = line
  contact.lineHandle = line.waiting.push(contact, contact.score, contact.record.enqueuedAt)
  refreshLine(floor, line)
}

/** Takes a contact out of its line, if it stands in one. */
export function leaveLine(floor: Floor, contact: FloorContact): void {
  const line = contact.line
  if (line === null) return
  line.waiting.remove(contact.lineHandle)
  contact.line = null
  contact.lineHandle = nowhere
  refreshLine(floor, line)
  if (line.waiting.size > 0) return
  if (line.except.length > 0) line.bench.lines.delete(line.key)
  if (line.bench.only !== null) dropBench(floor, line.bench)
}

/** Brings an agent's seats in agreement with what the agent could be offered now. */
export function refreshSeats(floor: Floor, agent: FloorAgent): void {
  for (const seat of agent.seats) {
    const { bench } = seat
    const wasReady = seat.handle !== nowhere
    const isReady = isReadyFor(agent, bench.channel)
    if (isReady && wasReady) bench.ready.refresh(seat)
    else if (isReady) bench.ready.add(seat)
    else if (wasReady) bench.ready.remove(seat)
    if (isReady !== wasReady) for (const line of bench.lines.values()) refreshLine(floor, line)
  }
}

/** The agent for a line's first contact: the preferred one if ready, else the best who has not passed it, else the best. */
export function agentFor(floor: Floor, line: Line, contact: FloorContact): FloorAgent | null {
  const { bench, except } = line
  const { state, passedBy } = contact.record
  const prefer = state.phase === 'queued' ? state.prefer : null
  if (prefer !== null && isReadyOn(bench, prefer) && !except.includes(prefer)) return bench.seats.get(prefer)!.agent
  let behind: FloorAgent | null = null
  for (const { agent } of bench.ready.inOrder(turnOf(floor, bench.queue))) {
    if (except.includes(agent.record.id)) continue
    if (!passedBy.some((pass) => pass.agent === agent.record.id)) return agent
    behind ??= agent
  }
  return behind
}

/** Contacts that wait for this agent alone, in order of service. */
export function waitingFor(floor: Floor, agent: FloorAgent): readonly FloorContact[] {
  const contacts = agent.seats
    .filter((seat) => seat.bench.only !== null)
    .flatMap((seat) => [...seat.bench.lines.values()].flatMap((line) => [...line.waiting]))
  floor.effort.steps += agent.seats.length
  return contacts.sort(compareContacts)
}

const isReadyOn = (bench: Bench, agent: AgentId): boolean => (bench.seats.get(agent)?.handle ?? nowhere) !== nowhere

/** A line is matchable while it has a first contact and somebody on its bench is ready who is not shut out. */
function refreshLine(floor: Floor, line: Line): void {
  floor.effort.steps++
  const first = line.waiting.top()
  const shut = line.except.reduce((count, agent) => count + (isReadyOn(line.bench, agent) ? 1 : 0), 0)
  if (first === undefined || line.bench.ready.size - shut === 0) floor.matchable.unset(line)
  else floor.matchable.set(line)
}

function lineFor(floor: Floor, bench: Bench, except: readonly AgentId[], pace: number): Line {
  const key = `${bench.key}|${except.join()}|${pace}`
  const known = bench.lines.get(key)
  if (known !== undefined) return known
  const line: Line = {
    key,
    bench,
    except,
    pace,
    waiting: new KeyedHeap(compareContacts, floor.effort),
    handle: nowhere,
  }
  bench.lines.set(key, line)
  return line
}

function benchFor(floor: Floor, queue: FloorQueue, contact: FloorContact, only: AgentId | null): Bench {
  const { channel } = contact.record
  const key = `${queue.rules.id}|${channel}|${only === null ? contact.signature : only}`
  const known = floor.benches.get(key)
  if (known !== undefined) return known
  evictOne(floor)
  const strategy = strategies[queue.rules.strategy]
  const requirements = joined(queue.rules.requirements, contact.record.requirements)
  const bench: Bench = {
    key,
    queue,
    channel,
    strategy,
    only,
    seats: new Map(),
    ready: readySeats(strategy, requirements, floor.effort),
    lines: new Map(),
  }
  floor.benches.set(key, bench)
  seatAgents(floor, bench, requirements)
  return bench
}

function seatAgents(floor: Floor, bench: Bench, requirements: NormalForm): void {
  const alone = bench.only === null ? undefined : floor.agents.get(bench.only)
  for (const agent of bench.only === null ? bench.queue.agents : alone === undefined ? [] : [alone]) {
    floor.effort.steps++
    // An agent no longer configured keeps the seat of a bench of their own, never ready, so that its contacts are found.
    if (bench.only === null && !(agent.rules !== null && qualifies(agent.rules, requirements))) continue
    const seat: Seat = { agent, bench, handle: nowhere }
    bench.seats.set(agent.record.id, seat)
    agent.seats.push(seat)
    if (isReadyFor(agent, bench.channel)) bench.ready.add(seat)
  }
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

function dropBench(floor: Floor, bench: Bench): void {
  floor.benches.delete(bench.key)
  for (const { agent } of bench.seats.values()) agent.seats = agent.seats.filter((seat) => seat.bench !== bench)
}
