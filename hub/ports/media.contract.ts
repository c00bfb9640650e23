/** What every adapter of the media port does. Its test runs this suite over a media process of its own making. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MediaHealth, MediaPort } from './media.ts'

/** An adapter under test, and the media process on its other side. */
export interface MediaUnderTest {
  readonly media: MediaPort
  /** The media process comes up, and from now on tells this. */
  say(health: MediaHealth): Promise<void>
  /** The media process is gone, as if killed. */
  vanish(): Promise<void>
  /** The media process hangs: it stays connected and says nothing more. */
  hang(): void
  dispose(): Promise<void>
}

const well: MediaHealth = { available: true, reason: '', workers: [{ state: 'running', since: 1, pid: 7 }] }
const unwell: MediaHealth = { available: false, reason: 'no media worker runs: gone', workers: [] }

/** Runs the suite. `make` gives an adapter whose media process has not come up yet. */
export function mediaContract(name: string, make: () => Promise<MediaUnderTest>): void {
  describe(`media port: ${name}`, () => {
    let under: MediaUnderTest
    const told: MediaHealth[] = []
    beforeEach(async () => {
      under = await make()
      told.length = 0
      under.media.onChange((health) => told.push(health))
    })
    afterEach(() => under.dispose())
    const becomes = (wanted: Partial<MediaHealth>): Promise<void> =>
      vi.waitFor(() => expect(under.media.health()).toMatchObject(wanted), { timeout: 10_000, interval: 5 })

    test('before the media process has spoken nothing can be carried, and the reason says so', () => {
      expect(under.media.health()).toEqual({
        available: false,
        reason: 'the media process cannot be reached',
        workers: [],
      })
      expect(told).toEqual([])
    })

    test('what the media process says is told once, however often it is said', async () => {
      await under.say(well)
      await becomes(well)
      await under.say(well)
      await under.say(unwell)
      await becomes(unwell)
      expect(told).toEqual([well, unwell])
    })

    test('a media process that vanishes and comes back is noticed both times', async () => {
      await under.say(well)
      await becomes(well)
      await under.vanish()
      await becomes({ available: false, reason: 'the media process cannot be reached' })
      await under.say(well)
      await becomes(well)
      expect(told.map((health) => health.available)).toEqual([true, false, true])
    })

    test('[WC5] a media process that hangs counts as gone', async () => {
      await under.say(well)
      await becomes(well)
      under.hang()
      await becomes({ available: false, reason: 'the media process does not answer' })
    })

    test('a listener that left hears nothing more, and after closing nobody does', async () => {
      const heard: MediaHealth[] = []
      const leave = under.media.onChange((health) => heard.push(health))
      await under.say(well)
      await becomes(well)
      leave()
      await under.say(unwell)
      await becomes(unwell)
      expect(heard).toEqual([well])
      under.media.close()
      await under.vanish()
      expect(told).toEqual([well, unwell])
    })
  })
}
