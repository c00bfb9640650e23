/**
 * What a supervisor did to an agent or to a contact of theirs, or said to them, and which note names them, for the agent's own screen: the
 * last few, in memory alone. A notice of a contact goes when the contact ends; that somebody was named stays until they
 * have read it. Nothing is told of a contact that was erased.
 */
import type { FloorEvent } from '../acd/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { DeskNotice } from '../protocol/index.ts'
import { findContact } from './reading.ts'
import { aboutOf, item, type Sight, type ViewItem } from './views.ts'

const noticesMax = 5

type Notice = Pick<DeskNotice, 'act' | 'at' | 'contact' | 'status' | 'reason' | 'text'> & {
  readonly id: number
  readonly by: AgentId
}
type Told = Omit<Notice, 'id'> & { readonly to: AgentId }

/** Somebody was named in a note. */
export interface Mention {
  readonly to: AgentId
  readonly by: AgentId
  readonly at: Instant
  readonly contact: ContactId
}

/** What a tick has done that notices come from, or go by. */
export interface NoticeNews {
  readonly events: readonly FloorEvent[]
  readonly mentions: readonly Mention[]
  readonly mentionsRead: readonly Pick<Mention, 'by' | 'contact'>[]
  readonly erased: readonly ContactId[]
}

export class Notices {
  readonly #byAgent = new Map<AgentId, Notice[]>()
  #last = 0

  /** Takes what happened and returns whose notices have changed. */
  note({ events, mentions, mentionsRead, erased }: NoticeNews): ReadonlySet<AgentId> {
    const changed = new Set<AgentId>()
    for (const event of events) {
      for (const agent of this.#forget(event)) changed.add(agent)
      for (const told of noticesOf(event)) this.#tell(told, changed)
    }
    for (const mention of mentions)
      this.#tell({ ...mention, act: 'mentioned', status: null, reason: '', text: null }, changed)
    for (const { by, contact } of mentionsRead)
      for (const agent of this.#dropIf([by], (notice) => notice.act === 'mentioned' && notice.contact === contact))
        changed.add(agent)
    if (erased.length > 0)
      for (const agent of this.#dropIf(
        [...this.#byAgent.keys()],
        ({ contact }) => contact !== null && erased.includes(contact),
      ))
        changed.add(agent)
    return changed
  }

  /** A word to an agent. */
  say(to: AgentId, by: AgentId, text: string, at: Instant): void {
    this.#add(to, { at, act: 'told', by, contact: null, status: null, reason: '', text })
  }

  #tell({ to, ...told }: Told, changed: Set<AgentId>): void {
    // What one does oneself is no news.
    if (to === told.by) return
    this.#add(to, told)
    changed.add(to)
  }

  items(sight: Sight, agent: AgentId): readonly ViewItem[] {
    return (this.#byAgent.get(agent) ?? []).map(({ id, by, ...notice }) => {
      const found = notice.contact === null ? undefined : findContact(sight, notice.contact)
      const customerName = found === undefined ? '' : aboutOf(sight, found.file).customerName
      return item('desk', 'notice', String(id), { ...notice, byName: sight.directory.agentName(by), customerName })
    })
  }

  #add(to: AgentId, told: Omit<Notice, 'id'>): void {
    this.#last += 1
    this.#byAgent.set(to, [...(this.#byAgent.get(to) ?? []), { ...told, id: this.#last }].slice(-noticesMax))
  }

  /** Whose notices an event makes old: of a contact that ends, of a presence that is stated anew. */
  #forget(event: FloorEvent): readonly AgentId[] {
    if (event.type === 'contactClosed')
      return this.#dropIf(
        [...this.#byAgent.keys()],
        ({ contact, act }) => contact === event.contact && act !== 'mentioned',
      )
    if (event.type === 'presenceChanged') return this.#dropIf([event.agent], ({ act }) => act === 'presence')
    return []
  }

  #dropIf(agents: readonly AgentId[], isOld: (notice: Notice) => boolean): readonly AgentId[] {
    return agents.filter((agent) => {
      const held = this.#byAgent.get(agent) ?? []
      const left = held.filter((notice) => !isOld(notice))
      if (left.length === held.length) return false
      if (left.length > 0) this.#byAgent.set(agent, left)
      else this.#byAgent.delete(agent)
      return true
    })
  }
}

function noticesOf(event: FloorEvent): readonly Told[] {
  if (!('by' in event) || event.by === undefined) return []
  const { at } = event
  if (event.type === 'presenceChanged') {
    const { agent: to, by, status, reason } = event
    return [{ to, at, act: 'presence', by, contact: null, status, reason, text: null }]
  }
  if (event.type === 'contactAssigned') {
    const { agent, from, how, by, contact } = event
    const about = { at, by, contact, status: null, reason: '', text: null }
    const given: readonly Told[] = how === 'forced' ? [{ ...about, to: agent, act: 'given' }] : []
    return from === null ? given : [...given, { ...about, to: from, act: 'taken' }]
  }
  if (event.type !== 'contactRequeued') return []
  const { from, only, by, contact, cause } = event
  const about = { at, by, contact, status: null, reason: '', text: null }
  const offered: readonly Told[] = only === null ? [] : [{ ...about, to: only, act: 'offered' }]
  const act = cause === 'assigned' ? 'taken' : 'rescued'
  return from === null ? offered : [...offered, { ...about, to: from, act }]
}
