/**
 * Tests as stories: `given` a floor on which some commands were carried out, `when` one more comes, `then` these events.
 * After every command the story does what the shell does (time, then offers, until nothing is decided) and checks the floor.
 * Only tests use this file.
 */
import { expect } from 'vitest'
import { makeId, type AgentId, type ContactId, type OfferId, type QueueId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import {
  checkFloor,
  checkSettled,
  contactOf,
  createFloor,
  decide,
  evolve,
  isRefusal,
  nextDeadline,
  queueDefaults,
  ringAt,
  type AgentRules,
  type Command,
  type Floor,
  type FloorEvent,
  type QueueRules,
  type RefusalCode,
} from './index.ts'

export const agent = (name: string): AgentId => makeId('agent', name)
export const contact = (name: string): ContactId => makeId('contact', name)
export const queue = (name: string): QueueId => makeId('queue', name)

/** `10:00:04` of the story's one day. */
export function clock(text: string): Instant {
  const [hours = 0, minutes = 0, secs = 0] = text.split(':').map(Number)
  return instant((hours * 3_600 + minutes * 60 + secs) * 1_000)
}

export const [ann, ben, cho] = [agent('ann'), agent('ben'), agent('cho')] as const
export const [carl, dora, emil] = [contact('carl'), contact('dora'), contact('emil')] as const
export const [desk, sales] = [queue('desk'), queue('sales')] as const

export const queueRules = (id: QueueId, change: Partial<QueueRules> = {}): QueueRules => ({
  id,
  ...queueDefaults,
  dispositions: ['solved'],
  ...change,
})

/** One contact at a time, on the desk, unless changed. */
export const agentRules = (id: AgentId, change: Partial<AgentRules> = {}): AgentRules => ({
  id,
  queues: [desk],
  skills: {},
  capacityUnits: 25,
  ...change,
})

/** A house with a desk and sales, and the agents named. */
export const house = (
  agents: readonly AgentRules[],
  queues: readonly QueueRules[] = [queueRules(desk), queueRules(sales)],
) => ({ type: 'configure', queues, agents }) as const satisfies Command

/** Without anybody who had their customers last. */
export const replanContacts = (...ids: ContactId[]) =>
  ({ type: 'replanContacts', contacts: ids.map((contact) => ({ contact })) }) as const satisfies Command

export const connect = (id: AgentId) => ({ type: 'connectAgent', agent: id }) as const satisfies Command
export const lose = (id: AgentId) => ({ type: 'loseAgent', agent: id }) as const satisfies Command
export const available = (id: AgentId) => presence(id, 'available')
export const away = (id: AgentId) => presence(id, 'away', 'lunch')
export const presence = (id: AgentId, status: 'available' | 'away' | 'offline', reason = '') =>
  ({ type: 'setPresence', agent: id, status, reason }) as const satisfies Command
/** Connected and available. */
export const atWork = (...ids: AgentId[]): Command[] => ids.flatMap((id) => [connect(id), available(id)])

export const enqueue = (id: ContactId, change: Partial<Extract<Command, { type: 'queueContact' }>> = {}): Command => ({
  type: 'queueContact',
  contact: id,
  channel: 'chat',
  queue: desk,
  requirements: [],
  priorityMs: 0,
  ...change,
})
export const close = (id: ContactId, by: 'customer' | 'agent' | 'system' = 'customer') =>
  ({ type: 'closeContact', contact: id, by }) as const satisfies Command
export const finish = (by: AgentId, id: ContactId, disposition = '') =>
  ({ type: 'finishWrapUp', agent: by, contact: id, disposition }) as const satisfies Command
export const transfer = (by: AgentId, id: ContactId, to: { queue: QueueId } | { agent: AgentId }) =>
  ({ type: 'transferContact', agent: by, contact: id, to }) as const satisfies Command
export const loseCustomer = (id: ContactId) => ({ type: 'loseCustomer', contact: id }) as const satisfies Command
export const connectCustomer = (id: ContactId) => ({ type: 'connectCustomer', contact: id }) as const satisfies Command
export const restart = (epoch: number) => ({ type: 'startEpoch', epoch }) as const satisfies Command

/** Part of an event: what a test says of it. */
export type Telling = { readonly type: FloorEvent['type'] } & Record<string, unknown>

export class Story {
  readonly floor: Floor
  now: Instant = clock('10:00:00')
  /** What the last `when` decided, and what followed from it by itself. */
  decided: readonly FloorEvent[] = []
  followed: readonly FloorEvent[] = []
  refused: RefusalCode | null = null

  constructor(floor: Floor = createFloor()) {
    this.floor = floor
  }

  /** Carries commands out where none of them may be refused. */
  given(...commands: readonly (Command | readonly Command[])[]): this {
    for (const command of commands.flat() as Command[]) {
      this.when(command)
      expect(this.refused, `${command.type} in a given`).toBeNull()
    }
    return this
  }

  /** Lets time pass until `text`, with everything that is due on the way. */
  at(text: string): this {
    const until = clock(text)
    const followed: FloorEvent[] = []
    for (let due = nextDeadline(this.floor); due !== null && due <= until; due = nextDeadline(this.floor)) {
      this.now = due
      followed.push(...this.settle())
    }
    this.now = until
    this.followed = followed
    this.decided = []
    return this
  }

  when(command: Command): this {
    const decision = decide(this.floor, command, this.now)
    this.refused = isRefusal(decision) ? decision.refused : null
    this.decided = isRefusal(decision) ? [] : decision
    for (const event of this.decided) evolve(this.floor, event)
    expect(checkFloor(this.floor, this.now), `after ${command.type}`).toEqual([])
    this.followed = this.settle()
    return this
  }

  accept(by: AgentId): this {
    return this.when({ type: 'acceptOffer', agent: by, ...this.offerTo(by) })
  }

  decline(by: AgentId): this {
    return this.when({ type: 'declineOffer', agent: by, ...this.offerTo(by) })
  }

  /** The live offer to this agent; fails the test when there is none. */
  offerTo(id: AgentId): { offer: OfferId; epoch: number; contact: ContactId } {
    const record = this.floor.agents.get(id)?.ringing?.record
    const ring = record && ringAt(record.state, id)
    if (ring === undefined) throw new Error(`no offer to ${id}`)
    return { offer: ring.offer, epoch: ring.epoch, contact: record!.id }
  }

  phase(id: ContactId): string {
    return contactOf(this.floor, id)?.state.phase ?? 'closed'
  }

  /** The last command decided exactly these events. */
  then(...events: readonly Telling[]): this {
    expect(this.refused).toBeNull()
    expect(this.decided.map((event) => event.type)).toEqual(events.map((event) => event.type))
    expect(this.decided).toMatchObject(events)
    return this
  }

  thenNothing(): this {
    return this.then()
  }

  thenRefused(code: RefusalCode): this {
    expect(this.refused).toBe(code)
    return this
  }

  /** Exactly these events followed by themselves: deadlines and offers. */
  andThen(...events: readonly Telling[]): this {
    expect(this.followed.map((event) => event.type)).toEqual(events.map((event) => event.type))
    expect(this.followed).toMatchObject(events)
    return this
  }

  /** What the shell does after every command. */
  private settle(): readonly FloorEvent[] {
    const all: FloorEvent[] = []
    const decided = (type: 'passTime' | 'distribute'): boolean => {
      const decision = decide(this.floor, { type }, this.now)
      if (isRefusal(decision)) throw new Error(`${type} was refused`)
      if (decision.length === 0) return false
      for (const event of decision) evolve(this.floor, event)
      expect(checkFloor(this.floor, this.now), `after ${decision[0]!.type}`).toEqual([])
      all.push(...decision)
      return true
    }
    do {
      while (decided('passTime'));
    } while (decided('distribute'))
    expect(checkSettled(this.floor, this.now)).toEqual([])
    return all
  }
}

/** A floor in its first epoch at 10:00:00, on which these commands were carried out. */
export const given = (...commands: readonly (Command | readonly Command[])[]): Story =>
  new Story().given(restart(1), ...commands)
