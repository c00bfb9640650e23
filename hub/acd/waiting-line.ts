/**
 * Who waits for what kind of agent. Before a bench (bench.ts) stand one or more lines: the plain one, and one for each set of
 * agents who are shut out because they have just passed the contact. So no contact ever blocks one behind it that somebody
 * would take.
 */
import type { AgentId } from '../model/ids.ts'
import { benchFor, dropBench, isReadyOn, isSkipped, type Bench, type Seat } from './bench.ts'
import { ContactHeap } from './contact-heap.ts'
import {
  compareContacts,
  compareIds,
  type Floor,
  type FloorAgent,
  type FloorContact,
  type FloorQueue,
} from './floor.ts'
import { nowhere, type KeyedHeap } from './heap.ts'
import { hasPassed, shutOut } from './passes.ts'
import { asksSeveral } from './routing/index.ts'
import { askingOrder, heldForScores } from './scoring.ts'

export interface Line {
  readonly key: string
  readonly bench: Bench
  /** Agents on the bench who are not to be asked by this line. */
  readonly except: readonly AgentId[]
  /** Its contacts ring already, and may ring at more agents; after those that ring nowhere (RG2). */
  readonly rings: boolean
  /** Of all its contacts, which therefore never overtake each other. */
  readonly pace: number
  /** Of contacts that are held back for scores: nobody is asked for them yet, nor do they leave their step. */
  readonly isHeld: boolean
  readonly waiting: ContactHeap
  /** The matchable lines among which it is when it is one. */
  readonly among: KeyedHeap<Line>
  /** Place among them, or `nowhere`. */
  handle: number
  /** Place among those whose step is to be left, or `nowhere`. */
  skipHandle: number
}

/** Puts a contact that is queued, or rings and may ring at more agents, in its line. */
export function enterLine(floor: Floor, queue: FloorQueue, contact: FloorContact): void {
  const line = placeOf(floor, queue, contact)
  if (line === null) return
  contact.line = line
  line.waiting.push(contact.number)
  refreshLine(floor, line)
}

function placeOf(floor: Floor, queue: FloorQueue, contact: FloorContact): Line | null {
  const { state, passedBy } = contact.record
  if (state.phase === 'queued') {
    const bench = benchFor(floor, queue, contact, state.only)
    const isHeld = heldForScores(queue.rules, contact.record) !== null
    if (state.only === null && state.heldUntil === null && !isHeld) return plainLine(floor, bench, contact.pace)
    const except = state.only === null ? shutOut(passedBy, state.heldUntil) : []
    return lineFor(floor, bench, except, contact.pace, { rings: false, isHeld })
  }
  if (state.phase !== 'offered' || state.group === null || state.rings.length >= queue.rules.ringAtOnce) return null
  const bench = benchFor(floor, queue, contact, null)
  // New configuration may have changed the strategy meanwhile.
  return asksSeveral(bench.strategy) ? lineFor(floor, bench, state.group.spared, contact.pace, ringsAlready) : null
}

/** Takes a contact out of its line, if it stands in one. */
export function leaveLine(floor: Floor, contact: FloorContact): void {
  const line = contact.line
  if (line === null) return
  line.waiting.remove(contact.number)
  contact.line = null
  refreshLine(floor, line)
  if (line.waiting.size > 0) return
  const { bench, except, isHeld, rings } = line
  if (except.length > 0 || isHeld || rings || bench.only !== null) bench.lines.delete(line.key)
  // Contacts for one agent alone stand in a line for each pace.
  if (bench.only !== null && bench.lines.size === 0) dropBench(floor, bench)
}

/** Brings an agent's seats in agreement with what the agent could be offered now: `readyFor` of which channels. */
export function refreshSeats(floor: Floor, agent: FloorAgent, available: boolean, readyFor: number): void {
  // Mostly an agent who is offered a contact, and could have no other, takes it.
  if (readyFor === 0 && agent.readyFor === 0 && available === agent.staffed) return
  for (const seat of agent.seats) {
    const { bench } = seat
    const wasReady = seat.handle !== nowhere
    const isReady = (readyFor & bench.channelBit) !== 0
    const changed = isReady !== wasReady || available !== seat.available
    bench.available += Number(available) - Number(seat.available)
    seat.available = available
    if (isReady && wasReady) bench.ready.refresh(seat)
    else if (isReady) bench.ready.add(seat)
    else if (wasReady) bench.ready.remove(seat)
    if (changed) for (const line of bench.lines.values()) refreshLine(floor, line)
  }
}

/** The seat of the agent for a line's first contact: the preferred one if ready, else the best by score and strategy who has not passed it, else the best. */
export function seatFor(floor: Floor, line: Line, contact: FloorContact): Seat | null {
  const { bench, except } = line
  const { state, passedBy } = contact.record
  const prefer = 'prefer' in state ? state.prefer : null
  if (prefer !== null && isReadyOn(bench, prefer) && !except.includes(prefer)) return bench.seats.get(prefer)!
  let behind: Seat | null = null
  for (const seat of askingOrder(floor, bench, contact.record)) {
    const { id } = seat.agent.record
    if (except.includes(id)) continue
    if (!hasPassed(passedBy, id)) return seat
    behind ??= seat
  }
  return behind
}

/** Contacts that wait for this agent alone, in order of service. */
export function waitingFor(floor: Floor, agent: FloorAgent): readonly FloorContact[] {
  const contacts = agent.seats
    .filter((seat) => seat.bench.only !== null)
    .flatMap((seat) =>
      [...seat.bench.lines.values()].flatMap((line) => [...line.waiting].map((one) => floor.register.contacts[one]!)),
    )
  floor.effort.steps += agent.seats.length
  return contacts.sort(compareContacts)
}

/** The contact that the line offers next. */
export const firstOf = (floor: Floor, { waiting }: Line): FloorContact | undefined =>
  floor.register.contacts[waiting.top()]

/** A line is matchable while it has a first contact and somebody on its bench is ready who is not shut out. */
function refreshLine(floor: Floor, line: Line): void {
  floor.effort.steps++
  const first = firstOf(floor, line)
  if (first === undefined || line.isHeld || !isAnybodyReady(line)) floor.matchable.unset(line)
  else floor.matchable.set(line, first)
  if (line.bench.skipIf !== null) refreshSkip(floor, line, first)
}

function isAnybodyReady({ bench, except }: Line): boolean {
  let ready = bench.ready.size
  for (const agent of except) if (isReadyOn(bench, agent)) ready--
  return ready > 0
}

function refreshSkip(floor: Floor, line: Line, first: FloorContact | undefined): void {
  if (line.skipHandle !== nowhere) floor.skippable.remove(line.skipHandle)
  const mayLeave = !line.isHeld && !line.rings
  const skips = first !== undefined && mayLeave && isSkipped(line.bench)
  line.skipHandle = skips ? floor.skippable.push(line, first.record.enqueuedAt, 0) : nowhere
}

/** Of two lines whose steps are to be left, both since the same instant. */
export const compareSkips = (a: Line, b: Line): number => compareIds(a.key, b.key)

const ringsAlready = { rings: true, isHeld: false } as const

const plain = { rings: false, isHeld: false } as const

type Kind = Pick<Line, 'rings' | 'isHeld'>

/** The line of those who wait for anybody on the bench: found without putting a key together. */
function plainLine(floor: Floor, bench: Bench, pace: number): Line {
  for (const line of bench.plain) if (line.pace === pace) return line
  const line = lineFor(floor, bench, [], pace, plain)
  bench.plain.push(line)
  return line
}

function lineFor(floor: Floor, bench: Bench, except: readonly AgentId[], pace: number, kind: Kind): Line {
  const key = `${bench.key}|${except.join()}|${pace}${kind.isHeld ? '|held' : ''}${kind.rings ? '|rings' : ''}`
  const known = bench.lines.get(key)
  if (known !== undefined) return known
  const line: Line = {
    key,
    bench,
    except,
    pace,
    ...kind,
    waiting: new ContactHeap(floor.register.compare, floor.register.inLine, floor.effort),
    among: floor.matchable.heapFor(bench.only, pace, kind.rings),
    handle: nowhere,
    skipHandle: nowhere,
  }
  bench.lines.set(key, line)
  return line
}
