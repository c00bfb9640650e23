import { describe, expect, test } from 'vitest'
import type { FloorAgent, FloorWaiting } from '#protocol'
import { nextToTake, queueLines, teamLines, type Looking, type QueueLine } from './floor-rows.ts'
import { agent, held, me, queue, waiting } from './test/scenes.ts'

const words = (name: string) => ({ en: name, ja: name })
const orders = queue('orders', words('Orders'))
const repairs = queue('repairs', words('Repairs'))
const seen = { me: me(), queues: [orders, repairs], ownQueues: new Set(['que_orders']) }
const looking = (opened: readonly string[] = [], search = ''): Looking => ({ opened: new Set(opened), search })
const inOrders = (key: string, part: Partial<FloorWaiting> = {}): FloorWaiting =>
  waiting(key, key, { queue: orders.queue, ...part })
const told = (lines: readonly QueueLine[]): readonly string[] =>
  lines.map((line) => {
    if (line.kind === 'queue') return line.queue.queue
    if (line.kind === 'waiting') return `${line.place} ${line.item.customerName}`
    return line.kind === 'rest' ? `rest ${line.rest}` : `overflow ${line.rule.name}`
  })

describe('queues', () => {
  test('own ones come first, and only those that are opened show who waits', () => {
    const lines = queueLines({ ...seen, queues: [repairs, orders] }, [inOrders('ann')], looking())
    expect(told(lines)).toEqual(['que_orders', 'que_repairs'])
  })
  test('who waits has the place of the queue’s order, not of the order of arrival', () => {
    const line = [inOrders('late', { order: 9, enqueuedAt: 1 }), inOrders('early', { order: 2, enqueuedAt: 5 })]
    expect(told(queueLines(seen, line, looking(['que_orders'])))).toEqual([
      'que_orders',
      '1 early',
      '2 late',
      'que_repairs',
    ])
  })
  test('an overflow that holds is told whether the queue is opened or not', () => {
    const full = { ...orders, overflow: [{ name: 'peak', queue: repairs.queue, way: '' as const }] }
    expect(told(queueLines({ ...seen, queues: [full] }, [], looking()))).toEqual(['que_orders', 'overflow peak'])
  })
  test('a queue says when nobody waits, when more wait than are shown, and when the reader is not shown who', () => {
    const more = { ...orders, waiting: 3 }
    const all = looking(['que_orders', 'que_repairs'])
    expect(told(queueLines({ ...seen, queues: [more, repairs] }, [inOrders('ann')], all))).toEqual([
      'que_orders',
      '1 ann',
      'rest 2',
      'que_repairs',
      'rest notYours',
    ])
    const lead = { ...seen, me: me({ role: 'supervisor' }) }
    expect(told(queueLines(lead, [], all)).at(-1)).toBe('rest nobody')
  })
  test('a search keeps the place, opens what it finds, and leaves out the rest', () => {
    const line = [inOrders('Ａnn', { order: 1 }), inOrders('Ben', { order: 2 })]
    expect(told(queueLines(seen, line, looking([], 'ben')))).toEqual(['que_orders', '2 Ben'])
    expect(told(queueLines(seen, line, looking([], 'ann')))).toEqual(['que_orders', '1 Ａnn'])
    expect(told(queueLines(seen, line, looking([], 'repair')))).toEqual(['que_repairs'])
  })
})

describe('the next to take', () => {
  test('is who has waited longest in an own queue, rings at nobody and is meant for nobody else', () => {
    const line = [
      inOrders('rings', { enqueuedAt: 1, phase: 'offered' }),
      inOrders('meant', { enqueuedAt: 2, onlyFor: 'Ben' }),
      inOrders('other', { enqueuedAt: 3, queue: repairs.queue }),
      inOrders('away', { enqueuedAt: 4, phase: 'held' }),
      inOrders('second', { enqueuedAt: 6 }),
      inOrders('first', { enqueuedAt: 5, onlyFor: 'Ann' }),
    ]
    expect(nextToTake(seen, line)?.customerName).toBe('first')
    expect(nextToTake(seen, line.slice(0, 4))).toBeNull()
  })
})

describe('colleagues', () => {
  const lost: Partial<FloorAgent> = { link: 'lost', status: 'offline', contacts: 2 }
  test('whose contacts need somebody come first, then who is there, then by name', () => {
    const agents = [
      agent('off', 'A', { status: 'offline', link: 'none', contacts: 0 }),
      agent('away', 'B', { status: 'away' }),
      agent('zoe', 'Z'),
      agent('yui', 'Y'),
      agent('lost', 'L', lost),
    ]
    const lines = teamLines(agents, [], looking())
    expect(lines.map(({ key }) => key)).toEqual(['agt_lost', 'agt_yui', 'agt_zoe', 'agt_away', 'agt_off'])
  })
  test('one who is opened shows what can be done and whom they have, longest first', () => {
    const mine = [held('new', 'New', { since: 9 }), held('old', 'Old', { since: 1 })]
    const other = held('x', 'X', { agent: agent('zoe', 'Z').agent })
    const lines = teamLines([agent('ben', 'Ben')], [...mine, other], looking(['agt_ben']))
    expect(lines.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'agent agt_ben',
      'acts agt_ben acts',
      'held cnt_hold',
      'held cnt_hnew',
    ])
    expect(teamLines([agent('ben', 'Ben')], [], looking(['agt_ben'])).at(-1)?.kind).toBe('nothing')
  })
})
