/** What the account of the floor's history says of calls that must not be: that it would notice. */
import { describe, expect, test } from 'vitest'
import type { FloorEvent } from '../acd/events.ts'
import { makeId } from '../model/ids.ts'
import { instant, seconds, later } from '../model/time.ts'
import { History } from './history.ts'

const contact = makeId('contact', 'carl')
const [ann, ben] = [makeId('agent', 'ann'), makeId('agent', 'ben')]
const queue = makeId('queue', 'desk')
const at = instant(1_800_000_000_000)

const queued: FloorEvent = {
  type: 'contactQueued',
  at,
  contact,
  channel: 'chat',
  queue,
  requirements: [],
  priorityMs: 0,
}
const held = (mode: 'agent-first' | 'message' = 'agent-first'): FloorEvent => ({
  type: 'contactHeld',
  at,
  contact,
  mode,
})
const called: FloorEvent = {
  type: 'callStarted',
  at,
  contact,
  agent: ann,
  offer: null,
  call: 1,
  deadline: later(at, seconds(45)),
}
const joined = (agent: typeof ann): FloorEvent => ({ type: 'customerJoined', at, contact, agent })
const resumed: FloorEvent = { type: 'contactResumed', at, contact }
const failed: FloorEvent = { type: 'callFailed', at, contact, agent: ann, until: null }

function told(...events: readonly FloorEvent[]): string | null {
  const history = new History()
  for (const event of events) {
    const broken = history.next(event)
    if (broken !== null) return broken
  }
  return null
}

describe('calls', () => {
  test.each<[string, readonly FloorEvent[], string]>([
    ['twice at once', [queued, held(), called, called], 'CB5'],
    ['of a customer who waits in person', [queued, called], 'CB5'],
    ['for a message', [queued, held('message'), called], 'CB5'],
    ['joined with another agent than they were called for', [queued, held(), called, joined(ben)], 'CB5'],
    ['joined without having been made', [queued, held(), joined(ann)], 'CB5'],
    ['failed after they were joined', [queued, held(), called, joined(ann), failed], 'CB5'],
    ['and back to waiting while called', [queued, held(), called, resumed], 'CB2'],
    ['back to waiting by who never left', [queued, resumed], 'CB2'],
  ])('%s', (_, events, rule) => expect(told(...events)).toContain(rule))

  test('as they should be', () => {
    expect(told(queued, held(), called, failed, resumed)).toBeNull()
    expect(told(queued, held(), called, joined(ann))).toBeNull()
    expect(told(queued, held('message'), resumed)).toBeNull()
  })
})
