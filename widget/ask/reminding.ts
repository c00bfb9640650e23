/**
 * PURE. How often a customer is asked for a rating on this device: when the contact ends, and once more when they come back
 * later; never after they have seen it twice.
 */

/** What is kept of it. */
export interface Asked {
  readonly contact: string
  readonly times: number
  /** When it was shown last, or put off. */
  readonly at: number
  /** They do not want to now. */
  readonly off: boolean
}

/** Seen again within this time it is the same asking: a reload, the next page. Milliseconds. */
const sameForMs = 10 * 60_000

/** What is to be kept when the survey of this contact may be shown now, or null when it may not. */
export function askedNow(kept: Asked | null, contact: string, now: number): Asked | null {
  if (kept?.contact !== contact) return { contact, times: 1, at: now, off: false }
  if (now - kept.at < sameForMs) return kept.off ? null : { ...kept, at: now }
  return kept.times === 1 ? { contact, times: 2, at: now, off: false } : null
}
