/** What an agent keeps beside a talk: notes for colleagues, what the customer is called and where they are reached, tags, answers at hand. */
import { id, list, maybe, oneOf, record, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, bothLanguages, locale, nothing, seq } from './common.ts'
import { mentionsMax, ownKeyMax, ownRepliesMax, tagsMax } from './staff-limits.ts'

/** UTF-16 code units of a reply's text in one language. */
export const replyTextMax = 2_000
const bothOf = (max: number) => record({ en: text(max), ja: text(max) })

/** An answer that is written already. */
const reply = record({
  key: text(40),
  title: bothLanguages,
  text: bothOf(replyTextMax),
  /** Where it is of use; empty for everywhere. */
  queues: list(id('queue'), 500),
})
export type QuickReply = Of<typeof reply>

/** One of an agent's own, in whatever language they write. */
const ownReply = record({ key: text(ownKeyMax), text: text(replyTextMax) })
export type OwnReply = Of<typeof ownReply>

/** A tag that contacts may have. */
const tag = record({ key: text(40), label: bothLanguages })
export type ContactTag = Of<typeof tag>

/** What staff know of a customer; '' for what they do not. */
const details = {
  name: text(limits.nameMax),
  email: text(limits.reachMax),
  phone: text(40),
  company: text(limits.nameMax),
  note: text(limits.noteMax),
}

export const deskRequests = {
  /** Staff who may read the contact: a note for colleagues, in its log. Whoever is named may read the contact as well. */
  'contact.note': {
    body: record({
      contact: id('contact'),
      text: text(limits.noteMax, 1),
      mentions: list(id('agent'), mentionsMax),
    }),
    reply: record({ seq }),
  },
  /** Agent who holds it: exactly these tags, by key, from now on. */
  'contact.tag': {
    body: record({ contact: id('contact'), tags: list(text(40), tagsMax) }),
    reply: nothing,
  },
  /** Agent who holds it: the value of a field as people write it, '' for none. It is then the customer's word, from the agent. */
  'contact.setField': {
    body: record({ contact: id('contact'), name: text(80, 1), value: text(limits.noteMax) }),
    reply: nothing,
  },
  /** Agent who is offered the contact, holds it or may read it: what is known of its customer. */
  'customer.card': {
    body: record({ contact: id('contact') }),
    reply: record({
      customer: id('customer'),
      ...details,
      /** What the company's own server says of them. */
      attributes: list(record({ name: text(80), value: text(300) }), 50),
      /** Into the company's systems; one of which something is not known is left out. */
      links: list(record({ label: bothLanguages, url: text(2_000) }), 20),
    }),
  },
  /** Agent who holds the contact: all of what staff know of its customer, in place of what they knew. */
  'customer.change': { body: record({ contact: id('contact'), ...details }), reply: nothing },
  /** Staff: what was said in contacts that they may read, newest first, each with its newest entry that has all the words. */
  'contact.search': {
    body: record({ text: text(100, 1), before: maybe(at), limit: whole(1, 50) }),
    reply: record({
      found: list(
        record({
          contact: id('contact'),
          customerName: text(limits.nameMax),
          at,
          queue: bothLanguages,
          from: oneOf('customer', 'agent', 'bot', 'note'),
          excerpt: text(200),
        }),
        100,
      ),
      /** Go on with contacts of before; null when there are no more. */
      until: maybe(at),
    }),
  },
  /** Agent: what the company's knowledge has to say of this, best first. */
  'knowledge.search': {
    body: record({ text: text(500), locale, limit: whole(1, 10) }),
    reply: record({
      entries: list(record({ id: text(60), question: bothOf(300), answer: bothOf(replyTextMax) }), 10),
    }),
  },
  /** Agent: answers that are written already, and the tags that contacts may have, in the words of the configuration in force. */
  'reply.list': {
    body: nothing,
    reply: record({
      replies: list(reply, 500),
      tags: list(tag, 200),
      /** The agent's own, by key. */
      own: maybe(list(ownReply, ownRepliesMax)),
    }),
  },
  /** Agent: an answer of their own under a word without spaces, in place of what was kept there; a text of '' takes it away. */
  'reply.keep': { body: record({ key: text(ownKeyMax, 1), text: text(replyTextMax) }), reply: nothing },
} as const
