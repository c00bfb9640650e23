/** What an agent keeps beside a talk: notes for colleagues, what the customer is called and where they are reached, tags, answers at hand. */
import { id, list, record, text } from '../shape.ts'
import { limits } from '../frame.ts'
import { seq } from './common.ts'

export const deskRequests = {
  /** Staff who may read the contact: a note for colleagues, in its log. Whoever is named may read the contact as well. */
  'contact.note': {
    body: record({
      contact: id('contact'),
      text: text(limits.noteMax, 1),
      mentions: list(id('agent'), limits.mentionsMax),
    }),
    reply: record({ seq }),
  },
} as const
