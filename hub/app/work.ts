/**
 * One tick's work on what is live: submits commands to the floor, turns their events into log entries and rows, and
 * remembers what was touched, so that whoever follows it can be told afterwards. The only caller of `decide` and `evolve`.
 */
import {
  contactOf,
  agentOf,
  decide,
  evolve,
  holdersOf,
  queueRecordOf,
  touched,
  type ClosedBy,
  type Command,
  type FloorEvent,
} from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { CallRecord } from '../calls/index.ts'
import { assert } from '../model/assert.ts'
import type { AgentId, ContactId, QueueId, SessionId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { KeySlot } from '../ports/keys.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { Refused } from '../protocol/index.ts'
import type { BotEnd, Fact } from '../reports/index.ts'
import { rulesMarkKey } from './configuration-mark.ts'
import { noteSaid, type ClosedContact, type ContactFile, type Said } from './contact-file.ts'
import { logEntriesOf, type Circumstance } from './effects.ts'
import { isDecision } from './explanation.ts'
import type { OutsideWish } from './flow-outside.ts'
import type { Live } from './live.ts'
import type { LogEntry } from './log-entry.ts'
import { knownOf } from './known.ts'
import { keys, putEntry, rows } from './records.ts'
import { places } from './sealing.ts'
import { followFloor, tellFloor } from './calling.ts'
import { followCall } from './subscriptions.ts'
import type { Mention, Word } from './notices.ts'
import type { Surveyed } from './surveys.ts'
import type { Tick } from './tick.ts'
import { noteTold, waitSeen, type WaitSeen } from './told-waits.ts'

/** Entries that this tick added to one log, with the seq of the first. */
export interface Appended {
  readonly firstSeq: number
  readonly entries: LogEntry[]
}

export class Work {
  readonly appended = new Map<ContactId, Appended>()
  readonly contacts = new Set<ContactId>()
  /** Contacts in which somebody has written or read, and perhaps nothing else has happened: less shows that, and it happens often. */
  readonly spoken = new Set<ContactId>()
  readonly agents = new Set<AgentId>()
  /** Contacts whose call has changed, with the call as it was before this tick. */
  readonly calls = new Map<ContactId, CallRecord | null>()
  readonly visitors = new Set<SessionId>()
  readonly events: FloorEvent[] = []
  /** What flows want to be asked outside, once this is on the disk; and contacts that ended while the bot had them. */
  readonly outside: OutsideWish[] = []
  readonly botOver: ContactId[] = []
  /** Requests whose message was kept otherwise than it was sent: what was secret in it is masked. */
  readonly masked = new Set<string>()
  /** Waits that ended, beside what their customers had been told. */
  readonly waitsSeen: WaitSeen[] = []
  readonly surveyed: Surveyed[] = []
  /** Who was named in a note, who has read where they were, who is sent a word, and what is being erased. */
  readonly mentions: Mention[] = []
  readonly words: Word[] = []
  readonly mentionsRead: Pick<Mention, 'by' | 'contact'>[] = []
  readonly erased: ContactId[] = []
  readonly #agentRows = new Set<AgentId>()
  readonly #queueRows = new Set<QueueId>()

  constructor(
    readonly tick: Tick,
    readonly live: Live,
  ) {}

  get now(): Instant {
    return this.tick.now
  }

  /** Submits a command. Returns the events it decided; throws `Refused` with the core's code, having changed nothing. */
  command(command: Command, circumstance: Circumstance = {}): readonly FloorEvent[] {
    const decided = decide(this.live.floor, command, this.now)
    if ('refused' in decided) throw new Refused(decided.refused)
    for (const event of decided) this.#happened(event, circumstance)
    return decided
  }

  /** Lets time pass and offers be made until nothing more is to be decided. */
  settle(): void {
    // A contact that is sent on may find a shorter grace where it comes to: so time passes again after each offer.
    do {
      while (this.command({ type: 'passTime' }).length > 0);
      for (const contact of this.calls.keys()) tellFloor(this, contact)
    } while (this.command({ type: 'distribute' }).length > 0)
    this.#gatherRows()
  }

  /** A key for a new contact, and its number noted with this tick. Throws `Refused` when there are none. */
  newKey(): KeySlot {
    const { vault } = this.live.sealing
    try {
      const slot = vault.next()
      const highest = Math.max(slot, rows.keys.get(this.tick, keys.meta('keys'))?.highest ?? 0)
      this.tick.put(rows.keys.put(keys.meta('keys'), { vault: vault.id, highest }))
      return slot
    } catch (error) {
      throw error instanceof StorageUnavailable ? new Refused('storage.unavailable') : error
    }
  }

  /** Keeps what happened beside the floor, to be counted. */
  note(fact: Fact): void {
    this.live.lastFact += 1
    this.tick.put(rows.fact.put(keys.fact(this.live.lastFact), fact))
  }

  /** Adds an entry to a live contact's log and returns its seq. */
  append(contact: ContactId, entry: LogEntry): number {
    const file = this.#fileOf(contact)
    const seq = file.head + 1
    file.head = seq
    this.#enter(file, seq, entry)
    this.touchContact(contact)
    return seq
  }

  /** Adds an entry to the log of a contact that is over, and keeps its row, in which something else may be new. Returns its seq. */
  appendAfterwards({ file, ...closed }: ClosedContact, entry: LogEntry): number {
    const longer: ClosedContact = { ...closed, file: { ...file, head: file.head + 1 } }
    this.#enter(longer.file, longer.file.head, entry)
    this.tick.put(rows.closed.put(keys.contact(file.contact), longer))
    this.visitors.add(file.session)
    return longer.file.head
  }

  /** Adds what somebody has written, which changes nothing else of a contact that is in talk. Returns its seq. */
  say(contact: ContactId, said: Said): number {
    const file = this.#fileOf(contact)
    const seq = file.head + 1
    noteSaid(file, seq, said)
    this.#enter(file, seq, said)
    if (contactOf(this.live.floor, contact)?.state.phase !== 'active') this.touchContact(contact)
    else {
      this.spoken.add(contact)
      this.live.following.behind(contact, this.now)
    }
    return seq
  }

  #enter(file: ContactFile, seq: number, entry: LogEntry): void {
    this.tick.put(putEntry(this.live.sealing, file, seq, entry))
    this.live.repeats.note(file.contact, seq, entry)
    const appended = this.appended.get(file.contact)
    if (appended === undefined) this.appended.set(file.contact, { firstSeq: seq, entries: [entry] })
    else appended.entries.push(entry)
  }

  /** The contact's row and what shows it follow at the end of the tick. */
  touchContact(contact: ContactId): void {
    this.contacts.add(contact)
    const file = this.live.file(contact)
    if (file !== undefined) this.visitors.add(file.session)
    const record = contactOf(this.live.floor, contact)
    if (record !== undefined) for (const agent of holdersOf(record.state)) this.agents.add(agent)
  }

  #happened(event: FloorEvent, circumstance: Circumstance): void {
    const before = 'contact' in event ? copyOf(contactOf(this.live.floor, event.contact)) : undefined
    // Whoever loses an offer or a contact by this event sees it go, though their own record stays as it is.
    if (before !== undefined) for (const agent of holdersOf(before.state)) this.agents.add(agent)
    this.live.lastEvent += 1
    this.tick.put(rows.event.put(keys.event(this.live.lastEvent), event))
    if (isDecision(event))
      this.tick.put(rows.contactEvent.put(keys.contactEvent(event.contact, this.live.lastEvent), {}))
    evolve(this.live.floor, event)
    this.events.push(event)
    // The next start tells of its rules anew.
    if (event.type === 'configured') this.tick.put({ table: 'meta', key: rulesMarkKey, value: null })
    followFloor(this, event, circumstance)
    if (!circumstance.erased && 'contact' in event)
      for (const entry of logEntriesOf(event, before, circumstance)) this.append(event.contact, entry)
    const begins = event.type === 'offerAccepted' || event.type === 'contactAssigned' || event.type === 'customerJoined'
    if (begins && event.agent !== null) this.#fileOf(event.contact).lastAgent = event.agent
    if ('contact' in event) this.#seeWait(event, before)
    if (event.type === 'wrapUpStarted') this.live.openOf.delete(this.#fileOf(event.contact).session)
    const what = touched(event)
    for (const contact of what.contacts) this.touchContact(contact)
    for (const agent of what.agents) {
      this.agents.add(agent)
      this.#agentRows.add(agent)
    }
    for (const queue of what.queues ?? []) this.#queueRows.add(queue)
    followCall(this, event)
    if (event.type === 'contactClosed') this.#close(event, before, circumstance)
  }

  #seeWait(event: FloorEvent & { readonly contact: ContactId }, before: ContactRecord | undefined): void {
    const file = this.live.file(event.contact)
    const seen = file === undefined ? null : waitSeen(event, before, file)
    if (seen !== null) this.waitsSeen.push(seen)
  }

  #close(
    event: FloorEvent & { type: 'contactClosed' },
    before: ContactRecord | undefined,
    circumstance: Circumstance,
  ): void {
    const file = this.#fileOf(event.contact)
    assert(before !== undefined, 'a contact that closes was on the floor')
    this.#leave(file)
    if (circumstance.erased) return
    const { disposition = '', note = '' } = circumstance
    this.#keepClosed(file, { queue: before.queue, closedAt: event.at, outcome: event.outcome, disposition }, note)
  }

  /** A contact that the bot had is over, and was never on the floor. `queue`: where it would have gone. */
  endWithBot(contact: ContactId, by: ClosedBy, outcome: 'solved' | 'unsolved', queue: QueueId): void {
    const file = this.#fileOf(contact)
    this.append(contact, { kind: 'closed', at: this.now, by })
    this.forgetWithBot(contact, outcome === 'unsolved' && by === 'customer' ? 'left' : outcome)
    this.#keepClosed(file, { queue, closedAt: this.now, outcome, disposition: '' }, '')
  }

  /** A contact that the bot had is no more: it is being erased, or kept as ended by whoever calls. */
  forgetWithBot(contact: ContactId, how: BotEnd = 'unsolved'): void {
    this.leaveBot(this.#fileOf(contact), how)
    this.botOver.push(contact)
    this.#leave(this.#fileOf(contact))
  }

  /** The bot has this contact no longer. */
  leaveBot(file: ContactFile, how: BotEnd): void {
    const flow = knownOf(this.live.sealing, file).flow?.flow ?? ''
    this.live.bots.delete(file.contact)
    this.note({ type: 'botEnded', at: this.now, site: file.site, flow, how, tookMs: this.now - file.startedAt })
  }

  /** It lives no longer. */
  #leave(file: ContactFile): void {
    this.visitors.add(file.session)
    if (this.live.openOf.get(file.session) === file.contact) this.live.openOf.delete(file.session)
    this.live.files.delete(file.contact)
    this.live.following.written(file.contact)
    this.live.repeats.forget(file.contact)
    this.contacts.delete(file.contact)
    this.tick.put(rows.contact.remove(keys.contact(file.contact)))
  }

  #keepClosed(file: ContactFile, end: Omit<ClosedContact, 'file' | 'note'>, note: string): void {
    const { contact, slot, site } = file
    const sealed = this.live.sealing.sealValue(slot, places.note(contact), note)
    this.tick.put(
      rows.closed.put(keys.contact(contact), { file, ...end, note: sealed }),
      rows.expiry.put(keys.expiry(site, end.closedAt, contact), {}),
    )
  }

  #gatherRows(): void {
    for (const contact of this.contacts) this.#putContact(contact)
    for (const contact of this.live.following.due(this.spoken, this.now))
      if (!this.contacts.has(contact)) this.#putContact(contact)
    for (const agent of this.#agentRows) {
      const record = agentOf(this.live.floor, agent)
      if (record !== undefined) this.tick.put(rows.agent.put(keys.agent(agent), record))
    }
    for (const queue of this.#queueRows) {
      const record = queueRecordOf(this.live.floor, queue)
      if (record !== undefined) this.tick.put(rows.queue.put(keys.queue(queue), record))
    }
  }

  #putContact(contact: ContactId): void {
    const { floor, following } = this.live
    const record = contactOf(floor, contact)
    const file = this.live.file(contact)
    if (file === undefined || (record === undefined && !this.live.bots.has(contact))) return
    noteTold(floor, file)
    following.written(contact)
    this.tick.put(rows.contact.put(keys.contact(contact), { record: record ?? null, file, epoch: floor.epoch }))
  }

  #fileOf(contact: ContactId): ContactFile {
    const file = this.live.file(contact)
    assert(file !== undefined, 'a contact on the floor has a file')
    return file
  }
}

/** The record as it was: `evolve` changes it in place. */
const copyOf = (record: ContactRecord | undefined): ContactRecord | undefined => record && { ...record }
