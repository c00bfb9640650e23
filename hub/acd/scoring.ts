/**
 * Somebody outside may say in which order agents are asked for a contact. The floor holds the contact back until the scores are
 * told or their time is over, whichever comes first, and decides by what it was told: it asks nobody itself, so that a day is
 * decided again without whoever gave the scores. Without scores everything is as in any other queue.
 */
import type { AgentId, ContactId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'
import type { Bench, Seat } from './bench.ts'
import type { Criterion } from './explain.ts'
import type { Floor, FloorContact, FloorQueue } from './floor.ts'
import { nowhere } from './heap.ts'
import { turnOf, type Turn } from './ready.ts'
import type { AgentRecord, AgentRules, AgentScore, ContactRecord, QueueRules, Scores } from './state.ts'

/** More cannot be asked about, whatever configuration says. */
export const scoresMax = 200

/** What a contact waits for that begins to wait in a queue with these rules. */
export const scoresFor = ({ scoring }: QueueRules, at: Instant): Scores | null =>
  scoring === undefined ? null : { until: later(at, scoring.timeoutMs) }

/** Until when the contact is held back for scores at most; null when it is not. */
export function heldForScores({ scoring }: QueueRules, { state, scores }: ContactRecord): Instant | null {
  if (scoring === undefined || scores === null || !('until' in scores)) return null
  return state.phase === 'queued' && state.only === null ? scores.until : null
}

/** Scores as they are kept: of agents of the queue, each once, to three decimals, the highest first. */
export function keptScores(floor: Floor, queue: FloorQueue, scores: readonly AgentScore[]): readonly AgentScore[] {
  const isMember = (id: AgentId): boolean => queue.agents.has(floor.agents.get(id)!)
  return [...new Map(scores.slice(0, scoresMax))]
    .filter(([agent]) => isMember(agent))
    .map(([agent, score]): AgentScore => [agent, Math.round(score * 1_000) / 1_000])
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
}

/** What the agent was scored for this contact, or null. */
export function scoreOf({ scores }: ContactRecord, agent: AgentId): number | null {
  if (scores === null || !('by' in scores)) return null
  return scores.by.find(([id]) => id === agent)?.[1] ?? null
}

/**
 * The ready agents of a bench in the order in which they are asked for the contact: by score, equals by the strategy; then
 * those without a score. Of the scored, as many are looked at as there are scores, and of the others those that are taken.
 */
export function askingOrder(floor: Floor, bench: Bench, { scores }: ContactRecord): Iterable<Seat> {
  const turn = turnOf(floor, bench.queue)
  return scores !== null && 'by' in scores ? scoredFirst(floor, bench, scores.by, turn) : bench.ready.inOrder(turn)
}

function* scoredFirst(
  floor: Floor,
  { ready, seats }: Bench,
  scored: readonly AgentScore[],
  turn: Turn,
): Generator<Seat> {
  const asked = new Set<Seat>()
  for (let at = 0; at < scored.length;) {
    const equals: Seat[] = []
    const [, score] = scored[at]!
    for (; at < scored.length && scored[at]![1] === score; at++) {
      floor.effort.steps++
      const seat = seats.get(scored[at]![0])
      if (seat !== undefined && seat.handle !== nowhere) equals.push(seat)
    }
    for (const seat of equals.length > 1 ? ready.ordered(equals, turn) : equals) {
      asked.add(seat)
      yield seat
    }
  }
  for (const seat of ready.inOrder(turn)) if (!asked.has(seat)) yield seat
}

/** An agent who may be asked for a contact, as whoever scores sees them. */
export interface Candidate {
  readonly agent: AgentId
  /** Could be offered the contact now. */
  readonly ready: boolean
  readonly rules: AgentRules
  readonly usedUnits: number
  readonly record: AgentRecord
  /** What the strategy would go by. */
  readonly by: readonly Criterion[]
}

/** What is to be asked for a contact that is held back. */
export interface ScoreQuestion {
  readonly contact: ContactRecord
  readonly until: Instant
  /** Those ready first, in the order of the strategy, then others who are here; at most as many as the rules say. */
  readonly candidates: readonly Candidate[]
}

/** Seats that are looked at for one candidate who is here but not ready. */
const looksEach = 8

/** Null for a contact that is not held back. Looks at a few agents for each that it names. */
export function scoreQuestion(floor: Floor, id: ContactId): ScoreQuestion | null {
  const contact = floor.contacts.get(id)
  const rules = contact && floor.queues.get(contact.record.queue)?.rules
  const bench = contact?.line?.bench
  const until = contact && rules ? heldForScores(rules, contact.record) : null
  if (contact === undefined || bench === undefined || until === null) return null
  const most = Math.min(rules?.scoring?.candidatesMax ?? 0, scoresMax)
  return { contact: contact.record, until, candidates: candidatesOf(floor, bench, contact, most) }
}

function candidatesOf(floor: Floor, bench: Bench, { line }: FloorContact, most: number): readonly Candidate[] {
  const found: Candidate[] = []
  const add = ({ agent: { record, rules, usedUnits }, handle }: Seat, by: readonly Criterion[]): void => {
    const isSpared = line !== null && line.except.includes(record.id)
    if (rules !== null && !isSpared)
      found.push({ agent: record.id, ready: handle !== nowhere, rules, usedUnits, record, by })
  }
  for (const seat of bench.ready.inOrder(turnOf(floor, bench.queue))) {
    if (found.length >= most) return found
    add(seat, bench.ready.criteria(seat))
  }
  let looks = looksEach * most
  for (const seat of bench.seats.values()) {
    if (found.length >= most || looks-- <= 0) break
    if (seat.available && seat.handle === nowhere) add(seat, [])
  }
  return found
}
