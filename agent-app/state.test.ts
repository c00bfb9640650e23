import { describe, expect, test } from 'vitest'
import type { DeskContact, Entry } from '#protocol'
import {
  activeInOrder,
  deskLists,
  lastWords,
  longestWaiting,
  neighbour,
  offersInOrder,
  rowsInOrder,
  stillPending,
  unreadCount,
  waitStanding,
  wrapUpInOrder,
  type DeskFacts,
  type PendingMessage,
} from './state.ts'
import { agent, contact, me, message, offer, queue } from './test/scenes.ts'

const held = (id: string, part: Partial<DeskContact> = {}): DeskContact =>
  contact(id, { contact: `cnt_${id}` as DeskContact['contact'], startedAt: 0, ...part })
const names = (contacts: readonly DeskContact[]): string[] => contacts.map(({ customerName }) => customerName)
const own = (id: string, contactId: string, part: Partial<PendingMessage> = {}): PendingMessage => ({
  id,
  contact: contactId,
  text: 'on its way',
  attachments: [],
  refusal: null,
  ...part,
})
const facts = (part: Partial<DeskFacts> = {}): DeskFacts => ({
  me: me(),
  offers: [],
  contacts: [],
  queues: [],
  agents: [],
  log: () => [],
  pending: [],
  typing: new Set(),
  woken: new Set(),
  calls: new Map(),
  draft: () => '',
  readHere: () => 0,
  ...part,
})

describe('order of the list', () => {
  test('whoever has waited longest for an answer is first, whoever waits for nothing last', () => {
    const contacts = [held('answered'), held('short', { waitingSince: 900 }), held('long', { waitingSince: 100 })]
    expect(names(activeInOrder(contacts))).toEqual(['long', 'short', 'answered'])
  })
  test('among those who wait for nothing the order stays, oldest talk first', () => {
    const contacts = [held('b', { startedAt: 2 }), held('a', { startedAt: 1 }), held('c', { startedAt: 2 })]
    expect(names(activeInOrder(contacts))).toEqual(['a', 'b', 'c'])
  })
  test('wrap-up that ends first is first, without an end last', () => {
    const open = held('open', { phase: 'wrapUp' })
    const late = held('late', { phase: 'wrapUp', until: 90 })
    const soon = held('soon', { phase: 'wrapUp', until: 10 })
    expect(names(wrapUpInOrder([open, late, soon, held('talk')]))).toEqual(['soon', 'late', 'open'])
  })
  test('talks that rest come last, the newest first; one whose customer has written is among the others', () => {
    const contacts = [
      held('old', { parked: 1 }),
      held('new', { parked: 5 }),
      held('wrap', { phase: 'wrapUp' }),
      held('stirred', { parked: 2, stirred: 8, waitingSince: 8 }),
    ]
    const lists = deskLists(facts({ contacts }))
    expect(names(rowsInOrder(lists).map((row) => row.contact))).toEqual(['stirred', 'wrap', 'new', 'old'])
    expect(lists.active).toHaveLength(1)
  })
  test('the offer that ends first is first', () => {
    const offers = [offer('late', { deadline: 20 }), offer('soon', { deadline: 10 })]
    expect(offersInOrder(offers).map(({ customerName }) => customerName)).toEqual(['soon', 'late'])
  })
  test('the first nine rows have digits, through talks and wrap-up', () => {
    const contacts = [
      ...Array.from({ length: 9 }, (_, n) => held(`t${n}`, { startedAt: n })),
      held('wrap', { phase: 'wrapUp' }),
    ]
    const lists = deskLists(facts({ contacts }))
    expect(lists.active.map(({ digit }) => digit)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(lists.wrapUp.map(({ digit }) => digit)).toEqual([0])
  })
})

describe('a row', () => {
  const log: readonly Entry[] = [
    message('customer', 'one', 9),
    message('agent', 'two', 8),
    message('customer', 'three', 7),
    message('bot', 'four', 6),
  ]
  test('counts only what the customer has written since the mark', () => {
    expect(unreadCount(log, 0)).toBe(2)
    expect(unreadCount(log, 1)).toBe(1)
    expect(unreadCount(log, 4)).toBe(0)
  })
  test('is late by what its queue says, and by three minutes where that says nothing', () => {
    const support = { en: 'Support', ja: 'サポート' }
    const lateMs = (replyMs: number | null) => {
      const asked = queue('support', support, { replyMs })
      // As the client gives them: to be gone through once.
      const queues = [asked].values()
      const lists = deskLists(facts({ contacts: [held('x', { queueId: asked.queue })], queues }))
      expect(lists.queues).toEqual([asked])
      return lists.active[0]?.lateMs
    }
    expect([lateMs(null), lateMs(30_000)]).toEqual([180_000, 30_000])
    expect(deskLists(facts({ contacts: [held('x')] })).active[0]?.lateMs).toBe(180_000)
    expect([9, 10, 29, 30].map((s) => waitStanding(s * 1_000, 30_000))).toEqual(['soon', 'waits', 'waits', 'late'])
  })
  test('of whom an answer is on its way to is not the next to be answered', () => {
    const contacts = [held('a', { waitingSince: 1 }), held('b', { waitingSince: 2 })]
    const [first] = contacts
    expect(longestWaiting(deskLists(facts({ contacts })))).toBe('cnt_a')
    expect(longestWaiting(deskLists(facts({ contacts, pending: [own('m', 'cnt_a')] })))).toBe('cnt_b')
    expect(longestWaiting(deskLists(facts({ contacts: [first!], pending: [own('m', 'cnt_a')] })))).toBe('cnt_a')
    expect(longestWaiting(deskLists(facts()))).toBeNull()
  })
  test('takes the newer of the hub’s mark and this window’s', () => {
    const row = (hub: number, here: number) =>
      deskLists(facts({ contacts: [held('x', { agentRead: hub })], log: () => log, readHere: () => here })).active[0]
    expect(row(0, 0)?.unread).toBe(2)
    expect(row(3, 0)?.unread).toBe(0)
    expect(row(0, 3)?.unread).toBe(0)
  })
  test('shows nothing unread once the talk is over', () => {
    const lists = deskLists(facts({ contacts: [held('x', { phase: 'wrapUp' })], log: () => log }))
    expect(lists.wrapUp[0]?.unread).toBe(0)
  })
  test('says the newest words, own ones on their way before all', () => {
    expect(lastWords(log, [])).toEqual({ by: 'customer', text: 'three', file: '' })
    expect(lastWords(log.slice(0, 2), [])).toEqual({ by: 'own', text: 'two', file: '' })
    expect(lastWords(log, [own('r', 'cnt_x')])).toEqual({ by: 'own', text: 'on its way', file: '' })
    expect(lastWords([], [])).toBeNull()
  })
  test('a bot’s words count as the last only where nobody else has said anything', () => {
    const asks = message('bot', 'What is your order number?', 1)
    expect(lastWords([asks], [])).toEqual({ by: 'bot', text: 'What is your order number?', file: '' })
    expect(lastWords([asks, message('customer', 'AB-1', 2), message('bot', 'A person comes.', 3)], [])).toEqual({
      by: 'customer',
      text: 'AB-1',
      file: '',
    })
  })
  test('a message that has reached the log is no longer on its way', () => {
    const stored = [message('agent', 'on its way', 1, { requestId: 'r1' })]
    const pending = [own('r1', 'cnt_x'), own('r2', 'cnt_x'), own('r3', 'cnt_y')]
    expect(stillPending(pending, 'cnt_x', stored).map(({ id }) => id)).toEqual(['r2'])
  })
})

describe('around the list', () => {
  test('colleagues come without oneself, those who could take a contact first', () => {
    const agents = [
      agent('ann', 'Ann'),
      agent('away', 'A', { status: 'away', free: false }),
      agent('busy', 'B', { free: false }),
      agent('free', 'Z'),
    ]
    expect(deskLists(facts({ agents })).agents.map(({ name }) => name)).toEqual(['Z', 'B', 'A'])
  })
  test('own queues are those of oneself on the floor; an older hub tells of none', () => {
    const mine = agent('ann', 'Ann', { queues: [queue('a', { en: 'A', ja: 'A' }).queue] })
    expect([...(deskLists(facts({ agents: [mine, agent('ben', 'Ben')] })).ownQueues ?? [])]).toEqual(['que_a'])
    expect(deskLists(facts({ agents: [agent('ann', 'Ann', { queues: null })] })).ownQueues).toBeNull()
  })
  test('customers waiting are counted over all queues', () => {
    const words = { en: 'q', ja: 'q' }
    const queues = [queue('a', words, { waiting: 2 }), queue('b', words, { waiting: 3 })]
    expect(deskLists(facts({ queues })).waiting).toBe(5)
  })
  test('next and previous walk talks and wrap-up and stop at the ends', () => {
    const contacts = [held('a', { startedAt: 1 }), held('b', { startedAt: 2 }), held('w', { phase: 'wrapUp' })]
    const lists = deskLists(facts({ contacts }))
    expect(neighbour(lists, null, 1)).toBe('cnt_a')
    expect(neighbour(lists, 'cnt_b', 1)).toBe('cnt_w')
    expect(neighbour(lists, 'cnt_w', 1)).toBe('cnt_w')
    expect(neighbour(lists, 'cnt_a', -1)).toBe('cnt_a')
    expect(neighbour(deskLists(facts()), null, 1)).toBeNull()
  })
})
