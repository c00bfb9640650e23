/** What an agent says of being there. A reason must be one of the configured ones. */
import { agentOfActor, type Handlers } from './context.ts'
import { knownReason } from './manual.ts'

export const presenceHandlers: Pick<Handlers, 'presence.set'> = {
  'presence.set'(context, { status, reason }) {
    knownReason(context, reason)
    context.work.command({ type: 'setPresence', agent: agentOfActor(context.actor), status, reason })
    return {}
  },
}
