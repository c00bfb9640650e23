/** A day of visitors in small, for k6. Agents are somebody else’s: your people, or agents-day.ts beside it. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('visitors-day')
