/** What a supervisor does to a colleague. Who did it stands in the audit, and the colleague is told. */
import { id, record, text } from '../shape.ts'
import { nothing } from './common.ts'
import { presenceStatus } from './presence.ts'

export const agentRequests = {
  /** Supervisor: states a presence in the agent's place. `reason` is one of the configured keys, or ''. */
  'agent.force': { body: record({ agent: id('agent'), status: presenceStatus, reason: text(40) }), reply: nothing },
  /** Supervisor: the talks of an agent whose line is gone wait again now, not at the end of the grace. */
  'agent.rescue': { body: record({ agent: id('agent') }), reply: nothing },
} as const
