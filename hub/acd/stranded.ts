/** Calls whose agent is lost: their customers hear nobody, and are not left with that for as long as a chat may be. */
import { channels, type ChannelName } from '../channels/index.ts'
import { later, type DurationMs, type Instant } from '../model/time.ts'
import type { FloorContact } from './floor.ts'

/**
 * When the contact waits again although its agent's grace goes on, or null; by the channel it has, or is about to have. What
 * would come no sooner than the end of that grace comes with it.
 */
export function strandedAt(contact: FloorContact, channel: ChannelName = contact.record.channel): Instant | null {
  const { keptMaxMs } = channels[channel]
  const { phase } = contact.record.state
  if (keptMaxMs === null || (phase !== 'active' && phase !== 'called')) return null
  const { link } = contact.holders[0]!.record
  if (link.state !== 'lost') return null
  const at = later(link.since, Math.min(keptMaxMs, contact.queue.rules.agentGraceMs) as DurationMs)
  return at < link.graceUntil ? at : null
}
