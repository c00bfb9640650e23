import { describe, expect, test } from 'vitest'
import { closeCodes, frameKinds, limits, type HubFrame } from '../protocol/index.ts'
import { makeId } from '../model/ids.ts'
import { messageEntry, world } from './fake-hub.ts'

const contact = makeId('contact', '1')
const entries = (first: number, ...texts: string[]): HubFrame => [
  frameKinds.entries,
  contact,
  first,
  texts.map((text) => messageEntry(text)),
]
const agentItem = (name: string) => [makeId('agent', name), name, 'available', '', 0, true] as const

describe('logs', () => {
  const follow = async () => {
    const all = world()
    const line = await all.online()
    const told: [number, number][] = []
    all.client.on('entries', ({ firstSeq, entries: fresh }) => told.push([firstSeq, fresh.length]))
    line.say(entries(1, 'a', 'b'))
    const texts = () => all.client.log(contact).map((entry) => (entry.kind === 'message' ? entry.text : entry.kind))
    return { ...all, line, told, texts }
  }

  test('what comes again is dropped, what overlaps is cut', async () => {
    const { line, told, texts } = await follow()
    line.say(entries(1, 'a', 'b'))
    line.say(entries(2, 'b', 'c'))
    line.say(entries(1, 'a'))
    expect(texts()).toEqual(['a', 'b', 'c'])
    expect(told).toEqual([
      [1, 2],
      [3, 1],
    ])
  })

  test('a hole is never taken: the line ends with 4900 and is resumed from what is held', async () => {
    const { client, line, latest, online, texts } = await follow()
    line.say(entries(4, 'd'))
    expect(line.closedByClient).toBe(closeCodes.gap)
    expect(texts()).toEqual(['a', 'b'])
    expect(client.state.kind).toBe('waiting')
    line.say(entries(3, 'too late'))
    await online()
    expect(latest().received[0]).toEqual([frameKinds.hello, [1], 'ticket-2', [[contact, 2]], []])
    latest().say(entries(3, 'c', 'd'))
    expect(texts()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('reset empties the log, and it fills from the first entry', async () => {
    const { client, line, texts } = await follow()
    const resets: string[] = []
    client.on('reset', (event) => resets.push(event.contact))
    line.say([frameKinds.reset, contact])
    expect(texts()).toEqual([])
    line.say(entries(1, 'x'))
    expect(texts()).toEqual(['x'])
    expect(resets).toEqual([contact])
  })

  test('an entry that this build cannot read keeps its place', async () => {
    const { line, texts } = await follow()
    line.say([frameKinds.entries, contact, 3, [[77, 'new kind'], [1, 'no instant'], 'no array', messageEntry('d')]])
    expect(texts()).toEqual(['a', 'b', 'elided', 'elided', 'elided', 'd'])
  })

  test('a longer entry of a newer hub is read as far as it is known', async () => {
    const { line, texts } = await follow()
    line.say([frameKinds.entries, contact, 3, [[...(messageEntry('c') as []), 'more']]])
    expect(texts()).toEqual(['a', 'b', 'c'])
  })

  test('a forgotten contact is not told in the next hello', async () => {
    const { client, line, latest, online, texts } = await follow()
    client.forget(contact)
    expect(texts()).toEqual([])
    line.events.closed(1006)
    await online()
    expect(latest().received[0]?.[3]).toEqual([])
  })

  test('forgotten and followed again on one line, it is whole, from whichever number the hub goes on', async () => {
    const { client, line, latest, online, texts, told } = await follow()
    client.forget(contact)
    line.say(entries(1, 'a', 'b', 'c'))
    expect(texts()).toEqual(['a', 'b', 'c'])
    line.events.closed(1006)
    await online()
    client.forget(contact)
    expect(texts()).toEqual([])
    latest().say(entries(4, 'd'))
    expect(texts()).toEqual(['a', 'b', 'c', 'd'])
    expect(told.at(-1)).toEqual([1, 4])
  })

  test('a hello carries the cursors of the latest contacts, no more than are allowed', async () => {
    const { client, line, latest, online } = await follow()
    for (let n = 0; n < limits.cursorsMax; n++)
      line.say([frameKinds.entries, makeId('contact', `more${n}`), 1, [messageEntry('x')]])
    line.say(entries(3, 'c'))
    line.events.closed(1006)
    await online()
    const hello = latest().received[0]
    if (hello?.[0] !== frameKinds.hello) throw new Error('no hello')
    expect(hello[3]).toHaveLength(limits.cursorsMax)
    expect(hello[3].at(-1)).toEqual([contact, 3])
    expect(hello[3].map(([id]) => id)).not.toContain(makeId('contact', 'more0'))
    expect(client.state.kind).toBe('online')
  })
})

describe('live lists', () => {
  const ann = makeId('agent', 'ann')
  const bob = makeId('agent', 'bob')
  const watch = async () => {
    const all = world()
    const line = await all.online({ epoch: 7 })
    const told: (readonly string[])[] = []
    all.client.on('list', ({ topic, kinds }) => told.push([topic, ...kinds]))
    line.say([frameKinds.snapshot, 'floor', 5, [['agent', ann, agentItem('ann')]]])
    const names = () => [...all.client.list('floor', 'agent').values()].map((agent) => agent.name)
    return { ...all, line, told, names }
  }

  test('snapshot, then deltas by their numbers', async () => {
    const { line, told, names } = await watch()
    line.say([frameKinds.delta, 'floor', 6, [['agent', bob, agentItem('bob')]]])
    line.say([frameKinds.delta, 'floor', 7, [['agent', ann, null]]])
    expect(names()).toEqual(['bob'])
    expect(told).toEqual([
      ['floor', 'agent'],
      ['floor', 'agent'],
      ['floor', 'agent'],
    ])
  })

  test('the map is the same one for ever', async () => {
    const { client, line } = await watch()
    const held = client.list('floor', 'agent')
    line.say([frameKinds.snapshot, 'floor', 9, [['agent', bob, agentItem('bob')]]])
    expect([...held.keys()]).toEqual([bob])
  })

  test('a delta known already changes nothing', async () => {
    const { line, told, names } = await watch()
    line.say([frameKinds.delta, 'floor', 5, [['agent', ann, null]]])
    expect(names()).toEqual(['ann'])
    expect(told).toHaveLength(1)
  })

  test('a missing delta ends the line with 4900; the cursors tell epoch and number', async () => {
    const { line, latest, online, names } = await watch()
    line.say([frameKinds.delta, 'floor', 7, [['agent', ann, null]]])
    expect(line.closedByClient).toBe(closeCodes.gap)
    await online({ epoch: 7 })
    expect(latest().received[0]).toEqual([frameKinds.hello, [1], 'ticket-2', [], [['floor', 7, 5]]])
    latest().say([frameKinds.delta, 'floor', 6, [['agent', bob, agentItem('bob')]]])
    expect(names()).toEqual(['ann', 'bob'])
  })

  test('numbers of another epoch do not go on: only a snapshot does', async () => {
    const { line, latest, online, names, client } = await watch()
    line.events.closed(1006)
    await online({ epoch: 8 })
    latest().say([frameKinds.delta, 'floor', 6, [['agent', ann, null]]])
    expect(latest().closedByClient).toBe(closeCodes.gap)
    await online({ epoch: 8 })
    latest().say([frameKinds.snapshot, 'floor', 1, []])
    expect(names()).toEqual([])
    expect(client.state.kind).toBe('online')
  })

  test('a delta before any snapshot is a gap', async () => {
    const { online } = world()
    const line = await online()
    line.say([frameKinds.delta, 'desk', 1, []])
    expect(line.closedByClient).toBe(closeCodes.gap)
  })

  test('items of kinds or with values that this build does not know are left out', async () => {
    const { line, names } = await watch()
    line.say([
      frameKinds.delta,
      'floor',
      6,
      [
        ['robot', 'x', [1]],
        ['agent', ann, ['nonsense']],
        ['agent', bob, agentItem('bob')],
      ],
    ])
    line.say([frameKinds.snapshot, '__proto__', 1, [['toString', 'x', [1]]]])
    expect(names()).toEqual(['bob'])
  })
})
