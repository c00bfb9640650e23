/** A steady day for hours, for k6: whether the last quarter is as quick as the first. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('soak')
