/**
 * What an event of the floor leaves in the contact's log. Not every event does: that an offer passed an agent by is no
 * business of the customer's.
 */
import type { FloorEvent, RequeueCause } from '../acd/events.ts'
import type { ContactRecord } from '../acd/state.ts'
import { assert } from '../model/assert.ts'
import type { AgentId } from '../model/ids.ts'
import type { LogEntry } from './log-entry.ts'

/** What a command's sender said beside the command: it concerns people, not the floor. */
export interface Circumstance {
  readonly by?: AgentId
  readonly note?: string
  readonly disposition?: string
  /** The contact is being erased: it leaves nothing behind. */
  readonly erased?: true
}

/** The entries for this event, often none. `before` is the contact as it was before the event. */
export function logEntriesOf(
  event: FloorEvent,
  before: ContactRecord | undefined,
  circumstance: Circumstance,
): readonly LogEntry[] {
  return [actOf(event, before), logEntryOf(event, before, circumstance)].filter((entry) => entry !== null)
}

/** What a supervisor did, for colleagues to read, or that an agent handed the talk over; null for what happened otherwise. */
function actOf(event: FloorEvent, before: ContactRecord | undefined): LogEntry | null {
  const { at } = event
  if (event.type === 'contactAssigned') {
    if (event.how === 'pulled') return null
    if (event.how === 'handedOver') {
      assert(before !== undefined, 'a talk that is handed over is on the floor')
      return { kind: 'transferred', at, agent: event.by, queue: before.queue, toAgent: event.agent, note: '' }
    }
    const act = event.how === 'forced' ? 'given' : 'takenOver'
    return { kind: 'acted', at, act, by: event.by, from: event.from, to: event.agent }
  }
  if (event.type !== 'contactRequeued' || event.by === undefined) return null
  const from = before?.state.phase === 'active' ? before.state.agent : null
  const act = event.cause === 'assigned' ? 'offered' : 'rescued'
  return { kind: 'acted', at, act, by: event.by, from, to: event.only }
}

function logEntryOf(event: FloorEvent, before: ContactRecord | undefined, circumstance: Circumstance): LogEntry | null {
  const at = event.at
  switch (event.type) {
    case 'contactQueued':
      return { kind: 'queued', at, queue: event.queue, cause: 'new' }
    case 'customerJoined':
      return event.agent === null ? null : { kind: 'joined', at, agent: event.agent }
    case 'offerAccepted':
    case 'contactAssigned':
      return { kind: 'joined', at, agent: event.agent }
    case 'contactRequeued':
      if (event.cause === 'transfer') {
        assert(circumstance.by !== undefined, 'a transfer has an agent who made it')
        return {
          kind: 'transferred',
          at,
          agent: circumstance.by,
          queue: event.queue,
          toAgent: event.only,
          note: circumstance.note ?? '',
        }
      }
      // A customer who had an agent must learn that they wait again, and who waited that they do so in another line.
      return before?.state.phase === 'active' || movesOn(event, before)
        ? { kind: 'queued', at, queue: event.queue, cause: shownCause(event.cause) }
        : null
    case 'contactHeld':
      // Who left a message knows that they do not wait.
      return event.mode === 'message' ? null : { kind: 'held', at }
    case 'callFailed':
      return { kind: 'callMissed', at }
    case 'wrapUpStarted':
      return { kind: 'closed', at, by: event.by }
    case 'wrapUpFinished':
      assert(before !== undefined, 'a contact in wrap-up is on the floor')
      return {
        kind: 'wrappedUp',
        at,
        agent: event.agent,
        queue: before.queue,
        disposition: event.disposition,
        note: circumstance.note ?? '',
      }
    case 'contactClosed':
      return before?.state.phase === 'wrapUp' ? null : { kind: 'closed', at, by: event.by }
    default:
      return null
  }
}

/** A contact that its queue sends on, and that had waited there for a while. */
const movesOn = (
  event: FloorEvent & { readonly type: 'contactRequeued' },
  before: ContactRecord | undefined,
): boolean => before !== undefined && event.queue !== before.queue && event.at > before.joinedAt

/** A customer who had an agent and waits again by a supervisor's choice, or by the queue's, was handed on. */
const shownCause = (cause: RequeueCause): Exclude<RequeueCause, 'assigned' | 'overflow' | 'callBack'> =>
  cause === 'assigned' || cause === 'overflow' || cause === 'callBack' ? 'transfer' : cause
