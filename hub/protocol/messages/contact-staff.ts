/** The life of a contact as agents and supervisors move it: closed, handed on and wrapped up, and read afterwards. */
import { flag, id, list, maybe, record, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, bothLanguages, nothing, rawEntry, seq } from './common.ts'
import { tagsMax } from './staff-limits.ts'

/** One line of a list of earlier contacts. */
export const contactSummary = record({
  contact: id('contact'),
  startedAt: at,
  /** Null while it is open. */
  closedAt: maybe(at),
  queue: bothLanguages,
  topic: text(limits.nameMax),
  /** Who served it last, '' when nobody did. */
  agentName: text(limits.nameMax),
  /** The disposition in both languages; empty texts when there is none. */
  disposition: bothLanguages,
  note: text(limits.noteMax),
  entries: seq,
  /** In words; empty when there are none. */
  tags: maybe(list(bothLanguages, tagsMax)),
})
export type ContactSummary = Of<typeof contactSummary>

export const contactStaffRequests = {
  /** Agent who holds it: ends the talk, wrap-up begins. */
  'contact.close': { body: record({ contact: id('contact') }), reply: nothing },
  /** Agent who holds it. Exactly one of queue and agent. */
  'contact.transfer': {
    body: record({
      contact: id('contact'),
      queue: maybe(id('queue')),
      agent: maybe(id('agent')),
      note: text(limits.noteMax),
    }),
    reply: nothing,
  },
  /** Agent: ends the own wrap-up. `disposition` is a key, '' for none. */
  'contact.wrapUp': {
    body: record({ contact: id('contact'), disposition: text(40), note: text(limits.noteMax) }),
    reply: nothing,
  },
  /** Agent: takes this waiting contact of an own queue, without an offer. */
  'contact.pull': { body: record({ contact: id('contact') }), reply: nothing },
  /** Agent who holds it: lets an idle talk rest until a message wakes it. */
  'contact.park': { body: record({ contact: id('contact') }), reply: nothing },
  /** Agent: makes the own wrap-up longer by the queue's step. */
  'contact.extendWrapUp': { body: record({ contact: id('contact') }), reply: nothing },
  /** Supervisor: gives a waiting contact or a talk to an agent, as an offer to them alone or by force at once. */
  'contact.assign': { body: record({ contact: id('contact'), agent: id('agent'), force: flag }), reply: nothing },
  /** Supervisor: takes a talk from the agent who has it. */
  'contact.takeOver': { body: record({ contact: id('contact') }), reply: nothing },
  /** Agent: the earlier contacts of the customer of a contact that the agent is offered or holds, newest first. */
  'contact.earlier': {
    body: record({ contact: id('contact'), limit: whole(1, 50) }),
    reply: record({ contacts: list(contactSummary, 50) }),
  },
  /**
   * Agent: a page of the log of one of those earlier contacts, after `after`. With `earlier` equal to `contact`, of any that
   * they may read: one that they hold, served last or are named in; with the right to, of all.
   */
  'contact.read': {
    body: record({
      contact: id('contact'),
      earlier: id('contact'),
      after: seq,
      limit: whole(1, limits.entriesPerFrameMax),
    }),
    reply: record({ entries: list(rawEntry, limits.entriesPerFrameMax), head: seq }),
  },
} as const
