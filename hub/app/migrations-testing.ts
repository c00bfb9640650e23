/** For tests: data as version 1 kept it, everything plain. Written out here, since no other code knows those rows any more. */
import { makeId } from '../model/ids.ts'
import type { Change } from '../ports/store.ts'
import { encode } from '../protocol/index.ts'
import { packLogEntry } from './log-entry.ts'

/** So many customers, each with a contact that is over and one that lives. Every personal word has "CANARY" in it. */
export function plainData(customers: number): Change[] {
  return Array.from({ length: customers }, (_, n) => ofCustomer(n)).flat()
}

function ofCustomer(n: number): Change[] {
  const customer = makeId('customer', `${n}`)
  const session = makeId('session', `v${n}`)
  const attachment = makeId('attachment', `${n}`)
  const [live, over] = [makeId('contact', `live${n}`), makeId('contact', `over${n}`)]
  const file = (contact: string, head: number) => ({
    contact,
    site: 'pk_a',
    session,
    customer,
    customerName: `CANARY name ${n}`,
    locale: 'en',
    topic: '',
    pageUrl: `https://a.example/CANARY/${n}`,
    pageTitle: `CANARY title ${n}`,
    startedAt: 10,
    preview: `CANARY first ${n}`,
    head,
    customerReceived: 0,
    customerRead: 0,
    agentReceived: 0,
    agentRead: 0,
    waitingSince: null,
    attachments: 0,
    lastAgent: null,
  })
  const message = (text: string) =>
    encode(
      packLogEntry({
        kind: 'message',
        at: 11,
        from: 'customer',
        agent: null,
        session,
        requestId: text,
        text,
        attachments: [],
      }),
    )
  const row = (table: Change['table'], key: Change['key'], value: unknown): Change => ({
    table,
    key,
    value: encode([1, value]),
  })
  const info = { attachment, name: `CANARY ${n}.png`, type: 'image/png', sizeBytes: 7 }
  const ended = { queue: 'que_a', closedAt: 50 + n, outcome: 'served', disposition: 'solved', note: `CANARY note ${n}` }
  return [
    row('contact', [live], { record: { id: live }, file: file(live, 2) }),
    row('closed', [over], { file: file(over, 1), ...ended }),
    { table: 'entry', key: [live, 1], value: message(`CANARY 1 of ${n}`) },
    { table: 'entry', key: [live, 2], value: message(`CANARY 2 of ${n}`) },
    { table: 'entry', key: [over, 1], value: message(`CANARY of ${n}, over`) },
    row('customerContact', [customer, 5, over], {}),
    row('customerContact', [customer, 10, live], {}),
    row('visitor', [session], { customer, name: `CANARY name ${n}`, contact: live, contacts: 2 }),
    row('customer', [customer], { name: `CANARY name ${n}`, firstSeenAt: 7 }),
    row('attachment', [attachment], { contact: over, info }),
  ]
}
