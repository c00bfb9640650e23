/** Who reads talks that are not theirs while they go on. In memory, as long as the reader has a line: pages ask again. */
import type { AgentId, ContactId } from '../model/ids.ts'

/** Talks that one person reads at once; beyond it the one they came to longest ago goes. */
const watchedMax = 20

export class Watchers {
  readonly #byAgent = new Map<AgentId, Set<ContactId>>()
  readonly #byContact = new Map<ContactId, Set<AgentId>>()

  add(agent: AgentId, contact: ContactId): void {
    const watched = this.#byAgent.get(agent) ?? new Set()
    watched.delete(contact)
    watched.add(contact)
    this.#byAgent.set(agent, watched)
    this.#byContact.set(contact, (this.#byContact.get(contact) ?? new Set()).add(agent))
    if (watched.size > watchedMax) this.remove(agent, watched.values().next().value!)
  }

  remove(agent: AgentId, contact: ContactId): void {
    drop(this.#byAgent, agent, contact)
    drop(this.#byContact, contact, agent)
  }

  gone(agent: AgentId): void {
    for (const contact of [...this.by(agent)]) this.remove(agent, contact)
  }

  by(agent: AgentId): Iterable<ContactId> {
    return this.#byAgent.get(agent) ?? []
  }

  of(contact: ContactId): Iterable<AgentId> {
    return this.#byContact.get(contact) ?? []
  }
}

function drop<Key, Value>(all: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const held = all.get(key)
  held?.delete(value)
  if (held?.size === 0) all.delete(key)
}
