/**
 * What differs between channels, one file each. A channel is added by a file and a line here; whoever needs to know
 * what a chat costs or how long it may ring asks this registry and nothing else.
 */
import { chat } from './chat.ts'
import { email } from './email.ts'
import { video } from './video.ts'
import { voice } from './voice.ts'

/** What the distributor and the apps must know of a channel. */
export interface Channel {
  /** Name on the wire, in the log and in configuration. */
  readonly name: string
  /** Units of an agent's capacity that one contact takes, from the offer to the end of the talk. Default capacity is 100. */
  readonly units: number
  /** Whether an idle talk may be parked, and then takes a part of its units. */
  readonly parkable: boolean
  /** How long an agent whose line is lost keeps a talk of it at most, milliseconds; null for as long as its queue says. */
  readonly keptMaxMs: number | null
  /** Channels of which an agent may be offered a contact beside a talk of this one, as far as their units fit. */
  readonly interruptedBy: readonly string[]
}

export const channels = { chat, email, voice, video } as const satisfies Record<string, Channel>
export type ChannelName = keyof typeof channels
export const channelNames = Object.keys(channels) as readonly ChannelName[]
