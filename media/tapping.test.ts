/** What taps are handed of a call: on virtual time and an engine without processes. */
import { beforeEach, describe, expect, test } from 'vitest'
import { makeId, type LegId } from '../hub/model/ids.ts'
import type { CallLeg } from '../hub/ports/media-call.ts'
import { Calls } from './calls.ts'
import { FakeEngine, type FakeCall } from './fake-engine.ts'
import type { Tap } from './tap.ts'
import { virtualTime, type VirtualTime } from './virtual-testing.ts'
import { WorkerPool } from './worker-pool.ts'

const carl = makeId('leg', 'carl')
const ann = makeId('leg', 'ann')
const plain = { muted: false, cameraOff: true, held: false, sharing: false }
const customer: CallLeg = { id: carl, role: 'customer', mode: 'talk', ...plain }
const agent: CallLeg = { id: ann, role: 'agent', mode: 'talk', ...plain }
const call = makeId('call', 'c')
const packet = Uint8Array.of(128, 100, 0, 1)

let time: VirtualTime
let engine: FakeEngine
let calls: Calls
/** As `carl +`, `carl packet`, `carl -`. */
let heard: string[]
let revision: number

const tap: Tap = {
  open(_, leg) {
    const name = leg.slice('leg_'.length)
    heard.push(`${name} +`)
    return { packet: () => heard.push(`${name} packet`), end: () => heard.push(`${name} -`) }
  },
}

beforeEach(async () => {
  time = virtualTime()
  engine = new FakeEngine()
  heard = []
  revision = 0
  const { now, after } = time
  const pool: WorkerPool = new WorkerPool(2, {
    engine,
    wallNow: now,
    now,
    after,
    changed: () => calls.workersChanged(),
  })
  calls = new Calls({ workers: pool, after, taps: [tap], instancePrefix: 'l', iceServers: () => [], tell: () => {} })
  pool.start()
  calls.begin(1)
  await time.passMs(0)
})

const set = async (recorded: boolean, ...legs: CallLeg[]): Promise<void> => {
  calls.set(1, { id: call, revision: ++revision, legs, recorded })
  await time.passMs(0)
}
const speaks = async (leg: LegId): Promise<void> => {
  await calls.ask(1, call, leg, { verb: 'open', direction: 'send' })
  await calls.ask(1, call, leg, { verb: 'produce', source: 'microphone', parameters: { codecs: [] } })
  await time.passMs(0)
}
const live = (): FakeCall => engine.calls()[0]!
const taken = (): string[] => heard.splice(0)

describe('taps', () => {
  test('are handed the voices of a call that is recorded, and of no other', async () => {
    await set(false, customer, agent)
    await speaks(carl)
    expect([taken(), live().taps.size]).toEqual([[], 0])
    await set(true, customer, agent)
    expect(taken()).toEqual(['carl +'])
    await speaks(ann)
    for (const hear of live().taps.values()) hear(packet)
    expect(taken()).toEqual(['ann +', 'carl packet', 'ann packet'])
    await set(false, customer, agent)
    expect([taken(), live().taps.size]).toEqual([['carl -', 'ann -'], 0])
  })

  test('hold takes all away, and what comes late is not handed on', async () => {
    await set(true, customer, agent)
    await speaks(carl)
    const [late] = [...live().taps.values()]
    await set(true, { ...customer, held: true }, agent)
    late!(packet)
    expect(taken()).toEqual(['carl +', 'carl -'])
    await set(true, customer, agent)
    expect(taken()).toEqual(['carl +'])
  })

  test('end with the call, and with its worker; on another worker they begin anew', async () => {
    await set(true, customer)
    await speaks(carl)
    engine.workers[0]!.die('gone')
    await time.passMs(0)
    expect(taken()).toEqual(['carl +', 'carl -'])
    await time.passMs(5_000)
    await speaks(carl)
    calls.end(1, call)
    expect(taken()).toEqual(['carl +', 'carl -'])
  })
})
