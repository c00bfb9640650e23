/**
 * PURE. What the hub has said (the list `visit`, the log) and what this tab still has to say (pending and failed
 * messages) become what the panel shows. Nothing here knows a clock, a language or the page; instants are hub time.
 * A new kind of log entry needs a branch in `talkItems` and a sentence in `translations/`.
 */
import type { AttachmentInfo, Entry, RefusalCode, VisitCall, VisitContact, VisitQuestion, VisitSite } from '#protocol'
import type { WaitRange } from './translations/words.ts'

/** A message of this tab that is not in the log yet. `id` is the request's id. */
export interface OwnMessage {
  readonly id: string
  readonly text: string
  readonly attachments: readonly AttachmentInfo[]
  readonly at: number
  /** Set when the hub has refused it: nothing was stored. */
  readonly refused?: RefusalCode
}

/** Everything the view is made of. */
export interface Sources {
  readonly site: VisitSite | undefined
  readonly contact: VisitContact | undefined
  readonly log: readonly Entry[]
  /** Oldest first. */
  readonly pending: readonly OwnMessage[]
  readonly failed: readonly OwnMessage[]
  /** A contact is being begun: its message, if there is one, is among `pending`. */
  readonly starting: boolean
  /** The customer wants a new contact after a closed one. */
  readonly startingOver: boolean
  /** Nobody who waits is taken: a message may be left in place of that. */
  readonly leaving: boolean
  /** What was shown of the wait. */
  readonly worse: Worse
}

export type Receipt = 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

/** One message. `receipt` is there for own messages, `shown` where it is worth a line. */
export interface Bubble {
  readonly key: string
  readonly text: string
  readonly attachments: readonly AttachmentInfo[]
  readonly receipt: { readonly state: Receipt; readonly shown: boolean; readonly refused?: RefusalCode } | null
}

/** What the hub tells staff alone: a customer is sent `elided` in its place. */
type StaffKind = 'wrappedUp' | 'acted' | 'callPart' | 'noted' | 'tagged'
/** Nothing of it is shown, should a hub ever send it; a page cannot even read notes and tags, which are `elided` to it. */
const forStaff = /^(el|wr|ac|callP)/

/** A quiet line between messages: something happened. */
export type Quiet = Exclude<Entry, { kind: 'message' | StaffKind | 'elided' }>
export type Side = Extract<Entry, { kind: 'message' }>['from']

export type TalkItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'quiet'; readonly key: string; readonly entry: Quiet }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly from: Side
      readonly name: string
      readonly at: number
      readonly bubbles: readonly Bubble[]
    }

/** What the waiting card says. `range` is null when it cannot be known. */
export interface Waiting {
  readonly phase: 'starting' | 'queued' | 'offered'
  readonly place: number | null
  readonly range: WaitRange | null
  readonly staffed: boolean
  /** Null while the customer waits in person. */
  readonly hold: VisitContact['hold']
  /** What has become worse since it was said, and why it did: someone who goes first, or a wait that is longer. */
  readonly worse: Worse
}

export type Worse = 'place' | 'wait' | null

/** What a customer was shown last of a wait in one line: neither place nor wait grows without a word. */
export interface Shown {
  readonly contact: string
  /** How often the contact has joined a line, by its log: another line has places of its own, and the log says so. */
  readonly lines: number
  readonly place: number
  /** In minutes, or null where none was shown. */
  readonly high: number | null
  readonly worse: Worse
}

export type View =
  | { readonly screen: 'loading' }
  | { readonly screen: 'prechat'; readonly site: VisitSite; readonly leaving: boolean }
  | {
      readonly screen: 'talk'
      readonly items: readonly TalkItem[]
      readonly waiting: Waiting | null
      readonly agentName: string
      readonly closed: boolean
      readonly unanswered: VisitContact['unanswered']
    }

/** Messages of one sender stand together when they follow within this time. */
const groupWithinMs = 5 * 60_000

export function viewOf(sources: Sources, dayOf: (at: number) => string): View {
  const { site, contact, starting, startingOver, leaving } = sources
  const noContact = contact === undefined || (contact.phase === 'closed' && startingOver)
  if (noContact && !starting) return site === undefined ? { screen: 'loading' } : { screen: 'prechat', site, leaving }
  const shown = noContact ? { ...sources, contact: undefined, log: [] } : sources
  return {
    screen: 'talk',
    items: talkItems(shown, dayOf),
    waiting: waitingOf(shown.contact, site, sources.worse),
    agentName: shown.contact?.agentName ?? '',
    closed: shown.contact?.phase === 'closed',
    unanswered: shown.contact?.unanswered ?? null,
  }
}

/** Null when nobody waits. Before the hub has answered `contact.start` there is no contact yet. */
export function waitingOf(
  contact: VisitContact | undefined,
  site: VisitSite | undefined,
  worse: Worse = null,
): Waiting | null {
  const staffed = site?.staffed ?? true
  if (contact === undefined) return { phase: 'starting', place: null, range: null, staffed, hold: null, worse: null }
  if (contact.phase !== 'queued' && contact.phase !== 'offered') return null
  const { phase, place, waitP50Ms, waitP90Ms, hold } = contact
  return { phase, place, range: staffed ? waitRange(waitP50Ms, waitP90Ms) : null, staffed, hold, worse }
}

/** What is shown after this, given what was shown before; null where nobody waits. Better news ends the bad. */
export function shownOf(before: Shown | null, { contact, log }: Pick<Sources, 'contact' | 'log'>): Shown | null {
  if (contact === undefined || contact.phase === 'active' || contact.phase === 'closed') return null
  const lines = log.filter((entry) => entry.kind === 'queued').length
  const isSame = before !== null && before.contact === contact.contact && before.lines === lines
  const { place } = contact
  // An offer that comes to nothing puts the contact back where it was.
  if (place === null) return isSame ? before : null
  const high = waitRange(contact.waitP50Ms, contact.waitP90Ms)?.high ?? null
  const shown = { contact: contact.contact, lines, place, high }
  if (!isSame) return { ...shown, worse: null }
  if (place > before.place) return { ...shown, worse: 'place' }
  const worse = place < before.place ? null : before.worse
  if (high === null || before.high === null) return { ...shown, high: high ?? before.high, worse }
  if (high > before.high) return { ...shown, worse: worse ?? 'wait' }
  return { ...shown, worse: high < before.high ? null : worse }
}

/** Whole minutes, rounded outwards, so that the promise is the careful one. */
export function waitRange(p50Ms: number | null, p90Ms: number | null): WaitRange | null {
  if (p50Ms === null || p90Ms === null) return null
  const low = Math.floor(p50Ms / 60_000)
  return { low, high: Math.max(1, low, Math.ceil(p90Ms / 60_000)) }
}

/** The last place in the log up to which a message from the other side has not been read, as a count of messages. */
export function unreadCount(log: readonly Entry[], readSeq: number): number {
  return log.slice(readSeq).filter((entry) => entry.kind === 'message' && entry.from !== 'customer').length
}

/** Log, then what is still on its way, then what was refused: in the order in which the hub has or will have them. */
export function talkItems(
  { log, contact, pending, failed }: Pick<Sources, 'log' | 'contact' | 'pending' | 'failed'>,
  dayOf: (at: number) => string,
): readonly TalkItem[] {
  const items: TalkItem[] = []
  let day = ''
  const openDay = (at: number): void => {
    if (dayOf(at) === day) return
    day = dayOf(at)
    items.push({ kind: 'day', key: `day ${day}`, at })
  }
  const add = (from: Side, name: string, at: number, bubble: Bubble): void => {
    openDay(at)
    const last = items.at(-1)
    if (last?.kind === 'group' && last.from === from && last.name === name && at - last.at < groupWithinMs)
      (last.bubbles as Bubble[]).push(bubble)
    else items.push({ kind: 'group', key: bubble.key, from, name, at, bubbles: [bubble] })
  }

  const lastOwn = log.findLastIndex((entry) => entry.kind === 'message' && entry.from === 'customer')
  log.forEach((entry, index) => {
    if (forStaff.test(entry.kind)) return
    if (entry.kind === 'message') {
      const state = receiptOf(index + 1, contact)
      const receipt = entry.from === 'customer' ? { state, shown: index === lastOwn } : null
      const key = entry.requestId || `entry ${index}`
      add(entry.from, entry.name, entry.at, { key, text: entry.text, attachments: entry.attachments, receipt })
    } else {
      const quiet = entry as Quiet
      openDay(quiet.at)
      items.push({ kind: 'quiet', key: `entry ${index}`, entry: quiet })
    }
  })
  const stored = new Set(log.map((entry) => (entry.kind === 'message' ? entry.requestId : '')))
  for (const { id, text, attachments, at, refused } of [...pending, ...failed]) {
    // A call may be asked for without a word.
    if (stored.has(id) || (!text && attachments.length === 0)) continue
    const receipt = refused
      ? { state: 'failed' as const, shown: true, refused }
      : { state: 'sending' as const, shown: true }
    add('customer', '', at, { key: id, text, attachments, receipt })
  }
  return items
}

function receiptOf(seq: number, contact: VisitContact | undefined): Receipt {
  if (contact === undefined) return 'sent'
  return contact.agentRead >= seq ? 'read' : contact.agentReceived >= seq ? 'delivered' : 'sent'
}

/** What is asked has a field of its own (ask/): nothing is written beside it. */
export const hasOwnField = (question: VisitQuestion | undefined): boolean =>
  Boolean(question && (question.sensitive || /form|number|telephone|email|postcode/.test(question.kind)))

/** `asked` and `asking`: the other side, or this one, has proposed it. `waiting`: nobody is there to talk with yet, or again. */
export type CallState = 'asked' | 'asking' | 'waiting' | 'held' | 'talking'

/** What a call is by what the hub says; what the line makes of it is the call's own affair (call/screen.ts). */
export function callStateOf({ phase, by, leg, parties }: VisitCall): CallState {
  if (phase === 'proposed') return by === 'agent' ? 'asked' : 'asking'
  if (parties.some((party) => party.leg === leg && !party.held)) return 'talking'
  return parties.some((party) => party.leg !== leg) ? 'held' : 'waiting'
}
