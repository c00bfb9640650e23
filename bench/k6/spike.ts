/** A steady day with a spike in its middle, for k6: whether those who are in talk notice. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('spike')
