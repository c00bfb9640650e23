/**
 * Two things that hostile input must not cost: time in one go, and memory for ever. A call that took long is made again
 * with the same input before it is judged, since the machine, not the input, may have been the reason; memory is looked at
 * after a full collection only.
 */
import { getHeapSnapshot } from 'node:v8'

/** No call may keep everybody else waiting for longer. */
export const longestCallMs = 20

const triesMax = 5

/** How long calls take, and which were too long. */
export class Stopwatch {
  calls = 0
  longestMs = 0
  /** Calls over the bound that were fast when they were made again. */
  excused = 0

  /** Makes the call and times it. Over the bound it is made anew by `again`, and throws when it never was fast. */
  time(call: () => void, again: () => void, what: () => string): void {
    let tookMs = timed(call)
    if (tookMs <= longestCallMs) return this.#note(tookMs)
    for (let n = 0; n < triesMax; n++) tookMs = Math.min(tookMs, timed(again))
    this.#judge(tookMs, what)
  }

  /** The same for a call with all that it sets off. */
  async timeAll(call: () => Promise<void>, again: () => Promise<void>, what: () => string): Promise<void> {
    let tookMs = await timedAll(call)
    if (tookMs <= longestCallMs) return this.#note(tookMs)
    for (let n = 0; n < triesMax; n++) tookMs = Math.min(tookMs, await timedAll(again))
    this.#judge(tookMs, what)
  }

  #note(tookMs: number): void {
    this.calls += 1
    this.longestMs = Math.max(this.longestMs, tookMs)
  }

  #judge(bestMs: number, what: () => string): void {
    if (bestMs > longestCallMs)
      throw new Error(`a call took ${bestMs.toFixed(1)} ms, and no less ${triesMax} times again: ${what()}`)
    this.excused += 1
    this.#note(bestMs)
  }

  /** A sentence for the report. */
  report(): string {
    return `longest ${this.longestMs.toFixed(1)} ms of at most ${longestCallMs}; ${this.excused} of ${this.calls} were longer once and not again`
  }
}

function timed(call: () => void): number {
  const began = performance.now()
  call()
  return performance.now() - began
}

async function timedAll(call: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await call()
  return performance.now() - began
}

/** Bytes in use by this thread, after everything that can be given back was. */
export function bytesInUse(): number {
  // Every picture of the heap begins with the collection for when memory runs out; a usual one, also when it is asked for
  // as a major one, leaves what compiled code still names: whole dead hubs at times.
  getHeapSnapshot().destroy()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
