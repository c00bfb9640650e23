/**
 * A small run of the simulator, the same every time: no promise is broken, equal seeds give equal days, and a hub that is
 * broken on purpose is caught. `npm run sim` takes more seeds and longer days.
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Tick } from '../app/tick.ts'
import { Work } from '../app/work.ts'
import { minutes, seconds } from '../model/time.ts'
import type { Change } from '../ports/store.ts'
import { DayFailed, runDay, type DayPlan } from './day.ts'

const harsh = { lineFaultEveryMs: seconds(20), killEveryMs: minutes(1), diskFaultEveryMs: minutes(2) }
const hour = (seed: number): DayPlan => ({ seed, hours: 0.15, faults: harsh })

describe('a simulated day', () => {
  test('breaks no promise, whatever fails', async () => {
    const sum: { [kind: string]: number } = {}
    for (let seed = 1; seed <= 8; seed++)
      for (const [kind, times] of Object.entries((await runDay(hour(seed))).chances))
        sum[kind] = (sum[kind] ?? 0) + times
    for (const fault of ['hub kills', 'hub kills with a flush under way', 'transactions the disk refused', 'line cuts'])
      expect(sum[fault], fault).toBeGreaterThan(0)
    expect(sum['messages acknowledged']).toBeGreaterThan(500)
    expect(sum['offers accepted']).toBeGreaterThan(50)
  }, 60_000)

  test('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = [await runDay(hour(11)), await runDay(hour(11)), await runDay(hour(12))]
    expect(again).toEqual(first)
    expect(other.hash).not.toBe(first.hash)
  }, 60_000)
})

describe('a hub that is broken on purpose is caught', () => {
  afterEach(() => vi.restoreAllMocks())

  /** Runs days until one fails; resolves with what was found. */
  async function firstViolation(): Promise<string> {
    for (let seed = 1; seed <= 25; seed++) {
      try {
        await runDay(hour(seed))
      } catch (error) {
        if (error instanceof DayFailed) return error.message
        throw error
      }
    }
    return 'nothing found'
  }

  test('told before the flush: an acknowledged message is lost by a kill (P1)', async () => {
    const afterwards = Tick.prototype.afterwards
    vi.spyOn(Tick.prototype, 'afterwards').mockImplementation(function (this: Tick, action) {
      action({} as never)
      afterwards.call(this, () => {})
    })
    expect(await firstViolation()).toMatch(/P[1346]/)
  }, 60_000)

  test('deduplication forgotten: a repeat is kept twice (P2)', async () => {
    const put = Tick.prototype.put
    vi.spyOn(Tick.prototype, 'put').mockImplementation(function (this: Tick, ...changes: readonly Change[]) {
      put.call(this, ...changes.filter((change) => change.table !== 'dedup'))
    })
    expect(await firstViolation()).toContain('P2')
  }, 60_000)

  test('rows of contacts forgotten: after a kill a contact is nowhere, or in two places (P6)', async () => {
    const put = Tick.prototype.put
    vi.spyOn(Tick.prototype, 'put').mockImplementation(function (this: Tick, ...changes: readonly Change[]) {
      put.call(this, ...changes.filter((change) => change.table !== 'contact' || change.value !== null))
    })
    expect(await firstViolation()).toContain('P6')
  }, 60_000)

  test('an entry left out of the log: there is a hole (P3)', async () => {
    const append = Work.prototype.append
    let entries = 0
    vi.spyOn(Work.prototype, 'append').mockImplementation(function (this: Work, contact, entry) {
      if (++entries % 50 === 0) this.live.file(contact)!.head += 1
      return append.call(this, contact, entry)
    })
    expect(await firstViolation()).toMatch(/P3|P4|P1/)
  }, 60_000)
})
