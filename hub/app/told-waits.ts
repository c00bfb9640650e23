/**
 * The wait that a customer is told, and what became of it. The first range that a contact's customer is told is kept with the
 * contact; when it is answered, its real wait is set beside that. So anybody can see whether what we tell people is true.
 */
import { contactOf, waitEstimate, type Floor, type FloorEvent, type WaitEstimate } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { ContactId, QueueId } from '../model/ids.ts'
import { durationMs, since } from '../model/time.ts'
import type { ContactFile } from './contact-file.ts'

/** Told times move in steps, so that a waiting card does not tick with every change of the floor. */
const stepMs = 15_000

/** The range as customers are told it, rounded outwards; null when there is nothing to tell. */
export function toldWait(floor: Floor, contact: ContactId): WaitEstimate | null {
  const estimate = waitEstimate(floor, contact)
  return (
    estimate && {
      p50Ms: durationMs(Math.floor(estimate.p50Ms / stepMs) * stepMs),
      p90Ms: durationMs(Math.ceil(estimate.p90Ms / stepMs) * stepMs),
    }
  )
}

/** How a real wait compares with the range that was told: no longer than its middle, than its end, or longer. */
export type Within = 'p50' | 'p90' | 'longer'

export interface WaitSeen {
  readonly queue: QueueId
  readonly within: Within
}

/** Notes what the customer of a contact that waits in person is told, the first time there is anything to tell. */
export function noteTold(floor: Floor, file: ContactFile): void {
  const record = contactOf(floor, file.contact)
  if (file.told !== undefined || record?.state.phase !== 'queued' || record.hold !== null) return
  const range = toldWait(floor, file.contact)
  if (range !== null) file.told = { queue: record.queue, at: floor.at, ...range }
}

/**
 * What an event tells of the range that was told; null when it tells nothing. Who gives up before the range is over might
 * have been answered in time or not, and does not count; who gives up after it has waited longer.
 */
export function waitSeen(event: FloorEvent, before: ContactRecord | undefined, file: ContactFile): WaitSeen | null {
  const { told } = file
  if (told === undefined || before === undefined || !ends(event)) return null
  delete file.told
  // Whoever did not wait in person has called it no wait.
  if (before.hold !== null) return null
  const waitedMs = since(told.at, event.at)
  const isAnswered = event.type !== 'contactClosed'
  if (!isAnswered && waitedMs <= told.p90Ms) return null
  return { queue: told.queue, within: waitedMs <= told.p50Ms ? 'p50' : waitedMs <= told.p90Ms ? 'p90' : 'longer' }
}

/** What ends a wait: an answer, or the end of the contact. */
const ends = ({ type }: FloorEvent): boolean =>
  type === 'offerAccepted' || type === 'contactAssigned' || type === 'customerJoined' || type === 'contactClosed'
