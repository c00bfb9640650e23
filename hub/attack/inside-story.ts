/**
 * A small history that is right, with all that may be held against it: events of the floor, a log, what people were told,
 * shown and sent. `kept.test.ts` plants mistakes in it. Two agents with two talks each, three contacts, one restart.
 */
import { openMemoryKeys } from '../adapters/keys-memory.ts'
import { openMemoryStore } from '../adapters/store-memory.ts'
import { queueDefaults } from '../acd/index.ts'
import type { FloorEvent } from '../acd/events.ts'
import type { LogEntry } from '../app/log-entry.ts'
import { keys, putEntry, rows } from '../app/records.ts'
import { Sealing } from '../app/sealing.ts'
import { makeId, type ContactId, type OfferId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Change } from '../ports/store.ts'
import { Chance } from '../sim/chance.ts'
import { rulesOf } from '../sim/history.ts'
import { Record } from '../sim/record.ts'
import { checkAll } from './kept.ts'
import { Lines } from './lines.ts'

type Message = Extract<LogEntry, { kind: 'message' }>
type Of<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

export const queue = makeId('queue', 'orders')
export const [ann, ben] = [makeId('agent', 'ann'), makeId('agent', 'ben')]
export const [carl, dora, emil] = [makeId('contact', 'carl'), makeId('contact', 'dora'), makeId('contact', 'emil')]
const session = makeId('session', 'carl')
export const offer = (n: number): OfferId => makeId('offer', `offer${n}`)
export const at = (second: number): Instant => instant(1_800_000_000_000 + second * 1_000)

/** Two talks at a time, for everybody. */
const rules = rulesOf(
  [{ ...queueDefaults, id: queue, strategy: 'longest-idle', requirements: [], dispositions: [] }] as never,
  [ann, ben].map((id) => ({ id, queues: [queue], skills: {}, capacityUnits: 50 })),
)

export const queued = (contact: ContactId, second: number): FloorEvent => ({
  type: 'contactQueued',
  at: at(second),
  contact,
  channel: 'chat',
  queue,
  requirements: [],
  priorityMs: 0,
})
export const made = (n: number, contact: ContactId, agent: typeof ann, second: number, epoch = 1): Of<'offerMade'> => ({
  type: 'offerMade',
  at: at(second),
  offer: offer(n),
  contact,
  agent,
  epoch,
  attempt: 1,
  deadline: at(second + 20),
})
export const accepted = (n: number, contact: ContactId, agent: typeof ann, second: number): Of<'offerAccepted'> => ({
  type: 'offerAccepted',
  at: at(second),
  offer: offer(n),
  contact,
  agent,
})
const ended = (n: number, contact: ContactId, agent: typeof ann, second: number): Of<'offerEnded'> => ({
  type: 'offerEnded',
  at: at(second),
  offer: offer(n),
  contact,
  agent,
  ending: 'declined',
})
export const requeued = (contact: ContactId, second: number): FloorEvent => ({
  type: 'contactRequeued',
  at: at(second),
  contact,
  queue,
  cause: 'declined',
  from: ben,
  prefer: null,
  only: null,
  heldUntil: null,
})
export const closed = (contact: ContactId, second: number): Of<'contactClosed'> => ({
  type: 'contactClosed',
  at: at(second),
  contact,
  by: 'agent',
  outcome: 'served',
  agent: ann,
})
export const message = (requestId: string, second: number): Message => ({
  kind: 'message',
  at: at(second),
  from: 'customer',
  agent: null,
  session,
  requestId,
  text: `the words of ${requestId}`,
  attachments: [],
})

/** What happened, what is kept of it, and what people were told, shown and sent. */
export class Story {
  events: FloorEvent[] = [
    { type: 'epochStarted', at: at(0), epoch: 1 },
    { type: 'agentConnected', at: at(1), agent: ann },
    { type: 'agentConnected', at: at(1), agent: ben },
    queued(carl, 2),
    queued(dora, 3),
    queued(emil, 4),
    made(1, carl, ann, 5),
    made(2, dora, ben, 5),
    accepted(1, carl, ann, 6),
    ended(2, dora, ben, 7),
    requeued(dora, 7),
    made(3, dora, ann, 8),
    accepted(3, dora, ann, 9),
    { type: 'epochStarted', at: at(20), epoch: 2 },
    made(4, emil, ben, 21, 2),
    accepted(4, emil, ben, 22),
    closed(carl, 30),
  ]
  /** By number: `log[0]` is entry 1. A hole is undefined. */
  log: (LogEntry | undefined)[] = [
    { kind: 'queued', at: at(2), queue, cause: 'new' },
    message('m1', 2),
    { kind: 'joined', at: at(6), agent: ann },
    message('m2', 10),
    message('m3', 11),
    { kind: 'closed', at: at(30), by: 'agent' },
  ]
  live = [dora, emil]
  closed = [carl]
  readonly record = new Record()
  readonly lines = new Lines()
  /** What a screen shows of Carl's contact. */
  shown: { kind: string; at: Instant; text?: string }[]
  /** Row numbers of events; a missing one is a hole. */
  firstEvent = 1

  constructor() {
    this.shown = this.log.map((entry) => ({ ...entry!, at: entry!.at as Instant }))
    for (const [n, seq] of [
      [1, 2],
      [2, 4],
      [3, 5],
    ] as const) {
      const requestId = `m${n}`
      this.record.ack({ contact: carl, requestId, text: `the words of ${requestId}`, seq })
      this.record.said.set(requestId, { speaker: 'carl', order: n })
    }
    for (const contact of [carl, dora, emil]) this.record.startedContacts.add(contact)
    for (const [n, agent] of [
      [1, ann],
      [3, ann],
      [4, ben],
    ] as const)
      this.record.accepted.set(offer(n), agent)
    const line = this.lines.open('carl', false)
    line.entries(carl, 1, 2)
    line.entries(carl, 3, 1)
    const resumed = this.lines.open('carl', false)
    resumed.greeted(carl, 3)
    resumed.entries(carl, 4, 3)
  }

  /** In the place of the last event of this kind that `which` picks, others. */
  instead(which: (event: FloorEvent) => boolean, ...others: FloorEvent[]): void {
    this.events.splice(this.events.findLastIndex(which), 1, ...others)
  }

  change<Type extends FloorEvent['type']>(type: Type, contact: ContactId, change: Partial<Of<Type>>): void {
    const found = this.events.findLast(
      (event) => event.type === type && 'contact' in event && event.contact === contact,
    )
    Object.assign(found!, change)
  }

  async check(): Promise<void> {
    const chance = new Chance(1)
    const fill = (bytes: Uint8Array): void => chance.fill(bytes)
    const vault = openMemoryKeys({ fill })
    const sealing = new Sealing({ vault, fill })
    const store = openMemoryStore()
    const slot = vault.next()
    const changes: Change[] = [
      ...this.events.map((event, n) => rows.event.put(keys.event(this.firstEvent + n), event)),
      ...this.log.flatMap((entry, n) => (entry ? [putEntry(sealing, { contact: carl, slot }, n + 1, entry)] : [])),
      ...this.live.map((contact) => rows.contact.put(keys.contact(contact), {} as never)),
      ...this.closed.map((contact) => rows.closed.put(keys.contact(contact), {} as never)),
    ]
    await store.commit(changes)
    const screen = { client: { log: (contact: ContactId) => (contact === carl ? this.shown : []) } }
    checkAll({ store, sealing }, this.record, [screen as never], { rules, lines: this.lines })
  }
}
