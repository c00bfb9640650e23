/**
 * PURE: one contact's log and the own messages on their way in, the rows of the talk out: days, groups of one sender, quiet
 * lines, the line above what is new, and for own messages how far they have come.
 */
import type { AttachmentInfo, Entry } from '#protocol'
import type { PendingMessage } from './state.ts'

/** How far an own message has come. `failed` was refused and can be sent again. */
export type Receipt = 'sending' | 'stored' | 'delivered' | 'read' | 'failed'
export type Side = 'customer' | 'agent' | 'bot' | 'system'
export type QuietEntry = Exclude<Entry, { kind: 'message' } | { kind: 'elided' }>

export interface MessageRow {
  readonly kind: 'message'
  readonly key: string
  readonly side: Side
  /** Shown name; '' for the customer and for own messages on their way. */
  readonly name: string
  /** Null while it is on its way. */
  readonly at: number | null
  readonly text: string
  readonly attachments: readonly AttachmentInfo[]
  /** First of its group: the name and time stand above it. */
  readonly first: boolean
  /** How far it has come; null where it needs no saying: not ours, or a later own message has come as far. */
  readonly receipt: Receipt | null
  /** Code of the refusal of a failed message, '' otherwise. */
  readonly refusal: string
}

export type TalkRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'quiet'; readonly key: string; readonly entry: QuietEntry }
  | MessageRow

export interface TalkFacts {
  readonly log: readonly Entry[]
  readonly pending: readonly PendingMessage[]
  readonly customerReceived: number
  readonly customerRead: number
  /** The line "new" stands before the customer's first message after this; null for none. */
  readonly newAfter: number | null
  /** Key of the local day of an instant; handed in because the time zone is the machine's. */
  readonly dayKey: (at: number) => string
}

/** Messages of one sender with less than this between them form one group. */
const groupGapMs = 5 * 60_000

/** The rows of a talk from top to bottom. Keys are stable: an own message keeps its row when it reaches the log. */
export function talkRows(facts: TalkFacts): readonly TalkRow[] {
  const rows: TalkRow[] = []
  let day = ''
  let group = { of: '', at: 0 }
  let marked = facts.newAfter === null
  facts.log.forEach((entry, index) => {
    if (entry.kind === 'elided') return
    const key = facts.dayKey(entry.at)
    if (key !== day) {
      rows.push({ kind: 'day', key: `day ${key}`, at: entry.at })
      day = key
      group = { of: '', at: 0 }
    }
    if (entry.kind !== 'message') {
      rows.push({ kind: 'quiet', key: `seq ${index + 1}`, entry })
      group = { of: '', at: 0 }
      return
    }
    if (!marked && index >= (facts.newAfter ?? 0) && entry.from === 'customer') {
      rows.push({ kind: 'unread', key: 'unread' })
      marked = true
      group = { of: '', at: 0 }
    }
    const of = `${entry.from} ${entry.name}`
    const first = group.of !== of || entry.at - group.at > groupGapMs
    rows.push(storedRow(facts, entry, index + 1, first))
    group = { of, at: entry.at }
  })
  const lastIsOurs = group.of.startsWith('agent ')
  facts.pending.forEach((message, index) => rows.push(pendingRow(message, index === 0 && !lastIsOurs)))
  return withoutRepeatedReceipts(rows)
}

function storedRow(facts: TalkFacts, entry: Entry & { kind: 'message' }, seq: number, first: boolean): MessageRow {
  const receipt = seq <= facts.customerRead ? 'read' : seq <= facts.customerReceived ? 'delivered' : 'stored'
  return {
    kind: 'message',
    key: entry.from === 'agent' && entry.requestId !== '' ? `own ${entry.requestId}` : `seq ${seq}`,
    side: entry.from,
    name: entry.name,
    at: entry.at,
    text: entry.text,
    attachments: entry.attachments,
    first,
    receipt: entry.from === 'agent' ? receipt : null,
    refusal: '',
  }
}

function pendingRow(message: PendingMessage, first: boolean): MessageRow {
  return {
    kind: 'message',
    key: `own ${message.id}`,
    side: 'agent',
    name: '',
    at: null,
    text: message.text,
    attachments: message.attachments,
    first,
    receipt: message.refusal === null ? 'sending' : 'failed',
    refusal: message.refusal ?? '',
  }
}

/** A receipt is said once: by the last own message that has come so far. A failed one always speaks. */
function withoutRepeatedReceipts(rows: readonly TalkRow[]): readonly TalkRow[] {
  let said: Receipt | null = null
  const quieter = [...rows].reverse().map((row) => {
    if (row.kind !== 'message' || row.receipt === null) return row
    if (row.receipt === said && row.receipt !== 'failed') return { ...row, receipt: null }
    said = row.receipt
    return row
  })
  return quieter.reverse()
}
