/**
 * How a command has a running hub do what only the hub may do: it leaves an order (auth/orders.ts) and waits for the answer.
 * A hub that is started later finds what was left, and does it before it serves.
 */
import { existsSync, realpathSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { realClock } from '../adapters/clock-real.ts'
import { ownerOf } from '../adapters/store-owner.ts'
import type { Act } from '../app/audit.ts'
import { leaveOrder, type Order, type OrderAnswer } from '../auth/orders.ts'
import { instant } from '../model/time.ts'
import { storeOf } from './data-folder.ts'

const lookEveryMs = 50
/** A hub takes orders twice a second; one that takes much longer is busy with another. */
const recordsWithinMs = 5_000

/** Whether a hub has this data open. */
export const hubRuns = (data: string): boolean =>
  existsSync(storeOf(data)) && ownerOf(realpathSync(storeOf(data))) !== undefined

/** Leaves the order. Resolves with its answer, or with null when no hub runs, or none answers in time. */
export async function ordered(data: string, order: Order, withinMs: number): Promise<OrderAnswer | null> {
  const answer = leaveOrder(data, order, realClock({ notBefore: instant(0) }).now())
  if (!hubRuns(data)) return null
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookEveryMs) {
    const found = answer()
    if (found !== null) return found
    await setTimeout(lookEveryMs)
  }
  return null
}

/**
 * Has the audit say what this command does by itself. The order is on the disk before this resolves, and recorded when a
 * hub runs. Resolves with what the administrator is to know, or with null: that it could not be recorded is no reason to
 * go without a backup.
 */
export async function noted(
  data: string,
  act: Extract<Act, 'backup.made' | 'keys.copied'>,
  object: string,
): Promise<string | null> {
  try {
    const answer = await ordered(data, { kind: 'note', act, object }, recordsWithinMs)
    if (answer !== null || !hubRuns(data)) return null
    return 'The hub has not recorded this in the audit yet; it does so as soon as it can. See its log.'
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    return `This is not recorded in the audit: ${data} cannot be written (${code}).`
  }
}
