/** What an agent says of being there. A reason must be one of the configured ones. */
import { Refused } from '../../protocol/index.ts'
import { agentOfActor, type Handlers } from './context.ts'

export const presenceHandlers: Pick<Handlers, 'presence.set'> = {
  'presence.set'({ actor, work, directory }, { status, reason }) {
    const known = reason === '' || directory.organisation.reasons.some((choice) => choice.key === reason)
    if (!known) throw new Refused('request.malformed')
    work.command({ type: 'setPresence', agent: agentOfActor(actor), status, reason })
    return {}
  },
}
