/**
 * A small run of the simulator, the same every time: no promise is broken, equal seeds give equal days. What it would find
 * is tried in planted.test.ts. `npm run sim` takes more seeds and longer days.
 */
// How much of the pure core these runs reach (95 % of its branches at least):
//   npx vitest run --config .config/vitest.config.ts --project pure hub/sim/sim.test.ts --coverage \
//     --coverage.include='hub/{acd,calls,presence}/**/*.ts' --coverage.exclude='hub/acd/{check,*story,reference/*}.ts'
import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { rehearseCall } from './call-rehearsal.ts'
import { runDay } from './day.ts'
import { plannedFaults, plannedInCalls, rollingRestarts } from './faults.ts'
import { rehearse } from './rehearsal.ts'
import { botDay, busyDay, callDay, chancesIn, drawnDay, smallDay } from './testing.ts'

describe('a rehearsal of the floor alone', () => {
  test('breaks no promise, whatever is asked of it', () => {
    const sum: { [kind: string]: number } = {}
    for (let seed = 1; seed <= 45; seed++)
      for (const [kind, times] of Object.entries(rehearse(seed, 800))) sum[kind] = (sum[kind] ?? 0) + times
    const kinds = [
      'restored',
      'configured',
      'holdEnded',
      'wrapUpFinished',
      'refused contact.notYours',
      'refused queue.form',
      'channelChanged',
      'contactReplanned',
      'customerJoined',
      'contactScored',
    ]
    for (const kind of [...kinds, 'agentEngaged', 'agentReleased', 'calls given back', 'talks handed over'])
      expect(sum[kind], kind).toBeGreaterThan(10)
  }, 120_000)
})

describe('a rehearsal of a call alone', () => {
  test('breaks no rule of calls, whoever wishes what', () => {
    const sum: { [kind: string]: number } = {}
    for (let seed = 1; seed <= 100; seed++)
      for (const [kind, times] of Object.entries(rehearseCall(seed, 400))) sum[kind] = (sum[kind] ?? 0) + times
    for (const kind of ['refused call.full', 'call: merge', 'call: consent', 'call: join', 'call: away'])
      expect(sum[kind] ?? 0, kind).toBeGreaterThan(5)
  }, 60_000)
})

describe('a simulated day', () => {
  test('breaks no promise, whatever fails, and everything that is planned to fail does', async () => {
    const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const sum = await chancesIn([...days.map(smallDay), ...days.map(busyDay)])
    for (const fault of plannedFaults) expect(sum[fault] ?? 0, fault).toBeGreaterThan(0)
    expect(sum['messages acknowledged']).toBeGreaterThan(500)
    expect(sum['offers accepted']).toBeGreaterThan(50)
    expect(sum['offers seen to ring out in time']).toBeGreaterThan(10)
    expect(sum['agents found gone from the floor']).toBeGreaterThan(0)
    expect(sum['ticks found settled']).toBeGreaterThan(1_000)
    expect(sum['screens found complete']).toBeGreaterThan(10)
    for (const kind of ['contactHeld', 'contactResumed', 'callStarted', 'callFailed', 'customerJoined'])
      expect(sum[kind] ?? 0, kind).toBeGreaterThan(5)
    expect(sum['acts found with their record']).toBeGreaterThan(10)
    for (const verb of ['contact.pull', 'contact.park', 'contact.extendWrapUp', 'contact.why', 'contact.assign'])
      expect(sum[`${verb} done`] ?? 0, verb).toBeGreaterThan(5)
    for (const verb of ['contact.takeOver', 'agent.force', 'agent.rescue'])
      expect(sum[`${verb} done`] ?? 0, verb).toBeGreaterThan(2)
  }, 120_000)

  test('breaks no promise by whatever rules the queues work, and is decided again alike', async () => {
    const sum = await chancesIn([1, 3, 5, 6].map(drawnDay))
    const seen = ['overflowChanged', 'contactOverflowed', 'hoursChanged', 'stepEnded', 'contactParked', 'contactWoken']
    for (const type of seen) expect(sum[`floor: ${type}`] ?? 0, type).toBeGreaterThan(0)
    expect(sum['records decided again']).toBe(4)
    expect(sum['offers made again']).toBeGreaterThan(100)
  }, 120_000)

  test('breaks no promise with calls: P14 and P15, and nobody hears what is not theirs', async () => {
    const sum = await chancesIn([1, 2, 3].map(callDay))
    for (const fault of plannedInCalls) expect(sum[fault] ?? 0, fault).toBeGreaterThan(0)
    expect(sum['ears found in their call']).toBeGreaterThan(1_000)
    for (const verb of ['contact.call', 'call.propose', 'call.answer', 'call.hold', 'call.invite', 'call.listen'])
      expect(sum[`${verb} done`] ?? 0, verb).toBeGreaterThan(2)
    const together = ['call.merge', 'call.handOver', 'call.remove'].map((verb) => sum[`${verb} done`] ?? 0)
    expect(together.reduce((all, times) => all + times)).toBeGreaterThan(2)
    expect(sum['colleagues found busy']).toBeGreaterThan(10)
    for (const type of ['channelChanged', 'agentEngaged', 'agentReleased', 'agentGraceEnded'])
      expect(sum[`floor: ${type}`] ?? 0, type).toBeGreaterThan(0)
  }, 60_000)

  test('breaks no promise with the bot: nothing is asked twice, and no server is called twice but under its key', async () => {
    const sum = await chancesIn([1, 2, 3].map(botDay))
    for (const kind of ['bot: calls', 'bot: contacts found as their log shows', 'flow.answer done', 'flow.person done'])
      expect(sum[kind] ?? 0, kind).toBeGreaterThan(5)
    expect(sum['bot: calls made again'] ?? 0).toBeGreaterThan(0)
    expect(sum['offers accepted']).toBeGreaterThan(5)
  }, 60_000)

  test('P13: a hub that is upgraded again and again delays nobody by more than 5 s', async () => {
    const { chances, slowestMs } = await runDay({
      seed: 1,
      hours: 0.3,
      faults: rollingRestarts,
      customerEveryMs: seconds(6),
      isDrawn: false,
    })
    expect(chances['hub drained']).toBeGreaterThan(10)
    expect(slowestMs).toBeGreaterThan(100)
    expect(slowestMs).toBeLessThanOrEqual(5_000)
  }, 60_000)

  test('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = [await runDay(smallDay(11)), await runDay(smallDay(11)), await runDay(smallDay(12))]
    expect(again).toEqual(first)
    expect(other.hash).not.toBe(first.hash)
  }, 60_000)
})
