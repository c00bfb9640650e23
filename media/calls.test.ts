/**
 * Calls on virtual time and an engine without processes: what passes between legs, line by line of CLOSURES.md, placement,
 * and what is never heard, whatever is asked in whichever order.
 */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeId, type CallId, type LegId } from '../hub/model/ids.ts'
import type { Call, CallLeg } from '../hub/ports/media-call.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { LegRequest, Opaque } from '../hub/ports/media-request.ts'
import { Calls, qualityEveryMs } from './calls.ts'
import { FakeEngine, type FakeCall, type FakeTransport } from './fake-engine.ts'
import { Refused, requestTimeoutMs } from './in-time.ts'
import { virtualTime, type VirtualTime } from './virtual-testing.ts'
import { WorkerPool } from './worker-pool.ts'

const carl = makeId('leg', 'carl')
const ann = makeId('leg', 'ann')
const sue = makeId('leg', 'sue')
const plain = { muted: false, cameraOff: true, held: false, sharing: false }
const customer: CallLeg = { id: carl, role: 'customer', mode: 'talk', ...plain }
const agent: CallLeg = { id: ann, role: 'agent', mode: 'talk', ...plain }
const monitor: CallLeg = { id: sue, role: 'supervisor', mode: 'monitor', ...plain }
const codecs: Opaque = { codecs: [] }
const epoch = 1

let time: VirtualTime
let engine: FakeEngine
let calls: Calls
let events: MediaEvent[]
let revision: number

beforeEach(async () => {
  time = virtualTime()
  engine = new FakeEngine()
  events = []
  revision = 0
  const { now, after } = time
  const changed = (): void => calls.workersChanged()
  const pool: WorkerPool = new WorkerPool(2, { engine, wallNow: now, now, after, changed })
  calls = new Calls({
    workers: pool,
    after,
    instancePrefix: 'life',
    iceServers: () => [],
    tell: (event) => events.push(event),
  })
  pool.start()
  calls.begin(epoch)
  await time.passMs(0)
})

const id = (name: string): CallId => makeId('call', name)
const set = async (legs: CallLeg[], name = 'c'): Promise<void> => {
  calls.set(epoch, { id: id(name), revision: ++revision, legs } satisfies Call)
  await time.passMs(0)
}
const ask = async (leg: LegId, request: LegRequest): Promise<string> => {
  const asked = calls.ask(epoch, id('c'), leg, request).then(
    (answer) => ('transport' in answer ? answer.transport : 'ok'),
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  )
  await time.passMs(0)
  return asked
}
const receive: LegRequest = { verb: 'open', direction: 'receive', capabilities: codecs }
const speak: LegRequest = { verb: 'produce', source: 'microphone', parameters: codecs }
const send: LegRequest = { verb: 'open', direction: 'send' }

/** Joins, and resumes whatever was and will be offered, as browsers do. */
async function join(...legs: LegId[]): Promise<void> {
  for (const leg of legs) for (const request of [receive, send, speak]) await ask(leg, request)
  await resumeAll()
}
async function resumeAll(): Promise<void> {
  for (const event of [...events])
    if (event.type === 'trackOffered') await ask(event.leg, { verb: 'resume', track: event.track })
}
const only = <One>(all: readonly One[]): One => {
  expect(all).toHaveLength(1)
  return all[0]!
}
const room = (): FakeCall => only(engine.calls())
const told = (type: MediaEvent['type']): MediaEvent[] => events.filter((event) => event.type === type)
/** Transports in the order of joining: each leg's receiving one, then its sending one. */
const transport = (index: number): FakeTransport => room().transports[index]!

/** Carl and Ann, who hear each other. */
async function talking(): Promise<void> {
  await set([customer, agent])
  await join(carl, ann)
  expect(room().passing()).toEqual(['send-3/microphone>receive-0', 'send-1/microphone>receive-2'])
}
const carlIsHeard = 'send-1/microphone>receive-2'
const annIsHeard = 'send-3/microphone>receive-0'

describe('what passes', () => {
  beforeEach(talking)

  test('[HW3] a muted leg is not heard, and is heard again without a new track', async () => {
    const offers = told('trackOffered').length
    await set([customer, { ...agent, muted: true }])
    expect(room().passing()).toEqual([carlIsHeard])
    await set([customer, agent])
    expect(room().passing()).toEqual([annIsHeard, carlIsHeard])
    expect(told('trackOffered')).toHaveLength(offers)
  })

  test('[HW3] who was muted before they began to send is never heard', async () => {
    await set([customer, { ...agent, muted: true }])
    await ask(ann, speak)
    await resumeAll()
    expect(room().passing()).toEqual([carlIsHeard])
  })

  test('[HW5] a held customer hears the music and nothing else', async () => {
    await set([{ ...customer, held: true }, agent])
    await resumeAll()
    expect(room().passing()).toEqual(['music>receive-0'])
  })

  test('[WC14] an ended call leaves nothing in its worker', async () => {
    calls.end(epoch, id('c'))
    expect(engine.calls()).toEqual([])
    expect(await ask(carl, send)).toBe('call.unknown')
  })

  test('[WC15] a leg that left is closed, and who heard it is told', async () => {
    await set([customer])
    expect(room().passing()).toEqual([])
    expect([transport(2).closed, transport(3).closed]).toEqual([true, true])
    expect(told('trackEnded')).toMatchObject([{ leg: carl }])
    expect(await ask(ann, send)).toBe('leg.unknown')
  })

  test('[WC16] a transport that is opened again closes the one before, with what went over it', async () => {
    await ask(carl, send)
    expect(room().passing()).toEqual([annIsHeard])
    expect(transport(1).closed).toBe(true)
    expect(told('sourceEnded')).toMatchObject([{ leg: carl, source: 'microphone' }])
    await ask(carl, receive)
    expect(transport(0).closed).toBe(true)
    expect(room().passing()).toEqual([])
    await resumeAll()
    expect(room().passing()).toEqual(['send-3/microphone>receive-5'])
  })

  test('[WC18] what a leg stops or replaces is closed, and those who heard it are told', async () => {
    await ask(carl, speak)
    expect(told('trackEnded')).toHaveLength(1)
    await resumeAll()
    expect(room().passing()).toEqual([annIsHeard, carlIsHeard])
    await ask(carl, { verb: 'unproduce', source: 'microphone' })
    expect(room().passing()).toEqual([annIsHeard])
    expect(told('trackEnded')).toMatchObject([{ leg: ann }, { leg: ann }])
  })

  test('[WC7] a hub that dies ends nothing, and [WC12] the next one ends what it does not say', async () => {
    await set([customer], 'other')
    calls.begin(epoch + 1)
    calls.set(epoch + 1, { id: id('c'), revision: 0, legs: [customer, agent] })
    expect(engine.calls()).toHaveLength(2)
    events.length = 0
    calls.complete(epoch + 1)
    expect(room().passing()).toEqual([annIsHeard, carlIsHeard])
    expect(events.filter(({ type }) => type === 'callReady')).toMatchObject([{ call: id('c'), instance: 'life.1' }])
    // All were resumed, so none is offered again.
    expect(told('trackOffered')).toEqual([])
  })

  test('[WC11] a hub of an earlier start changes nothing', async () => {
    calls.begin(epoch + 1)
    expect(() => calls.set(epoch, { id: id('c'), revision: 99, legs: [] })).toThrow('epoch.old')
    expect(() => calls.end(epoch, id('c'))).toThrow('epoch.old')
    expect(() => calls.begin(epoch)).toThrow('epoch.old')
    expect(await ask(carl, send)).toBe('epoch.old')
    expect(room().passing()).toEqual([annIsHeard, carlIsHeard])
  })

  test('of two states of a call the one with the higher revision holds', async () => {
    calls.set(epoch, { id: id('c'), revision: 0, legs: [] })
    await time.passMs(0)
    expect(room().passing()).toEqual([annIsHeard, carlIsHeard])
  })

  test('speaking is told of those who take part, when it changes', async () => {
    await set([customer, agent, monitor])
    await join(sue)
    const producers = { carl: 'send-1/microphone-1', ann: 'send-3/microphone-1', sue: 'send-5/microphone-1' }
    const carlSpeaks = [{ producer: producers.carl, level: -20 }]
    room().volumes([...carlSpeaks, { producer: producers.sue, level: -10 }])
    room().volumes(carlSpeaks)
    room().volumes([])
    expect(told('speaking')).toEqual([
      { type: 'speaking', call: id('c'), legs: [{ leg: carl, level: -20 }] },
      { type: 'speaking', call: id('c'), legs: [] },
    ])
  })

  test('every leg is measured each five seconds, both ways', async () => {
    const good = { lossRatio: 0, jitterMs: 2, roundTripMs: 40 }
    const bad = { lossRatio: 0.1, jitterMs: 30, roundTripMs: 400 }
    const consumer = only(transport(2).consumers.filter(({ passes }) => passes))
    consumer.measured = bad
    consumer.of.measured = good
    await time.passMs(qualityEveryMs)
    const quality = told('quality')
    expect(quality).toMatchObject([
      { leg: carl, up: good, down: null },
      { leg: ann, up: null, down: bad },
    ])
  })
})

describe('workers', () => {
  test('a call goes to the worker that carries the fewest legs', async () => {
    await set([customer, agent, monitor], 'a')
    await set([customer, agent], 'b')
    const carried = (): number[] => engine.workers.map((worker) => worker.calls.size)
    expect(carried()).toEqual([1, 1])
    await set([customer], 'c')
    expect(carried()).toEqual([1, 2])
    await set([customer], 'd')
    // Three legs each by then: the first of equals.
    expect(carried()).toEqual([2, 2])
  })

  test('[WC1] the calls of a worker that died are built on the other, and those of the other feel nothing', async () => {
    await talking()
    await set([customer], 'other')
    const [first, second] = engine.workers
    events.length = 0
    first?.die('signal:SIGKILL')
    await time.passMs(0)
    expect(events).toEqual([
      { type: 'callLost', call: id('c'), reason: 'signal:SIGKILL' },
      { type: 'callReady', call: id('c'), instance: 'life.3' },
    ])
    expect(second?.calls.size).toBe(2)
    expect(await ask(carl, send)).toBe('send-0')
  })

  test('[WC1] without another worker a call waits for one, and asking is refused meanwhile', async () => {
    await talking()
    for (const worker of engine.workers) worker.die('gone')
    await time.passMs(50)
    expect(await ask(carl, send)).toBe('call.waiting')
    await time.passMs(50)
    expect(told('callReady')).toHaveLength(2)
    expect(await ask(carl, send)).toBe('send-0')
  })

  test('[WC2] [WC19] a worker that hangs answers nothing: refused after 3 s, elsewhere within 6 s', async () => {
    await talking()
    engine.workers[0]?.hang()
    const asked = calls.ask(epoch, id('c'), carl, send).catch((error: Refused) => error.code)
    await time.passMs(requestTimeoutMs)
    expect(await asked).toBe('media.timeout')
    await time.passMs(6_000 - requestTimeoutMs)
    expect(told('callReady')).toHaveLength(2)
    expect(engine.workers[1]?.calls.size).toBe(1)
  })

  test('[WC20] a call that was ended while it was made is closed when it is there', async () => {
    calls.set(epoch, { id: id('c'), revision: 1, legs: [customer] })
    calls.end(epoch, id('c'))
    await time.passMs(0)
    expect(engine.calls()).toEqual([])
    expect(events).toEqual([])
  })

  test('[WC20] a track that is not wanted any more while it is made is closed and never told', async () => {
    await set([customer, agent])
    for (const leg of [carl, ann]) for (const request of [receive, send]) await ask(leg, request)
    // Made in the same turn: the track is on its way when the call changes.
    const speaking = calls.ask(epoch, id('c'), ann, speak)
    for (let turn = 0; turn < 20 && transport(0).consumers.length === 0; turn++) await Promise.resolve()
    expect(transport(0).consumers).toHaveLength(1)
    expect(told('trackOffered')).toEqual([])
    calls.set(epoch, { id: id('c'), revision: 99, legs: [{ ...customer, held: true }, agent] })
    await speaking
    await time.passMs(0)
    expect(transport(0).consumers[0]?.closed).toBe(true)
    expect(told('trackOffered').every((event) => event.type === 'trackOffered' && event.from === null)).toBe(true)
  })

  test('[WC21] who is muted and cannot be paused is closed', async () => {
    await talking()
    const { of: producer } = only(transport(0).consumers)
    producer.pause = () => Promise.reject(new Error('no'))
    await set([customer, { ...agent, muted: true }])
    expect(producer.closed).toBe(true)
    expect(told('sourceEnded')).toMatchObject([{ leg: ann, source: 'microphone' }])
  })
})

test('whatever is asked and set in whichever order: a held customer hears nobody, and nobody hears a monitor or one who is muted', async () => {
  const legs = [carl, ann, sue]
  const flags = fc.record({ muted: fc.boolean(), held: fc.boolean() })
  const wish = fc
    .tuple(flags, flags, fc.constantFrom('monitor', 'barge', 'whisper', 'gone'))
    .map(([first, second, mode]): CallLeg[] => {
      const two: CallLeg[] = [
        { ...customer, ...first },
        { ...agent, ...second },
      ]
      if (mode === 'gone') return two
      return [
        ...two,
        { ...plain, id: sue, role: 'supervisor', ...(mode === 'whisper' ? { mode, partner: ann } : { mode }) },
      ]
    })
  const step = fc.oneof(
    wish.map((wanted) => ({ wanted })),
    fc.record({
      leg: fc.constantFrom(...legs),
      request: fc.constantFrom(receive, send, speak, { verb: 'leave' } as const),
    }),
    fc.constant({ resume: true }),
  )
  let passed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const name = `p${++revision}`
      let wanted: readonly CallLeg[] = [customer, agent]
      const mine = (): FakeCall => engine.calls().at(-1)!
      const owner = new Map<string, LegId>()
      const askMine = async (leg: LegId, request: LegRequest): Promise<void> => {
        const before = mine().transports.length
        await calls.ask(epoch, id(name), leg, request).catch(() => {})
        for (const made of mine().transports.slice(before)) owner.set(made.id, leg)
      }
      await set([...wanted], name)
      for (const one of steps) {
        if ('wanted' in one) await set([...(wanted = one.wanted)], name)
        else if ('request' in one) await askMine(one.leg, one.request)
        else
          for (const event of [...events])
            if (event.type === 'trackOffered' && event.call === id(name))
              await askMine(event.leg, { verb: 'resume', track: event.track })
        await time.passMs(0)
        const of = new Map(wanted.map((leg) => [leg.id, leg]))
        for (const link of mine().passing()) {
          const [from = '', to = ''] = link.split('>').map((side) => side.split('/')[0] ?? '')
          const hears = of.get(owner.get(to)!)
          passed++
          expect([link, hears !== undefined]).toEqual([link, true])
          if (from === 'music') {
            expect([link, hears?.held]).toEqual([link, true])
            continue
          }
          const heard = of.get(owner.get(from)!)
          expect([link, heard?.muted, heard?.mode === 'monitor']).toEqual([link, false, false])
          if (hears?.role === 'customer') expect([link, hears.held]).toEqual([link, false])
          if (heard?.mode === 'whisper') expect([link, hears?.id]).toEqual([link, ann])
        }
      }
      calls.end(epoch, id(name))
    }),
    { numRuns: 100 },
  )
  expect(passed).toBeGreaterThan(100)
})
