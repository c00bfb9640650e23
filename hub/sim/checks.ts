/**
 * The promises as checks. `afterStep` looks at what the hub holds, after everything that happened; `ofStore` looks at what
 * is kept, after each kill and at the end, against what people were told. Each violation names its promise.
 */
import { agentOf, checkFloor, liveContacts } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { Hub } from '../app/hub.ts'
import type { LogEntry } from '../app/log-entry.ts'
import { readEntries, rows } from '../app/records.ts'
import type { ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import { History } from './history.ts'
import type { Record } from './record.ts'
import type { Talker } from './talker.ts'

export class Violation extends Error {
  override name = 'Violation'
}

const lateMs = 1_500

export class Checks {
  readonly #firstEnqueued = new Map<ContactId, Instant>()
  #lastEvent = -1

  constructor(private readonly record: Record) {}

  /** P6 to P9 and P11 on the floor as it stands. Cheap when nothing was decided since. */
  afterStep(hub: Hub, now: Instant): void {
    if (hub.live.lastEvent === this.#lastEvent) return
    this.#lastEvent = hub.live.lastEvent
    const { floor } = hub.live
    const broken = checkFloor(floor, now)
    if (broken.length > 0) throw new Violation(`P6 to P8: ${broken.join('; ')}`)
    for (const contact of liveContacts(floor)) {
      this.#keepsItsPlace(contact)
      this.#hasAnOwner(hub, contact, now)
      if (!hub.live.files.has(contact.id)) throw new Violation(`P6: ${contact.id} is on the floor without a file`)
    }
    this.record.count('floors checked')
  }

  /** A new hub knows what the last one knew; events are read anew. */
  restarted(hub: Hub): void {
    this.#lastEvent = -1
    for (const contact of liveContacts(hub.live.floor))
      if (contact.state.phase === 'offered' && contact.state.epoch !== hub.epoch)
        throw new Violation(`P9: ${contact.id} is still offered in epoch ${contact.state.epoch}`)
  }

  /** P1 to P3 and P6 on what is kept. */
  ofStore(store: Store): void {
    for (const [contact, acked] of this.record.acked) {
      const log = readEntries(store, contact, 0, Number.MAX_SAFE_INTEGER)
      for (const message of acked) {
        this.record.count('acknowledged messages found again')
        const entry = log[message.seq - 1]
        if (entry?.kind !== 'message' || entry.requestId !== message.requestId || entry.text !== message.text)
          throw new Violation(`P1: ${contact} lost ${message.text} at ${message.seq}`)
      }
    }
    for (const contact of this.record.startedContacts) this.#isSomewhere(store, contact)
    for (const { key, contact, log } of logs(store)) this.#isWellFormed(key, contact, log)
  }

  /** P7, P9 and P10 over everything that ever happened on the floor. */
  ofHistory(store: Pick<Store, 'range'>): void {
    const history = new History()
    for (const { value } of store.range('event', {})) {
      const event = rows.event.read(value)
      const broken = history.next(event)
      if (broken !== null) throw new Violation(broken)
      if (event.type === 'offerMade') this.record.count('offers made')
      if (event.type === 'offerAccepted') this.record.count('offers accepted')
      if (event.type === 'offerEnded') this.record.count(`offers ${event.ending}`)
    }
  }

  /** P4 and P5: what a screen shows is the log, from its first entry, without a hole. */
  ofScreen(store: Store, talker: Talker): void {
    for (const { contact } of logs(store)) {
      const shown = talker.client.log(contact)
      if (shown.length === 0) continue
      const kept = readEntries(store, contact, 0, shown.length)
      this.record.count('screens compared')
      if (shown.length > kept.length) throw new Violation(`P1: a screen shows more of ${contact} than is kept`)
      shown.forEach((entry, at) => {
        const own = kept[at]!
        const same = entry.kind === 'elided' || (entry.kind === own.kind && entry.at === own.at)
        if (!same || (entry.kind === 'message' && own.kind === 'message' && entry.text !== own.text))
          throw new Violation(`P4: a screen shows another entry ${at + 1} of ${contact} than is kept`)
      })
    }
  }

  #keepsItsPlace(contact: ContactRecord): void {
    const first = this.#firstEnqueued.get(contact.id)
    if (first === undefined) this.#firstEnqueued.set(contact.id, contact.enqueuedAt)
    else if (first !== contact.enqueuedAt) throw new Violation(`P9: ${contact.id} lost its first enqueue time`)
  }

  #hasAnOwner(hub: Hub, contact: ContactRecord, now: Instant): void {
    if (contact.state.phase !== 'active') return
    const link = agentOf(hub.live.floor, contact.state.agent)?.link
    const held = link?.state === 'connected' || (link?.state === 'lost' && now <= link.graceUntil + lateMs)
    if (!held) throw new Violation(`P11: ${contact.id} is active without an agent`)
  }

  #isSomewhere(store: Store, contact: ContactId): void {
    const live = store.get('contact', [contact]) !== undefined
    const closed = store.get('closed', [contact]) !== undefined
    if (live === closed) throw new Violation(`P6: ${contact} is ${live ? 'both live and closed' : 'nowhere'}`)
  }

  #isWellFormed(head: number, contact: ContactId, log: readonly LogEntry[]): void {
    if (log.length !== head)
      throw new Violation(`P3: ${contact} has ${log.length} entries and a last number of ${head}`)
    const seen = new Set<string>()
    const last = new Map<string, number>()
    for (const entry of log) {
      if (entry.kind !== 'message') continue
      if (seen.has(entry.requestId)) throw new Violation(`P2: ${contact} holds ${entry.text} twice`)
      seen.add(entry.requestId)
      const said = this.record.said.get(entry.requestId)
      if (said === undefined) continue
      if (said.order < (last.get(said.speaker) ?? 0))
        throw new Violation(`P3: ${contact} holds ${entry.text} out of order`)
      last.set(said.speaker, said.order)
    }
  }
}

/** Every log in the store, with the number of its last entry. */
function* logs(
  store: Store,
): Iterable<{ readonly key: number; readonly contact: ContactId; readonly log: readonly LogEntry[] }> {
  const contacts = new Map<ContactId, number>()
  for (const { key } of store.range('entry', {})) contacts.set(key[0] as ContactId, key[1] as number)
  for (const [contact, key] of contacts)
    yield { key, contact, log: readEntries(store, contact, 0, Number.MAX_SAFE_INTEGER) }
}
