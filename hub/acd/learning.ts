/**
 * What a queue learns from its contacts: how long one takes an agent, and how long a customer waits before giving up. Each
 * half hour of the day has an account of its own, for ten in the morning is like ten o'clock yesterday and not like the night;
 * one with little in it leans on the queue's mean over all times. (Not of the week: both differ little from day to day, and a
 * small queue would need months to fill seven times as many.) Whoever is answered has shown patience without reaching its
 * end: so patience is all the time that was waited over the number of those who gave up, not the mean of their waits.
 */
import { durationMs, minutes, since, type DurationMs, type Instant, type WallClock } from '../model/time.ts'
import type { ContactRecord, HalfHour, QueueRecord } from './state.ts'

/** Of a queue without calendar, and before the shell has said anything. */
export const universalTime: WallClock = { offsetMs: minutes(0), turnsAt: null, thenOffsetMs: minutes(0) }

/** What a contact takes while nothing has been learned. */
export const defaultHandleMs = minutes(3)

/** As many contacts as the default counts for, and as a half hour needs to have half a say. */
export const handledPrior = 10

/** So many contacts, or people who gave up, are remembered: older ones fade. */
const remembered = 50

/** People who gave up that the queue's mean counts for in a half hour. */
const leftPrior = 5

/** Time waited without giving up that is taken as seen before anything was: nobody is impatient until some have been. */
const waitedPriorMs = minutes(10)

const halfHourMs = minutes(30)
const halfHoursOfDay = 48

/** Of what was seen in a half hour so much is left a day later: half after five days. */
const keptOverNight = 7 / 8

/** The half hour of the local day, from 0, and the day. */
export function halfHourAt(
  { offsetMs, turnsAt, thenOffsetMs }: WallClock,
  at: Instant,
): { index: number; day: number } {
  const count = Math.floor((at + (turnsAt !== null && at >= turnsAt ? thenOffsetMs : offsetMs)) / halfHourMs)
  const day = Math.floor(count / halfHoursOfDay)
  return { index: count - day * halfHoursOfDay, day }
}

/** The mean time a contact takes an agent that begins at `at`. */
export function handleMsAt(record: QueueRecord, at: Instant): DurationMs {
  const { handled, handledMs } = halfHourOf(record, at)
  return durationMs((handledMs + handledPrior * record.handleMs) / (handled + handledPrior))
}

/** The mean time a customer who comes at `at` waits before giving up, or null as long as nobody has. */
export function patienceMsAt(record: QueueRecord, at: Instant): DurationMs | null {
  const { left, waitedMs } = record.patience
  if (left === 0) return null
  const own = halfHourOf(record, at)
  const usualMs = (waitedMs + waitedPriorMs) / left
  return durationMs((own.waitedMs + leftPrior * usualMs) / (own.left + leftPrior))
}

/** A contact leaves whoever served it since `servedAt`. */
export function learnHandling(record: QueueRecord, servedAt: Instant, at: Instant): void {
  const tookMs = since(servedAt, at)
  record.handleMs = durationMs(record.handleMs + (tookMs - record.handleMs) / (record.handled + 1))
  record.handled = Math.min(record.handled + 1, remembered)
  const account = accountAt(record, at)
  account.handled += 1
  account.handledMs += tookMs
}

/**
 * A contact that waited leaves its queue, or whoever answered it. Its wait ended at `endedAt`, because it was answered or somebody
 * else ended it, or because its customer gave up.
 */
export function learnWaiting(
  record: QueueRecord,
  { joinedAt, hold }: ContactRecord,
  endedAt: Instant,
  gaveUp: boolean,
  at: Instant,
): void {
  // Who need not wait in person loses no patience.
  const until = hold !== null && hold.since < endedAt ? hold.since : endedAt
  const waitedMs = Math.max(0, since(joinedAt, until))
  const left = gaveUp ? 1 : 0
  if (waitedMs === 0 && left === 0) return
  const { patience } = record
  patience.left += left
  patience.waitedMs += waitedMs
  if (patience.left > remembered || patience.waitedMs > remembered * minutes(60)) {
    // Both halved, their ratio stays, and what comes counts for more.
    patience.left /= 2
    patience.waitedMs /= 2
  }
  const account = accountAt(record, at)
  account.left += left
  account.waitedMs += waitedMs
}

/*
 * All is noted when it has ended. By when it began, those that are known early in a half hour would be the short ones.
 */
const empty: HalfHour = { day: 0, handled: 0, handledMs: 0, left: 0, waitedMs: 0 }

/** The account of the half hour, as it is that day, to add to. */
function accountAt(record: QueueRecord, at: Instant): HalfHour {
  const { index, day } = halfHourAt(record.wall, at)
  const known = record.halfHours[index] ?? null
  if (known !== null && known.day >= day) return known
  while (record.halfHours.length <= index) record.halfHours.push(null)
  return (record.halfHours[index] = known === null ? { ...empty, day: Math.max(0, day) } : faded(known, day))
}

function halfHourOf(record: QueueRecord, at: Instant): HalfHour {
  const { index, day } = halfHourAt(record.wall, at)
  return faded(record.halfHours[index] ?? empty, day)
}

/** The last days count for most, and no one day decides. */
function faded(account: HalfHour, day: number): HalfHour {
  if (day <= account.day || account === empty) return account
  let share = 1
  for (let days = Math.min(day - account.day, 200); days > 0; days--) share *= keptOverNight
  return {
    day,
    handled: account.handled * share,
    handledMs: account.handledMs * share,
    left: account.left * share,
    waitedMs: account.waitedMs * share,
  }
}
