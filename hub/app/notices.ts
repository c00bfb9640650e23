/**
 * What a supervisor did to an agent or to a contact of theirs, for the agent's own screen: the last few, in memory alone. A
 * notice of a contact goes when the contact ends, so that nothing is told of one that was erased.
 */
import type { FloorEvent } from '../acd/index.ts'
import type { AgentId } from '../model/ids.ts'
import type { DeskNotice } from '../protocol/index.ts'
import { aboutOf, item, type Sight, type ViewItem } from './views.ts'

const noticesMax = 5

type Notice = Pick<DeskNotice, 'act' | 'at' | 'contact' | 'status' | 'reason'> & {
  readonly id: number
  readonly by: AgentId
}
type Told = Omit<Notice, 'id'> & { readonly to: AgentId }

export class Notices {
  readonly #byAgent = new Map<AgentId, Notice[]>()
  #last = 0

  /** Takes what happened and returns whose notices have changed. */
  note(events: readonly FloorEvent[]): ReadonlySet<AgentId> {
    const changed = new Set<AgentId>()
    for (const event of events) {
      for (const agent of this.#forget(event)) changed.add(agent)
      for (const { to, ...told } of noticesOf(event)) {
        // What one does oneself is no news.
        if (to === told.by) continue
        this.#last += 1
        this.#byAgent.set(to, [...(this.#byAgent.get(to) ?? []), { ...told, id: this.#last }].slice(-noticesMax))
        changed.add(to)
      }
    }
    return changed
  }

  items(sight: Sight, agent: AgentId): readonly ViewItem[] {
    return (this.#byAgent.get(agent) ?? []).map(({ id, by, ...notice }) => {
      const file = notice.contact === null ? undefined : sight.live.file(notice.contact)
      const customerName = file === undefined ? '' : aboutOf(sight, file).customerName
      return item('desk', 'notice', String(id), { ...notice, byName: sight.directory.agentName(by), customerName })
    })
  }

  /** Whose notices an event makes old: of a contact that ends, of a presence that is stated anew. */
  #forget(event: FloorEvent): readonly AgentId[] {
    if (event.type === 'contactClosed')
      return this.#dropIf([...this.#byAgent.keys()], ({ contact }) => contact === event.contact)
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
    return [{ to, at, act: 'presence', by, contact: null, status, reason }]
  }
  if (event.type === 'contactAssigned') {
    const { agent, from, how, by, contact } = event
    const about = { at, by, contact, status: null, reason: '' }
    const given: readonly Told[] = how === 'forced' ? [{ ...about, to: agent, act: 'given' }] : []
    return from === null ? given : [...given, { ...about, to: from, act: 'taken' }]
  }
  if (event.type !== 'contactRequeued') return []
  const { from, only, by, contact, cause } = event
  const about = { at, by, contact, status: null, reason: '' }
  const offered: readonly Told[] = only === null ? [] : [{ ...about, to: only, act: 'offered' }]
  const act = cause === 'assigned' ? 'taken' : 'rescued'
  return from === null ? offered : [...offered, { ...about, to: from, act }]
}
