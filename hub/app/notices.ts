/**
 * What a supervisor did to an agent or to a contact of theirs, or said to them, and which note names them, for the agent's own screen: the
 * last few, kept with the tick that they come from. A notice of a contact goes when the contact ends; that somebody was named
 * stays until they have read it, and a word for a day. Nothing is told of a contact that was erased.
 */
import type { FloorEvent } from '../acd/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { hours, instant, type Instant } from '../model/time.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Store } from '../ports/store.ts'
import type { DeskNotice } from '../protocol/index.ts'
import { keys, rows } from './records.ts'
import { places, type Sealing } from './sealing.ts'
import type { Work } from './work.ts'

const noticesMax = 5
/** Words are of the day: whoever has not come back by then is told them by somebody. */
const wordHolds = hours(24)

export type Notice = Pick<DeskNotice, 'act' | 'at' | 'contact' | 'status' | 'reason' | 'text'> & {
  readonly id: number
  readonly by: AgentId
  /** The key that a word is sealed with, which is its own. */
  readonly slot?: KeySlot
}
type Told = Omit<Notice, 'id'> & { readonly to: AgentId }

/** As it is kept: what was said is sealed. */
export type KeptNotice = Omit<Notice, 'text'> & { readonly sealed?: Uint8Array }

/** Somebody was named in a note. */
export interface Mention {
  readonly to: AgentId
  readonly by: AgentId
  readonly at: Instant
  readonly contact: ContactId
}

/** Somebody is sent a word. */
export interface Word extends Omit<Mention, 'contact'> {
  readonly text: string
  /** The key that it is sealed with, which is its own. */
  readonly slot: KeySlot
}

export class Notices {
  readonly #byAgent = new Map<AgentId, readonly Notice[]>()
  #last = 0
  /** Of agents whose notices this tick has changed: as they were. */
  readonly #before = new Map<AgentId, readonly Notice[]>()
  /** When the first word is a day old. */
  #staleAt = instant(Infinity)

  static load(store: Pick<Store, 'range'>, sealing: Sealing): Notices {
    const notices = new Notices()
    for (const { key, value } of store.range('notice', {})) {
      const agent = key[0] as AgentId
      const held = rows.notice.read(value).map(({ sealed, ...notice }) => {
        const text = sealed === undefined ? null : sealing.openValue<string>(places.word(agent, notice.id), sealed)
        return { ...notice, text }
      })
      notices.#byAgent.set(agent, held)
      for (const { id } of held) notices.#last = Math.max(notices.#last, id)
    }
    notices.#reckonStale()
    return notices
  }

  /** At the end of a tick. Words that are a day old are no news any more. */
  settle(work: Work): void {
    if (work.now >= this.#staleAt) this.#dropIf(this.#byAgent.keys(), (notice) => work.now >= staleAt(notice))
    this.note(work)
  }

  /** Takes what a tick did, keeps what that changes, and has it shown. */
  note(work: Work): void {
    for (const event of work.events) {
      this.#forget(event)
      for (const told of noticesOf(event)) this.#tell(told)
    }
    for (const mention of work.mentions) this.#tell({ ...plain, ...mention, act: 'mentioned' })
    for (const { by, contact } of work.mentionsRead)
      this.#dropIf([by], (notice) => notice.act === 'mentioned' && notice.contact === contact)
    for (const { to, ...word } of work.words) this.#add(to, { ...plain, ...word, act: 'told', contact: null })
    if (work.erased.length > 0)
      this.#dropIf(this.#byAgent.keys(), ({ contact }) => contact !== null && work.erased.includes(contact))
    if (this.#before.size > 0) this.#keep(work)
  }

  of(agent: AgentId): readonly Notice[] {
    return this.#byAgent.get(agent) ?? []
  }

  #tell({ to, ...told }: Told): void {
    // What one does oneself is no news.
    if (to !== told.by) this.#add(to, told)
  }

  #add(to: AgentId, told: Omit<Notice, 'id'>): void {
    this.#last += 1
    this.#set(to, [...this.of(to), { ...told, id: this.#last }].slice(-noticesMax))
  }

  /** What an event makes old: notices of a contact that ends, of a presence that is stated anew. */
  #forget(event: FloorEvent): void {
    if (event.type === 'contactClosed')
      this.#dropIf(this.#byAgent.keys(), ({ contact, act }) => contact === event.contact && act !== 'mentioned')
    if (event.type === 'presenceChanged') this.#dropIf([event.agent], ({ act }) => act === 'presence')
  }

  #dropIf(agents: Iterable<AgentId>, isOld: (notice: Notice) => boolean): void {
    for (const agent of [...agents]) {
      const held = this.of(agent)
      if (held.some(isOld))
        this.#set(
          agent,
          held.filter((notice) => !isOld(notice)),
        )
    }
  }

  #set(agent: AgentId, held: readonly Notice[]): void {
    if (!this.#before.has(agent)) this.#before.set(agent, this.of(agent))
    if (held.length > 0) this.#byAgent.set(agent, held)
    else this.#byAgent.delete(agent)
  }

  #keep(work: Work): void {
    const { sealing } = work.live
    const over: KeySlot[] = []
    for (const [agent, before] of this.#before) {
      const held = this.of(agent)
      for (const { slot } of before.filter((notice) => !held.includes(notice))) if (slot !== undefined) over.push(slot)
      const kept = held.map((notice) => sealed(sealing, agent, notice))
      work.tick.put(kept.length > 0 ? rows.notice.put(keys.agent(agent), kept) : rows.notice.remove(keys.agent(agent)))
      work.agents.add(agent)
    }
    this.#before.clear()
    this.#reckonStale()
    if (over.length === 0) return
    work.tick.afterwards(() => {
      sealing.forget(over)
      // The rows are gone already; a disk that refuses now leaves the key of something that stands in old copies alone.
      sealing.vault.destroy(over).catch(() => {})
    })
  }

  #reckonStale(): void {
    this.#staleAt = instant(Math.min(Infinity, ...[...this.#byAgent.values()].flat().map(staleAt)))
  }
}

const plain = { status: null, reason: '', text: null } as const

const staleAt = ({ act, at }: Notice): Instant => instant(act === 'told' ? at + wordHolds : Infinity)

function sealed(sealing: Sealing, agent: AgentId, { text, ...notice }: Notice): KeptNotice {
  if (text === null || notice.slot === undefined) return notice
  return { ...notice, sealed: sealing.sealValue(notice.slot, places.word(agent, notice.id), text) }
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
