/**
 * Who has gone: the floor is told, or their offers would ring at nobody and their place in line would be kept for ever.
 * When an actor's last connection ends the greeter knows; this file is for the moments when that could not be kept.
 */
import { agentOf } from '../acd/index.ts'
import type { Actor } from '../http/door.ts'
import type { AgentId, SessionId } from '../model/ids.ts'
import type { Work } from './work.ts'

/** This actor is gone for good. */
export function callLost(work: Work, actor: Actor): void {
  // Whoever does not serve is on no floor.
  if (actor.kind === 'agent' && agentOf(work.live.floor, actor.agent) === undefined) return
  if (actor.kind === 'agent') work.command({ type: 'loseAgent', agent: actor.agent })
  else {
    const contact = work.live.openOf.get(actor.session)
    if (contact !== undefined && !work.live.bots.has(contact)) work.command({ type: 'loseCustomer', contact })
  }
}

/**
 * Everybody is gone whom `isHere` does not know. For memory that was read back from the store: after a restart everybody
 * counts as gone until they return, and that is not kept in each row (see `touched`).
 */
export function callAbsent(work: Work, isHere: (name: AgentId | SessionId) => boolean): void {
  const { floor, openOf, bots } = work.live
  for (const { record } of floor.agents.values())
    if (record.link.state === 'connected' && !isHere(record.id)) work.command({ type: 'loseAgent', agent: record.id })
  for (const [session, contact] of openOf)
    if (!isHere(session) && !bots.has(contact)) work.command({ type: 'loseCustomer', contact })
}
