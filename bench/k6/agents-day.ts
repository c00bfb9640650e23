/** A day of agents in small, for k6. Visitors are somebody else’s, such as visitors-day.ts on another machine. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('agents-day')
