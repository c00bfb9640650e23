/**
 * What is really heard: three pages of a real Chromium in one call on real workers, each sending a tone of its own, one of
 * them by TCP alone, one of them with a camera. Who hears whose tone is told by its frequency.
 */
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeId } from '../hub/model/ids.ts'
import type { Call, CallLeg } from '../hub/ports/media-call.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { CallsUnderTest } from '../hub/ports/media.contract-calls.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import { BrowserLeg } from './browser-leg-testing.ts'
import { startMedia, workerBin } from './real-testing.ts'

const call = makeId('call', 'c1')
const carl = makeId('leg', 'carl')
const ann = makeId('leg', 'ann')
const sue = makeId('leg', 'sue')
/** In Hz; far from each other and from the music. */
const tones = { carl: 1_500, ann: 2_200, sue: 3_100 }
/** Of the chords of the tune. */
const musicNotes = [196, 220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440, 493.88, 523.25]
/** A tone that is sent arrives at about -25 dB; what is not is below -80 dB. */
const audibleDb = -55

const plain = { muted: false, cameraOff: true, held: false, sharing: false }
const customer: CallLeg = { id: carl, role: 'customer', mode: 'talk', ...plain }
const agent: CallLeg = { id: ann, role: 'agent', mode: 'talk', ...plain }
const monitor: CallLeg = { id: sue, role: 'supervisor', mode: 'monitor', ...plain }
const whisper: CallLeg = { id: sue, role: 'supervisor', mode: 'whisper', partner: ann, ...plain }

describe.skipIf(!workerBin)('a call in browsers', () => {
  let media: CallsUnderTest
  let browser: Browser
  let port: MediaPort
  const legs: { carl: BrowserLeg; ann: BrowserLeg; sue: BrowserLeg } = {} as never
  const pages = new Map<string, Page>()
  const events: MediaEvent[] = []
  let revision = 0
  const set = (...of: CallLeg[]): void => port.setCall({ id: call, revision: ++revision, legs: of } satisfies Call)
  const hubStarts = (epoch: number, calls: Call[]): void => {
    port = media.connect()
    port.begin(epoch, calls)
    port.onEvent((event) => {
      events.push(event)
      for (const leg of Object.values(legs)) leg.heard(event)
    })
  }
  const readies = (): MediaEvent[] => events.filter(({ type }) => type === 'callReady')

  beforeAll(async () => {
    media = await startMedia({})
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'].concat([
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ]),
    })
    hubStarts(1, [])
    for (const [name, id] of Object.entries({ carl, ann, sue })) {
      const page = await browser.newPage()
      pages.set(name, page)
      const leg = new BrowserLeg({
        port: () => port,
        call,
        id,
        page,
        tone: tones[name as keyof typeof tones],
        camera: name === 'carl',
        tcpOnly: name === 'ann',
      })
      Object.assign(legs, { [name]: leg })
    }
  })
  afterAll(async () => {
    port.close()
    await browser.close()
    await media.dispose()
  })

  /** Who is heard, by the tones, and `music`. */
  const heardBy = async (name: keyof typeof legs): Promise<string> => {
    const levels = await legs[name].levels([...Object.values(tones), ...musicNotes])
    const audible = levels.map((level) => level > audibleDb)
    const names = Object.keys(tones).filter((_, index) => audible[index])
    return [...names, ...(audible.slice(names.length && 3).some(Boolean) ? ['music'] : [])].join(' ')
  }
  /** As in `carl: ann; ann: carl`. */
  const hear = (wanted: Partial<Record<keyof typeof legs, string>>): Promise<void> =>
    vi.waitFor(
      async () => {
        const now = Object.fromEntries(
          await Promise.all(
            Object.keys(wanted).map(async (name) => [name, await heardBy(name as keyof typeof legs)] as const),
          ),
        )
        expect(now).toEqual(wanted)
      },
      { timeout: 20_000, interval: 50 },
    )

  test('[WC1] [WC7] [WC17] talk, look, listen in, whisper, mute, hold with music, a hub and a worker that die, a page that is closed', async () => {
    set(customer, agent)
    await vi.waitUntil(() => readies().length === 1, { timeout: 10_000 })
    await Promise.all([legs.carl.join(), legs.ann.join()])
    await hear({ carl: 'ann', ann: 'carl' })

    set(customer, agent, monitor)
    await legs.sue.join()
    await hear({ sue: 'carl ann', carl: 'ann', ann: 'carl' })
    set(customer, agent, whisper)
    await hear({ ann: 'carl sue', carl: 'ann', sue: 'carl ann' })

    set(customer, { ...agent, muted: true }, whisper)
    await hear({ carl: '', sue: 'carl', ann: 'carl sue' })
    set({ ...customer, held: true }, agent, whisper)
    await hear({ carl: 'music', ann: 'sue', sue: 'ann' })
    set(customer, agent)
    await hear({ carl: 'ann', ann: 'carl', sue: '' })

    // Nothing that one browser is told of another says where that one is.
    const told = JSON.stringify(events.filter(({ type }) => type === 'trackOffered'))
    expect(told).toContain('ssrc')
    expect(told).not.toMatch(/candidate|\d+\.\d+\.\d+\.\d+/)

    // The camera is off until the call says otherwise; then it is sent in three sizes.
    expect(await legs.ann.pictures()).toBe(0)
    const seen = [{ ...customer, cameraOff: false }, agent]
    set(...seen)
    await vi.waitUntil(async () => (await legs.ann.pictures()) > 5, { timeout: 20_000 })
    const offered = events.find((event) => event.type === 'trackOffered' && event.source === 'camera')
    expect(offered).toMatchObject({ leg: ann, from: carl, parameters: { type: 'simulcast' } })

    // A hub that dies takes nothing away, and the next one finds the call as it was (P14).
    port.close()
    const pictures = await legs.ann.pictures()
    await vi.waitUntil(async () => (await legs.ann.pictures()) > pictures + 5, { timeout: 20_000 })
    await hear({ carl: 'ann', ann: 'carl' })
    events.length = 0
    hubStarts(2, [{ id: call, revision: 1, legs: seen }])
    await vi.waitUntil(() => readies().length === 1, { timeout: 10_000 })
    await hear({ carl: 'ann', ann: 'carl' })
    set(customer, agent)

    expect(events).toContainEqual({ type: 'legState', call, leg: ann, state: 'connected' })
    const speaks = (leg: string) => expect.objectContaining({ leg })
    await vi.waitFor(
      () =>
        expect(events).toContainEqual({
          type: 'speaking',
          call,
          legs: expect.arrayContaining([speaks(carl), speaks(ann)]),
        }),
      { timeout: 10_000 },
    )

    const before = performance.now()
    await media.killWorkers(port)
    await vi.waitUntil(() => readies().length === 2, { timeout: 10_000, interval: 10 })
    await Promise.all([legs.carl.join(), legs.ann.join()])
    await hear({ carl: 'ann', ann: 'carl' })
    // P15 asks for 4 s with browsers that are busy with nothing else.
    expect(performance.now() - before).toBeLessThan(8_000)

    // A leg's voice is measured every five seconds.
    const good = (event: MediaEvent): boolean =>
      event.type === 'quality' && (event.up?.mos ?? 0) > 4 && event.down !== null
    await vi.waitUntil(() => events.some(good), { timeout: 15_000 })

    // The one by TCP: its end shows at once, while silence by UDP is waited for.
    await pages.get('ann')?.close()
    const gone = { type: 'legState', call, leg: ann, state: 'disconnected' }
    await vi.waitFor(() => expect(events).toContainEqual(gone), { timeout: 20_000 })
  })
})
