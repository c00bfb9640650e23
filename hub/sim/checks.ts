/**
 * The promises as checks. `afterStep` looks at what the hub holds, after everything that happened; `ofStore` looks at what
 * is kept, after each kill and at the end, against what people were told. Each violation names its promise.
 */
import { createHash } from 'node:crypto'
import { agentOf, checkFloor, checkSettled, liveContacts } from '../acd/index.ts'
import type { FloorEvent } from '../acd/events.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { Hub } from '../app/hub.ts'
import type { LogEntry } from '../app/log-entry.ts'
import { keys, lastInstant, readEntry, rows } from '../app/records.ts'
import type { Sealing } from '../app/sealing.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { hours, since, type DurationMs, type Instant } from '../model/time.ts'
import type { Key, Store } from '../ports/store.ts'
import { describeDifference } from '../replay/difference.ts'
import { recordedIn } from '../replay/record.ts'
import { nobody, rerun } from '../replay/rerun.ts'
import { actsWithoutRecord } from './acts.ts'
import { History, type Rules } from './history.ts'
import type { Record } from './record.ts'
import type { Talker } from './talker.ts'
import { Violation } from './violation.ts'

export { Violation } from './violation.ts'

/** In this time everybody who is there is back, when nothing is in the way. */
const comeBackMs = 30_000

/** The hub looks once an hour, and may be restarted, or its disk be full, when it wants to; at each start the clock may be an hour on. */
const lateErasureMs = hours(4)

/** A chance that days longer than retention must have seen. */
export const erasedByAge = 'contacts past their time erased'

/** What becomes of customers who do not wait in person: days must have seen it. */
const waitedOtherwise: ReadonlySet<FloorEvent['type']> = new Set([
  'contactHeld',
  'contactResumed',
  'callStarted',
  'callFailed',
  'customerJoined',
])

const lateMs = 1_500
/** P10: how much later than its deadline an offer may be taken back. */
const ringToleranceMs = 1_000
/** The lease, once more for a hello in between, and some air: after that nobody is taken for connected who is not (P11). */
const detectionMs = 60_000

/** When an agent had a line last, seen from outside. */
interface Presence {
  readonly agent: AgentId
  readonly onlineAt: number
}

export class Checks {
  readonly #firstEnqueued = new Map<ContactId, Instant>()
  #lastEvent = -1
  /** Events of the floor that were looked at when they were told. */
  #lastTold = 0
  #history: History | null = null
  /** Number of the last event in it. */
  #historyTo = 0
  /** Contacts that ended, found whole, with the mark of their log. */
  readonly #whole = new Map<ContactId, { readonly mark: string; readonly closedAt: Instant }>()
  /** When the hub that runs was first looked at, by the time outside. */
  #servedSince: number | null = null

  constructor(
    private readonly record: Record,
    private readonly sealing: () => Sealing,
  ) {}

  #logOf(store: Store, contact: ContactId): KeptLog | undefined {
    return logsOf(store, this.sealing(), [contact]).get(contact)
  }

  /** P6 to P9 and P11 on the floor as it stands. Cheap when nothing was decided since. */
  afterStep(hub: Hub, now: Instant, diskTrouble: boolean): void {
    if (hub.live.lastEvent === this.#lastEvent) return
    this.#lastEvent = hub.live.lastEvent
    const { floor } = hub.live
    const broken = checkFloor(floor, now)
    if (broken.length > 0) throw new Violation(`P6 to P8: ${broken.join('; ')}`)
    // The tick that had handed it over was lost: the bot has it still, and its place begins when it is handed over again.
    for (const contact of hub.live.bots.contacts()) this.#firstEnqueued.delete(contact)
    for (const contact of liveContacts(floor)) {
      this.#keepsItsPlace(contact)
      // What cannot be kept does not happen: a grace ends when the disk is back.
      if (!diskTrouble) this.#hasAnOwner(hub, contact, now)
      if (!hub.live.files.has(contact.id)) throw new Violation(`P6: ${contact.id} is on the floor without a file`)
    }
    this.record.count('floors checked')
  }

  /**
   * When a tick of hub time `at` was told: nobody waits although somebody is ready, and offers that ran out did so in time,
   * unless the disk kept nothing at that time (`diskTrouble`). Returns before anything else was decided.
   */
  whenTold(hub: Hub, store: Store, at: Instant, diskTrouble: boolean): void {
    const { lastEvent, floor } = hub.live
    if (lastEvent === this.#lastTold) return
    const broken = checkSettled(floor, at)
    if (broken.length > 0) throw new Violation(broken.join('; '))
    this.record.count('ticks found settled')
    for (let number = this.#lastTold + 1; number <= lastEvent; number++) {
      const event = rows.event.get(store, keys.event(number))
      if (event !== undefined && !diskTrouble) this.#ringsOutInTime(event, at)
    }
    this.#lastTold = lastEvent
  }

  /** A new hub knows what the last one knew; events are read anew. */
  restarted(hub: Hub): void {
    this.#lastEvent = -1
    this.#lastTold = hub.live.lastEvent
    this.#servedSince = null
    for (const contact of liveContacts(hub.live.floor))
      if (contact.state.phase === 'offered' && contact.state.rings.some(({ epoch }) => epoch !== hub.epoch))
        throw new Violation(`P9: ${contact.id} is still offered in an epoch before ${hub.epoch}`)
  }

  /** P11 by what is true outside: whoever has no line for long, though there is a hub, is not taken for connected. */
  ofLines(hub: Hub, people: Iterable<Presence>, now: number, hubNow: Instant, diskTrouble: boolean): void {
    this.#servedSince ??= now
    for (const { agent, onlineAt } of people) {
      const link = agentOf(hub.live.floor, agent)?.link
      // The hub may have heard one more hello, whose answer did not arrive.
      const seenAt = link?.state === 'connected' ? now - (hubNow - link.since) : -Infinity
      const goneMs = now - Math.max(onlineAt, seenAt, this.#servedSince)
      if (diskTrouble || goneMs < detectionMs) continue
      if (link?.state === 'connected') throw new Violation(`P11: ${agent} is gone for ${goneMs} ms and nobody knows`)
      this.record.count('agents found gone from the floor')
    }
  }

  /** P1 to P3 and P6 on all that is kept. */
  ofStore(store: Store): void {
    const all = logsOf(store, this.sealing())
    for (const [contact, { mark }] of this.#whole)
      if (markOf(all.get(contact)) !== mark) throw new Violation(`P1: ${contact} is not what it was when it ended`)
    for (const contact of this.record.acked.keys()) this.#keepsAcknowledged(contact, all.get(contact))
    for (const contact of this.record.startedContacts) this.#isSomewhere(store, contact)
    for (const [contact, kept] of all) if (!this.#whole.has(contact)) this.#isWellFormed(contact, kept)
  }

  /**
   * The same on what may still change, for long days: a contact that is found ended and whole is remembered by a mark of its
   * log, and what was known of it is forgotten.
   */
  ofMoving(store: Store): void {
    const { acked, startedContacts } = this.record
    const live = [...store.range('contact', {})].map(({ key }) => key[0] as ContactId)
    for (const contact of new Set([...live, ...acked.keys(), ...startedContacts])) {
      const kept = this.#logOf(store, contact)
      this.#keepsAcknowledged(contact, kept)
      this.#isSomewhere(store, contact)
      if (this.#whole.has(contact) || kept === undefined) continue
      this.#isWellFormed(contact, kept)
      const closed = rows.closed.get(store, keys.contact(contact))
      if (closed === undefined) continue
      this.#whole.set(contact, { mark: markOf(kept), closedAt: closed.closedAt })
      this.#firstEnqueued.delete(contact)
      for (const entry of kept.log) if (entry.kind === 'message') this.record.said.delete(entry.requestId)
    }
    for (const contact of this.#whole.keys()) {
      acked.delete(contact)
      startedContacts.delete(contact)
    }
  }

  /** P25: what is past its time is gone, rows and key, a few hours later; what is younger is there. */
  ofRetention(store: Store, keptMs: DurationMs): void {
    const now = lastInstant(store)
    const closed = new Set([...store.range('closed', {})].map(({ key }) => key[0]))
    for (const [contact, { closedAt }] of this.#whole) {
      const age = since(closedAt, now)
      const there = closed.has(contact)
      if (!there && age < keptMs) throw new Violation(`P25: ${contact} was erased at an age of ${age} of ${keptMs} ms`)
      if (there && age > keptMs + lateErasureMs)
        throw new Violation(`P25: ${contact} is kept for ${age} of ${keptMs} ms`)
      // Its rows may go in several ticks: it is gone when the last of them is.
      if (there || this.#logOf(store, contact) !== undefined) continue
      this.#whole.delete(contact)
      this.record.count(erasedByAge)
    }
  }

  #keepsAcknowledged(contact: ContactId, kept: KeptLog | undefined): void {
    for (const message of this.record.acked.get(contact) ?? []) {
      this.record.count('acknowledged messages found again')
      const entry = kept?.log[message.seq - 1]
      if (entry?.kind !== 'message' || entry.requestId !== message.requestId || entry.text !== message.text)
        throw new Violation(`P1: ${contact} lost ${message.text.slice(0, 40)} at ${message.seq}`)
    }
  }

  /** P6, P7, P9, P10, P12 and P17 over everything that happened on the floor since the last call; at first, ever. */
  ofHistory(store: Pick<Store, 'range'>, rulesIn?: (epoch: number) => Rules | null): void {
    const history = (this.#history ??= new History(rulesIn))
    for (const { key, value } of store.range('event', { after: [this.#historyTo] })) {
      if (key[0] !== this.#historyTo + 1)
        throw new Violation(`P3: event ${this.#historyTo + 1} of the floor is missing`)
      const event = rows.event.read(value)
      const broken = history.next(event)
      if (broken !== null) throw new Violation(broken)
      this.#historyTo = key[0] as number
      if (event.type !== 'offerMade') this.record.count(`floor: ${event.type}`)
      if (event.type === 'offerMade') this.record.count('offers made')
      if (event.type === 'offerMade' && (event.ring ?? 1) > 1) this.record.count('offers made beside others')
      if (event.type === 'offerAccepted') this.record.count('offers accepted')
      if (event.type === 'offerEnded')
        this.record.count(`offers ${event.cause === 'answered' ? 'lost to another' : event.ending}`)
      if (waitedOtherwise.has(event.type)) this.record.count(event.type)
    }
    for (const [offer, agent] of this.record.accepted) {
      if (history.accepted.get(offer) !== agent) throw new Violation(`P7: ${agent} was told to have ${offer}`)
      this.record.accepted.delete(offer)
    }
  }

  /** RE5 over the whole record: what came from outside, asked again, makes the floor decide again all that it decided. */
  ofReplay(store: Pick<Store, 'range'>): void {
    const { decided, offers, differences } = rerun(recordedIn(store), nobody, null)
    this.record.count('records decided again')
    this.record.chances['events decided again'] = (this.record.chances['events decided again'] ?? 0) + decided
    this.record.chances['offers made again'] = (this.record.chances['offers made again'] ?? 0) + offers
    const [first] = differences
    if (first !== undefined) throw new Violation(`RE5: ${describeDifference(first)}`)
  }

  /** P24 over the whole day. */
  ofActs(store: Store): void {
    const broken = actsWithoutRecord(store, (what) => this.record.count(what))
    if (broken !== null) throw new Violation(`P24: ${broken}`)
  }

  /** P4 and P5: what screens show is the log, from its first entry, without a hole. */
  ofScreens(store: Store, talkers: Iterable<Pick<Talker, 'client'>>): void {
    const all = logsOf(store, this.sealing())
    for (const talker of talkers) for (const [contact, { log }] of all) this.#isTheLog(contact, talker, log)
  }

  /** The same for those who have left and will not be asked again: on the contacts they followed last. */
  ofLeft(store: Store, talkers: Iterable<Talker>): void {
    for (const talker of talkers)
      for (const contact of talker.follows()) this.#isTheLog(contact, talker, this.#logOf(store, contact)?.log ?? [])
  }

  /** P4 when all is quiet: whoever is there has an answer to everything, and all of each log they follow. */
  atRest(store: Store, talkers: Iterable<Talker>): void {
    for (const talker of talkers) {
      if (!talker.isHere || talker.client.state.kind === 'stopped') continue
      if (!talker.isOnline && talker.hereForMs < comeBackMs) continue
      if (!talker.isOnline) throw new Violation(`P4: ${talker.name} cannot come back`)
      this.record.count('screens found complete')
      const [open] = talker.client.resumePending()
      if (open !== undefined) throw new Violation(`P1: ${talker.name} has no answer to ${open.verb} ${open.id}`)
      for (const contact of talker.follows()) {
        const [shown, kept] = [talker.client.log(contact).length, this.#logOf(store, contact)?.head ?? 0]
        if (shown !== kept) throw new Violation(`P4: ${talker.name} sees ${shown} of ${kept} entries of ${contact}`)
      }
    }
  }

  #isTheLog(contact: ContactId, { client }: Pick<Talker, 'client'>, kept: readonly LogEntry[]): void {
    const shown = client.log(contact)
    if (shown.length === 0) return
    this.record.count('screens compared')
    if (shown.length > kept.length) throw new Violation(`P1: a screen shows more of ${contact} than is kept`)
    shown.forEach((entry, at) => {
      const own = kept[at]!
      const same = entry.kind === 'elided' || (entry.kind === own.kind && entry.at === own.at)
      if (!same || (entry.kind === 'message' && own.kind === 'message' && entry.text !== own.text))
        throw new Violation(`P4: a screen shows another entry ${at + 1} of ${contact} than is kept`)
    })
  }

  #ringsOutInTime(event: FloorEvent, told: Instant): void {
    if (event.type !== 'offerEnded' || event.ending !== 'missed') return
    this.record.count('offers seen to ring out in time')
    if (told - event.at > ringToleranceMs)
      throw new Violation(`P10: ${event.offer} rang ${told - event.at} ms longer than it may`)
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

  #isWellFormed(contact: ContactId, { head, log }: KeptLog): void {
    if (log.length !== head)
      throw new Violation(`P3: ${contact} has ${log.length} entries and a last number of ${head}`)
    const seen = new Set<string>()
    const last = new Map<string, number>()
    let saidAt = 0
    for (const entry of log) {
      if (entry.kind !== 'message') continue
      if (entry.at < saidAt) throw new Violation(`P17: ${contact} holds ${entry.text.slice(0, 40)} before its time`)
      saidAt = entry.at
      // The bot's words come from no request.
      if (entry.from === 'bot') continue
      if (seen.has(entry.requestId)) throw new Violation(`P2: ${contact} holds ${entry.text.slice(0, 40)} twice`)
      seen.add(entry.requestId)
      const said = this.record.said.get(entry.requestId)
      if (said === undefined) continue
      if (said.order < (last.get(said.speaker) ?? 0))
        throw new Violation(`P3: ${contact} holds ${entry.text.slice(0, 40)} out of order`)
      last.set(said.speaker, said.order)
    }
  }
}

interface KeptLog {
  /** Number of the last entry. */
  head: number
  readonly log: LogEntry[]
}

/** Entries by their bytes, which never change: most were read at an earlier kill. */
const known = new WeakMap<Uint8Array, LogEntry>()

function entryOf(sealing: Sealing, key: Key, bytes: Uint8Array): LogEntry {
  let entry = known.get(bytes)
  if (entry === undefined) {
    const read = readEntry(sealing, key, bytes)
    if (read === null) throw new Violation(`P25: an entry of ${key[0]} outlives its key`)
    known.set(bytes, (entry = read))
  }
  return entry
}

/** Equal for equal logs. */
function markOf(kept: KeptLog | undefined): string {
  const hash = createHash('sha256')
  for (const entry of kept?.log ?? []) hash.update(JSON.stringify(entry))
  return `${kept?.head} ${hash.digest('base64').slice(0, 16)}`
}

/** Every log in the store; with a prefix, of these contacts. */
function logsOf(store: Store, sealing: Sealing, prefix: readonly ContactId[] = []): ReadonlyMap<ContactId, KeptLog> {
  const logs = new Map<ContactId, KeptLog>()
  for (const { key, value } of store.range('entry', { prefix })) {
    const contact = key[0] as ContactId
    const kept = logs.get(contact) ?? { head: 0, log: [] }
    logs.set(contact, kept)
    kept.head = key[1] as number
    kept.log.push(entryOf(sealing, key, value))
  }
  return logs
}
