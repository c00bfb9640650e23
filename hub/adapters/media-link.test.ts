/** The hub's end of the media port on virtual time, with the lines of the other end in the hand of the test. */
import { beforeEach, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { durationMs, later } from '../model/time.ts'
import type { Call } from '../ports/media-call.ts'
import type { MediaCommand } from '../ports/media-frame.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { MediaLink } from './media-link.ts'

const carl = makeId('leg', 'carl')
const call = (name: string, revision = 1): Call => ({ id: makeId('call', name), revision, legs: [] })
const health = '{"type":"health","available":true,"reason":"","workers":[]}\n'

/** One connection, as the media process sees it. */
interface Seen {
  readonly commands: MediaCommand[]
  readonly say: (text: string) => void
  readonly close: () => void
  ended: boolean
}

let clock: VirtualClock
let seen: Seen[]
let link: MediaLink
beforeEach(() => {
  clock = new VirtualClock()
  seen = []
  link = new MediaLink((told) => {
    const one: Seen = { commands: [], say: told.text, close: told.closed, ended: false }
    seen.push(one)
    return {
      write: (line) => void one.commands.push(JSON.parse(line) as MediaCommand),
      end: () => {
        one.ended = true
        clock.soon(told.closed)
      },
    }
  }, clock)
})

const last = (): Seen => seen.at(-1)!
const types = (): string[] => last().commands.map(({ type }) => type)
const answerAll = (): void => {
  for (const { id } of last().commands.splice(0))
    last().say(`{"type":"answer","id":${id},"result":{"ok":true,"answer":{}}}\n`)
}
/** Promises settle between timers, as in life. */
async function passMs(ms: number): Promise<void> {
  const until = later(clock.now(), durationMs(ms))
  clock.after(durationMs(ms), () => {})
  do for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  while (clock.step(until))
}

test('nothing is commanded before the hub takes charge and the other side has spoken', () => {
  last().say(health)
  expect(types()).toEqual([])
  link.begin(7, [call('a')])
  expect(types()).toEqual(['begin', 'call', 'complete'])
  expect(last().commands.every(({ epoch }) => epoch === 7)).toBe(true)
})

test('what was wanted meanwhile is said on connecting, and what was ended is not', () => {
  link.begin(7, [call('a'), call('b')])
  link.setCall(call('a', 2))
  link.endCall(makeId('call', 'b'))
  expect(types()).toEqual([])
  last().say(health)
  expect(last().commands).toMatchObject([{ type: 'begin' }, { type: 'call', call: call('a', 2) }, { type: 'complete' }])
})

test('a command without an answer ends the connection, and all is said again on the next', async () => {
  link.begin(7, [])
  last().say(health)
  answerAll()
  link.setCall(call('a'))
  // It goes on telling its health meanwhile, so silence is not what ends it.
  await passMs(3_000)
  last().say(health)
  await passMs(2_100)
  expect(seen[0]?.ended).toBe(true)
  await passMs(300)
  expect(seen).toHaveLength(2)
  last().say(health)
  expect(types()).toEqual(['begin', 'call', 'complete'])
})

test('[WC5] who asked is refused when no answer comes, and when the connection ends', async () => {
  link.begin(7, [])
  last().say(health)
  answerAll()
  const late = link.ask(makeId('call', 'a'), carl, { verb: 'leave' })
  await passMs(4_000)
  last().say(health)
  const lost = link.ask(makeId('call', 'a'), carl, { verb: 'leave' })
  await passMs(1_100)
  expect(await late).toEqual({ ok: false, code: 'media.timeout' })
  // What one browser asks is not worth the connection of all.
  expect(last().ended).toBe(false)
  last().close()
  expect(await lost).toEqual({ ok: false, code: 'media.unreachable' })
  const nobody = await link.ask(makeId('call', 'a'), carl, { verb: 'leave' })
  expect(nobody).toEqual({ ok: false, code: 'media.unreachable' })
})

test('what a browser asks at more than 64 KiB is refused here', async () => {
  link.begin(7, [])
  last().say(health)
  const parameters = { much: 'x'.repeat(64 * 1024) }
  const asked = await link.ask(makeId('call', 'a'), carl, { verb: 'connect', transport: 't', parameters })
  expect(asked).toEqual({ ok: false, code: 'request.invalid' })
  expect(types()).toEqual(['begin', 'complete'])
})

test('events are heard until one leaves; a line that is nothing ends the connection', () => {
  const heard: string[] = []
  const leave = link.onEvent(({ type }) => heard.push(type))
  last().say(`${health}{"type":"event","event":{"type":"callReady","call":"cal_a","instance":"1"}}\n`)
  leave()
  last().say('{"type":"event","event":{"type":"callLost","call":"cal_a","reason":""}}\n')
  expect(heard).toEqual(['callReady'])
  last().say('{"type":"event","event":null}\n')
  expect(last().ended).toBe(true)
})
