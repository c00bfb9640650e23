/**
 * What an agent's rules say of the channels, read once when the rules come. By the channel's number, and as bits where it is
 * about other channels, because whether an agent is ready is asked after every event that touches them.
 */
import { channelNames, channels, type ChannelName } from '../channels/index.ts'
import type { AgentRules } from './state.ts'

/** Each list by the channel's number. */
export interface Limits {
  /** Units that a talk takes. */
  readonly units: readonly number[]
  /** Most talks at once; without end where nothing is said. */
  readonly most: readonly number[]
  /** Channels that may ring beside a talk, a bit for each. */
  readonly interruptedBy: readonly number[]
}

/** Place of a channel in every list here. */
export const channelNumber = Object.fromEntries(channelNames.map((name, number) => [name, number])) as Readonly<
  Record<ChannelName, number>
>

/** One bit for each channel. */
export const allChannels = (1 << channelNames.length) - 1

/** Rules that change nothing about channels share one reading; so does an agent whom configuration no longer names. */
export const limitsOf = (rules: AgentRules | null): Limits =>
  rules?.channels === undefined ? usual : readLimits(rules.channels)

function readLimits(own: NonNullable<AgentRules['channels']>): Limits {
  return {
    units: channelNames.map((name) => own[name]?.units ?? channels[name].units),
    most: channelNames.map((name) => own[name]?.max ?? Number.POSITIVE_INFINITY),
    interruptedBy: channelNames.map((name) => bitsOf(own[name]?.interruptedBy ?? channels[name].interruptedBy)),
  }
}

const bitsOf = (names: readonly string[]): number =>
  channelNames.reduce((bits, name, number) => (names.includes(name) ? bits | (1 << number) : bits), 0)

const usual = readLimits({})
