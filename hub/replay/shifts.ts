/** How agents spent their time: at work, and with work in hand. Kept from how the floor stands after each event. */
import {
  agentOf,
  contactOf,
  contactsOf,
  holdersOf,
  rulesOf,
  usedUnits,
  type Floor,
  type FloorEvent,
} from '../acd/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

/** Milliseconds; `unitMs` is the time times the share of the capacity in use. */
export interface Hours {
  presentMs: number
  workMs: number
  unitMs: number
}

interface Now {
  readonly since: Instant
  readonly isPresent: boolean
  readonly works: boolean
  readonly share: number
}

export class Shifts {
  readonly hours = new Map<AgentId, Hours>()
  readonly #now = new Map<AgentId, Now>()
  readonly #holders = new Map<ContactId, readonly AgentId[]>()
  #at = 0 as Instant

  /** Counts what lies between these instants. */
  constructor(private readonly span: { readonly from: Instant; readonly to: Instant }) {}

  /** To be called once the floor shows the event. */
  happened(event: FloorEvent, floor: Floor): void {
    if (event.at > this.#at) this.#at = event.at
    if (event.type === 'configured' || event.type === 'epochStarted')
      for (const agent of floor.agents.keys()) this.#look(floor, agent)
    else if ('agent' in event && event.agent !== null) this.#look(floor, event.agent)
    // Who loses a contact by an event that does not name them.
    if ('contact' in event) this.#follow(event.contact, floor)
  }

  /** Counts until then. To be called at the end. */
  until(at: Instant, floor: Floor): void {
    this.#at = at
    for (const agent of this.#now.keys()) this.#look(floor, agent)
  }

  #follow(contact: ContactId, floor: Floor): void {
    const state = contactOf(floor, contact)?.state
    const before = this.#holders.get(contact) ?? []
    const now = state === undefined ? [] : holdersOf(state)
    if (now.length === 0) this.#holders.delete(contact)
    else this.#holders.set(contact, now)
    for (const agent of new Set([...before, ...now])) this.#look(floor, agent)
  }

  #look(floor: Floor, agent: AgentId): void {
    const at = this.#at
    const before = this.#now.get(agent)
    if (before !== undefined)
      this.#count(agent, before, Math.min(at, this.span.to) - Math.max(before.since, this.span.from))
    this.#now.set(agent, { since: at, ...standing(floor, agent) })
  }

  #count(agent: AgentId, { isPresent, works, share }: Now, ms: number): void {
    if (ms <= 0 || !isPresent) return
    const hours = this.hours.get(agent) ?? { presentMs: 0, workMs: 0, unitMs: 0 }
    this.hours.set(agent, hours)
    hours.presentMs += ms
    if (works) hours.workMs += ms
    hours.unitMs += ms * share
  }
}

/** Present is who could be given work, or has some. An offer that rings is no work yet. */
function standing(floor: Floor, agent: AgentId): Omit<Now, 'since'> {
  const record = agentOf(floor, agent)
  const capacity = rulesOf(floor, agent)?.capacityUnits ?? 0
  const isEngaged = (record?.engaged.length ?? 0) > 0
  const hasWork = contactsOf(floor, agent).some((contact) => {
    const phase = contactOf(floor, contact)?.state.phase
    return phase === 'active' || phase === 'wrapUp'
  })
  const works = hasWork || isEngaged
  const isHere = record?.link.state === 'connected'
  return {
    isPresent: isHere && (works || record.status === 'available'),
    works,
    share: capacity === 0 ? 0 : Math.min(1, usedUnits(floor, agent) / capacity),
  }
}
