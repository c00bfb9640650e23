/** Tags of contacts and the answers at hand: who may put them on, what everybody sees of them, and a configuration that moves on. */
import { describe, expect, test } from 'vitest'
import { demoDocument } from '../demo.ts'
import { agentId, Counter, firstWords, staff, visitor } from './testing.ts'

const words = (key: string) => demoDocument.tags.find((tag) => tag.key === key)!.label

describe('tags', () => {
  test('are put on and taken off by whoever has the contact, in talk and in wrap-up', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const tag = (...tags: string[]) => agent.ask('contact.tag', { contact, tags })
    await tag('late', 'gift', 'late')
    await counter.until(() => agent.item('desk', 'contact')?.tags?.length === 2)
    expect(agent.entries(contact).at(-1)!.entry).toEqual({
      kind: 'tagged',
      at: expect.any(Number),
      byName: staff().name,
      added: [words('late'), words('gift')],
      removed: [],
    })
    const entries = counter.entriesOf(contact).length
    await tag('late', 'gift')
    expect(counter.entriesOf(contact)).toHaveLength(entries)
    await agent.ask('contact.close', { contact })
    await tag('gift')
    await counter.pass(20)
    expect(agent.entries(contact).at(-1)!.entry).toMatchObject({ added: [], removed: [words('late')] })
    expect(customer.entries(contact).at(-1)!.entry).toEqual({ kind: 'elided' })
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    expect(await agent.refusal('contact.tag', { contact, tags: [] })).toBe('contact.gone')
    // They stay with it: whoever serves the customer next sees them.
    await counter.restart()
    const again = await counter.page(staff())
    const present = await (await counter.page(visitor())).ask('contact.start', firstWords)
    await counter.accept(again)
    const { contacts } = await again.ask('contact.earlier', { contact: present.contact, limit: 5 })
    expect(contacts[0]!.tags).toEqual([words('gift')])
  })

  test('are not for whoever only hears it ring, nor for others; and only those that there are', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    expect(await agent.refusal('contact.tag', { contact, tags: ['late'] })).toBe('contact.notActive')
    await counter.accept(agent)
    const boss = await counter.page(staff('misaki'))
    expect(await boss.refusal('contact.tag', { contact, tags: ['late'] })).toBe('contact.gone')
    expect(await agent.refusal('contact.tag', { contact, tags: ['nonsense'] })).toBe('tag.unknown')
  })

  test('one that the configuration gives up stays where it is, and can be taken off', async () => {
    const file = () => demoDocument
    const counter = await Counter.open({ file })
    const { agent, contact } = await counter.talk()
    await agent.ask('contact.tag', { contact, tags: ['late'] })
    expect(agent.item('desk', 'me')!.configuration).toBe(1)
    const before = await agent.ask('reply.list', {})
    expect(before.tags).toEqual(demoDocument.tags)
    expect(before.replies.map(({ key, queues }) => [key, queues.length])).toEqual(
      demoDocument.replies.map((one: { readonly key: string; readonly queues?: readonly string[] }) => [
        one.key,
        one.queues?.length ?? 0,
      ]),
    )
    const wish = { replan: false, note: '', from: null, request: '' }
    const document = { ...demoDocument, tags: [demoDocument.tags[1]!], replies: [] }
    await counter.settled(counter.hub.door.configuration!.apply({ ...wish, document, name: 'test' }, agentId('admin')))
    await counter.until(() => agent.item('desk', 'me')!.configuration === 2)
    expect(await agent.ask('reply.list', {})).toEqual({ replies: [], tags: [demoDocument.tags[1]], own: [] })
    await agent.ask('contact.tag', { contact, tags: ['late', 'damaged'] })
    await agent.ask('contact.tag', { contact, tags: ['damaged'] })
    expect(await agent.refusal('contact.tag', { contact, tags: ['late', 'damaged'] })).toBe('tag.unknown')
    // What was said of it then is read as its key now.
    await counter.pass(20)
    expect(agent.entries(contact).at(-1)!.entry).toMatchObject({ removed: [{ en: 'late', ja: 'late' }] })
  })
})
