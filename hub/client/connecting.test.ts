import { describe, expect, test } from 'vitest'
import { closeCodes, encode, finalCloseCodes, frameKinds } from '../protocol/index.ts'
import { makeId } from '../model/ids.ts'
import { settled, world } from './fake-hub.ts'
import { TicketRefused } from './options.ts'

const contact = makeId('contact', '1')

describe('connecting', () => {
  test('ticket, hello without cursors, welcome, online', async () => {
    const { client, latest } = world()
    const states: string[] = []
    client.on('state', (state) => states.push(state.kind))
    client.connect()
    client.connect()
    await settled()
    latest().welcome()
    expect(latest().received).toEqual([[frameKinds.hello, [1], 'ticket-1', [], []]])
    expect(states).toEqual(['connecting', 'online'])
  })

  test('the first return is almost at once, then waits double up to the greatest one', async () => {
    const { client, clock, lines } = world()
    client.connect()
    const waits: number[] = []
    for (let attempt = 1; attempt <= 9; attempt++) {
      await settled()
      expect(lines).toHaveLength(attempt)
      lines[attempt - 1]?.events.closed(1006)
      expect(client.state).toMatchObject({ kind: 'waiting', attempt })
      if (client.state.kind !== 'waiting') throw new Error('not waiting')
      waits.push(client.state.retryAt - clock.now())
      await clock.pass(waits.at(-1) as number)
    }
    expect(waits).toEqual([50, 125, 250, 500, 1000, 2000, 4000, 5000, 5000])
  })

  test('a line that is lost right after each welcome is not tried without pause; one that held is', async () => {
    const { client, clock, lines, online, latest } = world()
    for (let n = 1; n <= 4; n++) {
      await online()
      latest().events.closed(1006)
    }
    expect(client.state).toMatchObject({ kind: 'waiting', attempt: 4 })
    await online()
    await clock.pass(6_000)
    latest().events.closed(1006)
    expect(client.state).toMatchObject({ kind: 'waiting', attempt: 1 })
    expect(lines).toHaveLength(5)
  })

  test('no welcome in time: the socket is given up and not listened to any more', async () => {
    const { client, clock, lines } = world()
    client.connect()
    await settled()
    lines[0]?.events.opened()
    await clock.pass(10_000)
    expect(lines[0]?.closedByClient).toBe(1000)
    expect(client.state.kind).toBe('waiting')
    lines[0]?.welcome()
    lines[0]?.events.closed(1006)
    expect(client.state).toMatchObject({ kind: 'waiting', attempt: 1 })
  })

  test('a ticket that never comes, and one that comes too late', async () => {
    let give: (ticket: string) => void = () => {}
    const { client, clock, lines } = world({ getTicket: () => new Promise((resolve) => (give = resolve)) })
    client.connect()
    const late = give
    await clock.pass(10_000)
    expect(client.state.kind).toBe('waiting')
    late('late')
    await settled()
    expect(lines).toHaveLength(0)
  })

  test.each([
    ['the hub is not reached', () => Promise.reject(new Error('fetch failed')), 'waiting'],
    ['no ticket for now', () => Promise.reject(new TicketRefused(false)), 'waiting'],
    ['the identity is not accepted', () => Promise.reject(new TicketRefused(true)), 'stopped'],
  ])('no ticket: %s', async (_case, getTicket, kind) => {
    const { client } = world({ getTicket })
    client.connect()
    await settled()
    expect(client.state.kind).toBe(kind)
  })

  test('a socket that cannot even be made counts as a lost line', async () => {
    const { client } = world({
      openSocket: () => {
        throw new Error('insecure')
      },
    })
    client.connect()
    await settled()
    expect(client.state.kind).toBe('waiting')
  })

  test.each(finalCloseCodes.map((code) => [code]))('close code %i is final', async (code) => {
    const { client, clock, lines, online } = world()
    const line = await online()
    line.events.closed(code)
    expect(client.state.kind).toBe('stopped')
    await clock.pass(60_000)
    client.retryNow()
    await settled()
    expect(lines).toHaveLength(1)
  })

  test('every other close code brings it back', async () => {
    const codes = Object.values(closeCodes).filter((code) => !finalCloseCodes.includes(code))
    expect(codes.length).toBeGreaterThan(5)
    for (const code of codes) {
      const { client, clock, lines, online } = world()
      const line = await online()
      line.events.closed(code)
      expect(client.state.kind).toBe('waiting')
      await clock.pass(10_000)
      expect(lines.length).toBeGreaterThan(1)
    }
  })

  test('told that it is too many, it stays away for long', async () => {
    const { client, clock, online } = world()
    const line = await online()
    line.events.closed(closeCodes.tooMany)
    expect(client.state.kind === 'waiting' && client.state.retryAt - clock.now()).toBe(7_500)
  })

  test('a hub that speaks no version of ours stops it', async () => {
    const { client, online } = world()
    const line = await online({ version: 2 })
    expect(client.state).toEqual({ kind: 'stopped', reason: 'versionUnsupported' })
    expect(line.closedByClient).toBe(closeCodes.versionUnsupported)
  })

  test('bytes that are no frame end the line, and it comes back', async () => {
    for (const bytes of [new Uint8Array([0xc1]), new Uint8Array(), encode('text'), encode({ 0: 16 }), encode([])]) {
      const { client, online } = world()
      const line = await online()
      line.events.message(bytes)
      expect(line.closedByClient).toBe(closeCodes.malformed)
      expect(client.state.kind).toBe('waiting')
    }
  })

  test('a kind of frame that a newer hub has is passed over', async () => {
    const { client, online } = world()
    const line = await online()
    line.events.message(encode([99, 'news']))
    expect(client.state.kind).toBe('online')
  })

  test('close says bye and stops, leaving no timer; connect begins anew', async () => {
    const { client, clock, lines, online } = world()
    const line = await online()
    client.close()
    expect(line.received.at(-1)).toEqual([frameKinds.bye])
    expect(line.closedByClient).toBe(1000)
    expect(client.state).toEqual({ kind: 'stopped', reason: 'closed' })
    expect(clock.timers).toBe(0)
    await online()
    expect(client.state.kind).toBe('online')
    expect(lines).toHaveLength(2)
  })
})

describe('goaway', () => {
  test('it stays away as long as it was told, counted from the goaway', async () => {
    const { client, clock, lines, online } = world()
    const line = await online()
    line.say([frameKinds.goaway, 3_000])
    await clock.pass(1_000)
    line.events.closed(1001)
    expect(client.state).toMatchObject({ kind: 'waiting', retryAt: clock.now() + 2_000 })
    await clock.pass(1_999)
    expect(lines).toHaveLength(1)
    await clock.pass(1)
    expect(lines).toHaveLength(2)
  })

  test('it leaves by itself a hub that does not close; what is asked meanwhile is asked of both', async () => {
    const { client, clock, online, lines, latest } = world()
    const line = await online()
    line.say([frameKinds.goaway, 3_000])
    client.request('contact.end', { contact })
    expect(line.requestIds).toEqual(['r1'])
    await clock.pass(3_000)
    expect(line.closedByClient).toBe(1000)
    expect(lines).toHaveLength(2)
    latest().welcome()
    expect(latest().requestIds).toEqual(['r1'])
  })
})
