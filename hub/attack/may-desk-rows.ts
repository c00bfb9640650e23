/** Rows of the table of who may what: what staff do beside a talk. */
import { makeId } from '../model/ids.ts'
import type { Verb } from '../protocol/index.ts'
import type { Row } from './may-rows.ts'

type DeskVerb = Extract<Verb, 'contact.note' | 'contact.tag' | 'reply.list'>

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
  'reply.list': { who: 'staff', object: 'none', body: {}, own: {} },
}
