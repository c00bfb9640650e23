/**
 * The recorded day under other rules: the floor decides by itself, people do what they planned (roster.ts) and what they are
 * used to (habits.ts). Time goes from one thing to the next; whatever happens is told to a watcher as the record is, so that
 * both are counted alike.
 */
import {
  contactOf,
  decide,
  evolve,
  isRefusal,
  liveContacts,
  nextDeadline,
  queueRecordOf,
  restoreFloor,
  rulesOf,
  type AgentRules,
  type Command,
  type Floor,
  type FloorEvent,
  type QueueRules,
} from '../acd/index.ts'
import { KeyedHeap } from '../acd/heap.ts'
import type { OpeningOf } from '../app/opening.ts'
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Habits } from './habits.ts'
import type { Planned } from './roster.ts'
import type { Watcher } from './rerun.ts'
import { TalkAgain } from './talk-again.ts'
import type { Visit } from './visit.ts'

export interface Policy {
  readonly queues: readonly QueueRules[]
  /** Rules of agents whom the configuration names itself; all others work by those of the record. */
  readonly agents: ReadonlyMap<AgentId, AgentRules>
  readonly openingOf: OpeningOf
}

/** What the day is made of. */
export interface Day {
  readonly visits: readonly Visit[]
  readonly planned: readonly Planned[]
  readonly endsAt: Instant
}

interface Act {
  handle: number
  readonly run: () => void
}

/** A contact on its way, with what it will do next. */
interface Guest {
  readonly visit: Visit
  readonly talk: TalkAgain
  /** So far, by agent. */
  readonly offers: Map<AgentId, number>
  calls: number
}

/** When newcomers came who were not let in, by the queue they asked for. */
export type TurnedAway = ReadonlyMap<QueueId, readonly Instant[]>

/** Runs the day, and returns who was turned away. */
export function whatIf(day: Day, policy: Policy, habits: Habits, watcher: Watcher): TurnedAway {
  const again = new WhatIf(day, policy, habits, watcher)
  again.run()
  return again.turnedAway
}

class WhatIf {
  readonly turnedAway = new Map<QueueId, Instant[]>()
  readonly #floor: Floor
  #now = instant(0)
  #acts = 0
  readonly #agenda = new KeyedHeap<Act>(() => 0, { steps: 0 })
  readonly #guests = new Map<ContactId, Guest>()
  readonly #told = new Set<QueueId>()

  constructor(
    private readonly day: Day,
    private readonly policy: Policy,
    private readonly habits: Habits,
    private readonly watcher: Watcher,
  ) {
    this.#floor = restoreFloor({ epoch: 0, queues: policy.queues, agents: [], agentRecords: [], contacts: [] })
    for (const planned of day.planned) this.#later(planned.at, () => this.#doPlanned(planned))
    for (const visit of day.visits) this.#later(visit.cameAt, () => this.#come(visit))
  }

  run(): void {
    for (;;) {
      const [act, due] = [this.#agenda.topKey() ?? Infinity, nextDeadline(this.#floor) ?? Infinity]
      const next = Math.min(act, due)
      if (next > this.day.endsAt) return
      if (next > this.#now) this.#now = instant(next)
      if (act <= due) this.#next()
      this.#settle()
    }
  }

  #next(): void {
    const act = this.#agenda.top()!
    this.#agenda.remove(act.handle)
    act.run()
  }

  /** What is planned for the same instant is done in the order in which it was planned. */
  #later(at: number, run: () => void): void {
    const act: Act = { handle: -1, run }
    act.handle = this.#agenda.push(act, at, this.#acts++)
  }

  readonly #after = (ms: number, run: () => void): void => this.#later(this.#now + Math.max(0, Math.round(ms)), run)

  /** False when it was refused. */
  readonly #do = (command: Command): boolean => {
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) return false
    this.#apply(decided)
    return true
  }

  #apply(events: readonly FloorEvent[]): void {
    for (const event of events) {
      evolve(this.#floor, event)
      this.watcher.happened(event, this.#floor)
    }
    for (const event of events) this.#react(event)
  }

  /** As the hub does at the end of each tick. */
  #settle(): void {
    const goesOn = (type: 'passTime' | 'distribute'): boolean => {
      const decided = decide(this.#floor, { type }, this.#now)
      if (isRefusal(decided) || decided.length === 0) return false
      this.#apply(decided)
      return true
    }
    do {
      do {
        while (goesOn('passTime'));
      } while (goesOn('distribute'))
    } while (this.#tellHours())
  }

  /** Tells of queues whose hours are not told yet, or have just changed. False when there was none. */
  #tellHours(): boolean {
    let isNews = false
    for (const { id: queue } of this.policy.queues) {
      if (this.#told.has(queue)) continue
      this.#told.add(queue)
      const { open, changesAt } = this.policy.openingOf(queue, this.#now) ?? { open: true, changesAt: null }
      const known = queueRecordOf(this.#floor, queue)
      if (known === undefined || (known.open === open && known.changesAt === changesAt)) continue
      isNews = this.#do({ type: 'setHours', queue, open, changesAt }) || isNews
    }
    return isNews
  }

  #doPlanned(planned: Planned): void {
    if ('command' in planned) return void this.#do(planned.command)
    if ('agents' in planned) {
      const agents = planned.agents.map((rules) => this.policy.agents.get(rules.id) ?? rules)
      return void this.#do({ type: 'configure', queues: this.policy.queues, agents })
    }
    this.#do({ type: 'startEpoch', epoch: planned.epoch })
    // Whoever waits is back at once.
    for (const { id } of [...liveContacts(this.#floor)]) this.#do({ type: 'connectCustomer', contact: id })
  }

  #come(visit: Visit): void {
    const { contact, channel, queue, requirements, priorityMs, lastAgent, isMessage } = visit
    const last = lastAgent === null ? {} : { lastAgent }
    const asked = { type: 'queueContact', contact, channel, queue, requirements, priorityMs, ...last } as const
    const command: Command = isMessage ? { ...asked, message: true } : asked
    const talk = new TalkAgain(visit, this.habits, {
      after: this.#after,
      do: this.#do,
      floor: this.#floor,
      now: () => this.#now,
    })
    this.#guests.set(contact, { visit, talk, offers: new Map(), calls: 0 })
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) {
      this.#guests.delete(contact)
      this.turnedAway.set(queue, [...(this.turnedAway.get(queue) ?? []), this.#now])
      return
    }
    this.#apply(decided)
    if (!isMessage) this.#waits(visit)
  }

  /** What a customer does who is not answered yet. */
  #waits(visit: Visit): void {
    const { contact, heldAfterMs, resumedAfterMs, grown } = visit
    const ifWaiting = (run: () => void) => (): void => {
      const record = contactOf(this.#floor, contact)
      const talked = this.#guests.get(contact)?.talk.hasBegun ?? true
      if (record !== undefined && !talked) run()
    }
    // Whoever is answered sooner calls all the same.
    for (const { ms, channel } of grown) this.#after(ms, () => this.#do({ type: 'changeChannel', contact, channel }))
    const givesUp = this.habits.givesUp(visit)
    if (givesUp !== null)
      this.#after(
        givesUp.ms,
        ifWaiting(() => this.#giveUp(contact, givesUp.how)),
      )
    if (heldAfterMs !== null)
      this.#after(
        heldAfterMs,
        ifWaiting(() => this.#do({ type: 'holdContact', contact })),
      )
    if (resumedAfterMs !== null)
      this.#after(
        resumedAfterMs,
        ifWaiting(() => this.#do({ type: 'resumeContact', contact })),
      )
  }

  #giveUp(contact: ContactId, how: 'left' | 'gone' | 'closed'): void {
    if (contactOf(this.#floor, contact)?.hold !== null) return
    if (how === 'gone') this.#do({ type: 'loseCustomer', contact })
    else this.#do({ type: 'closeContact', contact, by: how === 'left' ? 'customer' : 'system' })
  }

  #react(event: FloorEvent): void {
    if (event.type === 'hoursChanged' && event.changesAt === null) this.#told.delete(event.queue)
    if (event.type === 'presenceChanged' && event.reason === 'missedOffer') return this.#comesBack(event.agent)
    const guest = 'contact' in event ? this.#guests.get(event.contact) : undefined
    if (guest === undefined) return
    if (event.type === 'offerMade') return this.#offered(guest, event)
    if (event.type === 'callStarted') return this.#called(guest, event.contact)
    if (event.type === 'contactClosed') return void this.#guests.delete(event.contact)
    guest.talk.happened(event)
  }

  #comesBack(agent: AgentId): void {
    this.#after(this.habits.returnsAfter(agent, this.#now), () => {
      const record = this.#floor.agents.get(agent)?.record
      if (record?.status === 'away' && record.reason === 'missedOffer' && rulesOf(this.#floor, agent) !== undefined)
        this.#do({ type: 'setPresence', agent, status: 'available', reason: '' })
    })
  }

  #offered(guest: Guest, { agent, offer, epoch }: Extract<FloorEvent, { type: 'offerMade' }>): void {
    const nth = guest.offers.get(agent) ?? 0
    guest.offers.set(agent, nth + 1)
    const { how, ms } = this.habits.answer(agent, guest.visit, nth)
    if (how === 'missed') return
    const type = how === 'accepted' ? 'acceptOffer' : 'declineOffer'
    this.#after(ms, () => this.#do({ type, agent, offer, epoch }))
  }

  #called(guest: Guest, contact: ContactId): void {
    const ms = this.habits.joinsAfter(guest.visit, guest.calls++)
    if (ms === null) return
    this.#after(ms, () => {
      if (contactOf(this.#floor, contact)?.state.phase === 'called') this.#do({ type: 'resumeContact', contact })
    })
  }
}
