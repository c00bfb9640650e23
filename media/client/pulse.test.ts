/** Samples of a connection, half a second apart. */
import { expect, test } from 'vitest'
import { feel, isStalled, type Pulse, type PulseSample } from './pulse.ts'

const felt = (...samples: readonly PulseSample[]): boolean[] => {
  let pulse: Pulse | null = null
  return samples.map((sample) => isStalled((pulse = feel(pulse, sample))))
}
const at = (asked: number, answered: number, came: number): PulseSample => ({ asked, answered, came })

test('a question that nobody answers while nothing comes is a stall after a second', () => {
  expect(felt(at(5, 5, 100), at(6, 5, 100), at(6, 5, 100), at(7, 5, 100))).toEqual([false, false, false, true])
})

test('nothing is asked and nothing comes: that may be silence', () => {
  expect(felt(...Array.from({ length: 20 }, () => at(5, 5, 100)))).not.toContain(true)
})

test('a question that was lost is no stall while packets come, nor are old ones that were lost', () => {
  expect(felt(at(5, 5, 100), at(6, 5, 120), at(6, 5, 140), at(6, 5, 160), at(6, 5, 180))).not.toContain(true)
  expect(felt(at(9, 5, 100), at(9, 5, 100), at(9, 5, 100), at(9, 5, 100), at(9, 5, 100))).not.toContain(true)
})

test('whatever comes ends a stall', () => {
  const stall = [at(5, 5, 100), at(6, 5, 100), at(7, 5, 100), at(8, 5, 100)]
  expect(felt(...stall, at(9, 6, 100))).toEqual([false, false, false, true, false])
  expect(felt(...stall, at(9, 5, 101))).toEqual([false, false, false, true, false])
})

test('another pair of addresses begins anew', () => {
  const stalled = [at(5, 5, 100), at(6, 5, 100), at(7, 5, 100), at(8, 5, 100)].reduce<Pulse | null>(feel, null)
  expect(isStalled(stalled!)).toBe(true)
  expect(isStalled(feel(null, at(1, 0, 0)))).toBe(false)
})
