import { describe, expect, test } from 'vitest'
import { LockOut } from './lock-out.ts'
import { testClock } from './testing.ts'

const wrong = (lockOut: LockOut, key: string, times: number) => {
  for (let count = 0; count < times; count += 1) lockOut.attempt(key)
}

describe('wrong passwords', () => {
  test('cost nothing until the fifth, then each doubles the wait, to a quarter of an hour', () => {
    const clock = testClock()
    const lockOut = new LockOut({ clock, attemptsFree: 5 })
    wrong(lockOut, 'ann', 4)
    expect(lockOut.waitMs('ann')).toBe(0)
    const waits = Array.from({ length: 8 }, () => {
      lockOut.attempt('ann')
      const waitMs = lockOut.waitMs('ann')
      clock.move(waitMs)
      expect(lockOut.waitMs('ann')).toBe(0)
      return waitMs / 1_000
    })
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  test('of one key are nothing to another', () => {
    const lockOut = new LockOut({ clock: testClock(), attemptsFree: 5 })
    wrong(lockOut, 'ann', 9)
    expect(lockOut.waitMs('bob')).toBe(0)
  })

  test('are forgotten after an hour, and at once when one was right', () => {
    const clock = testClock()
    const lockOut = new LockOut({ clock, attemptsFree: 5 })
    wrong(lockOut, 'ann', 4)
    lockOut.clear('ann')
    wrong(lockOut, 'ann', 4)
    expect(lockOut.waitMs('ann')).toBe(0)
    clock.move(3_600_000)
    wrong(lockOut, 'ann', 4)
    expect(lockOut.waitMs('ann')).toBe(0)
  })

  test('given back count as if they had not been', () => {
    const lockOut = new LockOut({ clock: testClock(), attemptsFree: 5 })
    wrong(lockOut, 'office', 4)
    lockOut.attempt('office')
    lockOut.giveBack('office')
    expect(lockOut.waitMs('office')).toBe(0)
    lockOut.attempt('office')
    expect(lockOut.waitMs('office')).toBe(30_000)
  })

  test('take bounded memory: the oldest key goes first', () => {
    const lockOut = new LockOut({ clock: testClock(), attemptsFree: 1, keysMax: 3 })
    for (const key of ['a', 'b', 'c', 'd']) lockOut.attempt(key)
    expect(['a', 'b', 'c', 'd'].map((key) => lockOut.waitMs(key) > 0)).toEqual([false, true, true, true])
  })
})
