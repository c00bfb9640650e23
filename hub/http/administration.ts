/**
 * What an administrator may do with a customer's data: have all of it, and have it erased. The hub records either before
 * it shows a result. And what the distributor's decisions on a contact were, which tells nothing of its customer. Whoever may not is answered alike, whether there is such a customer or not.
 */
import Type from 'typebox'
import { isId, type ContactId, type CustomerId } from '../model/ids.ts'
import type { Doer } from '../app/audit.ts'
import { minutes, since, type Instant } from '../model/time.ts'
import { doerOf } from './admission.ts'
import type { HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import type { Params, Route } from './router.ts'

/** Characters of what is looked for. */
const queryMax = 80
const closed = { additionalProperties: false } as const
const erased = Type.Object(
  {
    contacts: Type.Integer({ description: 'How many contacts there were.' }),
    finished: Type.Boolean({ description: 'False when a disk refused to go on; the hub does the rest by itself.' }),
  },
  closed,
)
const exported = Type.Object(
  {
    customer: Type.String({ description: 'Id, cus_...' }),
    name: Type.String(),
    reach: Type.String({ description: 'An address, a number or what they were found by.' }),
    firstSeenAt: Type.Integer({ description: 'Milliseconds.' }),
    contacts: Type.Array(Type.Object({}, { additionalProperties: true })),
  },
  closed,
)

const foundCustomer = Type.Object(
  {
    customer: Type.String({ description: 'Id, cus_...' }),
    name: Type.String(),
    reach: Type.String({ description: 'An address, a number or what they were found by.' }),
    firstSeenAt: Type.Integer({ description: 'Milliseconds.' }),
    lastAt: Type.Integer({ description: 'Beginning of their newest contact, milliseconds.' }),
    contacts: Type.Integer(),
  },
  closed,
)

const whyAnswer = Type.Object(
  {
    waiting: Type.Unsafe<object | null>({
      description: 'For what it waits, with place, step and agents; null when it does not.',
    }),
    offers: Type.Array(Type.Object({}, { additionalProperties: true }), { description: 'At most 20, newest first.' }),
  },
  closed,
)

function customerOf({ id = '' }: Params): CustomerId {
  if (!isId('customer', id)) throw new Problem('customer.unknown')
  return id
}

function contactOf({ id = '' }: Params): ContactId {
  if (!isId('contact', id)) throw new Problem('contact.gone')
  return id
}

/** Whoever looks on within it has looked once. */
const oneSearchMs = minutes(10)
const searchersMax = 1_000

export function administrationRoutes({ door, clock }: HttpDeps): Route[] {
  /** When each one's looking for customers was last recorded, the oldest first. */
  const searched = new Map<Doer, Instant>()

  /** Recorded before anything is shown (P24). Rejects with `StorageUnavailable`. */
  async function recordSearch(by: Doer): Promise<void> {
    const now = clock.now()
    const last = searched.get(by)
    if (last !== undefined && since(last, now) < oneSearchMs) return
    await door.write([], [{ by, act: 'customer.searched', object: '' }])
    searched.delete(by)
    searched.set(by, now)
    if (searched.size > searchersMax) searched.delete(searched.keys().next().value!)
  }

  return [
    {
      method: 'GET',
      path: '/api/customers',
      crossOrigin: false,
      doc: {
        summary: 'Customers with a text in their name, address, number or company, those with the newest contact first',
        query: { q: Type.String({ minLength: 1, maxLength: queryMax, description: 'A part of it.' }) },
        answers: { 200: Type.Object({ customers: Type.Array(foundCustomer, { maxItems: 50 }) }, closed) },
        problems: ['signIn.needed', 'request.forbidden', 'request.malformed', 'storage.unavailable'],
      },
      async handle({ query }, _params, asker) {
        const text = (query.get('q') ?? '').trim()
        if (text === '' || text.length > queryMax) throw new Problem('request.malformed')
        await recordSearch(doerOf(asker))
        return json(200, { customers: await door.findCustomers(text) })
      },
    },
    {
      method: 'GET',
      path: '/api/customers/:id/export',
      crossOrigin: false,
      doc: {
        summary: 'Everything kept of a customer',
        answers: { 200: exported },
        problems: ['signIn.needed', 'request.forbidden', 'customer.unknown', 'storage.unavailable'],
      },
      async handle(_, params, asker) {
        const found = await door.exportCustomer(customerOf(params), doerOf(asker))
        if (found === null) throw new Problem('customer.unknown')
        return json(200, found, { 'content-disposition': 'attachment; filename="customer.json"' })
      },
    },
    {
      method: 'GET',
      path: '/api/contacts/:id/why',
      crossOrigin: false,
      doc: {
        summary: 'Why a contact waits, and what its offers were decided by',
        answers: { 200: whyAnswer },
        problems: ['signIn.needed', 'request.forbidden', 'contact.gone', 'storage.unavailable'],
      },
      async handle(_, params) {
        const why = await door.whyContact(contactOf(params))
        if (why === null) throw new Problem('contact.gone')
        const { waiting, offers } = why
        return json(200, { waiting, offers })
      },
    },
    {
      method: 'POST',
      path: '/api/customers/:id/erase',
      crossOrigin: false,
      doc: {
        summary: 'Erase everything kept of a customer, for good',
        answers: { 200: erased },
        problems: ['signIn.needed', 'request.forbidden', 'customer.unknown', 'storage.unavailable'],
      },
      async handle(_, params, asker) {
        const done = await door.eraseCustomer(customerOf(params), doerOf(asker))
        if (done === null) throw new Problem('customer.unknown')
        return json(200, done)
      },
    },
  ]
}
