/** The keeper's rules on a clock and with children that the test holds in its hand. */
import { describe, expect, test } from 'vitest'
import { ChildKeeper, configurationExitCode, type ChildEnd, type KeeperEvent } from './child-keeper.ts'
import { defaultBackOff, nextDelayMs } from './model/back-off.ts'

/** A stage: virtual time, children that end when told, and everything the keeper said. */
function stage() {
  let now = 0
  const timers = new Set<{ at: number; call: () => void }>()
  const children: { signals: string[]; end: (end: ChildEnd) => void }[] = []
  const events: KeeperEvent[] = []
  const parts = {
    now: () => now,
    after: (ms: number, call: () => void) => {
      const timer = { at: now + ms, call }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    spawn: () => {
      const child = { signals: [] as string[], end: (_end: ChildEnd) => {} }
      children.push(child)
      return {
        pid: children.length,
        kill: (signal: string) => void child.signals.push(signal),
        onEnd: (ended: (end: ChildEnd) => void) => void (child.end = ended),
      }
    },
  }
  const passMs = (ms: number) => {
    const until = now + ms
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers.delete(next)
      now = next.at
      next.call()
    }
    now = until
  }
  const last = () => {
    const child = children.at(-1)
    if (!child) throw new Error('no child was started')
    return child
  }
  return { keeper: new ChildKeeper(parts, (event) => events.push(event)), children, events, passMs, last, timers }
}
const killed: ChildEnd = { code: null, signal: 'SIGKILL' }

describe('a child that ends', () => {
  test('is started again after 100 ms, then after twice as long each time, up to 5 s', () => {
    const { keeper, events, passMs, last } = stage()
    keeper.start()
    const waits = Array.from({ length: 8 }, () => {
      last().end(killed)
      const event = events.at(-1)
      const wait = event?.type === 'ended' ? event.againInMs : Number.NaN
      passMs(wait)
      return wait
    })
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000])
  })

  test('is not started before its wait is over', () => {
    const { keeper, children, passMs, last } = stage()
    keeper.start()
    last().end(killed)
    passMs(99)
    expect(children).toHaveLength(1)
    passMs(1)
    expect(children).toHaveLength(2)
  })

  test('and had lived for 2 s begins at 100 ms again', () => {
    expect(nextDelayMs(5_000, 1_999, defaultBackOff)).toBe(5_000)
    expect(nextDelayMs(5_000, 2_000, defaultBackOff)).toBe(100)
  })

  test('with the configuration code is not started again, and that is told', () => {
    const { keeper, children, events, passMs, last } = stage()
    keeper.start()
    last().end({ code: configurationExitCode, signal: null })
    passMs(60_000)
    expect(children).toHaveLength(1)
    expect(events.at(-1)).toEqual({ type: 'gaveUp', code: 78 })
  })
})

describe('stopping', () => {
  test('asks the child, and waits until it is gone', async () => {
    const { keeper, children, passMs, last, timers } = stage()
    keeper.start()
    const stopped = keeper.stop(10_000)
    expect(last().signals).toEqual(['SIGTERM'])
    passMs(9_999)
    last().end({ code: 0, signal: null })
    expect(await stopped).toBe(true)
    expect(children).toHaveLength(1)
    expect(timers.size).toBe(0)
  })

  test('kills a child that does not go in time, and says so', async () => {
    const { keeper, passMs, last } = stage()
    keeper.start()
    const stopped = keeper.stop(10_000)
    passMs(10_000)
    expect(last().signals).toEqual(['SIGTERM', 'SIGKILL'])
    last().end(killed)
    expect(await stopped).toBe(false)
  })

  test('while waiting to start again calls that off', async () => {
    const { keeper, children, passMs, last } = stage()
    keeper.start()
    last().end(killed)
    expect(await keeper.stop(10_000)).toBe(true)
    passMs(60_000)
    expect(children).toHaveLength(1)
  })

  test('twice resolves both when the child is gone', async () => {
    const { keeper, last } = stage()
    keeper.start()
    const both = Promise.all([keeper.stop(10_000), keeper.stop(10_000)])
    last().end({ code: 0, signal: null })
    expect(await both).toEqual([true, true])
    expect(last().signals).toEqual(['SIGTERM'])
  })

  test('a second wish kills at once', async () => {
    const { keeper, last } = stage()
    keeper.start()
    const stopped = keeper.stop(10_000)
    keeper.kill()
    expect(last().signals).toEqual(['SIGTERM', 'SIGKILL'])
    last().end(killed)
    await stopped
  })
})
