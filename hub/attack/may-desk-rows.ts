/** Rows of the table of who may what: what staff do beside a talk. */
import { makeId } from '../model/ids.ts'
import type { Verb } from '../protocol/index.ts'
import type { Row } from './may-rows.ts'

type DeskVerb = Extract<
  Verb,
  | 'contact.note'
  | 'contact.tag'
  | 'contact.setField'
  | 'customer.card'
  | 'customer.change'
  | 'reply.list'
  | 'contact.search'
  | 'knowledge.search'
>

export const deskRows: { readonly [V in DeskVerb]: Row<V> } = {
  'contact.note': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, text: 'They called twice', mentions: [makeId('agent', 'ben')] }),
    leadersSeeAll: true,
    servedToo: true,
  },
  'contact.tag': { who: 'staff', object: 'contact', phase: 'active', body: (contact) => ({ contact, tags: [] }) },
  'contact.setField': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, name: 'order.id', value: 'AB-1' }),
  },
  'customer.card': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    leadersSeeAll: true,
    servedToo: true,
  },
  'customer.change': {
    who: 'staff',
    object: 'contact',
    phase: 'wrapUp',
    body: (contact) => ({ contact, name: 'Carl', email: 'carl@example.jp', phone: '', company: '', note: '' }),
  },
  'contact.search': {
    who: 'staff',
    object: 'none',
    body: { text: 'no such word', before: null, limit: 10 },
    own: {},
  },
  'knowledge.search': { who: 'staff', object: 'none', body: { text: 'parcel', locale: 'en', limit: 3 }, own: {} },
  'reply.list': { who: 'staff', object: 'none', body: {}, own: {} },
}
