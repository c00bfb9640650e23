/**
 * Seeds that once found something, kept for good. The hub has changed since, and so what happens on them; what each of them
 * found is also planted or tried where it was mended.
 */
import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { runDay } from './day.ts'
import { busyDay, dayOf, smallDay } from './testing.ts'

const full = dayOf({ diskFaultEveryMs: seconds(15), lateMessages: true })

describe('a seed that once broke a promise', () => {
  test.each([
    ['seed 1: a message overtook the one before it, which the full disk had put off (P3)', full(1)],
    [
      'seed 1: hub time went back to an event dated to its deadline, after the wall clock was set back (P17)',
      smallDay(1),
    ],
    ['seed 103: after a failed write a vanished customer had the grace of the last epoch (P12)', busyDay(103)],
    ['seed 3: after a failed write a customer who had not come back since the start counted as here (P12)', busyDay(3)],
    ['seed 132: the same, with the wall clock set by an hour in between (P12, P17)', busyDay(132)],
    ['seed 142: a repeat of what was answered long ago, put off, held up all that followed (P1)', busyDay(142)],
    ['seed 166: the same, for an agent who wanted to take an offer (P1)', busyDay(166)],
    [
      'seed 32: a message overtook one that was put off, because a slow reader heard of it only after half a minute (P3)',
      { seed: 32, hours: 0.6 },
    ],
  ])('%s', async (_, plan) => {
    const { chances } = await runDay(plan)
    expect(chances['messages acknowledged']).toBeGreaterThan(20)
  })
})
