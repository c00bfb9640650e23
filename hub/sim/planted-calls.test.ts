/** Calls that are broken on purpose: the simulator must find each mistake within a few small days, or it does not try what it claims. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FakeMedia } from '../../media/fake-media.ts'
import { Tick } from '../app/tick.ts'
import type { CallLeg } from '../ports/media-call.ts'
import type { MediaPort } from '../ports/media.ts'
import type { Change } from '../ports/store.ts'
import { callDay, dayOf, firstViolation } from './testing.ts'

/** The hub has a port to the media process that differs from the real one in this. */
function differing(change: (port: MediaPort) => Partial<MediaPort>): void {
  const { connect } = FakeMedia.prototype
  vi.spyOn(FakeMedia.prototype, 'connect').mockImplementation(function (this: FakeMedia) {
    const port = connect.call(this)
    const own = { ...change(port) }
    return new Proxy(port, {
      get(_, name) {
        const value = own[name as keyof MediaPort] ?? port[name as keyof MediaPort]
        return typeof value === 'function' ? (value as () => unknown).bind(port) : value
      },
    })
  })
}

describe('calls that are broken on purpose are caught', () => {
  afterEach(() => vi.restoreAllMocks())

  test('who leaves a call goes on hearing it', async () => {
    const legs = new Map<string, Map<string, CallLeg>>()
    differing((port) => ({
      setCall: (call) => {
        const all = legs.get(call.id) ?? new Map<string, CallLeg>()
        legs.set(call.id, all)
        for (const leg of call.legs) all.set(leg.id, leg)
        port.setCall({ ...call, legs: [...all.values()] })
      },
    }))
    const quiet = (seed: number) => ({ ...dayOf({})(seed), calls: true })
    expect(await firstViolation(quiet, 20)).toContain('hears the call')
  }, 60_000)

  test('a call that has ended is carried on', async () => {
    differing(() => ({ endCall: () => {} }))
    expect(await firstViolation(callDay, 20)).toMatch(/hears the call|P15/)
  }, 60_000)

  test('calls in memory only: a kill forgets them (P14)', async () => {
    const { put } = Tick.prototype
    vi.spyOn(Tick.prototype, 'put').mockImplementation(function (this: Tick, ...changes: readonly Change[]) {
      put.call(this, ...changes.filter(({ table }) => table !== 'call'))
    })
    expect(await firstViolation(callDay, 20)).toContain('P14')
  }, 60_000)
})
