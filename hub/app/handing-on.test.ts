/** How a contact comes to an agent and goes on to another, over requests: offers, transfers, and what a reason may be. */
import { describe, expect, test } from 'vitest'
import { makeId, type ContactId } from '../model/ids.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, staff } from './testing.ts'

const other = makeId('queue', 'other')
const kinds = (page: Page, contact: ContactId): string[] => page.entries(contact).map(({ entry }) => entry.kind)

describe('offers over the wire (P7)', () => {
  test('accepted twice, or by another, or of an older epoch: offer.gone, and nothing changes', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const james = await counter.page(staff('james'))
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const { offer, epoch } = agent.item('desk', 'offer')!
    expect(await james.refusal('offer.accept', { offer, epoch })).toBe('offer.gone')
    expect(await agent.refusal('offer.accept', { offer, epoch: epoch - 1 })).toBe('offer.gone')
    expect(await agent.refusal('offer.accept', { offer, epoch })).toBe('done')
    expect(await agent.refusal('offer.accept', { offer, epoch })).toBe('offer.gone')
    expect(await agent.refusal('offer.decline', { offer, epoch })).toBe('offer.gone')
    expect(agent.items('desk', 'contact').map((held) => held.contact)).toEqual([contact])
  })

  test('an offer without an answer leaves the desk at its deadline, and the agent is away with missedOffer (P10)', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const { deadline } = agent.item('desk', 'offer')!
    await counter.until(() => agent.items('desk', 'offer').length === 0, 30_000)
    expect(Math.abs(counter.clock.now() - deadline)).toBeLessThan(1_000)
    expect(agent.item('desk', 'me')).toMatchObject({ status: 'away', reason: 'missedOffer' })
  })

  test('a declined offer leaves the desk, and one whose customer ends it too', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { customer, contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const { offer, epoch } = agent.item('desk', 'offer')!
    await agent.ask('offer.decline', { offer, epoch })
    await counter.until(() => agent.items('desk', 'offer').length === 0, 50)
    await counter.until(() => agent.items('desk', 'offer').length === 1, 15_000)
    await customer.ask('contact.end', { contact })
    await counter.until(() => agent.items('desk', 'offer').length === 0, 50)
  })

  test('a reason that is none of the configured ones is malformed', async () => {
    const counter = await Counter.open()
    const agent = await counter.page(staff())
    expect(await agent.refusal('presence.set', { status: 'away', reason: 'golf' })).toBe('request.malformed')
    expect(await agent.refusal('presence.set', { status: 'away', reason: 'missedOffer' })).toBe('done')
  })
})

describe('handing on', () => {
  test('to a queue: the note is for agents, the customer reads null in its place, and who transferred gets nothing more', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await counter.page(staff('james'))
    await agent.ask('contact.transfer', { contact, queue: other, agent: null, note: 'owes us money' })
    const james = await counter.arrive(staff('james'))
    await counter.accept(james)
    expect(james.entries(contact)[3]?.entry).toMatchObject({
      kind: 'transferred',
      agentName: staff().name,
      queue: { en: 'Other questions' },
      toAgentName: '',
      note: 'owes us money',
    })
    expect(customer.entries(contact)[3]?.entry).toMatchObject({ kind: 'transferred', note: null })
    expect(JSON.stringify(customer.frames)).not.toContain('owes us money')
    expect(agent.items('desk', 'contact')).toEqual([])
  })

  test('to an agent: only they are rung, and the customer reads to whom', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const james = await counter.arrive(staff('james'))
    const misaki = await counter.arrive(staff('misaki'))
    await agent.ask('contact.transfer', { contact, queue: null, agent: agentId('misaki'), note: '' })
    await counter.accept(misaki)
    expect(james.items('desk', 'offer')).toEqual([])
    expect(customer.entries(contact)[3]?.entry).toMatchObject({
      kind: 'transferred',
      toAgentName: staff('misaki').name,
    })
    expect(kinds(customer, contact)).toEqual(['message', 'queued', 'joined', 'transferred', 'joined'])
  })

  test.each([
    ['neither queue nor agent', { queue: null, agent: null }, 'request.malformed'],
    ['both', { queue: other, agent: agentId('james') }, 'request.malformed'],
    ['an unknown queue', { queue: makeId('queue', 'gone'), agent: null }, 'queue.unknown'],
    ['an unknown agent', { queue: null, agent: agentId('nobody') }, 'agent.unknown'],
    ['to themselves', { queue: null, agent: agentId('hanako') }, 'agent.same'],
    ['somebody who is not here', { queue: null, agent: agentId('james') }, 'agent.unavailable'],
  ] as const)('%s is refused and changes nothing', async (_, to, code) => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const { commits } = counter.disk
    expect(await agent.refusal('contact.transfer', { contact, note: '', ...to })).toBe(code)
    expect([counter.disk.commits, agent.items('desk', 'contact').length]).toEqual([commits, 1])
  })
})
