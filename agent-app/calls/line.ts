/** How a call stands in this window. */
import type { CallLine } from '../../media/client/index.ts'

/** `elsewhere`: another window of this agent has it. A line may also find that out by itself; its state is then `moved`. */
export type Seat = { readonly at: 'joining' | 'elsewhere' } | { readonly at: 'here'; readonly line: CallLine }
