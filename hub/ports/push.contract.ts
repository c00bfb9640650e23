/** What every way of telling browsers does, tried on each: what arrives, and what becomes of what does not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant, later, minutes, type Instant } from '../model/time.ts'
import type { Push, PushOutcome, PushTarget } from './push.ts'

/** What a push service has given to a browser. */
export interface Arrived {
  readonly text: string
  readonly topic: string
  /** For how long the service was to try, whole seconds. */
  readonly lifeS: number
}

export interface PushPlace {
  readonly push: Push
  /** Hub time for `push`; stands still. */
  readonly now: Instant
  /** A browser that has subscribed. */
  target(): PushTarget
  /** The service answers the next message so. */
  answer(outcome: PushOutcome['kind'], retryAfterS?: number): void
  arrived(): readonly Arrived[]
  close(): Promise<void>
}

export function pushContract(name: string, open: () => Promise<PushPlace>): void {
  describe(`push: ${name}`, () => {
    let place: PushPlace
    beforeAll(async () => (place = await open()))
    afterAll(() => place.close())
    const message = (text: string) => ({ text, topic: 'cnt-1', until: later(place.now, minutes(1)) })

    test('a message arrives as it was written, with its topic and for as long as it is good', async () => {
      const text = '{"site":"あおぞら珈琲"}'
      expect(await place.push.send(place.target(), message(text))).toEqual({ kind: 'taken' })
      expect(place.arrived().at(-1)).toEqual({ text, topic: 'cnt-1', lifeS: 60 })
    })

    test('a long message arrives too', async () => {
      const text = '窓'.repeat(1_000)
      expect(await place.push.send(place.target(), message(text))).toEqual({ kind: 'taken' })
      expect(place.arrived().at(-1)?.text).toBe(text)
    })

    test.each(['gone', 'refused', 'notNow'] as const)('the service says: %s', async (kind) => {
      const before = place.arrived().length
      place.answer(kind)
      expect((await place.push.send(place.target(), message('x'))).kind).toBe(kind)
      expect(place.arrived()).toHaveLength(before)
    })

    test('when to come again is as the service says', async () => {
      place.answer('notNow', 17)
      expect(await place.push.send(place.target(), message('x'))).toMatchObject({
        kind: 'notNow',
        retryAfterMs: 17_000,
      })
    })

    test('what is no address of a push service is not accepted', () => {
      expect(place.push.accepts(place.target())).toBe(true)
      for (const endpoint of ['', 'push', 'ftp://push.example/1', 'javascript:alert(1)'])
        expect(place.push.accepts({ ...place.target(), endpoint })).toBe(false)
    })
  })
}

/** An instant for places that need no real one. */
export const pushNow = instant(1_800_000_000_000)
