/**
 * Who is connected and what they follow. After each tick `publish` tells every follower what the tick changed: entries of
 * logs, in order and without a hole, and deltas of the live lists. What is read from the store here is on the disk.
 */
import { contactOf, contactsOf, holdersOf } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { AgentId, ContactId, OfferId, SessionId } from '../model/ids.ts'
import type { FlushToken, Store } from '../ports/store.ts'
import {
  encode,
  frameKinds,
  hints,
  limits,
  packEntry,
  type HubFrame,
  type Topic,
  type Wire,
} from '../protocol/index.ts'
import type { Actor } from '../http/door.ts'
import type { Connection } from './connection.ts'
import { deskCallItems, visitCallItem } from './call-views.ts'
import { FloorFigures } from './floor-figures.ts'
import { FloorLists } from './floor-lists.ts'
import { LiveList } from './live-list.ts'
import { visitorOf, type Live } from './live.ts'
import { wireEntry, type LogEntry, type Reader } from './log-entry.ts'
import { closedOf, readEntries } from './records.ts'
import { noticeItems } from './notice-views.ts'
import type { Reporting } from './reporting.ts'
import { Watchers } from './watchers.ts'
import { deskItems, heldContactItem, openContactItem, visitItems, type Sight, type ViewItem } from './views.ts'
import { nowAs, siteNow } from './site-now.ts'
import type { Appended, Work } from './work.ts'
import type { Directory } from './directory.ts'

const deskKinds = ['me', 'offer', 'contact', 'call', 'notice']
const visitKinds = ['contact', 'call', 'site', 'question', 'survey']

/** Connections of one actor: a customer's tabs by session, an agent's windows by agent. */
type Party = Set<Connection>

export class Audience {
  readonly #customers = new Map<SessionId, Party>()
  readonly #agents = new Map<AgentId, Party>()
  readonly #visits = new Map<SessionId, { readonly list: LiveList; readonly site: string }>()
  /** Of those, whose contact waits: only their place and wait change without anything happening to them. */
  readonly #waiting = new Set<SessionId>()
  /** Whether anybody could answer and when, by site, where every page shows the same. */
  readonly #now = new Map<string, string>()
  readonly #desks = new Map<AgentId, LiveList>()
  readonly figures: FloorFigures
  readonly #floor: FloorLists
  readonly #watchers = new Watchers<Connection>()
  #lists = 0

  constructor(
    private readonly store: Store,
    private readonly directory: Directory,
    private readonly live: () => Live,
    private readonly epoch: number,
    days: () => Pick<Reporting, 'today' | 'busyToday'>,
  ) {
    this.figures = new FloorFigures(days)
    this.#floor = new FloorLists(
      () => this.#sight,
      () => this.#newList('floor'),
      this.figures,
    )
  }

  get #sight(): Sight {
    return { live: this.live(), directory: this.directory, store: this.store }
  }

  /** An agent's window shows a talk that is not theirs from now on, or does so no longer. */
  watch(window: Connection, contact: ContactId, on: boolean, proof: FlushToken): void {
    const { actor } = window
    if (actor?.kind !== 'agent' || !this.#agents.get(actor.agent)?.has(window)) return
    if (on) this.#watchers.add(window, contact)
    else this.#watchers.remove(window, contact)
    this.#publishHeld(actor.agent, proof)
  }

  /** Adds a greeted connection. True when it is the only one of its actor. */
  join(connection: Connection, actor: Actor): boolean {
    const parties: Map<string, Party> = actor.kind === 'agent' ? this.#agents : this.#customers
    const name = actor.kind === 'agent' ? actor.agent : actor.session
    const party = parties.get(name) ?? new Set()
    parties.set(name, party)
    party.add(connection)
    return party.size === 1
  }

  /** Removes a connection. True when it was the last one of its actor. */
  leave(connection: Connection, actor: Actor): boolean {
    if (actor.kind === 'agent') {
      this.#floor.leave(connection)
      this.#watchers.gone(connection)
      return leaveParty(this.#agents, actor.agent, connection)
    }
    const last = leaveParty(this.#customers, actor.session, connection)
    if (last) {
      this.#visits.delete(actor.session)
      this.#waiting.delete(actor.session)
    }
    return last
  }

  customersOf(session: SessionId): Iterable<Connection> {
    return this.#customers.get(session) ?? []
  }

  windowsOf(agent: AgentId): Iterable<Connection> {
    return this.#agents.get(agent) ?? []
  }

  /** True while somebody of this name has a connection. */
  isHere(name: AgentId | SessionId): boolean {
    return this.#agents.has(name as AgentId) || this.#customers.has(name as SessionId)
  }

  /** Counts for metrics. */
  get counts(): { readonly customers: number; readonly agents: number } {
    return { customers: this.#customers.size, agents: this.#agents.size }
  }

  *connections(): Iterable<Connection> {
    for (const party of this.#customers.values()) yield* party
    for (const party of this.#agents.values()) yield* party
  }

  /** Brings a connection that was just welcomed up to date: its logs first, then its lists. */
  bringUpToDate(connection: Connection, actor: Actor, proof: FlushToken): void {
    for (const contact of this.#followedBy(connection, actor))
      this.#sendLog(connection, actor, contact, proof, undefined)
    for (const list of this.#listsOf(connection, actor)) {
      const cursor = connection.listCursor(list.topic, this.epoch)
      for (const frame of list.catchUp(cursor)) connection.tell(proof, frame)
    }
    connection.claimedLists.clear()
  }

  /** At the end of a tick: notices and alerts, which are kept with it. */
  settle(work: Work): void {
    work.live.notices.settle(work)
    this.figures.lookOut(work, this.directory)
  }

  /** Tells what a tick changed. Runs after the tick is on the disk and before the next one begins. */
  publish(work: Work, proof: FlushToken): void {
    for (const [contact, appended] of work.appended) this.#publishLog(contact, appended, proof)
    for (const event of work.events)
      if (event.type === 'offerEnded' && event.cause === 'answered') this.#tellLost(event.agent, event.offer, proof)
    this.#floor.note(work)
    for (const agent of work.agents) {
      this.#publishHeld(agent, proof)
      this.#refreshDesk(agent, proof)
    }
    for (const session of work.visitors) this.refreshVisit(session, proof)
    this.#publishTalks(work, proof)
  }

  /** Who only wrote or read has changed one item on each side; of a contact with which more has happened all was told above. */
  #publishTalks({ spoken, contacts }: Work, proof: FlushToken): void {
    const sight = this.#sight
    const agents = new Set<AgentId>()
    for (const contact of spoken) {
      const file = sight.live.file(contact)
      const record = contactOf(sight.live.floor, contact)
      if (contacts.has(contact) || file === undefined || record === undefined) continue
      if (sight.live.openOf.get(file.session) === contact) this.#refreshPlace(file.session, proof)
      else this.refreshVisit(file.session, proof)
      for (const agent of holdersOf(record.state)) {
        const shown = heldContactItem(sight, agent, contact)
        if (shown === undefined) continue
        this.#desks.get(agent)?.set(shown.kind, shown.id, shown.value)
        agents.add(agent)
      }
    }
    for (const agent of agents) {
      const desk = this.#desks.get(agent)
      if (desk !== undefined) this.#tellDelta(desk, this.windowsOf(agent), proof)
    }
  }

  /** Before the offer leaves the desk, or nobody would know any more whom it was about. */
  #tellLost(agent: AgentId, offer: OfferId, proof: FlushToken): void {
    const frame: HubFrame = [frameKinds.hinted, 'offer.lost', hints['offer.lost'].pack({ offer })]
    for (const connection of this.windowsOf(agent)) if (connection.actor !== null) connection.tell(proof, frame)
  }

  /** Computes a customer's list anew, if it is followed. */
  refreshVisit(session: SessionId, proof: FlushToken): void {
    const visit = this.#visits.get(session)
    if (visit === undefined) return
    this.#noteWaiting(session)
    this.#noteShown(visit.site)
    const items = (): ViewItem[] => this.#visitItems(session, visit.site)
    this.#publishList(visit.list, visitKinds, items, this.customersOf(session), proof)
  }

  /** After the floor has changed: everybody who waits, and where somebody came or the last one went, the whole site. */
  refreshVisits(proof: FlushToken): void {
    const changed = new Set<string>()
    for (const { key } of this.directory.organisation.sites) {
      const now = nowAs(siteNow(this.#sight, key))
      if (this.#now.get(key) !== now) changed.add(key)
      this.#now.set(key, now)
    }
    if (changed.size === 0) for (const session of this.#waiting) this.#refreshPlace(session, proof)
    else
      for (const [session, { site }] of this.#visits)
        if (changed.has(site)) this.refreshVisit(session, proof)
        else if (this.#waiting.has(session)) this.#refreshPlace(session, proof)
  }

  /** Of who waits or talks only the contact has moved: ten thousand may, and the rest is not looked at. */
  #refreshPlace(session: SessionId, proof: FlushToken): void {
    const list = this.#visits.get(session)?.list
    const shown = openContactItem(this.#sight, session)
    if (list === undefined || shown === undefined) return
    list.set(shown.kind, shown.id, shown.value)
    this.#tellDelta(list, this.customersOf(session), proof)
  }

  /** Words, choices and rules may all be different: every list is computed anew. */
  refreshAll(proof: FlushToken): void {
    for (const agent of this.#desks.keys()) this.#refreshDesk(agent, proof)
    for (const session of this.#visits.keys()) this.refreshVisit(session, proof)
    this.refreshFloor(proof)
  }

  #refreshDesk(agent: AgentId, proof: FlushToken): void {
    const items = (): ViewItem[] => this.#deskItems(agent)
    this.#publishList(this.#desks.get(agent), deskKinds, items, this.windowsOf(agent), proof)
  }

  /** Somebody is shown figures, which move also while nothing happens. */
  get isWatched(): boolean {
    return this.#floor.isWatched
  }

  refreshFloor(proof: FlushToken, now = this.live().floor.at): void {
    this.#floor.refresh(proof, now)
  }

  #visitItems(session: SessionId, site: string): ViewItem[] {
    const sight = this.#sight
    const open = sight.live.openOf.get(session)
    const call = open === undefined ? undefined : visitCallItem(sight, open)
    return [...visitItems(sight, session, site), ...(call === undefined ? [] : [call])]
  }

  #deskItems(agent: AgentId): ViewItem[] {
    const sight = this.#sight
    return [...deskItems(sight, agent), ...deskCallItems(sight, agent), ...noticeItems(sight, agent)]
  }

  /** One page is about to show the site as it is between two refreshes: if that is news, not all show the same any more. */
  #noteShown(site: string): void {
    if (this.#now.get(site) !== nowAs(siteNow(this.#sight, site))) this.#now.delete(site)
  }

  #noteWaiting(session: SessionId): void {
    const live = this.live()
    const contact = live.openOf.get(session)
    const phase = contact === undefined ? undefined : contactOf(live.floor, contact)?.state.phase
    if (phase === 'queued' || phase === 'resting') this.#waiting.add(session)
    else this.#waiting.delete(session)
  }

  /** What lists showed until now is told to nobody any more: whoever comes back gets what they show today. */
  forgetPast(): void {
    for (const desk of this.#desks.values()) desk.forgetPast()
    for (const { list } of this.#visits.values()) list.forgetPast()
    this.#floor.forgetPast()
  }

  #newList(topic: Topic): LiveList {
    this.#lists += 1
    return new LiveList(topic, this.#lists)
  }

  /** The lists of an actor, made and filled if they are not there yet. */
  #listsOf(connection: Connection, actor: Actor): readonly LiveList[] {
    if (actor.kind === 'visitor') {
      const held = this.#visits.get(actor.session)
      if (held !== undefined) return [held.list]
      const list = this.#newList('visit')
      this.#visits.set(actor.session, { list, site: actor.site })
      this.#noteWaiting(actor.session)
      this.#noteShown(actor.site)
      return [list.filled(visitKinds, this.#visitItems(actor.session, actor.site))]
    }
    let desk = this.#desks.get(actor.agent)
    if (desk === undefined) {
      desk = this.#newList('desk')
      this.#desks.set(actor.agent, desk)
      desk.filled(deskKinds, this.#deskItems(actor.agent))
    }
    return [desk, this.#floor.join(connection, actor)]
  }

  #publishList(
    list: LiveList | undefined,
    kinds: readonly string[],
    items: () => ViewItem[],
    to: Iterable<Connection>,
    proof: FlushToken,
  ): void {
    if (list === undefined) return
    list.replace(kinds, items())
    this.#tellDelta(list, to, proof)
  }

  #tellDelta(list: LiveList, to: Iterable<Connection>, proof: FlushToken): void {
    const delta = list.takeDelta()
    if (delta === null) return
    const bytes = encode(delta)
    for (const connection of to) if (connection.actor !== null) connection.tellEncoded(proof, bytes)
  }

  #publishLog(contact: ContactId, appended: Appended, proof: FlushToken): void {
    /** By who reads the same. */
    const encoded = new Map<string, Uint8Array>()
    const tell = (connection: Connection): void => this.#tellEntries(connection, contact, appended, encoded, proof)
    for (const connection of this.#customersFollowing(contact)) tell(connection)
    for (const connection of this.#holders(contact)) tell(connection)
    for (const window of this.#watchers.of(contact)) tell(window)
  }

  #tellEntries(
    connection: Connection,
    contact: ContactId,
    appended: Appended,
    encoded: Map<string, Uint8Array>,
    proof: FlushToken,
  ): void {
    const actor = connection.actor
    if (actor === null) return
    const { firstSeq, entries } = appended
    if (connection.logs.get(contact) !== firstSeq - 1) return this.#sendLog(connection, actor, contact, proof, appended)
    const reader = readerName(actor, entries)
    let bytes = encoded.get(reader)
    if (bytes === undefined) {
      bytes = encode(this.#entriesFrame(contact, firstSeq, entries, actor))
      encoded.set(reader, bytes)
    }
    connection.tellEncoded(proof, bytes)
    connection.logs.set(contact, firstSeq + entries.length - 1)
  }

  /** The customer's tabs, unless the contact is an earlier one that its agent is still wrapping up. */
  #customersFollowing(contact: ContactId): Iterable<Connection> {
    const live = this.live()
    const session = live.file(contact)?.session ?? closedOf(this.store, live.sealing, contact)?.file.session
    if (session === undefined) return []
    const shown = live.openOf.get(session) ?? visitorOf(this.store, session)?.contact
    return shown === contact ? this.customersOf(session) : []
  }

  /** An agent's windows follow what the agent holds, from the moment they hold it, and nothing longer. */
  #publishHeld(agent: AgentId, proof: FlushToken): void {
    for (const connection of this.windowsOf(agent)) {
      const actor = connection.actor
      if (actor === null) continue
      const held = new Set(this.#followedBy(connection, actor))
      for (const contact of connection.logs.keys()) if (!held.has(contact)) connection.logs.delete(contact)
      for (const contact of held)
        if (!connection.logs.has(contact)) this.#sendLog(connection, actor, contact, proof, undefined)
    }
  }

  #holders(contact: ContactId): Iterable<Connection> {
    const record = contactOf(this.live().floor, contact)
    return record !== undefined && isTheirs(record) && 'agent' in record.state ? this.windowsOf(record.state.agent) : []
  }

  /** Contacts whose log this connection follows: a customer's their one contact, an agent's those they hold and what it shows. */
  #followedBy(connection: Connection, actor: Actor): readonly ContactId[] {
    if (actor.kind === 'visitor') {
      const visitor = visitorOf(this.store, actor.session)
      return visitor === undefined ? [] : [visitor.contact]
    }
    const { floor } = this.live()
    const held = [...contactsOf(floor, actor.agent)].filter((contact) => isTheirs(contactOf(floor, contact)!))
    return [...new Set([...held, ...this.#watchers.by(connection)])]
  }

  /** Sends what this connection lacks of a log, from the store, in pages. */
  #sendLog(
    connection: Connection,
    actor: Actor,
    contact: ContactId,
    proof: FlushToken,
    appended: Appended | undefined,
  ): void {
    const head = appended === undefined ? this.headOf(contact) : appended.firstSeq + appended.entries.length - 1
    let sent = connection.logs.get(contact) ?? connection.claimedLogs.get(contact) ?? 0
    connection.claimedLogs.delete(contact)
    if (sent > head) {
      connection.tell(proof, [frameKinds.reset, contact])
      sent = 0
    }
    while (sent < head) {
      const page = readEntries(this.store, this.live().sealing, contact, sent, limits.entriesPerFrameMax)
      if (page.length === 0) break
      connection.tell(proof, this.#entriesFrame(contact, sent + 1, page, actor))
      sent += page.length
    }
    connection.logs.set(contact, sent)
  }

  /** Length of a contact's log. */
  headOf(contact: ContactId): number {
    return this.live().file(contact)?.head ?? closedOf(this.store, this.live().sealing, contact)?.file.head ?? 0
  }

  #entriesFrame(contact: ContactId, firstSeq: number, entries: readonly (LogEntry | null)[], actor: Actor): HubFrame {
    return [frameKinds.entries, contact, firstSeq, this.wireEntries(entries, actor)]
  }

  /** Entries as this actor sees them; in the place of an erased one stands that something was there. */
  wireEntries(entries: readonly (LogEntry | null)[], actor: Actor): Wire[] {
    const reader: Reader = { side: actor.kind === 'agent' ? 'agent' : 'customer', session: actor.session }
    return entries.map((entry) =>
      packEntry(entry === null ? { kind: 'elided' } : wireEntry(entry, reader, this.directory)),
    )
  }
}

/** Whether its agent has it before them: in talk or afterwards, or accepted while its customer is being called. */
const isTheirs = ({ state, hold }: ContactRecord): boolean =>
  state.phase === 'active' ||
  state.phase === 'wrapUp' ||
  (state.phase === 'called' && hold !== null && hold.mode !== 'customer-first')

/** Readers with equal names see equal bytes: only a sender's own session sees its request ids. */
function readerName(actor: Actor, entries: readonly LogEntry[]): string {
  const own = entries.some((entry) => entry.kind === 'message' && entry.session === actor.session)
  return own ? actor.session : actor.kind
}

function leaveParty<Name>(parties: Map<Name, Party>, name: Name, connection: Connection): boolean {
  const party = parties.get(name)
  if (party === undefined || !party.delete(connection)) return false
  if (party.size > 0) return false
  parties.delete(name)
  return true
}
