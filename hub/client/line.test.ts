import { describe, expect, test } from 'vitest'
import { closeCodes, frameKinds, type HubFrame } from '../protocol/index.ts'
import { makeId } from '../model/ids.ts'
import { messageEntry, settled, world, type FakeLine, type VirtualClock } from './fake-hub.ts'

const contact = makeId('contact', '1')
const entries = (first: number, ...texts: string[]): HubFrame => [
  frameKinds.entries,
  contact,
  first,
  texts.map((text) => messageEntry(text)),
]

describe('hints', () => {
  test('sent and heard online, dropped otherwise', async () => {
    const { client, online } = world()
    const heard: unknown[] = []
    client.on('hint', (hint) => heard.push(hint))
    client.hint('message.typing', { contact, on: true })
    const line = await online()
    client.hint('message.mark', { contact, received: 3, read: 2 })
    expect(line.received.slice(1)).toEqual([[frameKinds.hint, 'message.mark', [contact, 3, 2]]])
    line.say([frameKinds.hinted, 'message.typing', [contact, true]])
    line.say([frameKinds.hinted, 'message.typing', ['nonsense']])
    line.say([frameKinds.hinted, 'message.unknown', []])
    expect(heard).toEqual([{ verb: 'message.typing', body: { contact, on: true } }])
  })
})

describe('beats', () => {
  const answer = (line: FakeLine, clock: VirtualClock) => line.say([frameKinds.beaten, 1_700_000_000_000 + clock.now()])

  test('one every interval while they are answered', async () => {
    const { clock, client, online } = world()
    const line = await online()
    for (let n = 1; n <= 5; n++) {
      await clock.pass(10_000)
      expect(line.of(frameKinds.beat)).toHaveLength(n)
      answer(line, clock)
    }
    expect(client.state.kind).toBe('online')
  })

  test('two answers missing: the line is dead, before the lease is over', async () => {
    const { clock, client, online } = world()
    const line = await online()
    await clock.pass(19_999)
    expect(line.of(frameKinds.beat)).toHaveLength(2)
    expect(client.state.kind).toBe('online')
    await clock.pass(1)
    expect(line.closedByClient).toBe(closeCodes.leaseOver)
    expect(client.state.kind).toBe('waiting')
  })

  test('other frames show that the line lives', async () => {
    const { clock, client, online } = world()
    const line = await online()
    for (let n = 1; n <= 20; n++) {
      await clock.pass(4_000)
      line.say(entries(n, 'x'))
    }
    expect(client.state.kind).toBe('online')
  })

  test('retryNow doubts an open line and asks at once', async () => {
    const { clock, client, online } = world()
    const line = await online()
    client.retryNow()
    expect(line.of(frameKinds.beat)).toHaveLength(1)
    await clock.pass(10_000)
    expect(client.state.kind).toBe('waiting')
  })

  test('hub time is estimated from welcome and beats, the quicker exchange counting more', async () => {
    const { clock, client, latest } = world()
    client.connect()
    await settled()
    latest().events.opened()
    await clock.pass(400)
    latest().say([frameKinds.welcome, 1, 1, 'ses_1', 5_000_000, 10_000, 25_000])
    expect(client.hubNow()).toBe(5_000_200)
    await clock.pass(10_000)
    await clock.pass(20)
    latest().say([frameKinds.beaten, 5_010_300])
    expect(client.hubNow()).toBe(5_010_310)
    await clock.pass(10_000)
    await clock.pass(2_000)
    latest().say([frameKinds.beaten, 9_999_999])
    expect(client.hubNow()).toBe(5_022_310)
  })
})

test('a listener that throws harms nobody else', async () => {
  const { client, online } = world()
  const problems: unknown[] = []
  const onProblem = (error: unknown) => void problems.push(error)
  const previous = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', onProblem)
  try {
    const heard: string[] = []
    const off = client.on('state', () => heard.push('off'))
    off()
    client.on('state', () => {
      throw new Error('mine')
    })
    client.on('state', (state) => heard.push(state.kind))
    await online()
    await settled()
    expect(heard).toEqual(['connecting', 'online'])
    expect(problems).toHaveLength(2)
  } finally {
    process.off('unhandledRejection', onProblem)
    for (const listener of previous) process.on('unhandledRejection', listener as never)
  }
})
