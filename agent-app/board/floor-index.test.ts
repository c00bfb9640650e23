import { describe, expect, test } from 'vitest'
import type { FloorAgent, FloorAgentDay, FloorHeld, FloorQueue, FloorQueueDay, FloorWaiting } from '#protocol'
import { agent, held, queue, waiting } from '../test/scenes.ts'
import { FloorIndex } from './floor-index.ts'
import { anything, passing, type Row } from './rows.ts'

const words = (name: string) => ({ en: name, ja: name })

function floorOf() {
  const maps = {
    queue: new Map<string, FloorQueue>([['que_support', queue('support', words('Support'), { waiting: 1 })]]),
    agent: new Map<string, FloorAgent>([['agt_ben', agent('ben', 'Ben')]]),
    waiting: new Map<string, FloorWaiting>([['cnt_1', waiting('1', 'Mai')]]),
    held: new Map<string, FloorHeld>(),
    queueDay: new Map<string, FloorQueueDay>(),
    agentDay: new Map<string, FloorAgentDay>(),
  }
  return { maps, index: new FloorIndex(maps) }
}

describe('rows of the floor', () => {
  test('are made once, and anew only for what has changed', () => {
    const { maps, index } = floorOf()
    expect([...index.follow().contacts]).toEqual(['cnt_1'])
    const [support, ben] = [index.rows.queues.get('que_support'), index.rows.agents.get('agt_ben')]
    maps.agent.set('agt_ben', agent('ben', 'Ben', { status: 'away' }))
    const changes = index.follow()
    expect([changes.queues.size, [...changes.agents], changes.contacts.size]).toEqual([0, ['agt_ben'], 0])
    expect(index.rows.queues.get('que_support')).toBe(support)
    expect(index.rows.agents.get('agt_ben')).not.toBe(ben)
    expect(index.rows.agents.get('agt_ben')?.state).toBe('away')
  })
  test('know the day of their queue and agent, whichever comes first', () => {
    const { maps, index } = floorOf()
    index.follow()
    const day = {
      agent: 'agt_ben' as FloorAgentDay['agent'],
      skills: [{ name: 'lang.ja', level: 3 }],
      workMs: 1,
      readyMs: 1,
    }
    maps.agentDay.set('agt_ben', { ...day, occupancyPermille: 500 })
    expect([...index.follow().agents]).toEqual(['agt_ben'])
    const ben = index.rows.agents.get('agt_ben')!
    expect(ben).toMatchObject({ day: { occupancyPermille: 500 } })
    expect([passing({ ...anything, skill: 'lang.ja' })(ben), passing({ ...anything, skill: 'refunds' })(ben)]).toEqual([
      true,
      false,
    ])
  })
  test('a contact that an agent has taken is one row still, and leaves when it is over', () => {
    const { maps, index } = floorOf()
    index.follow()
    maps.waiting.delete('cnt_1')
    maps.held.set('cnt_1', held('1', 'Mai', { contact: 'cnt_1' as FloorHeld['contact'] }))
    expect([...index.follow().contacts]).toEqual(['cnt_1'])
    expect(index.rows.contacts.get('cnt_1')).toMatchObject({
      state: 'talking',
      withName: 'Ben',
      queues: ['que_support'],
    })
    maps.held.delete('cnt_1')
    expect([...index.follow().contacts]).toEqual(['cnt_1'])
    expect(index.rows.contacts.size).toBe(0)
  })
  test('one that goes while another comes is noticed', () => {
    const { maps, index } = floorOf()
    index.follow()
    maps.waiting.delete('cnt_1')
    maps.waiting.set('cnt_2', waiting('2', 'Ken'))
    expect([...index.follow().contacts].sort()).toEqual(['cnt_1', 'cnt_2'])
    expect([...index.rows.contacts.keys()]).toEqual(['cnt_2'])
  })
})

describe('filters', () => {
  const rows = (part: object): readonly (string | undefined)[] => {
    const { maps, index } = floorOf()
    maps.waiting.set('cnt_2', waiting('2', 'サクラ', { phase: 'offered', offeredTo: 'Ben' }))
    index.follow()
    const all: Row[] = [...index.rows.contacts.values()]
    return all.filter(passing({ ...anything, ...part })).map(({ key }) => key)
  }
  test('find kana of either kind, in either width, in any part of a row', () => {
    expect(rows({ text: 'さくら' })).toEqual(['cnt_w2'])
    expect(rows({ text: 'ｻｸﾗ' })).toEqual(['cnt_w2'])
    expect(rows({ text: ' BEN' })).toEqual(['cnt_w2'])
    expect(rows({ text: 'nobody' })).toEqual([])
  })
  test('narrow to a queue and a state together', () => {
    expect(rows({ queue: 'que_support', state: 'waiting' })).toEqual(['cnt_w1'])
    expect(rows({ queue: 'que_orders' })).toEqual([])
  })
})
