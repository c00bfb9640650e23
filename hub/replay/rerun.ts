/**
 * The recorded day once more, under the rules it was recorded under: what came from outside is asked again at its recorded
 * instant, and the floor must decide again what it decided then, event for event. What it decides by itself it is asked for
 * only as often as the record says, and whenever a tick was over there must be nothing left to decide: so no offer may be
 * missing, and none may be too many.
 *
 * A hub that lost a tick with its disk goes on counting offers: the gap in their numbers says so, and is taken over.
 */
import {
  createFloor,
  decide,
  evolve,
  isRefusal,
  nextDeadline,
  queueDefaults,
  queueRecordOf,
  restoreFloor,
  touched,
  type Command,
  type Decision,
  type Floor,
  type FloorEvent,
  type QueueRecord,
  type RuleSet,
} from '../acd/index.ts'
import type { ContactId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { commandsBehind, isInside, isOfCalls } from './behind.ts'
import { same } from './same.ts'
import { Upcoming } from './upcoming.ts'

/** An event with its number in the record. */
export interface Recorded {
  readonly number: number
  readonly event: FloorEvent
}

/** Where the floor decides otherwise than it did. */
export interface Difference {
  readonly number: number
  readonly at: Instant
  /** What was asked; null where the record says that a tick was over. */
  readonly asked: Command | null
  /** What is recorded, and what is decided now. */
  readonly recorded: readonly FloorEvent[]
  readonly decided: Decision
}

export interface Rerun {
  readonly events: number
  readonly offers: number
  /** Events decided again: all but those of before the rules were recorded. */
  readonly decided: number
  readonly differences: readonly Difference[]
}

/** Told of each event in its order, once the floor shows it. */
export interface Watcher {
  happened(event: FloorEvent, floor: Floor): void
}

export const nobody: Watcher = { happened() {} }

/** So many differences, and the rest of the record is taken as it is: what follows from one is not another. */
const differencesMax = 1

/** Decides the record again. `rulesBefore`: taken for what the record does not say the rules of, at its beginning. */
export function rerun(record: Iterable<Recorded>, watcher: Watcher, rulesBefore: RuleSet | null): Rerun {
  const again = new Again(record, watcher, rulesBefore)
  while (again.next());
  return again.result()
}

class Again {
  readonly #upcoming: Upcoming<Recorded>
  #floor: Floor = createFloor()
  #rules: RuleSet | null
  /** As the store keeps them: also of queues that the floor has forgotten meanwhile, and may be told of again. */
  readonly #queueRows = new Map<QueueId, QueueRecord>()
  /** Whether the rules in force stand in the record. */
  #areRecorded = false
  #tickAt = 0 as Instant
  #last: 'nothing' | 'outside' | 'time' | 'floor' = 'nothing'
  /** Contacts that time has moved since anything else was asked. */
  readonly #moved = new Set<ContactId>()
  readonly #differences: Difference[] = []
  readonly #count = { events: 0, offers: 0, decided: 0 }

  constructor(
    record: Iterable<Recorded>,
    private readonly watcher: Watcher,
    rulesBefore: RuleSet | null,
  ) {
    this.#upcoming = new Upcoming(record)
    this.#rules = rulesBefore
    if (rulesBefore !== null) this.#restore({})
  }

  result(): Rerun {
    return { ...this.#count, differences: this.#differences }
  }

  /** Goes on by one decision. False at the end of the record. */
  next(): boolean {
    const recorded = this.#upcoming.peek()
    if (recorded === undefined || recorded.event.type === 'epochStarted') this.#isTickOver()
    if (recorded === undefined) return false
    const { event } = recorded
    if (event.type === 'epochStarted') this.#loadRules(event.rules)
    this.#apply(this.#decides ? this.#decideAgain(recorded) : 1)
    return true
  }

  get #decides(): boolean {
    return this.#areRecorded && this.#differences.length < differencesMax
  }

  /** How many events of the record the next decision makes; the first of them after a difference. */
  #decideAgain({ number, event }: Recorded): number {
    this.#followOffers(event)
    let first: Difference | null = null
    for (const asked of commandsBehind(this.#floor, event, this.#after(event))) {
      const decided = this.#decide(asked, event.at)
      const length = this.#matches(decided)
      if (length > 0) {
        this.#notes(asked, event.at)
        if (asked.type === 'passTime') this.#noteMoved(length)
        this.#count.decided += length
        return length
      }
      const many = isRefusal(decided) ? 1 : Math.max(1, decided.length)
      first ??= { number, at: event.at, asked, recorded: this.#ahead(many), decided }
    }
    this.#differ(first ?? { number, at: event.at, asked: null, recorded: [event], decided: [] })
    return 1
  }

  /** What tells why `event` happened: offers of one contact that end together come in a row before it. */
  #after(event: FloorEvent): FloorEvent | undefined {
    for (let at = 1; ; at++) {
      const next = this.#upcoming.peek(at)?.event
      const isAlike = event.type === 'offerEnded' && next?.type === 'offerEnded' && next.contact === event.contact
      if (!isAlike || next.ending !== event.ending) return next
    }
  }

  /** Time comes first: nothing is given out while something is due. */
  #decide(asked: Command, at: Instant): Decision {
    const due = nextDeadline(this.#floor)
    const overdue = asked.type === 'distribute' && due !== null && due <= at
    return decide(this.#floor, overdue ? { type: 'passTime' } : asked, at)
  }

  #matches(decided: Decision): number {
    if (isRefusal(decided)) return 0
    const isSame = decided.every((event, at) => same(event, this.#upcoming.peek(at)?.event))
    return isSame ? decided.length : 0
  }

  /**
   * In a tick what came from outside stands first, then time passes and the floor goes on. Where the record leaves that order,
   * or its instants go on, a tick was over. Only a timer that came late lets time pass twice without a look at what follows.
   */
  #notes(asked: Command, at: Instant): void {
    // What the shell tells the floor of calls that time has changed is asked in the same tick, between time and what follows.
    if (isOfCalls(asked) && at <= this.#tickAt) return
    const kind = !isInside(asked) ? 'outside' : asked.type === 'passTime' ? 'time' : 'floor'
    const isLater = at > this.#tickAt
    if (isLater ? !this.#isSameTick(asked) : kind === 'outside' && this.#last !== 'outside') this.#isTickOver()
    if (kind !== 'time') this.#moved.clear()
    this.#last = kind
    if (isLater) this.#tickAt = at
  }

  /** Whether a tick that came late, after its own deadlines or a disk that refused, may ask this at an instant after theirs. */
  #isSameTick(asked: Command): boolean {
    return this.#last === 'time' && (isInside(asked) || (isOfCalls(asked) && this.#moved.has(asked.contact)))
  }

  #noteMoved(length: number): void {
    for (const event of this.#ahead(length)) if ('contact' in event) this.#moved.add(event.contact)
  }

  /** When a tick is over, nothing is left to be decided. */
  #isTickOver(): void {
    if (this.#last === 'nothing' || !this.#decides) return
    const decided = this.#decide({ type: 'distribute' }, this.#tickAt)
    if (isRefusal(decided) || decided.length === 0) return
    const number = this.#count.events + 1
    this.#differ({ number, at: this.#tickAt, asked: null, recorded: this.#ahead(1), decided })
  }

  #followOffers(event: FloorEvent): void {
    if (event.type !== 'offerMade') return
    const made = Number(event.offer.slice(event.offer.lastIndexOf('.') + 1)) - 1
    if (made > this.#floor.offersMade) this.#restore({ offersMade: made })
  }

  #apply(length: number): void {
    for (let left = length; left > 0; left--) {
      const { event } = this.#upcoming.take()!
      this.#count.events += 1
      if (event.type === 'offerMade') this.#count.offers += 1
      if (event.type === 'configured') this.#rules = { queues: event.queues, agents: event.agents }
      if (this.#rules === null) continue
      if (!this.#areRecorded) this.#learnQueue(event)
      evolve(this.#floor, event)
      for (const queue of touched(event).queues ?? []) this.#keepRow(queue)
      this.watcher.happened(event, this.#floor)
    }
  }

  #keepRow(queue: QueueId): void {
    const record = queueRecordOf(this.#floor, queue)
    if (record !== undefined) this.#queueRows.set(queue, { ...record })
  }

  #loadRules(rules: RuleSet | undefined): void {
    if (rules !== undefined) {
      this.#rules = rules
      this.#areRecorded = true
    }
    if (this.#rules !== null) this.#restore({})
    this.#last = 'nothing'
    this.#moved.clear()
  }

  /** As a hub does that starts, or reads back what its disk kept. */
  #restore(within: { readonly offersMade?: number }): void {
    const { epoch, at, agents, contacts } = this.#floor
    this.#floor = restoreFloor({
      epoch,
      at,
      ...within,
      ...this.#rules!,
      agentRecords: [...agents.values()].map((agent) => agent.record),
      queueRecords: this.#queueRows.values(),
      contacts: [...contacts.values()].map((contact) => contact.record),
    })
  }

  /** A queue that only events of before know. */
  #learnQueue(event: FloorEvent): void {
    if (!('queue' in event) || event.queue === undefined || this.#floor.queues.has(event.queue)) return
    const id: QueueId = event.queue
    this.#rules = { ...this.#rules!, queues: [...this.#rules!.queues, { ...queueDefaults, id }] }
    this.#restore({ offersMade: this.#floor.offersMade })
  }

  #ahead(many: number): readonly FloorEvent[] {
    return Array.from({ length: many }, (_, at) => this.#upcoming.peek(at)?.event).filter(
      (event) => event !== undefined,
    )
  }

  #differ(difference: Difference): void {
    if (this.#differences.length < differencesMax) this.#differences.push(difference)
  }
}
