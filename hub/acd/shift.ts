/** What an agent's shift counts, for the strategies that share work out by it. Each count follows one event of its own. */
import { durationMs, hours, since, type Instant } from '../model/time.ts'
import type { AgentRecord, Shift } from './state.ts'

/** Whoever was signed off for as long begins a new shift by coming back. A break or a lost line is shorter. */
export const shiftGapMs = hours(4)

export const newShift = (at: Instant): Shift => ({ since: at, contacts: 0, talkMs: durationMs(0) })

/** The shift of an agent who signs in at `at`. */
export const shiftFrom = ({ shift, statusSince }: AgentRecord, at: Instant): Shift =>
  since(statusSince, at) >= shiftGapMs ? newShift(at) : shift

export function tookContact(record: AgentRecord): void {
  record.shift.contacts += 1
}

export function endedTalk(record: AgentRecord, began: Instant, at: Instant): void {
  record.shift.talkMs = durationMs(record.shift.talkMs + since(began, at))
}
