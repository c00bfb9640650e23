/**
 * Whether a connection still gets through, sooner than browsers say so: they call it disconnected some six seconds after the
 * network has gone. PURE, from what is counted of it every half second.
 */

/** Of the pair of addresses in use, since it came into use. */
export interface PulseSample {
  /** What asks whether the other end is still there. */
  readonly asked: number
  readonly answered: number
  /** Packets of any kind that came. */
  readonly came: number
}

export interface Pulse extends PulseSample {
  /** `asked`, when the other end was heard last. */
  readonly askedThen: number
  /** How often in a row something was found that had been asked and not been answered, while nothing came. */
  readonly silent: number
}

/** How often a connection is looked at. */
export const pulseMs = 500
/** So a question waits a second at least: slower ways than that are of no use for a voice. */
const silentMax = 3

/** `before` is null at first, and when another pair is in use. */
export function feel(before: Pulse | null, sample: PulseSample): Pulse {
  if (before === null || sample.answered !== before.answered || sample.came !== before.came)
    return { ...sample, askedThen: sample.asked, silent: 0 }
  const waits = sample.asked > before.askedThen
  return { ...sample, askedThen: before.askedThen, silent: waits ? before.silent + 1 : 0 }
}

export const isStalled = ({ silent }: Pulse): boolean => silent >= silentMax
