/**
 * A month of a large counter, drawn from one seed: contacts by hour and weekday, queues and channels of unlike size, agents in
 * shifts. Told twice: as the floor's events, to be counted, and as a plain list of what became of each contact, for whoever
 * wants to count again by looking at all of them.
 */
import type { FloorEvent } from '../../hub/acd/index.ts'
import { makeId, type AgentId, type ContactId, type OfferId, type QueueId } from '../../hub/model/ids.ts'
import { hours, instant, minutes, seconds, type Instant } from '../../hub/model/time.ts'
import { Chance } from '../../hub/sim/chance.ts'

export interface MonthPlan {
  readonly seed: number
  readonly days: number
  readonly contacts: number
  readonly queues: number
  readonly agents: number
}

/** What became of a contact. */
export interface Told {
  readonly queue: QueueId
  readonly channel: 'chat' | 'voice' | 'video'
  readonly at: Instant
  /** Null for one that was given up at `until`. */
  readonly agent: AgentId | null
  /** When it was answered, or given up. */
  readonly until: Instant
  /** When its talk ended, and its wrap-up. */
  readonly talkedTo: Instant
  readonly wrappedTo: Instant
  readonly disposition: string
}

/** A month that begins on a Monday at midnight of Tokyo. */
export const monthBegins = instant(Date.UTC(2026, 5, 1) - hours(9))
const dispositions = ['solved', 'order', 'return', 'invoice', 'callBack', 'other'] as const
/** How many come in each hour of the day in Tokyo, against the busiest. */
const byHour = [2, 1, 1, 1, 1, 2, 5, 15, 40, 80, 95, 90, 70, 85, 90, 80, 70, 60, 45, 35, 25, 15, 8, 4] as const
const byWeekday = [100, 90, 85, 85, 95, 45, 35] as const
const dayMs = hours(24)

export const queueOf = (n: number): QueueId => makeId('queue', `q${n}`)
export const agentOf = (n: number): AgentId => makeId('agent', `a${n}`)

export class Month {
  readonly told: Told[] = []

  constructor(readonly plan: MonthPlan) {
    const chance = new Chance(plan.seed)
    const weights = Array.from(
      { length: plan.days * 24 },
      (_, n) => byHour[n % 24]! * byWeekday[Math.floor(n / 24) % 7]!,
    )
    const all = weights.reduce((sum, one) => sum + one, 0)
    for (const [hour, weight] of weights.entries()) {
      const count = Math.round((plan.contacts * weight) / all)
      for (let n = 0; n < count; n++) this.told.push(this.#one(chance, monthBegins + hour * hours(1)))
    }
    this.told.sort((a, b) => a.at - b.at)
  }

  get until(): Instant {
    return instant(monthBegins + this.plan.days * dayMs)
  }

  #one(chance: Chance, hour: number): Told {
    const { queues, agents } = this.plan
    // Few queues have most of the contacts.
    const queue = Math.floor(queues * chance.next() ** 2)
    const channel = chance.hits(0.7) ? 'chat' : chance.hits(0.8) ? 'voice' : 'video'
    const at = instant(hour + chance.between(0, hours(1) - 1))
    const waited = chance.gap(seconds(chance.hits(0.1) ? 180 : 12))
    const until = instant(at + waited)
    const base = { queue: queueOf(queue), channel, at, until } as const
    if (chance.hits(0.06 + Math.min(0.3, waited / minutes(10))))
      return { ...base, agent: null, talkedTo: until, wrappedTo: until, disposition: '' }
    const talkedTo = instant(until + minutes(1) + chance.gap(minutes(4)))
    // Each queue has its own agents, some of whom serve the next as well.
    const agent = agentOf((queue * 11 + chance.between(0, 17)) % agents)
    const wrappedTo = instant(talkedTo + chance.gap(seconds(40)))
    return { ...base, agent, talkedTo, wrappedTo, disposition: chance.pick(dispositions) }
  }

  /** All of it as events, in the order of time. Agents are there from eight to eight, and have an hour's lunch. */
  *events(): Generator<FloorEvent> {
    const hold: FloorEvent[][] = []
    const put = (event: FloorEvent): void => {
      const minute = Math.floor((event.at - monthBegins) / minutes(1))
      ;(hold[minute] ??= []).push(event)
    }
    let at = 0
    let said = 0
    for (
      let minute = 0;
      minute < hold.length || at < this.told.length || minute <= this.plan.days * 24 * 60;
      minute++
    ) {
      const ends = monthBegins + (minute + 1) * minutes(1)
      if (minute % (24 * 60) === 0 && minute / (24 * 60) < this.plan.days) this.#shifts(minute / (24 * 60), put)
      for (; at < this.told.length && this.told[at]!.at < ends; at++)
        for (const event of contactEvents(this.told[at]!, at)) put(event)
      const due = (hold[minute] ?? []).sort((a, b) => a.at - b.at)
      delete hold[minute]
      said += due.length
      yield* due
    }
    if (said === 0) throw new Error('A month without anything is none.')
  }

  #shifts(day: number, put: (event: FloorEvent) => void): void {
    for (let n = 0; n < this.plan.agents; n++) for (const event of shiftEvents(agentOf(n), n, day)) put(event)
  }
}

/** Shifts begin a minute apart, so that none of them do at the same moment. */
export const shiftOf = (n: number, day: number) => {
  const from = monthBegins + day * dayMs + hours(8) + (n % 60) * minutes(1)
  const lunch = from + hours(4)
  return { from: instant(from), lunch: instant(lunch), back: instant(lunch + hours(1)), to: instant(from + hours(12)) }
}

function* shiftEvents(agent: AgentId, n: number, day: number): Generator<FloorEvent> {
  const { from, lunch, back, to } = shiftOf(n, day)
  const presence = (at: Instant, status: 'available' | 'away' | 'offline', reason = ''): FloorEvent => ({
    ...{ type: 'presenceChanged', agent, at, status, reason },
  })
  yield { type: 'agentConnected', agent, at: from }
  yield presence(from, 'available')
  yield presence(lunch, 'away', 'lunch')
  yield presence(back, 'available')
  yield presence(to, 'offline')
  yield { type: 'agentLost', agent, at: to, graceUntil: instant(to + minutes(2)) }
}

function* contactEvents(told: Told, n: number): Generator<FloorEvent> {
  const { queue, channel, at, agent, until, talkedTo, wrappedTo, disposition } = told
  const contact: ContactId = makeId('contact', String(n))
  const offer: OfferId = makeId('offer', String(n))
  yield { type: 'contactQueued', contact, queue, channel, at, requirements: [], priorityMs: 0 }
  if (agent === null)
    return yield { type: 'contactClosed', contact, at: until, by: 'customer', outcome: 'abandoned', agent: null, queue }
  yield { type: 'offerAccepted', contact, offer, agent, at: until }
  yield { type: 'wrapUpStarted', contact, agent, at: talkedTo, by: 'customer', until: null }
  yield { type: 'wrapUpFinished', contact, agent, at: wrappedTo, disposition }
  yield { type: 'contactClosed', contact, at: wrappedTo, by: 'agent', outcome: 'served', agent, queue }
}
