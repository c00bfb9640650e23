/**
 * What is in memory: the floor and the files of live contacts. `load` builds it from the tables of live rows; its cost
 * grows with what is live, never with what has been.
 */
import { liveContacts, restoreFloor, type Floor } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { ContactId, SessionId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Key, Store } from '../ports/store.ts'
import { Alerts } from './alerts.ts'
import { Answered } from './answered.ts'
import { BotTalks } from './bot-talks.ts'
import { LiveCalls } from './live-calls.ts'
import { noteSaid, type ContactFile, type VisitorRow } from './contact-file.ts'
import type { CallRecord } from '../calls/index.ts'
import type { Directory } from './directory.ts'
import { FlowShelf } from './flow-shelf.ts'
import { FollowingRows } from './following-rows.ts'
import { dueOf, knownOf } from './known.ts'
import { Notices } from './notices.ts'
import { keys, lastInstant, readEntry, rows } from './records.ts'
import { Repeats } from './repeats.ts'
import { places, type Sealing } from './sealing.ts'
import type { SubscriptionRow, Subscriptions } from './subscriptions.ts'

const marks = ['customerReceived', 'customerRead', 'agentReceived', 'agentRead'] as const

/** What of the running epoch stands in no row. */
interface Within {
  /** Goes on counting; a new epoch begins at 0. */
  readonly offersMade: number
  readonly begunAt: Instant
}

/** A row that this epoch has not written knows nothing of it: its customer is gone since the epoch began (RE3). */
function lostWithin(
  record: ContactRecord,
  epoch: number | undefined,
  current: number,
  { begunAt }: Within,
): ContactRecord {
  return epoch === current ? record : { ...record, customerLostAt: begunAt }
}

/** Files of live contacts, counted by site as they come and go. */
class Files extends Map<ContactId, ContactFile> {
  readonly #bySite = new Map<string, number>()

  ofSite(site: string): number {
    return this.#bySite.get(site) ?? 0
  }

  override set(contact: ContactId, file: ContactFile): this {
    this.#count(this.get(contact), -1)
    this.#count(file, 1)
    return super.set(contact, file)
  }

  override delete(contact: ContactId): boolean {
    this.#count(this.get(contact), -1)
    return super.delete(contact)
  }

  #count(file: ContactFile | undefined, step: 1 | -1): void {
    if (file === undefined) return
    const count = this.ofSite(file.site) + step
    if (count > 0) this.#bySite.set(file.site, count)
    else this.#bySite.delete(file.site)
  }
}

export class Live {
  /** Changed by `evolve` alone. */
  readonly floor: Floor
  readonly files = new Files()
  /** The contact of a session that is not ended yet: waiting, offered or active. */
  readonly openOf = new Map<SessionId, ContactId>()
  /** Browsers to be told by push, by contact. */
  readonly subscriptions = new Map<ContactId, Subscriptions>()
  readonly following = new FollowingRows()
  readonly repeats = new Repeats()
  readonly answered = new Answered()
  readonly calls = new LiveCalls()
  notices = new Notices()
  alerts = new Alerts()
  /** Those that the bot has; they are not on the floor. */
  readonly bots = new BotTalks()
  /** Number of the last event of the floor. */
  lastEvent: number
  /** The same of what happened beside it (`Fact`). */
  lastFact = 0

  private constructor(
    floor: Floor,
    /** How what is sealed of these contacts is opened. */
    readonly sealing: Sealing,
    readonly flows: FlowShelf,
    lastEvent: number,
  ) {
    this.floor = floor
    this.lastEvent = lastEvent
  }

  /** `within`: the epoch goes on; without it a new one is about to begin. */
  static load(store: Store, directory: Directory, sealing: Sealing, within: Within | null = null): Live {
    const kept = [...store.range('contact', {})].map(({ value }) => rows.contact.read(value))
    // Whose key is destroyed is not there, whatever an old copy of the data holds.
    const contacts = kept.filter(({ file }) => !sealing.isErased(file.slot))
    const agentRecords = [...store.range('agent', {})].map(({ value }) => rows.agent.read(value))
    const [last] = [...store.range('event', { reverse: true, limit: 1 })]
    const epoch = rows.meta.get(store, keys.meta('epoch')) ?? 0
    const floor = restoreFloor({
      epoch,
      at: lastInstant(store),
      offersMade: within?.offersMade ?? 0,
      ...directory.rules(),
      agentRecords,
      queueRecords: [...store.range('queue', {})].map(({ value }) => rows.queue.read(value)),
      contacts: contacts.flatMap((row) => {
        if (row.record === null) return []
        return [within === null ? row.record : lostWithin(row.record, row.epoch, epoch, within)]
      }),
    })
    const shelf = new FlowShelf(store, () => directory.organisation.flows ?? [])
    const live = new Live(floor, sealing, shelf, last === undefined ? 0 : (last.key[0] as number))
    const [lastFact] = [...store.range('fact', { reverse: true, limit: 1 })]
    live.lastFact = (lastFact?.key[0] as number | undefined) ?? 0
    for (const { file, record } of contacts) {
      live.files.set(file.contact, file)
      live.#followLog(store, file)
      if (record?.state.phase !== 'wrapUp') live.openOf.set(file.session, file.contact)
      if (record === null) live.bots.set(file.contact, file.site, dueOf(knownOf(sealing, file)))
    }
    for (const { key, value } of store.range('push', {})) live.#loadSubscription(key, rows.push.read(value))
    for (const { value } of store.range('call', {})) live.#loadCall(rows.call.read(value))
    live.notices = Notices.load(store, sealing)
    live.alerts = Alerts.load(store)
    return live
  }

  /** What was said since the row was written. */
  #followLog(store: Store, file: ContactFile): void {
    const { contact, head } = file
    for (const { key, value } of store.range('entry', { prefix: [contact], after: keys.entry(contact, head) })) {
      const [seq, entry] = [key[1] as number, readEntry(this.sealing, key, value)]
      file.head = seq
      if (entry?.kind === 'message') noteSaid(file, seq, entry)
      this.following.behind(contact, this.floor.at)
    }
  }

  #loadCall(call: CallRecord): void {
    if (this.files.has(call.contact)) this.calls.set(call.contact, call)
  }

  #loadSubscription([contact, number]: Key, row: SubscriptionRow): void {
    const whose = contact as ContactId
    if (!this.files.has(whose)) return
    const known = this.subscriptions.get(whose) ?? new Map()
    this.subscriptions.set(whose, known.set(number as number, row))
  }

  /** Takes over from memory that is given up what was never kept by itself: how far people have read. */
  takeMarks(old: Live): void {
    for (const file of this.files.values()) {
      const known = old.file(file.contact)
      if (known === undefined) continue
      for (const mark of marks) file[mark] = Math.max(file[mark], Math.min(known[mark], file.head))
    }
  }

  file(contact: ContactId): ContactFile | undefined {
    return this.files.get(contact)
  }

  contacts(): ReturnType<typeof liveContacts> {
    return liveContacts(this.floor)
  }
}

/** The visitor of a session as last kept, or undefined before the first contact. */
export const visitorOf = (store: Pick<Store, 'get'>, session: SessionId): VisitorRow | undefined =>
  rows.visitor.get(store, keys.visitor(session))

/** What a visitor calls themselves; '' when they did not say, or are erased. */
export const visitorName = (sealing: Sealing, session: SessionId, { name }: VisitorRow): string =>
  sealing.openValue<string>(places.name(session), name) ?? ''
