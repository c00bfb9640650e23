/** A live list alone: how changes are numbered, and what brings whom up to date. */
import { describe, expect, test } from 'vitest'
import { frameKinds, type HubFrame } from '../protocol/index.ts'
import { LiveList } from './live-list.ts'

const { delta, snapshot } = frameKinds

/** A list with this many deltas behind it. */
function listWith(deltas: number, incarnation = 1): { readonly list: LiveList; readonly sent: HubFrame[] } {
  const list = new LiveList('desk', incarnation)
  const sent: HubFrame[] = []
  for (let count = 1; count <= deltas; count++) {
    list.set('offer', 'a', [count])
    sent.push(list.takeDelta()!)
  }
  return { list, sent }
}

describe('changes', () => {
  test('each delta has the next number and holds all that was set since the last', () => {
    const list = new LiveList('desk', 1)
    const begin = list.seq
    list.set('me', '', ['hanako'])
    list.set('offer', 'a', [1])
    expect(list.takeDelta()).toEqual([
      delta,
      'desk',
      begin + 1,
      [
        ['me', '', ['hanako']],
        ['offer', 'a', [1]],
      ],
    ])
    list.set('offer', 'a', null)
    expect(list.takeDelta()).toEqual([delta, 'desk', begin + 2, [['offer', 'a', null]]])
    expect(list.seq).toBe(begin + 2)
  })

  test('equal values, and the removal of what is not there, send nothing and take no number', () => {
    const list = new LiveList('desk', 1)
    list.set('offer', 'a', [1, ['x', null]])
    list.takeDelta()
    const before = list.seq
    list.set('offer', 'a', [1, ['x', null]])
    list.set('offer', 'b', null)
    expect(list.takeDelta()).toBeNull()
    expect(list.seq).toBe(before)
  })

  test.each([
    ['another value', [1, ['y', null]]],
    ['a longer one', [1, ['x', null, 2]]],
    ['a list in place of a text', [1, 'x']],
    ['null in place of nought', [1, ['x', 0]]],
  ])('%s is a change', (_, value) => {
    const list = new LiveList('desk', 1)
    list.set('offer', 'a', [1, ['x', null]])
    list.takeDelta()
    list.set('offer', 'a', value as never)
    expect(list.takeDelta()?.[3]).toEqual([['offer', 'a', value]])
  })

  test('replace removes what is no longer named, of the kinds named only', () => {
    const list = new LiveList('desk', 1)
    for (const [kind, id] of [
      ['me', ''],
      ['offer', 'a'],
      ['offer', 'b'],
    ] as const)
      list.set(kind, id, [1])
    list.takeDelta()
    list.replace(['offer'], [{ kind: 'offer', id: 'b', value: [2] }])
    expect(list.takeDelta()?.[3]).toEqual([
      ['offer', 'a', null],
      ['offer', 'b', [2]],
    ])
    expect(list.catchUp(null)[0]?.[3]).toEqual([
      ['me', '', [1]],
      ['offer', 'b', [2]],
    ])
  })
})

describe('catching up', () => {
  test('without a cursor: everything as it stands, numbered as the last change', () => {
    const { list } = listWith(3)
    expect(list.catchUp(null)).toEqual([[snapshot, 'desk', list.seq, [['offer', 'a', [3]]]]])
  })

  test('at the head: nothing', () => {
    const { list } = listWith(3)
    expect(list.catchUp(list.seq)).toEqual([])
  })

  test('a little behind: exactly the deltas that are missing', () => {
    const { list, sent } = listWith(5)
    expect(list.catchUp(list.seq - 2)).toEqual(sent.slice(-2))
    expect(list.catchUp(list.seq - 5)).toEqual(sent)
  })

  test('as far behind as deltas are kept: all of them; one further: a snapshot', () => {
    const { list, sent } = listWith(300)
    const kept = list.catchUp(list.seq - 16)
    expect(kept).toEqual(sent.slice(-16))
    expect(list.catchUp(list.seq - 17).map(([kind]) => kind)).toEqual([snapshot])
  })

  test('of a long list as many changes are kept as it has items, which a snapshot would have as well', () => {
    const list = new LiveList('floor', 1)
    for (let item = 0; item < 40; item++) list.set('queue', `q${item}`, [0])
    list.takeDelta()
    for (let time = 1; time <= 100; time++) {
      list.set('queue', 'q1', [time])
      list.takeDelta()
    }
    expect(list.catchUp(list.seq - 40)).toHaveLength(40)
    expect(list.catchUp(list.seq - 41).map(([kind]) => kind)).toEqual([snapshot])
  })

  test('ahead of the list: a snapshot, not silence', () => {
    const { list } = listWith(2)
    expect(list.catchUp(list.seq + 1).map(([kind]) => kind)).toEqual([snapshot])
  })

  test('with the number of another incarnation of the same list: a snapshot', () => {
    const old = listWith(3, 1).list
    const { list } = listWith(3, 2)
    expect(list.catchUp(old.seq).map(([kind]) => kind)).toEqual([snapshot])
    expect(old.catchUp(list.seq).map(([kind]) => kind)).toEqual([snapshot])
  })

  test('a snapshot of an empty list says that it is empty', () => {
    const list = new LiveList('visit', 7)
    expect([...list.items()]).toEqual([])
    expect(list.catchUp(null)).toEqual([[snapshot, 'visit', list.seq, []]])
  })
})
