/**
 * What a long simulated day must let go of: a hub that was killed or stopped, with all that it knew. One that stays behind
 * with each restart is seven hundred a simulated day, and a month ends for want of memory.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Hub } from '../app/hub.ts'
import { seconds } from '../model/time.ts'
import { runDay, type DayPlan } from './day.ts'
import { callDay } from './testing.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** People call, and begin with the bot; hubs come and go twice a minute. */
const shortDay: DayPlan = { ...callDay(1), bot: true, hours: 0.06, retentionDays: 1, customerEveryMs: seconds(20) }

test('of a hub that has ended nothing is left when the next one starts', async () => {
  const hubs: WeakRef<Hub>[] = []
  const alive: number[] = []
  await runDay({
    ...shortDay,
    // The day goes on meanwhile: its clock, its people, what they were told and what is checked.
    started: (hub) => {
      collectGarbage()
      alive.push(hubs.filter((earlier) => earlier.deref() !== undefined).length)
      hubs.push(new WeakRef(hub))
    },
  })
  expect(alive.length).toBeGreaterThan(3)
  expect(alive).toEqual(alive.map(() => 0))
}, 60_000)
