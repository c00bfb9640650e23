/**
 * A full house at the distributor: all agents talk, many wait. A turn: one agent ends a talk and gets the best contact that
 * they are eligible for, and somebody new joins. Two sides play the same turns: the real core, with events and all its rules,
 * and the obvious way, which looks at everybody who waits. Both must hand the same contacts to the same agents.
 */
import {
  createFloor,
  decide,
  evolve,
  isRefusal,
  queueDefaults,
  type Command,
  type FloorEvent,
} from '../../hub/acd/index.ts'
import { makeId, type AgentId, type ContactId } from '../../hub/model/ids.ts'
import { durationMs, instant } from '../../hub/model/time.ts'

export interface House {
  readonly agents: number
  readonly waiting: number
}

/** One side of the comparison, filled and ready to play. */
export interface Player {
  /** Plays the turn of this agent; answers with the number of the contact that was assigned. */
  turn(agent: number): number
}

const skills = 50
const skillsPerAgent = 5
const skillOf = (contact: number): number => (contact * 31) % skills
const hasSkill = (agent: number, skill: number): boolean => {
  for (let n = 0; n < skillsPerAgent; n++) if ((agent + n * 7) % skills === skill) return true
  return false
}

/** Looks at everybody who waits, every time. */
export function naivePlayer({ agents, waiting }: House): Player {
  // In the order they came: the first who fits is the one who has waited longest.
  const line: number[] = []
  let next = 0
  const take = (agent: number): number => {
    const at = line.findIndex((contact) => hasSkill(agent, skillOf(contact)))
    return at < 0 ? -1 : line.splice(at, 1)[0]!
  }
  const bestOf = (agent: number): number => {
    // No order is presumed: that is what makes it the obvious way.
    let best = -1
    for (let at = 0; at < line.length; at++)
      if ((best < 0 || line[at]! < line[best]!) && hasSkill(agent, skillOf(line[at]!))) best = at
    return best
  }
  for (let n = 0; n < agents + waiting; n++) line.push(next++)
  for (let agent = 0; agent < agents; agent++) take(agent)
  return {
    turn(agent) {
      const at = bestOf(agent)
      const contact = line[at]!
      line[at] = line.at(-1)!
      line.pop()
      line.push(next++)
      return contact
    },
  }
}

const desk = makeId('queue', 'desk')

/** The real core: commands, decisions, events, indexes. */
export function corePlayer(house: House): Player {
  return new Core(house)
}

class Core implements Player {
  readonly #floor = createFloor()
  readonly #ids: readonly AgentId[]
  readonly #numbers = new Map<ContactId, number>()
  readonly #holds: (ContactId | null)[]
  #now = instant(1_800_000_000_000)
  #next = 0

  constructor({ agents, waiting }: House) {
    this.#ids = Array.from({ length: agents }, (_, n) => makeId('agent', `a${String(n).padStart(6, '0')}`))
    this.#holds = this.#ids.map(() => null)
    this.#do({
      type: 'configure',
      queues: [{ ...queueDefaults, id: desk, wrapUpMs: durationMs(0), dispositions: [], dispositionRequired: false }],
      agents: this.#ids.map((id, n) => ({ id, queues: [desk], skills: skillsOf(n), capacityUnits: 25 })),
    })
    this.#do({ type: 'startEpoch', epoch: 1 })
    for (let n = 0; n < agents + waiting; n++) this.#join()
    // One after the other, so that each takes the first who fits.
    for (let agent = 0; agent < agents; agent++) {
      this.#do({ type: 'connectAgent', agent: this.#ids[agent]! })
      this.#do({ type: 'setPresence', agent: this.#ids[agent]!, status: 'available', reason: '' })
      this.#assign(agent)
    }
  }

  turn(agent: number): number {
    this.#now = instant(this.#now + 1)
    const talk = this.#holds[agent]!
    this.#numbers.delete(talk)
    this.#do({ type: 'closeContact', contact: talk, by: 'agent' })
    const assigned = this.#assign(agent)
    this.#join()
    return assigned
  }

  #assign(agent: number): number {
    for (const event of this.#do({ type: 'distribute' }))
      if (event.type === 'offerMade') {
        this.#do({ type: 'acceptOffer', agent: event.agent, offer: event.offer, epoch: event.epoch })
        this.#holds[agent] = event.contact
        return this.#numbers.get(event.contact)!
      }
    throw new Error('nobody was offered to an agent who became free')
  }

  #join(): void {
    const number = this.#next++
    const contact = makeId('contact', `c${String(number).padStart(9, '0')}`)
    this.#numbers.set(contact, number)
    this.#do({
      type: 'queueContact',
      contact,
      channel: 'chat',
      queue: desk,
      requirements: [{ skill: `skill${skillOf(number)}`, level: 2 }],
      priorityMs: 0,
    })
  }

  #do(command: Command): readonly FloorEvent[] {
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.refused}`)
    for (const event of decided) evolve(this.#floor, event)
    return decided
  }
}

const skillsOf = (agent: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: skillsPerAgent }, (_, n) => [`skill${(agent + n * 7) % skills}`, 3]))
