/** What a flow may know of the world: the day where its customers are, hours, and how it stands with the queues. */
import { newcomerWait, queueRecordOf, queueSummary } from '../acd/index.ts'
import type { Channel, QueueFacts, Surroundings } from '../flow/index.ts'
import { dateOf, dayMs } from '../hours/civil.ts'
import { makeId, type QueueId } from '../model/ids.ts'
import type { Directory } from './directory.ts'
import type { OpeningOf } from './opening.ts'
import { wallClockBy, type WallClockOf } from './wall-clocks.ts'
import type { Work } from './work.ts'

export interface SurroundingsParts {
  readonly directory: Directory
  readonly openingOf?: OpeningOf | undefined
  readonly wallClockOf?: WallClockOf | undefined
}

/** What the widget can do. */
const page: Channel = { forms: true, files: true, keypad: false }

/** For a contact that would go to this queue: the day is that of the queue's clock. */
export function surroundingsOf({ live, now }: Work, parts: SurroundingsParts, queue: QueueId): Surroundings {
  const { directory } = parts
  const { offsetMs } = wallClockBy(parts.wallClockOf, directory)(queue, now)
  return {
    now,
    today: dateOf(Math.floor((now + offsetMs) / dayMs)),
    channel: page,
    isOpen: (key) => {
      const record = queueRecordOf(live.floor, queueOf(key))
      if (record !== undefined) return record.open
      const calendar = directory.organisation.calendars?.get(key)
      return calendar === undefined ? null : (parts.openingOf?.(queue, now, calendar)?.open ?? true)
    },
    queue: (key) => factsOf(queueOf(key)),
  }

  function factsOf(asked: QueueId): QueueFacts | null {
    if (directory.queue(asked) === undefined) return null
    const { waiting, staffed } = queueSummary(live.floor, asked)
    const range = newcomerWait(live.floor, asked)
    return { waiting, staffed, expectedWaitSeconds: range === null ? null : Math.round(range.p50Ms / 1_000) }
  }
}

export const queueOf = (key: string): QueueId => makeId('queue', key)
