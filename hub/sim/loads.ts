/**
 * What each agent carries, for the checker of the history: what rings at them, their talks by channel, those that rest, their
 * wrap-ups, and what they take part in elsewhere (CA1 to CA7, GR2, EN2, EN3). By events alone.
 */
import { channels, type ChannelName } from '../channels/index.ts'
import type { AgentRules } from '../acd/state.ts'
import type { AgentId, ContactId } from '../model/ids.ts'

interface Carried {
  /** Null for a wrap-up, beside which anything may ring. */
  readonly channel: ChannelName | null
  /** Of a talk at most as many as its channel takes of this agent; null for all of these. */
  readonly units: number | null
}

/** Of an agent whose rules are not known. */
const anybody = { capacityUnits: 100 }

export class Loads {
  readonly #held = new Map<AgentId, Map<ContactId, Carried>>()
  readonly #engaged = new Map<AgentId, Map<ContactId, number>>()

  /** `rulesOf`: null where configuration is not known, undefined for whom it does not name. */
  constructor(private readonly rulesOf: (agent: AgentId) => AgentRules | null | undefined) {}

  /** They are offered it, or have it awake. */
  take(agent: AgentId, contact: ContactId, channel: ChannelName): void {
    this.#carry(agent, contact, { channel, units: null })
  }

  rest(agent: AgentId, contact: ContactId, units: number): void {
    const channel = this.#held.get(agent)?.get(contact)?.channel ?? null
    this.#carry(agent, contact, { channel, units })
  }

  wrapUp(agent: AgentId, contact: ContactId, units: number): void {
    this.#carry(agent, contact, { channel: null, units })
  }

  /** Whoever carries it carries it by this channel from now on. */
  grow(contact: ContactId, channel: ChannelName): void {
    for (const [agent, load] of this.#held) if (load.has(contact)) this.take(agent, contact, channel)
  }

  engage(agent: AgentId, contact: ContactId, units: number): void {
    const parts = this.#engaged.get(agent) ?? new Map<ContactId, number>()
    this.#engaged.set(agent, parts.set(contact, units))
  }

  release(agent: AgentId, contact: ContactId): void {
    this.#engaged.get(agent)?.delete(contact)
  }

  takesPart = (agent: AgentId, contact: ContactId): boolean => this.#engaged.get(agent)?.has(contact) === true

  has = (agent: AgentId, contact: ContactId): boolean => this.#held.get(agent)?.has(contact) === true

  /** They carry it no longer. */
  leave(agent: AgentId, contact: ContactId): void {
    this.#held.get(agent)?.delete(contact)
  }

  /** Nobody carries it any longer. */
  drop(contact: ContactId): void {
    for (const load of this.#held.values()) load.delete(contact)
  }

  /** No more than their capacity; `own`: a contact whose part of theirs ends by what happens. */
  isWithin(agent: AgentId, own: ContactId | null = null): boolean {
    return this.#used(agent, null, own) <= this.#capacityOf(agent)
  }

  /** Whether one more of this channel could ring at them, were it not for `besides`. */
  fits(agent: AgentId, channel: ChannelName, besides: ContactId): boolean {
    const beside = [...(this.#held.get(agent) ?? [])].flatMap(([contact, one]) =>
      contact === besides || one.channel === null ? [] : [one.channel],
    )
    for (let parts = this.#engaged.get(agent)?.size ?? 0; parts > 0; parts--) beside.push('voice')
    const own = this.rulesOf(agent)?.channels ?? {}
    const may = (one: ChannelName): readonly string[] => own[one]?.interruptedBy ?? channels[one].interruptedBy
    const isBelowMost = beside.filter((one) => one === channel).length < (own[channel]?.max ?? Number.POSITIVE_INFINITY)
    const free = this.#capacityOf(agent) - this.#used(agent, besides, null)
    return isBelowMost && free >= this.#unitsOf(agent, channel) && beside.every((one) => may(one).includes(channel))
  }

  #carry(agent: AgentId, contact: ContactId, carried: Carried): void {
    const load = this.#held.get(agent) ?? new Map<ContactId, Carried>()
    this.#held.set(agent, load.set(contact, carried))
  }

  #used(agent: AgentId, besides: ContactId | null, own: ContactId | null): number {
    let sum = 0
    for (const [contact, one] of this.#held.get(agent) ?? []) if (contact !== besides) sum += this.#charged(agent, one)
    for (const [contact, units] of this.#engaged.get(agent) ?? []) if (contact !== own) sum += units
    return sum
  }

  #charged(agent: AgentId, { channel, units }: Carried): number {
    if (channel === null) return units ?? 0
    return Math.min(this.#unitsOf(agent, channel), units ?? Number.POSITIVE_INFINITY)
  }

  #unitsOf(agent: AgentId, channel: ChannelName): number {
    return this.rulesOf(agent)?.channels?.[channel]?.units ?? channels[channel].units
  }

  #capacityOf(agent: AgentId): number {
    const rules = this.rulesOf(agent)
    return (rules === null ? anybody : rules)?.capacityUnits ?? 0
  }
}
