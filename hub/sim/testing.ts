/** Small days for tests: a few minutes in which everything goes wrong. */
import { seconds } from '../model/time.ts'
import { DayFailed, runDay, type DayPlan } from './day.ts'
import { harshFaults, noFaults, type FaultPlan } from './faults.ts'

/** A harsh day of nine minutes. */
export const smallDay = (seed: number): DayPlan => ({ seed, hours: 0.15, faults: harshFaults, isDrawn: false })

/** The same on a busier floor: more happens in a second. */
export const busyDay = (seed: number): DayPlan => ({
  seed,
  hours: 0.1,
  faults: harshFaults,
  customerEveryMs: seconds(6),
  isDrawn: false,
})

/** A busy day by rules that the seed draws. */
export const drawnDay = (seed: number): DayPlan => ({ ...busyDay(seed), isDrawn: true })

/** A busy day on which people call. */
export const callDay = (seed: number): DayPlan => ({ ...busyDay(seed), calls: true })

/** A busy day on which contacts begin with the bot. */
export const botDay = (seed: number): DayPlan => ({ ...busyDay(seed), bot: true })

/** A busy day on which only these things go wrong. */
export const dayOf =
  (faults: Partial<FaultPlan>, hours = 0.1) =>
  (seed: number): DayPlan => ({
    seed,
    hours,
    faults: { ...noFaults, ...faults },
    customerEveryMs: seconds(6),
    isDrawn: false,
  })

/** Runs days from seed 1 on until one fails; resolves with what was found, or with 'nothing' after `seedsMax`. */
export async function firstViolation(day: (seed: number) => DayPlan, seedsMax = 200): Promise<string> {
  for (let seed = 1; seed <= seedsMax; seed++) {
    try {
      await runDay(day(seed))
    } catch (error) {
      if (error instanceof DayFailed) return error.message
      throw error
    }
  }
  return 'nothing'
}

/** Runs the days and adds up what had a chance to break. */
export async function chancesIn(days: readonly DayPlan[]): Promise<{ readonly [kind: string]: number }> {
  const sum: { [kind: string]: number } = {}
  for (const day of days)
    for (const [kind, times] of Object.entries((await runDay(day)).chances)) sum[kind] = (sum[kind] ?? 0) + times
  return sum
}
