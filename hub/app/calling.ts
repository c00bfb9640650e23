/**
 * Calls within a tick: carries a change out, keeps it with the transaction that it belongs to, and follows the floor, so
 * that whoever has a contact is in its call. The rules are in hub/calls; what the media process is told comes afterwards.
 */
import { agentOf, contactOf, guestsOf, type Command, type FloorEvent } from '../acd/index.ts'
import { change, concerned, isBeside, type CallNote, type CallRecord, type Change } from '../calls/index.ts'
import { channels, type ChannelName } from '../channels/index.ts'
import type { AgentId, CallId, ContactId, LegId } from '../model/ids.ts'
import { Refused } from '../protocol/index.ts'
import type { Circumstance } from './effects.ts'
import type { LogEntry } from './log-entry.ts'
import { keys, rows } from './records.ts'
import type { Work } from './work.ts'

/** Carries a change out. `id` is for a call that begins with it. Throws `Refused`, having changed nothing. */
export function changeCall(work: Work, contact: ContactId, wish: Change, id: () => CallId): void {
  const before = work.live.calls.of(contact)
  const changed = change(before, wish, { now: work.now, contact, id: before?.id ?? id() })
  if ('refused' in changed) throw new Refused(changed.refused)
  if (changed.call === before) return
  keep(work, contact, before, changed.call, changed.notes)
  // CC16
  if (changed.call === null && before?.isContact === true && before.phase === 'running')
    work.command({ type: 'closeContact', contact, by: wish.type === 'end' ? wish.by : 'agent' })
  tellFloor(work, contact)
}

/**
 * The floor has moved: who holds a contact is in its call, and a contact that is over has none. Runs after the floor and the log have
 * changed.
 */
export function followFloor(work: Work, event: FloorEvent, { erased }: Circumstance): void {
  if (event.type === 'agentLost' || event.type === 'agentConnected') return followOwner(work, event.agent)
  if (!('contact' in event)) return
  const { contact } = event
  const call = work.live.calls.of(contact)
  if (call === null) return
  const apply = (wish: Change): void => carry(work, call, wish, erased !== true)
  switch (event.type) {
    case 'offerAccepted':
    case 'contactAssigned':
    case 'customerJoined':
    case 'contactRequeued': {
      const state = contactOf(work.live.floor, contact)?.state
      const owner = state?.phase === 'active' ? state.agent : null
      return apply({ type: 'owned', owner })
    }
    case 'agentReleased':
      // Their line was gone for longer than its grace.
      return isGuest(call, event.agent) ? apply({ type: 'leave', agent: event.agent }) : undefined
    case 'wrapUpStarted':
    case 'contactClosed':
      return apply({ type: 'end', by: event.by })
    default:
  }
}

/** The owner's line, or the connection of their leg, is another: the customer is not left in silence (CC18). */
export function followOwner(work: Work, agent: AgentId): void {
  const { calls, floor } = work.live
  const isLost = agentOf(floor, agent)?.link.state === 'lost'
  // A call that changes is noted anew under its agents, and must not be met a second time.
  for (const contact of [...calls.concerning(agent)]) {
    const call = calls.of(contact)
    const leg = call?.owner === agent ? legOf(call, agent) : null
    if (call === null || leg === null) continue
    carry(work, call, { type: 'away', away: isLost && calls.cut.has(leg) }, true)
  }
}

/** Part of what the floor has decided already: it cannot be refused, and asks the floor for nothing. */
function carry(work: Work, before: CallRecord, wish: Change, told: boolean): void {
  const { contact, id } = before
  const changed = change(before, wish, { now: work.now, contact, id })
  if (!('refused' in changed) && changed.call !== before)
    keep(work, contact, before, changed.call, told ? changed.notes : [])
}

function keep(
  work: Work,
  contact: ContactId,
  before: CallRecord | null,
  call: CallRecord | null,
  notes: readonly CallNote[],
): void {
  const { live, tick, now } = work
  live.calls.set(contact, call)
  tick.put(call === null ? rows.call.remove(keys.contact(contact)) : rows.call.put(keys.contact(contact), call))
  if (!work.calls.has(contact)) work.calls.set(contact, before)
  for (const note of notes) work.append(contact, { ...note, at: now } as LogEntry)
  work.touchContact(contact)
  for (const one of [before, call]) for (const agent of one === null ? [] : concerned(one)) work.agents.add(agent)
}

/**
 * What a call means to the floor: the contact goes by it (GR1), and who is in somebody else's is busy with it, and no longer when
 * they are out (EN1). Says again what may have been said.
 */
export function tellFloor(work: Work, contact: ContactId): void {
  const call = work.live.calls.of(contact)
  const channel = channelOf(call)
  if (channel !== null) tryCommand(work, { type: 'changeChannel', contact, channel })
  const guests = call?.phase === 'running' ? call.parts.filter((part) => isBeside(call, part)) : []
  // By the floor's own word: who came and went within this tick stood in the call neither before it nor after.
  for (const agent of guestsOf(work.live.floor, contact))
    if (!guests.some((part) => part.agent === agent)) tryCommand(work, { type: 'releaseAgent', agent, contact })
  for (const { agent } of guests)
    if (agent !== null) tryCommand(work, { type: 'engageAgent', agent, contact, units: channels.voice.units })
}

/** A floor that does not know them, or not as here any more, has nothing to be told. */
function tryCommand(work: Work, command: Command): void {
  try {
    work.command(command)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

const isGuest = (call: CallRecord, agent: AgentId): boolean =>
  call.parts.some((part) => part.agent === agent && isBeside(call, part))

/** Null while it is not known whether there will be a call. */
const channelOf = (call: CallRecord | null): ChannelName | null => {
  if (call === null) return 'chat'
  if (call.phase === 'proposed') return null
  return call.media === 'video' ? 'video' : 'voice'
}

/** The leg by which this person is in the contact's call; null when they are not. */
export function legOf(call: CallRecord | null, agent: AgentId | null): LegId | null {
  return call?.parts.find((part) => part.agent === agent)?.leg ?? null
}
