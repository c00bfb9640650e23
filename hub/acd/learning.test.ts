/** What a queue learns by the half hour: whose time counts for what, how it fades, and what clocks it goes by. */
import { describe, expect, test } from 'vitest'
import { instant, minutes, seconds, type Instant, type WallClock } from '../model/time.ts'
import { queueRecordOf, restoreFloor, waitEstimate, type QueueRecord } from './index.ts'
import { halfHourAt, handleMsAt, learnHandling, learnWaiting, patienceMsAt, universalTime } from './learning.ts'
import { newQueueRecord } from './making.ts'
import * as story from './story.ts'
import { agentRules, ann, atWork, ben, carl, close, desk, dora, enqueue, finish, given, house, sales } from './story.ts'

const dayMs = minutes(24 * 60)
const at = (text: string, day = 0): Instant => instant(story.clock(text) + day * dayMs)
const waits = (joinedAt: Instant) => ({ joinedAt, hold: null }) as Parameters<typeof learnWaiting>[1]

function handled(record: QueueRecord, tookMs: number, when: Instant, times: number): QueueRecord {
  for (let n = 0; n < times; n++) learnHandling(record, instant(when - tookMs), when)
  return record
}

function waited(record: QueueRecord, ms: number, when: Instant, gaveUp: boolean, times = 1): QueueRecord {
  for (let n = 0; n < times; n++) learnWaiting(record, waits(instant(when - ms)), when, gaveUp, when)
  return record
}

describe('handle time', () => {
  test('[EW3] is that of the same half hour where enough was seen in it, and else that of all times', () => {
    const record = handled(newQueueRecord(desk), 600_000, at('09:40'), 300)
    handled(record, 60_000, at('21:10'), 60)
    expect(handleMsAt(record, at('09:59', 1)) / 600_000).toBeGreaterThan(0.95)
    expect(handleMsAt(record, at('21:29', 1)) / 60_000).toBeLessThan(3)
    const between = handleMsAt(record, at('15:00', 1))
    expect(between).toBeCloseTo(record.handleMs, 6)
    expect(between).toBeLessThan(400_000)
  })

  test('[EW3] of few contacts leans on the mean, which begins at 180 s and is of the last ones', () => {
    const record = newQueueRecord(desk)
    expect(handleMsAt(record, at('10:00'))).toBe(180_000)
    handled(record, 80_000, at('10:00'), 1)
    expect(record.handleMs).toBeCloseTo(180_000 - 100_000 / 11, 6)
    handled(record, 60_000, at('10:00'), 500)
    expect(record.handleMs).toBeCloseTo(60_000, -1)
  })

  test('[EW3] fades by an eighth a day', () => {
    const record = handled(newQueueRecord(desk), 600_000, at('10:00'), 8)
    const own = () => record.halfHours[20]!
    handled(record, 600_000, at('10:29', 1), 1)
    expect(own().handled).toBe(8)
    handled(record, 600_000, at('10:00', 3), 1)
    expect(own()).toMatchObject({ handled: 8 * (7 / 8) ** 2 + 1, day: 3 })
    // A year later nothing of it is left, and nothing has overflown.
    expect(handleMsAt(record, at('10:00', 400))).toBeCloseTo(record.handleMs, 3)
  })
})

describe('patience', () => {
  test('[EW4] is the time all have waited over the number who gave up', () => {
    const record = waited(newQueueRecord(desk), 100_000, at('10:10'), false, 900)
    expect(patienceMsAt(record, at('10:10'))).toBeNull()
    waited(record, 100_000, at('10:10'), true, 300)
    // A third of those who waited 100 s gave up.
    expect(patienceMsAt(record, at('10:10'))! / 400_000).toBeCloseTo(1, 1)
  })

  test('[EW4] of one who gives up at once says little yet', () => {
    const record = waited(newQueueRecord(desk), 1_000, at('10:10'), true)
    expect(patienceMsAt(record, at('10:10'))).toBeGreaterThan(minutes(8))
  })

  test('[EW4] differs by half hour, and is the mean where nothing was seen', () => {
    const record = newQueueRecord(desk)
    for (let day = 0; day < 5; day++) {
      waited(record, 60_000, at('12:10', day), true, 40)
      waited(record, 600_000, at('18:10', day), true, 40)
    }
    const [noon, evening, night] = ['12:15', '18:15', '03:00'].map((text) => patienceMsAt(record, at(text, 5))!)
    expect(noon).toBeLessThan(120_000)
    expect(evening).toBeGreaterThan(400_000)
    expect(night).toBeGreaterThan(noon!)
    expect(night).toBeLessThan(evening!)
  })

  test('[EW4] of who need not wait in person is not tried any further', () => {
    const record = newQueueRecord(desk)
    const hold = { since: at('10:01'), mode: 'agent-first', calls: 0 } as const
    learnWaiting(record, { ...waits(at('10:00')), hold }, at('10:20'), false, at('10:20'))
    expect(record.patience).toEqual({ left: 0, waitedMs: 60_000 })
  })

  test('[EW4] stays what it was when old waits are forgotten', () => {
    const record = waited(newQueueRecord(desk), 60_000, at('10:10'), true, 50)
    const before = { ...record.patience }
    waited(record, 60_000, at('10:10'), true)
    expect(record.patience).toEqual({ left: 25.5, waitedMs: 51 * 30_000 })
    expect(before.waitedMs / before.left).toBe(record.patience.waitedMs / record.patience.left)
  })
})

describe('the clock', () => {
  const berlin: WallClock = { offsetMs: minutes(60), turnsAt: at('01:00', 100), thenOffsetMs: minutes(120) }

  test('[EW5] half hours are the queue’s own, before and after its clocks are turned', () => {
    expect(halfHourAt(universalTime, at('00:29', 5))).toEqual({ index: 0, day: 5 })
    expect(halfHourAt(berlin, at('23:30', 5))).toEqual({ index: 1, day: 6 })
    expect(halfHourAt(berlin, at('00:59', 100))).toEqual({ index: 3, day: 100 })
    expect(halfHourAt(berlin, at('01:00', 100))).toEqual({ index: 6, day: 100 })
  })

  test('[EW5] is what the shell told, once however often it tells', () => {
    const told = given(house([agentRules(ann)])).when({ type: 'setWallClock', queue: desk, ...berlin })
    told.then({ type: 'wallClockSet', queue: desk, ...berlin })
    told.when({ type: 'setWallClock', queue: desk, ...berlin }).thenNothing()
    told.when({ type: 'setWallClock', queue: story.queue('none'), ...berlin }).thenRefused('queue.unknown')
    expect(queueRecordOf(told.floor, desk)?.wall).toEqual(berlin)
    expect(queueRecordOf(told.floor, sales)?.wall).toEqual(universalTime)
  })
})

describe('on the floor', () => {
  const one = house([agentRules(ann), agentRules(ben)])
  const patience = (floor: typeof story.Story.prototype.floor) => queueRecordOf(floor, desk)?.patience

  test('[EW4] who is answered has waited, and who ends it unanswered has given up', () => {
    const told = given(one, enqueue(carl), enqueue(dora)).at('10:01:00').given(close(carl))
    expect(patience(told.floor)).toEqual({ left: 1, waitedMs: 60_000 })
    told.at('10:02:00').given(atWork(ann)).accept(ann).at('10:05:00').given(close(dora), finish(ann, dora))
    expect(patience(told.floor)).toEqual({ left: 1, waitedMs: 180_000 })
    expect(queueRecordOf(told.floor, desk)?.halfHours[20]).toMatchObject({ handled: 1, handledMs: 180_000, left: 1 })
  })

  test('[EW3] each agent’s part counts where a contact is handed on, and its wait once', () => {
    const told = given(one, enqueue(carl), atWork(ann, ben)).accept(ann).at('10:02:00')
    told.given(story.transfer(ann, carl, { agent: ben }))
    expect(queueRecordOf(told.floor, desk)?.halfHours[20]).toMatchObject({ handled: 1, handledMs: 120_000 })
    told.accept(ben).at('10:03:00').given(close(carl), finish(ben, carl))
    expect(queueRecordOf(told.floor, desk)?.halfHours[20]).toMatchObject({ handled: 2, handledMs: 180_000 })
    expect(patience(told.floor)).toEqual({ left: 0, waitedMs: 0 })
  })

  test('[RE5] what was learned is the same on a floor that is restored, and begins anew in rows of before', () => {
    const told = given(one, enqueue(carl)).at('10:01:00').given(close(carl), atWork(ann), enqueue(dora))
    told.accept(ann).at('10:02:00').given(enqueue(carl))
    const rows = (queueRecords: readonly QueueRecord[]) => ({
      epoch: 1,
      at: told.now,
      offersMade: told.floor.offersMade,
      queues: one.queues,
      agents: one.agents,
      agentRecords: [...told.floor.agents.values()].map(({ record }) => record),
      contacts: [...told.floor.contacts.values()].map(({ record }) => record),
      queueRecords,
    })
    const record = queueRecordOf(told.floor, desk)!
    const again = restoreFloor(rows([record]))
    expect(waitEstimate(told.floor, carl)).not.toBeNull()
    expect(waitEstimate(again, carl)).toEqual(waitEstimate(told.floor, carl))
    expect(queueRecordOf(again, desk)).toEqual(record)
    expect(queueRecordOf(again, desk)!.halfHours).not.toBe(record.halfHours)
    const { id, open, changesAt, overflowing } = record
    const old = { id, open, changesAt, overflowing, handleMs: seconds(100) } as unknown as QueueRecord
    expect(queueRecordOf(restoreFloor(rows([old])), desk)).toEqual({ ...newQueueRecord(desk), handleMs: 100_000 })
  })
})
