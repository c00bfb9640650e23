/**
 * Tells the floor what the clocks of a queue's customers show, for what it learns by the half hour of the day: at the start, and
 * when daylight saving has turned a clock for the second time since it was told. The first turn it was told beforehand.
 */
import { queueRecordOf } from '../acd/index.ts'
import type { Calendar } from '../hours/index.ts'
import type { QueueId } from '../model/ids.ts'
import { minutes, type Instant, type WallClock } from '../model/time.ts'
import type { Directory } from './directory.ts'
import type { Work } from './work.ts'

/** What a clock at the queue shows at an instant, and after it has turned next. */
export type WallClockOf = (
  queue: QueueId,
  at: Instant,
  /** What configuration says of it at present. */
  calendar?: Calendar,
) => WallClock

const universal: WallClock = { offsetMs: minutes(0), turnsAt: null, thenOffsetMs: minutes(0) }

/** Every queue goes by universal time. */
const noZones: WallClockOf = () => universal

/** Asks with the calendar that configuration gives the queue at present. */
export const wallClockBy =
  (wallClockOf: WallClockOf = noZones, directory: Directory): WallClockOf =>
  (queue, at) =>
    wallClockOf(queue, at, directory.queue(queue)?.calendar)

/** Tells of these queues what the floor does not know yet. */
export function tellWallClocks(work: Work, queues: Iterable<QueueId>, wallClockOf: WallClockOf): void {
  for (const queue of queues) {
    if (queueRecordOf(work.live.floor, queue) === undefined) continue
    work.command({ type: 'setWallClock', queue, ...wallClockOf(queue, work.now) })
  }
}

/** The same of queues whose clock has turned. To be asked in every tick: looks at a number for each queue. */
export function retellWallClocks(work: Work, wallClockOf: WallClockOf): void {
  const { floor } = work.live
  const turned = [...floor.queues.keys()].filter((queue) => {
    const turnsAt = queueRecordOf(floor, queue)?.wall.turnsAt ?? null
    return turnsAt !== null && turnsAt <= work.now
  })
  if (turned.length > 0) tellWallClocks(work, turned, wallClockOf)
}
