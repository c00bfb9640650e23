/** Everybody loses their line at one moment and comes back, for k6. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('reconnect-storm')
