/**
 * PURE: the rows of all tables, kept by what has changed. The client's lists change in place, and what changed in them is
 * told by identity: an item that is the same object is the same. So a busy floor costs one look at each entry, and rows, their
 * folded texts and their places are made anew only for the few that moved.
 */
import type { FloorAgent, FloorAgentDay, FloorHeld, FloorQueue, FloorQueueDay, FloorWaiting } from '#protocol'
import { agentRow, heldRow, queueRow, waitingRow, type Row, type TableName } from './rows.ts'

/** The hub's lists, as the client holds them. */
export interface FloorMaps {
  readonly queue: ReadonlyMap<string, FloorQueue>
  readonly agent: ReadonlyMap<string, FloorAgent>
  readonly waiting: ReadonlyMap<string, FloorWaiting>
  readonly held: ReadonlyMap<string, FloorHeld>
  readonly queueDay: ReadonlyMap<string, FloorQueueDay>
  readonly agentDay: ReadonlyMap<string, FloorAgentDay>
}

export type Changes = Readonly<Record<TableName, ReadonlySet<string>>>

export class FloorIndex {
  readonly rows: Readonly<Record<TableName, Map<string, Row>>> = {
    queues: new Map(),
    agents: new Map(),
    contacts: new Map(),
  }
  readonly #seen = {
    queue: new Map<string, FloorQueue>(),
    agent: new Map<string, FloorAgent>(),
    waiting: new Map<string, FloorWaiting>(),
    held: new Map<string, FloorHeld>(),
    queueDay: new Map<string, FloorQueueDay>(),
    agentDay: new Map<string, FloorAgentDay>(),
  }

  constructor(private readonly maps: FloorMaps) {}

  /** Looks at the lists again. Returns the rows that are other than before, by table. */
  follow(): Changes {
    const { maps, rows } = this
    const seen = this.#seen
    const queues = union(changed(seen.queue, maps.queue), changed(seen.queueDay, maps.queueDay))
    const agents = union(changed(seen.agent, maps.agent), changed(seen.agentDay, maps.agentDay))
    const contacts = union(changed(seen.waiting, maps.waiting), changed(seen.held, maps.held))
    keep(rows.queues, queues, (key) => map(maps.queue.get(key), (item) => queueRow(item, maps.queueDay.get(key))))
    keep(rows.agents, agents, (key) => map(maps.agent.get(key), (item) => agentRow(item, maps.agentDay.get(key))))
    keep(rows.contacts, contacts, (key) => this.#contact(key))
    return { queues, agents, contacts }
  }

  #contact(key: string): Row | undefined {
    const { queue, agent, waiting, held } = this.maps
    const has = held.get(key)
    if (has !== undefined) return heldRow(has, queue.get(has.queue), agent.get(has.agent))
    return map(waiting.get(key), (item) => waitingRow(item, queue.get(item.queue)))
  }
}

const map = <From, To>(value: From | undefined, to: (value: From) => To): To | undefined =>
  value === undefined ? undefined : to(value)

function keep(rows: Map<string, Row>, keys: Iterable<string>, make: (key: string) => Row | undefined): void {
  for (const key of keys) {
    const row = make(key)
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
  }
}

function union(one: Set<string>, other: ReadonlySet<string>): Set<string> {
  for (const key of other) one.add(key)
  return one
}

function changed<Item>(seen: Map<string, Item>, now: ReadonlyMap<string, Item>): Set<string> {
  const keys = new Set<string>()
  for (const [key, item] of now) {
    if (seen.get(key) === item) continue
    seen.set(key, item)
    keys.add(key)
  }
  if (seen.size === now.size) return keys
  for (const key of seen.keys()) {
    if (now.has(key)) continue
    seen.delete(key)
    keys.add(key)
  }
  return keys
}
