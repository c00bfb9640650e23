/**
 * How long customers have patience. Whoever was answered would have waited longer, nobody knows how long: such a wait is
 * censored, and leaving it out would make everybody look impatient. The estimate is that of Kaplan and Meier (1958). Beyond
 * the last who gave up it says nothing; there patience is taken to end at a steady rate, that of all who gave up by the time
 * that all waited.
 */

/** A wait, and whether patience ended it. */
export interface Waited {
  readonly ms: number
  readonly gaveUp: boolean
}

export class Patience {
  /** Where the share of those who still wait goes down, ascending, and to what. */
  readonly #steps: readonly { readonly ms: number; readonly left: number }[]
  /** Mean patience beyond the last step, milliseconds; infinite when nobody gave up. */
  readonly #tailMs: number

  constructor(waits: readonly Waited[]) {
    const sorted = [...waits].sort((a, b) => a.ms - b.ms || Number(b.gaveUp) - Number(a.gaveUp))
    const steps: { ms: number; left: number }[] = []
    let [left, atRisk] = [1, sorted.length]
    for (const { ms, gaveUp } of sorted) {
      if (gaveUp) {
        left *= 1 - 1 / atRisk
        if (steps.at(-1)?.ms === ms) steps.pop()
        steps.push({ ms, left })
      }
      atRisk -= 1
    }
    this.#steps = steps
    const gaveUp = sorted.filter((one) => one.gaveUp).length
    this.#tailMs = gaveUp === 0 ? Infinity : sorted.reduce((sum, one) => sum + one.ms, 0) / gaveUp
  }

  /** The share of customers whose patience is longer than this. */
  longerThan(ms: number): number {
    const { at, left } = this.#upTo(ms)
    if (left === 0 || at < this.#steps.length) return left
    const last = this.#steps.at(-1)?.ms ?? 0
    return left * Math.exp(-(ms - last) / this.#tailMs)
  }

  /** When the patience of one who has waited `waitedMs` already ends, by a chance from 0 to below 1; may be infinite. */
  endsAt(waitedMs: number, chance: number): number {
    const target = this.longerThan(waitedMs) * (1 - chance)
    const step = this.#steps[this.#firstWhere(({ ms, left }) => ms > waitedMs && left <= target)]
    if (step !== undefined) return step.ms
    const last = this.#steps.at(-1) ?? { ms: 0, left: 1 }
    // All gave up whom anybody watched for so long: beyond that there is only the steady rate.
    const from = Math.max(last.ms, waitedMs)
    const share = last.left === 0 ? 1 - chance : target / this.longerThan(from)
    return from - this.#tailMs * Math.log(share)
  }

  /** How many steps lie up to `ms`, and what is left after them. */
  #upTo(ms: number): { readonly at: number; readonly left: number } {
    const at = this.#firstWhere((step) => step.ms > ms)
    return { at, left: at === 0 ? 1 : this.#steps[at - 1]!.left }
  }

  /** The first step for which something is true that is true for all after it as well; their number if for none. */
  #firstWhere(isTrue: (step: { readonly ms: number; readonly left: number }) => boolean): number {
    let [low, high] = [0, this.#steps.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isTrue(this.#steps[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}
