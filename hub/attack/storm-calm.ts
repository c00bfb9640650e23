/** Whether good people notice an attack on others: how long they wait for answers, beside how long they wait when all is calm. */
import type { Times } from './storm-people.ts'

/** People may wait twice as long as when calm (P5); below this nobody notices, and few samples say little. */
const unnoticedMs = 250
const roundsMax = 3

/** Something took longer than it may, which may be the hub's fault or that of a busy machine. */
export class TookLong extends Error {}

/** Throws when people waited longer than they may. */
export function checkPatience(what: string, calm: Times, storm: Times): void {
  if (storm.p99Ms > Math.max(unnoticedMs, 2 * calm.p99Ms))
    throw new TookLong(`${what}: good people waited ${told(storm)}, when calm ${told(calm)}`)
}

/**
 * Carries out a round; again, twice at most, when something took too long in it. Other programs of the machine only ever
 * make things take longer: of a few rounds the least disturbed one tells of the hub. Whatever else is wrong is thrown at once.
 */
export async function undisturbed<Result>(round: () => Promise<Result>): Promise<Result> {
  for (let left = roundsMax - 1; ; left--)
    try {
      return await round()
    } catch (error) {
      if (!(error instanceof TookLong) || left === 0) throw error
    }
}

export const told = ({ count, p50Ms, p99Ms, longestMs }: Times): string =>
  `p50 ${p50Ms} ms, p99 ${p99Ms} ms, longest ${longestMs} ms of ${count}`
