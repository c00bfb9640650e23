/** The real clock: what steps of the wall clock change, and what they do not. */
import { stat } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { durationMs, instant, type Instant } from '../model/time.ts'
import { realClock } from './clock-real.ts'

afterEach(() => vi.useRealTimers())

const never = instant(0)
const sources = (wall: number) => {
  const time = { wallMs: wall, monotonicMs: 5_000.75 }
  return { time, wall: () => time.wallMs, monotonic: () => time.monotonicMs }
}

test('starts at the wall clock in whole milliseconds and follows the monotonic one', () => {
  const outside = sources(1_000_000.9)
  const clock = realClock({ notBefore: never }, outside)
  expect(clock.now()).toBe(1_000_000)
  outside.time.monotonicMs += 1_500.5
  expect(clock.now()).toBe(1_001_500)
})

test.each([3_600_000, -3_600_000])('a step of the wall clock by %i ms changes nothing', (step) => {
  const outside = sources(1_000_000)
  const clock = realClock({ notBefore: never }, outside)
  outside.time.wallMs += step
  expect(clock.now()).toBe(1_000_000)
})

test('never starts before the last instant that was used', () => {
  const clock = realClock({ notBefore: instant(2_000_000) }, sources(1_000_000))
  expect(clock.now()).toBe(2_000_000)
})

test('after runs once, not early, and not when called off', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  const clock = realClock({ notBefore: never })
  const ran: Instant[] = []
  const begun = clock.now()
  clock.after(durationMs(100), () => ran.push(clock.now()))
  clock.after(durationMs(100), () => ran.push(instant(-1)))()
  vi.advanceTimersByTime(99)
  expect(ran).toEqual([])
  vi.advanceTimersByTime(10_000)
  expect(ran).toHaveLength(1)
  expect(ran[0]! - begun).toBeGreaterThanOrEqual(100)
})

test('a timer that fires early waits for the rest', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const outside = sources(1_000_000)
  const clock = realClock({ notBefore: never }, outside)
  let runs = 0
  clock.after(durationMs(100), () => runs++)
  outside.time.monotonicMs += 99.2
  vi.advanceTimersByTime(100)
  expect(runs).toBe(0)
  outside.time.monotonicMs += 0.8
  vi.advanceTimersByTime(1)
  expect(runs).toBe(1)
})

test('a delay beyond what a timer can hold neither runs at once nor is forgotten', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  const clock = realClock({ notBefore: never })
  let runs = 0
  const days = 86_400_000
  clock.after(durationMs(60 * days), () => runs++)
  const cancel = clock.after(durationMs(60 * days), () => (runs += 100))
  vi.advanceTimersByTime(59 * days)
  expect(runs).toBe(0)
  cancel()
  vi.advanceTimersByTime(days)
  expect(runs).toBe(1)
})

test('soon runs after what is running, before a timer of one millisecond, and can be called off', async () => {
  const clock = realClock({ notBefore: never })
  const order: string[] = []
  await new Promise<void>((resolve) => {
    // In answer to input or output, as the hub always is: what is asked for soon comes before timers, also overdue ones.
    stat('.', () => {
      clock.after(durationMs(1), () => resolve(void order.push('timer')))
      clock.soon(() => order.push('soon'))
      clock.soon(() => order.push('never'))()
      order.push('now')
      const until = performance.now() + 3
      while (performance.now() < until);
    })
  })
  expect(order).toEqual(['now', 'soon', 'timer'])
})
