/**
 * A full house at the distributor: all agents talk, many wait. A turn: one agent ends a talk and gets the best contact that
 * they are eligible for, and somebody new joins. Three sides play the same turns and must hand the same contacts to the same
 * agents: the real core; the reference of its tests, which has the same rules and looks at everybody for each answer; and
 * numbers in a list, which know nothing of rules.
 */
import {
  agentOf,
  createFloor,
  decide,
  evolve,
  isRefusal,
  liveContacts,
  queueDefaults,
  type AgentRules,
  type Command,
  type Floor,
  type QueueRules,
} from '../../hub/acd/index.ts'
import { act } from '../../hub/acd/reference/acts.ts'
import { ring } from '../../hub/acd/reference/changes.ts'
import { nextOffer } from '../../hub/acd/reference/offers.ts'
import { createWorld, newDesk, type World } from '../../hub/acd/reference/world.ts'
import { makeId, type AgentId, type ContactId } from '../../hub/model/ids.ts'
import { durationMs, instant, type Instant } from '../../hub/model/time.ts'

export interface House {
  readonly agents: number
  readonly waiting: number
}

/** One side of the comparison, filled and ready to play. */
export interface Player {
  /** Plays the turn of this agent; answers with the number of the contact that was assigned. */
  turn(agent: number): number
}

/** What the core decides in a turn, one after the other: the end of a talk, an offer, its acceptance, and who joins. */
export const decisionsPerTurn = 4

const skills = 50
const skillsPerAgent = 5
const skillOf = (contact: number): number => (contact * 31) % skills
const hasSkill = (agent: number, skill: number): boolean => {
  for (let n = 0; n < skillsPerAgent; n++) if ((agent + n * 7) % skills === skill) return true
  return false
}

/** Looks at everybody who waits, every time, for the one who came first: a number in a list, and none of the rules. */
export function listPlayer({ agents, waiting }: House): Player {
  // In the order they came: the first who fits is the one who has waited longest.
  const line: number[] = []
  let next = 0
  const take = (agent: number): void => {
    const at = line.findIndex((contact) => hasSkill(agent, skillOf(contact)))
    if (at >= 0) line.splice(at, 1)
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
const agentId = (number: number): AgentId => makeId('agent', `a${String(number).padStart(6, '0')}`)
const contactId = (number: number): ContactId => makeId('contact', `c${String(number).padStart(9, '0')}`)
const numberOf = (contact: ContactId): number => Number(contact.slice('cnt_c'.length))

const rules: QueueRules = { ...queueDefaults, id: desk, wrapUpMs: durationMs(0) }
const rulesOf = (agent: number): AgentRules => ({
  id: agentId(agent),
  queues: [desk],
  skills: Object.fromEntries(Array.from({ length: skillsPerAgent }, (_, n) => [`skill${(agent + n * 7) % skills}`, 3])),
  capacityUnits: 25,
})

const joining = (number: number): Command => ({
  type: 'queueContact',
  contact: contactId(number),
  channel: 'chat',
  queue: desk,
  requirements: [{ skill: `skill${skillOf(number)}`, level: 2 }],
  priorityMs: 0,
})

/** An offer that somebody is to accept. */
type Offered = Omit<Extract<Command, { type: 'acceptOffer' }>, 'type'> & { readonly contact: ContactId }

/** What carries out commands and makes offers. */
interface Distributor {
  do(command: Command, now: Instant): void
  /** Makes the one offer to be made next. */
  offer(now: Instant): Offered
}

/** A house in which every agent has a contact, and what comes next in it. */
interface Begun {
  /** By agent. */
  readonly holds: ContactId[]
  /** Number of the contact that joins next. */
  next: number
  now: Instant
}

class Turns implements Player {
  private readonly side: Distributor
  private readonly house: Begun

  constructor(side: Distributor, house: Begun) {
    this.side = side
    this.house = house
  }

  turn(agent: number): number {
    const { side, house } = this
    house.now = instant(house.now + 1)
    side.do({ type: 'closeContact', contact: house.holds[agent]!, by: 'agent' }, house.now)
    const { contact, ...offered } = side.offer(house.now)
    side.do({ type: 'acceptOffer', ...offered }, house.now)
    house.holds[agent] = contact
    side.do(joining(house.next++), house.now)
    return numberOf(contact)
  }
}

/** The real core: commands, decisions, events, indexes. */
export function corePlayer(house: House): Player {
  const filled = fill(house)
  return new Turns(distributorOf(filled.floor), filled)
}

function distributorOf(floor: Floor): Distributor {
  const carryOut = (command: Command, now: Instant) => {
    const decided = decide(floor, command, now)
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.refused}`)
    for (const event of decided) evolve(floor, event)
    return decided
  }
  return {
    do: carryOut,
    offer(now) {
      const [made] = carryOut({ type: 'distribute' }, now)
      if (made?.type !== 'offerMade') throw new Error('nobody was offered to an agent who became free')
      const { agent, contact, offer, epoch } = made
      return { agent, contact, offer, epoch }
    },
  }
}

function fill({ agents, waiting }: House): Begun & { readonly floor: Floor } {
  const floor = createFloor()
  const side = distributorOf(floor)
  let now = instant(1_800_000_000_000)
  const holds: ContactId[] = []
  const crew = Array.from({ length: agents }, (_, number) => rulesOf(number))
  side.do({ type: 'configure', queues: [rules], agents: crew }, now)
  side.do({ type: 'startEpoch', epoch: 1 }, now)
  // A millisecond apart: whoever came at the same instant would go by id, which is not what is to be measured.
  for (let n = 0; n < agents + waiting; n++) side.do(joining(n), (now = instant(now + 1)))
  // One after the other, so that each takes the first who fits.
  for (const { id } of crew) {
    side.do({ type: 'connectAgent', agent: id }, now)
    side.do({ type: 'setPresence', agent: id, status: 'available', reason: '' }, now)
    const { contact, ...offered } = side.offer(now)
    side.do({ type: 'acceptOffer', ...offered }, now)
    holds.push(contact)
  }
  return { floor, holds, next: agents + waiting, now }
}

/** The same house and the same rules, with every question answered by scanning everything. */
export function referencePlayer(house: House): Player {
  // To fill it by itself it would take hours.
  const { floor, ...begun } = fill(house)
  const world = copyOf(floor, house)
  return new Turns(
    {
      do(command, now) {
        const refused = act(world, command, now)
        if (refused !== null) throw new Error(`${command.type} was refused by the reference: ${refused}`)
      },
      offer(now) {
        const { guest, hand } = nextOffer(world, now)!
        ring(world, guest, hand, now)
        const made = guest.state.phase === 'offered' ? guest.state.rings[0]! : null
        return { agent: hand.id, contact: guest.id, offer: made!.offer, epoch: made!.epoch }
      },
    },
    begun,
  )
}

function copyOf(floor: Floor, { agents }: House): World {
  const world = createWorld()
  world.epoch = floor.epoch
  world.queues.set(desk, newDesk(rules))
  for (let number = 0; number < agents; number++) {
    const rules = rulesOf(number)
    world.agents.set(rules.id, { ...agentOf(floor, rules.id)!, rules })
  }
  for (const record of liveContacts(floor)) world.contacts.set(record.id, { ...record })
  return world
}
