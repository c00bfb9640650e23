/** Rows of the table of who may what: what one looks like, and those of calls. */
import { makeId, type ContactId } from '../model/ids.ts'
import type { RequestBody, Verb } from '../protocol/index.ts'
import { words, type OwnPhase, type Part } from './inside-cast.ts'

export type Offer = { readonly offer: Parameters<typeof offerBody>[0]['offer']; readonly epoch: number }
export const offerBody = (offer: RequestBody<'offer.accept'>): RequestBody<'offer.accept'> => offer

/** How a verb is tried. Who may, and of what, stands in auth/rights-table.ts. */
export type Row<V extends Verb> =
  | { readonly object: 'none'; readonly body: RequestBody<V>; readonly own: Partial<Record<Part, string>> }
  | {
      readonly object: 'contact'
      readonly phase: OwnPhase
      body(contact: ContactId): RequestBody<V>
      /** What they are answered of their own; done where nothing stands here. */
      readonly ends?: string
    }
  | { readonly object: 'offer'; readonly phase: OwnPhase; body(offer: Offer): RequestBody<V> }

type CallVerb = Extract<Verb, `call.${string}` | 'contact.call'>

export const callRows: { readonly [V in CallVerb]: Row<V> } = {
  'contact.call': {
    object: 'none',
    body: { ...words('orders'), media: 'audio' },
    own: { visitor: 'call.unavailable', otherVisitor: 'call.unavailable', otherSite: 'call.unavailable' },
  },
  // No calls are carried here, and there is none: what is own is told apart from what is not by these refusals alone.
  'call.propose': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, media: 'audio' }),
    ends: 'call.unavailable',
  },
  'call.answer': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, accept: true }),
    ends: 'call.gone',
  },
  'call.end': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'call.gone',
  },
  'call.set': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, muted: true, cameraOff: null, sharing: null }),
    ends: 'call.gone',
  },
  'call.consent': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, given: true }),
    ends: 'call.gone',
  },
  'call.hold': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, held: true }),
    ends: 'call.gone',
  },
  'call.invite': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, agent: makeId('agent', 'nobody'), mode: 'talk' }),
    ends: 'agent.unknown',
  },
  'call.remove': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, agent: makeId('agent', 'ben') }),
    ends: 'call.gone',
  },
  'call.merge': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'call.gone',
  },
  'call.handOver': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, agent: makeId('agent', 'ben') }),
    ends: 'call.gone',
  },
  'call.record': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, on: true }),
    ends: 'call.gone',
  },
  'call.listen': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, mode: 'monitor' }),
    ends: 'call.gone',
  },
}

type FlowVerb = Extract<Verb, `flow.${string}` | 'contact.prefill'>

// Theirs is in talk and in no flow: nothing is asked, and they have their person.
export const flowRows: { readonly [V in FlowVerb]: Row<V> } = {
  'flow.answer': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, ask: 1, text: null, choice: 'yes', values: null }),
    ends: 'question.gone',
  },
  'flow.person': { object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.prefill': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({
      contact,
      fields: [{ name: 'order.id', value: 'AB-123456', mode: 'default', source: 'attribute' }],
    }),
  },
}
