/** What an agent says of being there. */
import { oneOf, record, text, type Of } from '../shape.ts'
import { nothing } from './common.ts'

export const presenceStatus = oneOf('available', 'away', 'offline')
export type PresenceStatus = Of<typeof presenceStatus>

export const presenceRequests = {
  /** `reason` is one of the configured keys (such as `lunch`), or '' when available. */
  'presence.set': { body: record({ status: presenceStatus, reason: text(40) }), reply: nothing },
} as const
