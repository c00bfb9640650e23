/** What a customer who is known by name may read of the past: their earlier contacts, on whichever of their devices those were. */
import { id, list, maybe, record, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, rawEntry, seq } from './common.ts'

/** One line of the list. */
export const earlierContact = record({
  contact: id('contact'),
  startedAt: at,
  /** Null while it is open. */
  closedAt: maybe(at),
  /** In the language of the contact, '' for none. */
  topic: text(200),
  /** Who served it last, '' when nobody did. */
  agentName: text(limits.nameMax),
  /** Its first words, shortened. */
  preview: text(200),
})
export type EarlierContact = Of<typeof earlierContact>

export const visitRequests = {
  /** Identified customer: their earlier contacts, newest first. */
  'visit.earlier': {
    body: record({ limit: whole(1, 50) }),
    reply: record({ contacts: list(earlierContact, 50) }),
  },
  /** Identified customer: a page of the log of one of them, after `after`, as the customer may see it. */
  'visit.read': {
    body: record({ contact: id('contact'), after: seq, limit: whole(1, limits.entriesPerFrameMax) }),
    reply: record({ entries: list(rawEntry, limits.entriesPerFrameMax), head: seq }),
  },
} as const
