/** Time, as a line sees it: handed in, so that a test can let it pass. */
export interface LineClock {
  /** Milliseconds that only go on. */
  now(): number
  /** Runs `action` once, `ms` from now or later. The result calls it off. */
  after(ms: number, action: () => void): () => void
}

export const pageClock: LineClock = {
  now: () => performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}
