/** Calls in memory: by contact, and by the agents whom they concern. Rows of table `call`. */
import { concerned, type CallRecord } from '../calls/index.ts'
import type { AgentId, ContactId, LegId } from '../model/ids.ts'

const none: ReadonlySet<ContactId> = new Set()

export class LiveCalls {
  readonly #calls = new Map<ContactId, CallRecord>()
  /** Legs whose browsers are not connected, as the media process has said to this life of the hub. */
  readonly cut = new Set<LegId>()
  readonly #concerning = new Map<AgentId, Set<ContactId>>()

  of(contact: ContactId): CallRecord | null {
    return this.#calls.get(contact) ?? null
  }

  all(): Iterable<CallRecord> {
    return this.#calls.values()
  }

  get count(): number {
    return this.#calls.size
  }

  /** Contacts in whose call this agent is, or into which they are asked. */
  concerning(agent: AgentId): ReadonlySet<ContactId> {
    return this.#concerning.get(agent) ?? none
  }

  /** The contact's call from now on; null when there is none. */
  set(contact: ContactId, call: CallRecord | null): void {
    const before = this.#calls.get(contact)
    for (const agent of before === undefined ? [] : concerned(before)) {
      const contacts = this.#concerning.get(agent)
      contacts?.delete(contact)
      if (contacts?.size === 0) this.#concerning.delete(agent)
    }
    if (call === null) return void this.#calls.delete(contact)
    this.#calls.set(contact, call)
    for (const agent of concerned(call)) {
      const contacts = this.#concerning.get(agent) ?? new Set()
      this.#concerning.set(agent, contacts.add(contact))
    }
  }
}
