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
  | 'reply.keep'
  | 'contact.search'
  | 'knowledge.search'
>

export const deskRows: { readonly [V in DeskVerb]: Row<V> } = {
  'contact.note': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, text: 'They called twice', mentions: [makeId('agent', 'ben')] }),
  },
  'contact.tag': { object: 'contact', phase: 'active', body: (contact) => ({ contact, tags: [] }) },
  'contact.setField': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, name: 'order.id', value: 'AB-1' }),
  },
  'customer.card': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
  },
  'customer.change': {
    object: 'contact',
    phase: 'wrapUp',
    body: (contact) => ({ contact, name: 'Carl', email: 'carl@example.jp', phone: '', company: '', note: '' }),
  },
  'contact.search': {
    object: 'none',
    body: { text: 'no such word', before: null, limit: 10 },
    own: {},
  },
  'knowledge.search': { object: 'none', body: { text: 'parcel', locale: 'en', limit: 3 }, own: {} },
  'reply.list': { object: 'none', body: {}, own: {} },
  'reply.keep': { object: 'none', body: { key: 'hours', text: 'We open at ten.' }, own: {} },
}
