/** Time in the hand of a test: passes when told, and lets promises settle after every timer, as the real event loop does. */
import type { After } from './in-time.ts'

export interface VirtualTime {
  now(): number
  readonly after: After
  passMs(ms: number): Promise<void>
}

export function virtualTime(): VirtualTime {
  let now = 0
  const timers = new Set<{ at: number; call: () => void }>()
  return {
    now: () => now,
    after: (ms, call) => {
      const timer = { at: now + ms, call }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    passMs: async (ms) => {
      const until = now + ms
      await settle()
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.delete(next)
        now = next.at
        next.call()
        await settle()
      }
      now = until
    },
  }
}

/** The longest chain of promises here, from a request through leg, engine and time-out to its answer, is shorter. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
