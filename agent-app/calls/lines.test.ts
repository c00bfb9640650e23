/** Which window carries a call, and what its line is told and tells. The browser's locks are played by a small list of one. */
import { describe, expect, test, vi } from 'vitest'
import type { DeskCall } from '#protocol'
import { ann, call, customerParty, FakeLine } from '../test/calls.ts'
import type { CallAsk } from './key.ts'
import { CallLines, type Wants } from './lines.ts'

/** One lock for all windows of a test, with waiting, stealing and letting go as browsers have them. */
class FakeLocks {
  #stolen: (() => void) | null = null
  #waiting: (() => void)[] = []

  request = async (_name: string, how: LockOptions, run: (lock: Lock | null) => unknown): Promise<unknown> => {
    if (this.#stolen !== null && how.ifAvailable === true) return run(null)
    if (this.#stolen !== null && how.steal !== true)
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve)
        how.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      })
    this.#stolen?.()
    return await this.#hold(run)
  }

  async #hold(run: (lock: Lock | null) => unknown): Promise<unknown> {
    const stolen = new Promise<never>((_, reject) => {
      this.#stolen = () => reject(new DOMException('', 'AbortError'))
    })
    const mine = this.#stolen
    try {
      return await Promise.race([run({} as Lock), stolen])
    } finally {
      if (this.#stolen === mine) {
        this.#stolen = null
        this.#waiting.shift()?.()
      }
    }
  }
}

function open(locks: FakeLocks | null = null, mine = false) {
  const made: { line: FakeLine; wants: Wants }[] = []
  const asked: CallAsk[] = []
  const lines = new CallLines({
    join: (_, wants) => {
      const line = new FakeLine()
      made.push({ line, wants })
      return { line, close: () => line.asked.push('closed') }
    },
    ask: (ask) => asked.push(ask),
    changed: () => {},
    isMine: () => mine,
    locks: locks as unknown as LockManager | null,
  })
  const follow = (...calls: DeskCall[]): void =>
    lines.follow(new Map(calls.map((one) => [one.contact as string, one] as const)))
  return { lines, made, asked, follow, at: () => lines.seat('cnt_1')?.at ?? null }
}

describe('a line', () => {
  test('is there as long as the own leg is, and a new leg has a new one', () => {
    const { follow, made, at } = open()
    follow(call({ phase: 'proposed', leg: null }))
    expect([made.length, at()]).toEqual([0, null])
    follow(call())
    expect([made[0]?.wants, at()]).toEqual([{ microphone: true, camera: false }, 'here'])
    follow(call())
    expect(made).toHaveLength(1)
    follow(call({ leg: 'leg_again' as DeskCall['leg'], parties: [] }))
    expect([made.length, made[0]?.line.asked]).toEqual([2, ['leave', 'closed']])
    follow()
    expect([made[1]?.line.asked, at()]).toEqual([['leave', 'closed'], null])
  })
  test('is told each wish once, and a listener’s microphone is not asked for before it is wanted', () => {
    const { follow, made } = open()
    const as = (part: Parameters<typeof ann>[0]): DeskCall => call({ parties: [customerParty(), ann(part)] })
    follow(as({ mode: 'monitor' }))
    expect(made[0]?.wants.microphone).toBe(false)
    follow(as({ mode: 'whisper' }))
    follow(as({ mode: 'whisper' }))
    follow(as({ mode: 'barge', cameraOff: false }))
    follow(as({ mode: 'barge', muted: true, cameraOff: false }))
    expect(made[0]?.line.asked).toEqual(['microphone true', 'camera true', 'microphone false'])
  })
  test('tells the hub of a screen when there is one, and when the browser has ended it', () => {
    const { follow, made, asked } = open()
    follow(call())
    made[0]?.line.become({ ownScreen: {} as MediaStream })
    follow(call({ parties: [customerParty(), ann({ sharing: true })] }))
    made[0]?.line.become({ poor: 'own' })
    made[0]?.line.become({ ownScreen: null })
    expect(asked.map(({ body }) => 'sharing' in body && body.sharing)).toEqual([true, false])
  })
  test('of a page that was loaded anew shares nothing, and says so', () => {
    const { follow, asked } = open()
    follow(call({ parties: [customerParty(), ann({ sharing: true })] }))
    expect(asked.map(({ body }) => 'sharing' in body && body.sharing)).toEqual([false])
  })
})

describe('windows of one agent', () => {
  const settled = (...windows: { at: () => string | null }[]) => windows.map((window) => window.at())
  test('the one that asked for the call has it; when that closes, the other goes on', async () => {
    const locks = new FakeLocks()
    const other = open(locks)
    other.follow(call())
    await vi.waitFor(() => expect(settled(other)).toEqual(['here']))
    const asking = open(locks, true)
    asking.follow(call())
    await vi.waitFor(() => expect(settled(asking, other)).toEqual(['here', 'elsewhere']))
    const third = open(locks)
    third.follow(call())
    await vi.waitFor(() => expect(settled(third)).toEqual(['elsewhere']))
    asking.lines.close()
    await vi.waitFor(() => expect(settled(other, third)).toEqual(['here', 'elsewhere']))
  })
  test('a person takes it from the other window, whose line then comes back by being taken again', async () => {
    const locks = new FakeLocks()
    const [one, two] = [open(locks), open(locks)]
    one.follow(call())
    two.follow(call())
    await vi.waitFor(() => expect(settled(one, two)).toEqual(['here', 'elsewhere']))
    two.lines.takeHere('cnt_1')
    await vi.waitFor(() => expect(settled(one, two)).toEqual(['elsewhere', 'here']))
    one.made[0]?.line.become({ state: 'moved' })
    one.lines.takeHere('cnt_1')
    await vi.waitFor(() => expect(settled(one, two)).toEqual(['here', 'elsewhere']))
    expect([one.made.length, one.made[0]?.line.asked]).toEqual([1, ['rejoin']])
    one.lines.close()
    await vi.waitFor(() => expect(settled(two)).toEqual(['here']))
  })
  test('a call that another machine has taken comes back by being taken again, without a moment elsewhere', async () => {
    const one = open(new FakeLocks(), true)
    one.follow(call())
    await vi.waitFor(() => expect(settled(one)).toEqual(['here']))
    one.made[0]?.line.become({ state: 'moved' })
    one.lines.takeHere('cnt_1')
    await vi.waitFor(() => expect(one.made[0]?.line.asked).toEqual(['rejoin']))
    expect(settled(one)).toEqual(['here'])
  })
})
