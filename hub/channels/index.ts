/**
 * What differs between channels, one file each. A channel is added by a file and a line here; whoever needs to know
 * what a chat costs or how long it may ring asks this registry and nothing else.
 */
import { chat } from './chat.ts'

/** What the distributor and the apps must know of a channel. */
export interface Channel {
  /** Name on the wire, in the log and in configuration. */
  readonly name: string
  /** Units of an agent's capacity that one contact takes, from offer to the end of wrap-up. Default capacity is 100. */
  readonly units: number
}

export const channels = { chat } as const satisfies Record<string, Channel>
export type ChannelName = keyof typeof channels
