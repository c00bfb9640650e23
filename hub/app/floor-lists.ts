/**
 * The list `floor`, which differs by who reads it: everybody sees queues and colleagues, an agent who waits in their queues,
 * a supervisor all of it and who has whom. Readers who see the same share a list, and so its bytes. Each refresh looks at
 * queues, agents and what has happened since the last, never at all contacts; what that changed goes to the lists.
 */
import { contactOf, firstInLine, liveContacts, rulesOf } from '../acd/index.ts'
import type { Actor } from '../http/door.ts'
import type { ContactId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { FlushToken } from '../ports/store.ts'
import { encode, type ListChange } from '../protocol/index.ts'
import type { Connection } from './connection.ts'
import type { FloorFigures } from './floor-figures.ts'
import { floorItems, heldItem, waitingItem } from './floor-views.ts'
import type { LiveList } from './live-list.ts'
import { spaced } from './spacing.ts'
import type { Sight } from './views.ts'
import type { Work } from './work.ts'

/** Contacts shown of a queue's line. */
export const lineShownMax = 200
/** Name of the list that shows everything. */
const everything = '*'
/** Kinds that agents are not shown. */
const leadersAlone: ReadonlySet<string> = new Set(['held', 'queueDay', 'agentDay', 'alert'])
/** Lists without a reader that are kept, for those who come back in a moment. */
const unreadMax = 16

interface Scope {
  readonly list: LiveList
  /** Whose line is shown; null for all, and who has whom as well. */
  readonly queues: ReadonlySet<QueueId> | null
  /** False for somebody who neither serves nor oversees: they are shown nothing. */
  readonly isShown: boolean
  readonly readers: Set<Connection>
}

export class FloorLists {
  /** Everything that anybody sees. */
  readonly #all: LiveList
  /** By what their readers may see; those that lost their last reader longest ago come first among the unread. */
  readonly #scopes = new Map<string, Scope>()
  readonly #scopeOf = new Map<Connection, string>()
  #isFilled = false
  /** What has happened since the last refresh. */
  readonly #contacts = new Set<ContactId>()
  #isStaffChanged = false
  /** What is shown of each line, and the queue of each contact that is shown to wait. */
  readonly #lines = new Map<QueueId, ReadonlyMap<ContactId, number>>()
  readonly #queueOf = new Map<ContactId, QueueId>()

  constructor(
    private readonly sight: () => Sight,
    private readonly newList: () => LiveList,
    private readonly figures: FloorFigures,
  ) {
    this.#all = newList()
  }

  /** Takes note of what a tick changed; it is shown with the next refresh. */
  note({ events }: Work): void {
    for (const event of events) {
      if ('contact' in event) this.#contacts.add(event.contact)
      if (event.type === 'configured') this.#isStaffChanged = true
    }
  }

  /** The list that this connection reads from now on. */
  join(connection: Connection, actor: Actor & { readonly kind: 'agent' }): LiveList {
    if (!this.#isFilled) this.#fill()
    const key = this.#keyOf(actor)
    this.leave(connection)
    const scope = this.#scopes.get(key) ?? this.#newScope(key, actor)
    scope.readers.add(connection)
    this.#scopeOf.set(connection, key)
    return scope.list
  }

  leave(connection: Connection): void {
    const key = this.#scopeOf.get(connection)
    const scope = key === undefined ? undefined : this.#scopes.get(key)
    if (key === undefined || scope === undefined) return
    this.#scopeOf.delete(connection)
    scope.readers.delete(connection)
    if (scope.readers.size > 0) return
    this.#scopes.delete(key)
    this.#scopes.set(key, scope)
    const unread = [...this.#scopes].filter(([, { readers }]) => readers.size === 0)
    for (const [old] of unread.slice(0, Math.max(0, unread.length - unreadMax))) this.#scopes.delete(old)
  }

  /** Computes anew what may have changed, and tells each list's readers what did. */
  refresh(proof: FlushToken, now: Instant): void {
    if (!this.#isFilled) return
    const sight = this.sight()
    this.#all.replace(['queue', 'agent', 'bot'], floorItems(sight, this.figures))
    this.#refreshContacts()
    if (this.isWatched)
      for (const [kind, items] of this.figures.due(sight, now, false)) this.#all.replace([kind], items)
    const changes = this.#takeChanges()
    for (const scope of this.#scopes.values()) {
      for (const change of changes) this.#show(scope, change)
      const delta = scope.list.takeDelta()
      const bytes = delta === null ? null : encode(delta)
      if (bytes === null) continue
      for (const connection of scope.readers) if (connection.actor !== null) connection.tellEncoded(proof, bytes)
    }
    if (this.#isStaffChanged) this.#rehome(proof)
  }

  /** Somebody reads figures, which change also while nothing happens. */
  get isWatched(): boolean {
    return (this.#scopes.get(everything)?.readers.size ?? 0) > 0
  }

  /** What was shown until now is told to nobody any more. */
  forgetPast(): void {
    for (const { list } of this.#scopes.values()) list.forgetPast()
  }

  /** Everything, once: when the first agent comes. */
  #fill(): void {
    const sight = this.sight()
    this.#isFilled = true
    this.#all.replace(['queue', 'agent', 'bot'], floorItems(sight, this.figures))
    for (const [kind, items] of this.figures.due(sight, sight.live.floor.at, true)) this.#all.replace([kind], items)
    for (const { id } of liveContacts(sight.live.floor)) this.#contacts.add(id)
    this.#refreshContacts()
    this.#takeChanges()
  }

  #takeChanges(): readonly ListChange[] {
    const delta = this.#all.takeDelta()
    this.#all.forgetPast()
    return delta === null ? [] : (delta[3] as readonly ListChange[])
  }

  #refreshContacts(): void {
    const sight = this.sight()
    const queues = new Set<QueueId>()
    for (const contact of this.#contacts) {
      const [was, is] = [this.#queueOf.get(contact), contactOf(sight.live.floor, contact)?.queue]
      for (const queue of [was, is]) if (queue !== undefined) queues.add(queue)
      this.#all.set('held', contact, heldItem(sight, contact)?.value ?? null)
    }
    for (const queue of queues) this.#refreshLine(sight, queue)
    this.#contacts.clear()
  }

  #refreshLine(sight: Sight, queue: QueueId): void {
    const before = this.#lines.get(queue) ?? new Map<ContactId, number>()
    const line = spaced(firstInLine(sight.live.floor, queue, lineShownMax), before)
    this.#lines.set(queue, line)
    for (const contact of before.keys()) {
      // It may be shown in another line already.
      if (line.has(contact) || this.#queueOf.get(contact) !== queue) continue
      this.#queueOf.delete(contact)
      this.#all.set('waiting', contact, null)
    }
    for (const [contact, order] of line) {
      if (before.get(contact) === order && !this.#contacts.has(contact)) continue
      this.#queueOf.set(contact, queue)
      this.#all.set('waiting', contact, waitingItem(sight, contact, order)?.value ?? null)
    }
  }

  #show({ list, queues, isShown }: Scope, [kind, id, value]: ListChange): void {
    if (!isShown) return
    const queue = this.#queueOf.get(id as ContactId)
    const isSeen =
      queues === null || (kind === 'waiting' ? queue !== undefined && queues.has(queue) : !leadersAlone.has(kind))
    list.set(kind, id, isSeen ? value : null)
  }

  #newScope(key: string, actor: Actor & { readonly kind: 'agent' }): Scope {
    const scope: Scope = {
      list: this.newList(),
      queues: this.#queuesOf(actor),
      isShown: seesFloor(actor),
      readers: new Set(),
    }
    for (const { kind, id, value } of this.#all.items()) this.#show(scope, [kind, id, value])
    scope.list.takeDelta()
    scope.list.forgetPast()
    this.#scopes.set(key, scope)
    return scope
  }

  /** Somebody may be of other queues now: they get the list of those, whole. */
  #rehome(proof: FlushToken): void {
    this.#isStaffChanged = false
    for (const [connection, key] of [...this.#scopeOf]) {
      const { actor } = connection
      if (actor?.kind !== 'agent' || this.#keyOf(actor) === key) continue
      for (const frame of this.join(connection, actor).catchUp(null)) connection.tell(proof, frame)
    }
  }

  /** The queues whose lines this agent sees; null for all. */
  #queuesOf({ agent, rights }: Actor & { readonly kind: 'agent' }): ReadonlySet<QueueId> | null {
    return rights.has('floor.read') ? null : new Set(rulesOf(this.sight().live.floor, agent)?.queues)
  }

  #keyOf(actor: Actor & { readonly kind: 'agent' }): string {
    if (!seesFloor(actor)) return '-'
    const queues = this.#queuesOf(actor)
    return queues === null ? everything : [...queues].sort().join()
  }
}

const seesFloor = ({ rights }: Actor & { readonly kind: 'agent' }): boolean =>
  rights.has('contacts.serve') || rights.has('floor.read')
