/** Both days together, for k6: what a floor does from morning to evening, pressed into DURATION. */
import { entryOf } from './lib/entry-k6.ts'

export const { options, visitors, agents, stormers, handleSummary } = entryOf('whole-day')
