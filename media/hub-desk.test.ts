/** The media process's end of the port: who is told what when more than one hub is connected, and what ends a connection. */
import { beforeEach, expect, test } from 'vitest'
import { Calls } from './calls.ts'
import { HubDesk, type HubSeat } from './hub-desk.ts'
import { virtualTime, type VirtualTime } from './virtual-testing.ts'

let time: VirtualTime
let desk: HubDesk
beforeEach(() => {
  time = virtualTime()
  const health = { available: false, reason: 'none here', workers: [] }
  const workers = { health: () => health, worker: () => null }
  const { after } = time
  desk = new HubDesk(
    () => health,
    new Calls({ workers, after, instancePrefix: '', iceServers: () => [], tell: () => {} }),
  )
})

/** A hub that is connected, and what it was told, but for its health. */
function hub() {
  const told: Record<string, unknown>[] = []
  const state = { ended: false }
  const seat: HubSeat = desk.connect({
    write: (line) => void told.push(JSON.parse(line) as Record<string, unknown>),
    end: () => (state.ended = true),
  })
  const say = (frame: unknown): Promise<void> => {
    seat.text(`${JSON.stringify(frame)}\n`)
    return time.passMs(0)
  }
  return { seat, state, say, told: () => told.splice(0).filter(({ type }) => type !== 'health') }
}
const ok = { ok: true, answer: {} }
const lost = { type: 'callLost', call: 'cal_a' as never, reason: '' } as const

test('a hub is told the health at once, and events only once it has begun', async () => {
  const first = hub()
  desk.tellEvent(lost)
  expect(first.told()).toEqual([])
  await first.say({ id: 1, epoch: 1, type: 'begin' })
  desk.tellEvent(lost)
  expect(first.told()).toEqual([
    { type: 'answer', id: 1, result: ok },
    { type: 'event', event: lost },
  ])
})

test('[WC11] events go to the hub that began last; the one before is refused', async () => {
  const first = hub()
  const second = hub()
  await first.say({ id: 1, epoch: 1, type: 'begin' })
  await second.say({ id: 1, epoch: 2, type: 'begin' })
  await first.say({ id: 2, epoch: 1, type: 'complete' })
  await first.say({ id: 3, epoch: 1, type: 'begin' })
  desk.tellEvent(lost)
  expect(first.told().slice(1)).toEqual(
    [2, 3].map((id) => ({ type: 'answer', id, result: { ok: false, code: 'epoch.old' } })),
  )
  expect(second.told()).toContainEqual({ type: 'event', event: lost })
})

test('[WC7] a hub that is gone is told nothing more, and nothing breaks', async () => {
  const first = hub()
  await first.say({ id: 1, epoch: 1, type: 'begin' })
  first.told()
  first.seat.closed()
  desk.tellEvent(lost)
  desk.tellHealth()
  expect(first.told()).toEqual([])
})

test('a command that is none is refused by its id; a line without one ends the connection, and so does one without end', async () => {
  const first = hub()
  await first.say({ id: 9, type: 'dance' })
  expect(first.told()).toEqual([{ type: 'answer', id: 9, result: { ok: false, code: 'request.invalid' } }])
  expect(first.state.ended).toBe(false)
  await first.say('dance')
  expect(first.state.ended).toBe(true)
  const second = hub()
  second.seat.text('x'.repeat(256 * 1024))
  expect(second.state.ended).toBe(false)
  second.seat.text('x')
  expect(second.state.ended).toBe(true)
})

test('[WC4] without workers a call waits, and its legs are told so', async () => {
  const first = hub()
  const leg = {
    id: 'leg_a',
    role: 'customer',
    mode: 'talk',
    muted: false,
    cameraOff: true,
    held: false,
    sharing: false,
  }
  await first.say({ id: 1, epoch: 1, type: 'begin' })
  await first.say({ id: 2, epoch: 1, type: 'call', call: { id: 'cal_a', revision: 1, legs: [leg] } })
  await first.say({ id: 3, epoch: 1, type: 'ask', call: 'cal_a', leg: 'leg_a', request: { verb: 'capabilities' } })
  expect(first.told().at(-1)).toEqual({ type: 'answer', id: 3, result: { ok: false, code: 'call.waiting' } })
})
