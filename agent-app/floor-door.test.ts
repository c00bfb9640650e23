import { describe, expect, test } from 'vitest'
import { frameKinds, topics, type FloorAlert, type Wire } from '#protocol'
import { messageEntry, settled, world } from '../hub/client/fake-hub.ts'
import { FloorDoor, type Watching } from './floor-door.ts'
import { boardAlerts, boardQueue } from './test/board-scenes.ts'

const contact = 'cnt_1'
const entries = (first: number, ...texts: readonly string[]) =>
  [frameKinds.entries, contact, first, texts.map((text) => messageEntry(text))] as const

async function reading(isOwn = false) {
  const all = world()
  const line = await all.online()
  const door = new FloorDoor(all.client)
  const told: [Watching, number][] = []
  const end = door.watch(
    contact,
    (watching) => told.push([watching, door.log(contact).length]),
    () => isOwn,
  )
  const answer = async (nth: number): Promise<void> => {
    all.latest().say([frameKinds.reply, line.requestIds[nth]!, []])
    await settled()
  }
  return { ...all, line, door, told, end, answer }
}

describe('a talk that is read along', () => {
  test('is there when the hub says so, and grows', async () => {
    const { line, told, answer } = await reading()
    line.say(entries(1, 'a', 'b'))
    await answer(0)
    line.say(entries(3, 'c'))
    expect(told).toEqual([
      ['asking', 2],
      ['there', 2],
      ['there', 3],
    ])
  })
  test('is asked for again on a new line', async () => {
    const { line, online, answer } = await reading()
    await answer(0)
    line.events.closed(1006)
    const next = await online()
    await settled()
    expect(next.of(frameKinds.request).map(([, , verb, body]) => [verb, body])).toEqual([
      ['contact.watch', [contact, true]],
    ])
  })
  test('is let go of once nothing more can come of it, so that what is on its way leaves no hole', async () => {
    const { client, line, end, answer } = await reading()
    line.say(entries(1, 'a'))
    await answer(0)
    end()
    line.say(entries(2, 'b'))
    expect(line.closedByClient).toBe(null)
    await answer(1)
    expect(client.log(contact)).toEqual([])
  })
  test('is kept where the contact has become one’s own, and where it is opened again meanwhile', async () => {
    const own = await reading(true)
    own.line.say(entries(1, 'a'))
    await own.answer(0)
    own.end()
    await own.answer(1)
    expect(own.client.log(contact)).toHaveLength(1)
    const again = await reading()
    again.line.say(entries(1, 'a'))
    again.end()
    again.door.watch(
      contact,
      () => {},
      () => false,
    )
    await again.answer(1)
    expect(again.client.log(contact)).toHaveLength(1)
  })
})

describe('alerts', () => {
  test('ring once each, and not for what was there when the page was opened', async () => {
    const { client, online } = world()
    const line = await online()
    const door = new FloorDoor(client)
    expect(door.hasNewAlert()).toBe(false)
    const item = (alert: FloorAlert): Wire => ['alert', alert.queue, topics.floor.alert.pack(alert)]
    const [one, other] = boardAlerts() as readonly [FloorAlert, FloorAlert]
    const queue = boardQueue(0)
    line.say([
      frameKinds.snapshot,
      'floor',
      1,
      [['queue', queue.queue, topics.floor.queue.pack(queue)], item(one)],
    ] as never)
    expect(door.hasNewAlert()).toBe(false)
    line.say([frameKinds.delta, 'floor', 2, [item(other)]] as never)
    expect([door.hasNewAlert(), door.hasNewAlert()]).toEqual([true, false])
    line.say([frameKinds.delta, 'floor', 3, [item({ ...one, value: 9, seenBy: ['Mai'] })]] as never)
    expect(door.hasNewAlert()).toBe(false)
  })
})
