/**
 * What the list `floor` shows: queues and colleagues to everybody, who waits to those who may take them, who has whom to
 * supervisors. Plain translation, no state; floor-lists.ts says who is shown what and when it is computed anew.
 */
import {
  agentOf,
  contactOf,
  contactsHeld,
  holdersOf,
  queueRecordOf,
  queueSummary,
  rulesOf,
  usedUnits,
} from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import { channels } from '../channels/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { FloorAgent, FloorHeld, FloorQueue, FloorWaiting } from '../protocol/index.ts'
import type { ContactFile } from './contact-file.ts'
import type { FloorFigures } from './floor-figures.ts'
import type { Person, QueueSetup } from './organisation.ts'
import { aboutOf, item, statusSince, type Sight, type ViewItem } from './views.ts'

/** Expected waits move in steps: less than that is no news. */
const waitStepMs = 5_000

/** Queues and colleagues. */
export function floorItems(sight: Sight, figures: FloorFigures): ViewItem[] {
  const { organisation, people } = sight.directory
  const queues = organisation.queues.map((queue) =>
    item('floor', 'queue', queue.rules.id, floorQueue(sight, queue, figures)),
  )
  const agents = [...people.all()]
    .filter((person) => sight.directory.rightsOfAgent(person.agent).has('contacts.serve'))
    .map((person) => item('floor', 'agent', person.agent, floorAgent(sight, person)))
  return [...queues, ...agents, ...withBots(sight)]
}

/** How many contacts each bot has. */
function withBots({ live, directory }: Sight): ViewItem[] {
  return directory.organisation.sites
    .filter((site) => site.bot !== undefined)
    .map(({ id, key, name }) => item('floor', 'bot', id, { name, contacts: live.bots.ofSite(key) }))
}

function floorQueue(
  sight: Sight,
  { name, rules, dispositions, replyMs }: QueueSetup,
  figures: FloorFigures,
): FloorQueue {
  const { live } = sight
  const wait = figures.wait(sight, rules.id)
  const record = queueRecordOf(live.floor, rules.id)
  const overflowing = new Set(record?.overflowing)
  return {
    queue: rules.id,
    name,
    ...queueSummary(live.floor, rules.id),
    dispositions,
    dispositionRequired: rules.dispositionRequired,
    open: record?.open ?? true,
    changesAt: record?.changesAt ?? null,
    overflow: rules.overflow
      .filter((rule) => overflowing.has(rule.name))
      .map(({ name, to }) => ('queue' in to ? { name, queue: to.queue, way: '' } : { name, queue: null, way: to.way })),
    waitP50Ms: wait && Math.round(wait.p50Ms / waitStepMs) * waitStepMs,
    waitP90Ms: wait && Math.round(wait.p90Ms / waitStepMs) * waitStepMs,
    replyMs: replyMs ?? null,
  }
}

function floorAgent({ live, directory }: Sight, { agent }: Person): FloorAgent {
  const record = agentOf(live.floor, agent)
  const link = record?.link ?? { state: 'none' }
  const connected = record !== undefined && link.state === 'connected'
  const used = usedUnits(live.floor, agent)
  const capacityUnits = directory.capacityOf(agent)
  return {
    agent,
    name: directory.agentName(agent),
    status: connected ? record.status : 'offline',
    reason: connected ? record.reason : '',
    since: record === undefined ? 0 : statusSince(record),
    free: connected && record.status === 'available' && capacityUnits - used >= channels.chat.units,
    link: link.state,
    linkSince: link.state === 'none' ? null : link.since,
    graceUntil: link.state === 'lost' ? link.graceUntil : null,
    queues: rulesOf(live.floor, agent)?.queues ?? [],
    contacts: contactsHeld(live.floor, agent),
    usedUnits: used,
    capacityUnits,
  }
}

/** A contact that waits, at this place in the order of its queue; null for one that does not. */
export function waitingItem(sight: Sight, contact: ContactId, order: number): ViewItem | null {
  const shown = shownRecord(sight, contact)
  const phase = shown === null ? null : waitingPhase(shown.record)
  if (shown === null || phase === null) return null
  const { record, file } = shown
  const { state } = record
  const nameOf = (agent: AgentId | null): string => (agent === null ? '' : sight.directory.agentName(agent))
  const value: FloorWaiting = {
    contact,
    queue: record.queue,
    order,
    ...wordsOf(sight, file),
    channel: record.channel,
    enqueuedAt: record.enqueuedAt,
    phase,
    offeredTo: sight.directory.agentNames(holdersOf(state)),
    onlyFor: nameOf(state.phase === 'queued' ? state.only : null),
  }
  return item('floor', 'waiting', contact, value)
}

/** A contact that somebody has; null for one that nobody has. */
export function heldItem(sight: Sight, contact: ContactId): ViewItem | null {
  const shown = shownRecord(sight, contact)
  if (shown === null) return null
  const { record, file } = shown
  const { state } = record
  if (state.phase !== 'active' && state.phase !== 'wrapUp') return null
  const value: FloorHeld = {
    contact,
    agent: state.agent,
    queue: record.queue,
    ...wordsOf(sight, file),
    channel: record.channel,
    phase: state.phase,
    since: state.phase === 'active' ? state.since : (state.talkSince ?? file.startedAt),
    parked: state.phase === 'active' ? (state.parked?.since ?? null) : null,
  }
  return item('floor', 'held', contact, value)
}

function shownRecord(
  { live }: Sight,
  contact: ContactId,
): { readonly record: ContactRecord; readonly file: ContactFile } | null {
  const record = contactOf(live.floor, contact)
  const file = live.file(contact)
  return record === undefined || file === undefined ? null : { record, file }
}

const wordsOf = (sight: Sight, file: ContactFile): Pick<FloorWaiting, 'customerName' | 'topic'> => ({
  customerName: aboutOf(sight, file).customerName,
  topic: sight.directory.topicLabel(file.site, file.topic),
})

function waitingPhase({ state, hold }: ContactRecord): FloorWaiting['phase'] | null {
  switch (state.phase) {
    case 'queued':
      return hold === null ? 'queued' : hold.mode === 'message' ? 'left' : 'held'
    case 'offered':
    case 'called':
    case 'resting':
      return state.phase
    default:
      return null
  }
}
