/**
 * PURE: the client's lists, logs and pending requests in, what the desk's list column shows out. No clock, no storage, no
 * element. What one talk shows is in talk.ts. To show more of a contact in the list: a field of `ContactRow`.
 */
import type {
  AttachmentInfo,
  BothLanguages,
  DeskCall,
  DeskContact,
  DeskMe,
  DeskOffer,
  Entry,
  FloorAgent,
  FloorQueue,
} from '#protocol'

/** An own message that is not in the log yet: on its way, or refused. */
export interface PendingMessage {
  readonly id: string
  readonly contact: string
  readonly text: string
  readonly attachments: readonly AttachmentInfo[]
  /** Null while it is on its way. */
  readonly refusal: string | null
}

/** What was said last, for the list: by the customer, by our people, or by the bot where nobody else has said anything. */
export interface LastWords {
  readonly by: 'customer' | 'own' | 'bot'
  readonly text: string
  /** Name of a file when there is no text. */
  readonly file: string
}

export interface ContactRow {
  readonly contact: DeskContact
  readonly last: LastWords | null
  readonly unread: number
  readonly typing: boolean
  /** Beginning of a draft, '' when nothing is being written. */
  readonly draft: string
  /** It rested and its customer wrote again; not looked at since. */
  readonly woken: boolean
  /** Its call, proposed or running; null while there is none. */
  readonly call: DeskCall | null
  /** A wait for an answer longer than this is late, milliseconds: as its queue says. */
  readonly lateMs: number
  /** 1 to 9 for the first nine rows of the list, 0 for the rest. */
  readonly digit: number
}

/** What the desk knows, as the client and the desk's own memory hold it. */
export interface DeskFacts {
  readonly me: DeskMe | null
  readonly offers: Iterable<DeskOffer>
  readonly contacts: Iterable<DeskContact>
  readonly queues: Iterable<FloorQueue>
  readonly agents: Iterable<FloorAgent>
  readonly log: (contact: string) => readonly Entry[]
  readonly pending: readonly PendingMessage[]
  readonly typing: ReadonlySet<string>
  readonly woken: ReadonlySet<string>
  readonly calls: ReadonlyMap<string, DeskCall>
  readonly draft: (contact: string) => string
  /** Up to where this window has shown the log; the hub's own mark may be older or newer. */
  readonly readHere: (contact: string) => number
}

export interface DeskLists {
  readonly me: DeskMe | null
  readonly offers: readonly DeskOffer[]
  readonly active: readonly ContactRow[]
  readonly wrapUp: readonly ContactRow[]
  /** Talks that rest until somebody writes. */
  readonly resting: readonly ContactRow[]
  readonly queues: readonly FloorQueue[]
  /** Queues that oneself serves; null where the hub does not tell. */
  readonly ownQueues: ReadonlySet<string> | null
  /** Colleagues: everybody but oneself. */
  readonly agents: readonly FloorAgent[]
  /** Customers waiting in any queue. */
  readonly waiting: number
}

/** The offer that ends first comes first. */
export function offersInOrder(offers: Iterable<DeskOffer>): readonly DeskOffer[] {
  return [...offers].sort((a, b) => a.deadline - b.deadline || compareText(a.offer, b.offer))
}

/** Who has waited longest for an answer first; then, steadily, those who wait for nothing, oldest talk first. */
export function activeInOrder(contacts: Iterable<DeskContact>): readonly DeskContact[] {
  const wait = (contact: DeskContact): number => contact.waitingSince ?? Number.MAX_SAFE_INTEGER
  return [...contacts]
    .filter((contact) => contact.phase === 'active' && !rests(contact))
    .sort((a, b) => wait(a) - wait(b) || a.startedAt - b.startedAt || compareText(a.contact, b.contact))
}

/** The wrap-up that ends first comes first, those without an end last. */
export function wrapUpInOrder(contacts: Iterable<DeskContact>): readonly DeskContact[] {
  const end = (contact: DeskContact): number => contact.until ?? Number.MAX_SAFE_INTEGER
  return [...contacts]
    .filter((contact) => contact.phase === 'wrapUp')
    .sort((a, b) => end(a) - end(b) || a.since - b.since || compareText(a.contact, b.contact))
}

/** Parked, and nobody has written since. */
const rests = ({ parked, stirred }: DeskContact): boolean => parked !== null && stirred === null

/** Talks that rest, the one that was put to rest last first. */
export function restingInOrder(contacts: Iterable<DeskContact>): readonly DeskContact[] {
  return [...contacts]
    .filter((contact) => contact.phase === 'active' && rests(contact))
    .sort((a, b) => (b.parked ?? 0) - (a.parked ?? 0) || compareText(a.contact, b.contact))
}

/** Messages of the customer after `read`. */
export function unreadCount(log: readonly Entry[], read: number): number {
  return log.slice(read).filter((entry) => entry.kind === 'message' && entry.from === 'customer').length
}

/** The last message of the log, or the newest own one that is still on its way. */
export function lastWords(log: readonly Entry[], pending: readonly PendingMessage[]): LastWords | null {
  const sending = pending.at(-1)
  if (sending !== undefined) return { by: 'own', text: sending.text, file: sending.attachments[0]?.name ?? '' }
  // What a bot says last is always the same: that a person comes.
  const said =
    log.findLast((entry) => entry.kind === 'message' && entry.from !== 'bot') ??
    log.findLast((entry) => entry.kind === 'message')
  if (said?.kind !== 'message') return null
  const by = said.from === 'customer' || said.from === 'bot' ? said.from : 'own'
  return { by, text: said.text, file: said.attachments[0]?.name ?? '' }
}

/** Own messages of one contact that its log does not hold yet. */
export function stillPending(
  pending: readonly PendingMessage[],
  contact: string,
  log: readonly Entry[],
): readonly PendingMessage[] {
  const mine = pending.filter((message) => message.contact === contact)
  if (mine.length === 0) return mine
  const stored = new Set(log.map((entry) => (entry.kind === 'message' ? entry.requestId : '')))
  return mine.filter((message) => !stored.has(message.id))
}

/** Everything the list column shows. */
export function deskLists(facts: DeskFacts): DeskLists {
  const contacts = [...facts.contacts]
  const active = activeInOrder(contacts)
  const wrapUp = wrapUpInOrder(contacts)
  const all = [...active, ...wrapUp, ...restingInOrder(contacts)]
  const queues = [...facts.queues].sort((a, b) => compareText(a.queue, b.queue))
  const lateOf = new Map(queues.map(({ queue, replyMs }) => [queue, replyMs]))
  const rows = all.map((contact, at) => contactRow(facts, contact, at, lateOf.get(contact.queueId) ?? usualLateMs))
  const agents = [...facts.agents]
  const own = agents.find(({ agent }) => agent === facts.me?.agent)?.queues ?? null
  return {
    me: facts.me,
    offers: offersInOrder(facts.offers),
    active: rows.slice(0, active.length),
    wrapUp: rows.slice(active.length, active.length + wrapUp.length),
    resting: rows.slice(active.length + wrapUp.length),
    queues,
    ownQueues: own === null ? null : new Set(own),
    agents: colleagues(agents, facts.me),
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
  }
}

function contactRow(facts: DeskFacts, contact: DeskContact, at: number, lateMs: number): ContactRow {
  const log = facts.log(contact.contact)
  const read = Math.max(contact.agentRead, facts.readHere(contact.contact))
  return {
    contact,
    last: lastWords(log, stillPending(facts.pending, contact.contact, log)),
    unread: contact.phase === 'active' ? unreadCount(log, read) : 0,
    typing: contact.phase === 'active' && facts.typing.has(contact.contact),
    draft: facts.draft(contact.contact).trim().slice(0, 120),
    woken: facts.woken.has(contact.contact),
    call: facts.calls.get(contact.contact) ?? null,
    lateMs,
    digit: at < 9 ? at + 1 : 0,
  }
}

/** Who could take a contact first, then by name. */
function colleagues(agents: Iterable<FloorAgent>, me: DeskMe | null): readonly FloorAgent[] {
  const rank = (agent: FloorAgent): number => (agent.free ? 0 : agent.status === 'available' ? 1 : 2)
  return [...agents]
    .filter((agent) => agent.agent !== me?.agent)
    .sort((a, b) => rank(a) - rank(b) || compareText(a.name, b.name))
}

/** Where a queue does not say how long a customer may wait for an answer. Milliseconds. */
const usualLateMs = 180_000

/** How a wait for an answer is shown: not yet a matter, the next to be answered after a third of what is allowed, or late. */
export const waitStanding = (ms: number, lateMs: number): 'soon' | 'waits' | 'late' =>
  ms < lateMs / 3 ? 'soon' : ms < lateMs ? 'waits' : 'late'

/** The row `by` places from `selected` in the list as shown; from nothing to the first. Stays at the ends. */
export function neighbour(lists: DeskLists, selected: string | null, by: 1 | -1): string | null {
  const ids = rowsInOrder(lists).map((row) => row.contact.contact as string)
  const at = selected === null ? -1 : ids.indexOf(selected)
  if (at === -1) return ids[0] ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null
}

/** Who is to be answered next: one whose answer is only on its way waits no more. */
export const longestWaiting = ({ active }: DeskLists): string | null =>
  (active.find(({ last }) => last?.by !== 'own') ?? active[0])?.contact.contact ?? null

/** All rows from top to bottom, offers left out. */
export const rowsInOrder = (lists: DeskLists): readonly ContactRow[] => [
  ...lists.active,
  ...lists.wrapUp,
  ...lists.resting,
]

/** A text in both languages that says nothing. */
export const isBlank = (text: BothLanguages): boolean => text.en === '' && text.ja === ''

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
