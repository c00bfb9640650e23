/** When a line joins, renews its way and joins anew: each as a story of inputs at their seconds. */
import { describe, expect, test } from 'vitest'
import { joinFirst, keep, shownState, type KeepDeed, type KeepInput, type Keeping } from './keeping.ts'

/** Lets inputs come at their seconds, and time itself when it is due before them. Returns what was done, with its second. */
function given(...story: readonly (readonly [seconds: number, input: KeepInput])[]): {
  keeping: Keeping
  done: readonly string[]
} {
  let { keeping } = joinFirst
  const done: string[] = []
  const take = (input: KeepInput, ms: number): void => {
    const step = keep(keeping, input, ms)
    keeping = step.keeping
    done.push(...step.deeds.map((deed: KeepDeed) => `${ms / 1_000} ${deed}`))
  }
  for (const [seconds, input] of story) {
    while (keeping.due !== null && keeping.due < seconds * 1_000) take({ type: 'due' }, keeping.due)
    take(input, seconds * 1_000)
  }
  return { keeping, done }
}
const joined = { type: 'joined', instance: 'i1' } as const
const link = (state: 'connected' | 'connecting' | 'disconnected' | 'failed'): KeepInput => ({
  type: 'link',
  link: state,
})
const refused = (code: Extract<KeepInput, { type: 'refused' }>['code']): KeepInput => ({ type: 'refused', code })
const talking = [
  [0, joined],
  [1, link('connected')],
] as const
/** An input that changes nothing, to let time pass. */
const nothing: KeepInput = { type: 'found', instance: 'i1' }

describe('joining', () => {
  test('begins at once, and is connected when the network is', () => {
    expect(joinFirst.deeds).toEqual(['join'])
    expect(shownState(joinFirst.keeping)).toBe('joining')
    expect(shownState(given([0, joined]).keeping)).toBe('joining')
    expect(shownState(given(...talking).keeping)).toBe('connected')
  })

  test('waits for a call that has no place, until it is told of one, and asks every 5 s besides', () => {
    const { keeping, done } = given([0, refused('call.waiting')], [3, { type: 'ready', instance: 'i1' }])
    expect(done).toEqual(['0 drop', '3 join'])
    expect(shownState(given([0, refused('call.waiting')]).keeping)).toBe('waiting')
    expect(keeping).toMatchObject({ at: 'joining' })
    expect(given([0, refused('call.waiting')], [6, nothing]).done).toEqual(['0 drop', '5 join'])
  })

  test('is tried again after half a second, doubling to 8 s, at once when the hub is back', () => {
    const story = [0, 1, 3, 6, 11, 20, 30].map((second) => [second, refused('media.timeout')] as const)
    const { done, keeping } = given(...story)
    expect(done.filter((one) => one.endsWith('join'))).toEqual([
      '0.5 join',
      '2 join',
      '5 join',
      '10 join',
      '19 join',
      '28 join',
    ])
    expect(shownState(keeping)).toBe('failed')
    expect(given([0, refused('media.unreachable')], [0.1, { type: 'back' }]).done).toEqual(['0 drop', '0.1 join'])
  })

  test('is done again when the call was built anew meanwhile', () => {
    expect(given([0, { type: 'ready', instance: 'i2' }], [1, joined]).done).toEqual(['1 join'])
    expect(given([0, { type: 'ready', instance: 'i1' }], [1, joined]).done).toEqual([])
  })
})

describe('a leg whose other end is closed', () => {
  const closed: KeepInput = { type: 'closed' }

  test('joins anew at once, whatever its browser has noticed: new credentials would be of no use', () => {
    expect(given(...talking, [10, closed]).done).toEqual(['10 join'])
    expect(given(...talking, [10, link('failed')], [10.1, closed], [60, nothing]).done).toEqual([
      '10 restart',
      '10.1 join',
    ])
  })

  test('does not join again and again where no connection comes about', () => {
    expect(given([0, joined], [1, closed], [2, closed], [9, closed]).done).toEqual([])
    expect(given([0, closed]).done).toEqual([])
  })
})

describe('a connection that breaks', () => {
  test('mends itself within 2 s without anything being done, or shown', () => {
    const { keeping, done } = given(...talking, [10, link('disconnected')], [11.9, link('connected')], [60, nothing])
    expect(done).toEqual([])
    expect(shownState(keeping)).toBe('connected')
    expect(shownState(given(...talking, [10, link('disconnected')]).keeping)).toBe('connected')
  })

  test('gets new credentials after 2 s of being disconnected', () => {
    const { keeping, done } = given(...talking, [10, link('disconnected')], [12.1, nothing])
    expect(done).toEqual(['12 restart'])
    expect(shownState(keeping)).toBe('reconnecting')
  })

  test('gets them at once when it has failed', () => {
    expect(given(...talking, [10, link('failed')]).done).toEqual(['10 restart'])
    expect(given(...talking, [10, link('disconnected')], [11, link('failed')]).done).toEqual(['11 restart'])
  })

  test('joins anew after two that brought nothing', () => {
    const { done, keeping } = given(...talking, [10, link('failed')], [30, nothing])
    expect(done).toEqual(['10 restart', '14 restart', '18 join'])
    expect(shownState(keeping)).toBe('reconnecting')
  })

  test('has both again once it was connected', () => {
    const story = [10, 20, 30].flatMap((second) => [
      [second, link('failed')] as const,
      [second + 1, link('connected')] as const,
    ])
    expect(given(...talking, ...story, [60, nothing]).done).toEqual(['10 restart', '20 restart', '30 restart'])
  })

  test('is renewed also when it never came about', () => {
    expect(given([0, joined], [11, nothing]).done).toEqual(['10 restart'])
  })

  test('uses no more than was allowed while the hub could not be reached', () => {
    const { done } = given(
      ...talking,
      [10, link('failed')],
      [10.1, refused('media.unreachable')],
      [13, { type: 'back' }],
      [14, link('connected')],
      [40, nothing],
    )
    expect(done).toEqual(['10 restart', '13 ask', '13 restart'])
  })
})

describe('another network', () => {
  test('gets new credentials at once, before the connection notices, and again with the hub when that was away too', () => {
    const changed = [...talking, [10, { type: 'network' }]] as const
    expect(given(...changed, [60, nothing]).done).toEqual(['10 restart'])
    expect(shownState(given(...changed).keeping)).toBe('connected')
    const { done } = given(...changed, [10, refused('media.unreachable')], [11, { type: 'back' }], [60, nothing])
    expect(done).toEqual(['10 restart', '11 ask', '11 restart'])
  })

  test('is nothing to who has not joined', () => {
    expect(given([0, { type: 'network' }]).done).toEqual([])
  })
})

describe('what else happens', () => {
  test('the worker dies: nothing is left, and it joins when the call has another', () => {
    const { keeping, done } = given(...talking, [9, { type: 'lost' }])
    expect(done).toEqual(['9 drop'])
    expect(shownState(keeping)).toBe('reconnecting')
    expect(given(...talking, [9, { type: 'lost' }], [10, { type: 'ready', instance: 'i2' }]).done).toEqual([
      '9 drop',
      '10 join',
    ])
  })

  test('the call is told ready under another instance, or the same again', () => {
    expect(given(...talking, [9, { type: 'ready', instance: 'i2' }]).done).toEqual(['9 join'])
    expect(given(...talking, [9, { type: 'ready', instance: 'i1' }]).done).toEqual([])
  })

  test('the hub was away: it asks, and joins only where the call is another', () => {
    expect(given(...talking, [9, { type: 'back' }], [10, nothing]).done).toEqual(['9 ask'])
    expect(given(...talking, [9, { type: 'back' }], [10, { type: 'found', instance: 'i2' }]).done).toEqual([
      '9 ask',
      '10 join',
    ])
  })

  test('another window has the call: this one keeps quiet until a person wants it here, or the hub tells it again', () => {
    for (const input of [{ type: 'moved' }, refused('transport.unknown')] as const) {
      const { keeping, done } = given(...talking, [9, input], [10, { type: 'back' }], [60, link('failed')])
      expect(done).toEqual(['9 drop'])
      expect(shownState(keeping)).toBe('moved')
    }
    expect(given(...talking, [9, { type: 'moved' }], [10, { type: 'again' }]).done).toEqual(['9 drop', '10 join'])
    expect(given(...talking, [9, { type: 'moved' }], [10, { type: 'ready', instance: 'i2' }]).done).toEqual([
      '9 drop',
      '10 join',
    ])
  })

  test('it is no leg of the call any more: rests, and asks again', () => {
    expect(given(...talking, [9, refused('leg.unknown')], [9.6, nothing]).done).toEqual(['9 drop', '9.5 join'])
  })

  test('who has left hears of nothing', () => {
    const { keeping, done } = given(
      ...talking,
      [9, { type: 'leave' }],
      [10, { type: 'ready', instance: 'i2' }],
      [11, { type: 'back' }],
      [12, { type: 'again' }],
    )
    expect(done).toEqual(['9 drop'])
    expect(shownState(keeping)).toBe('left')
  })

  test('a person who will not wait has it tried at once', () => {
    expect(given([0, refused('media.timeout')], [0.2, { type: 'again' }]).done).toEqual(['0 drop', '0.2 join'])
    expect(given(...talking, [5, { type: 'again' }]).done).toEqual([])
  })
})
