/**
 * What is really heard: three real Chromiums in one call on real workers, by the client that pages have. Each gives a tone
 * of its own as its microphone's, one of them by TCP alone, one of them with a camera. Who hears whose is told by frequency.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeId, type LegId } from '../hub/model/ids.ts'
import type { Call, CallLeg } from '../hub/ports/media-call.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { CallsUnderTest } from '../hub/ports/media.contract-calls.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import type { LineState } from './client/index.ts'
import { BrowserLeg, type BrowserLegOptions } from './browser-leg-testing.ts'
import { startMedia, workerBin } from './real-testing.ts'
import { UdpProxy } from './udp-proxy-testing.ts'

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

const bounds = { timeout: 20_000, interval: 50 }

describe.skipIf(!workerBin)('a call in browsers', () => {
  let media: CallsUnderTest
  let port: MediaPort
  const proxy = new UdpProxy()
  const folder = mkdtempSync(join(tmpdir(), 'media-tones-'))
  const legs: { carl: BrowserLeg; ann: BrowserLeg; sue: BrowserLeg } = {} as never
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
    hubStarts(1, [])
    const start = async (name: keyof typeof tones, id: LegId, candidate?: BrowserLegOptions['candidate']) => {
      const options = { port: () => port, call, id, folder, tone: tones[name] }
      legs[name] = await BrowserLeg.start({ ...options, ...(candidate && { candidate }) })
    }
    await Promise.all([
      start('carl', carl, async (one) => (one.protocol === 'udp' ? { ...one, port: await proxy.to(one.port) } : null)),
      start('ann', ann, async (one) => (one.protocol === 'tcp' ? one : null)),
      start('sue', sue),
    ])
  }, 60_000)
  afterAll(async () => {
    port.close()
    proxy.close()
    await Promise.all(Object.values(legs).map((leg) => leg.close()))
    await media.dispose()
    rmSync(folder, { recursive: true, force: true })
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

  const shows = (name: keyof typeof legs, state: LineState): Promise<void> =>
    vi.waitFor(async () => expect((await legs[name].view()).state).toBe(state), { timeout: 20_000, interval: 20 })
  const pictures = (more: number): Promise<true> =>
    vi.waitUntil(async () => (await legs.ann.pictures()) > more, { timeout: 20_000 })

  test('[WC1] [WC7] talk, look, listen in, whisper, mute, hold with music, keys, another device, a hub and a worker that die', async () => {
    set(customer, agent)
    await Promise.all([legs.carl.join({ camera: false }), legs.ann.join({ preferVp9: true })])
    await hear({ carl: 'ann', ann: 'carl' })
    await shows('carl', 'connected')

    set(customer, agent, monitor)
    await legs.sue.join()
    await hear({ sue: 'carl ann', carl: 'ann', ann: 'carl' })
    set(customer, agent, whisper)
    await hear({ ann: 'carl sue', carl: 'ann', sue: 'carl ann' })

    // By the call, and by the browser alone.
    set(customer, { ...agent, muted: true }, whisper)
    await hear({ carl: '', sue: 'carl', ann: 'carl sue' })
    set(customer, agent, whisper)
    await legs.carl.page.evaluate(() => page.line.setMicrophone(false))
    await hear({ carl: 'ann', ann: 'sue', sue: 'ann' })
    await legs.carl.page.evaluate(() => page.line.setMicrophone(true))
    set({ ...customer, held: true }, agent, whisper)
    await hear({ carl: 'music', ann: 'sue', sue: 'ann' })
    expect((await legs.carl.view()).music).toBe(true)
    set(customer, agent)
    await hear({ carl: 'ann', ann: 'carl', sue: '' })
    await legs.sue.page.evaluate(() => page.line.leave())

    // Nothing that one browser is told of another says where that one is.
    const told = JSON.stringify(events.filter(({ type }) => type === 'trackOffered'))
    expect(told).toContain('ssrc')
    expect(told).not.toMatch(/candidate|\d+\.\d+\.\d+\.\d+/)

    // The camera is sent when it is on, and seen when the call says so too; in three sizes.
    expect(await legs.carl.page.evaluate(() => page.line.setCamera(true))).toBe(true)
    expect(await legs.ann.pictures()).toBe(0)
    const seen = [{ ...customer, cameraOff: false }, agent]
    set(...seen)
    await pictures(5)
    const offered = events.find((event) => event.type === 'trackOffered' && event.source === 'camera')
    expect(offered).toMatchObject({ leg: ann, from: carl, parameters: { type: 'simulcast' } })

    // A screen beside it, until the browser's own bar ends it.
    const shown = [{ ...customer, cameraOff: false, sharing: true }, agent]
    set(...shown)
    expect(await legs.carl.page.evaluate(() => page.line.shareScreen(true))).toBe(true)
    const screens = (): Promise<number> =>
      legs.ann.page.evaluate(() => [...page.line.view.received.values()].filter(({ screen }) => screen).length)
    await vi.waitFor(async () => expect(await screens()).toBe(1), bounds)
    await legs.carl.page.evaluate(() =>
      page.line.view.ownScreen?.getVideoTracks()[0]?.dispatchEvent(new Event('ended')),
    )
    await vi.waitFor(async () => expect(await screens()).toBe(0), bounds)
    expect(await legs.carl.page.evaluate(() => page.line.view.ownScreen)).toBe(null)
    set(...seen)

    // Another microphone and another camera take the place of the first: nobody is offered anything anew.
    const offers = events.filter(({ type }) => type === 'trackOffered').length
    const { microphone, camera, choices } = await legs.carl.view()
    for (const { label } of [microphone, camera]) {
      const kind = label === camera.label ? 'camera' : 'microphone'
      const other = choices.findLast((one) => one.kind === kind)
      expect(other?.label).not.toBe(label)
      await legs.carl.page.evaluate(([of, id]) => page.line.chooseDevice(of, id), [
        kind,
        other?.deviceId ?? '',
      ] as const)
    }
    await vi.waitFor(async () => {
      const now = await legs.carl.view()
      expect([now.microphone.state, now.camera.state]).toEqual(['on', 'on'])
      expect([now.microphone.label, now.camera.label]).not.toContain(microphone.label)
      expect(now.camera.label).not.toBe(camera.label)
    }, bounds)
    await pictures((await legs.ann.pictures()) + 5)
    await hear({ ann: 'carl' })
    expect(events.filter(({ type }) => type === 'trackOffered')).toHaveLength(offers)

    const speaker = choices.findLast(({ kind }) => kind === 'speaker')?.deviceId ?? ''
    await legs.carl.page.evaluate((id) => page.line.chooseDevice('speaker', id), speaker)
    await vi.waitFor(
      async () => expect(await legs.carl.page.evaluate(() => page.speakers())).toContain(speaker),
      bounds,
    )

    // The keys of a telephone, among them one that is none.
    const keys = vi.waitFor(
      async () => {
        const [low = 0, high = 0] = await legs.ann.levels([770, 1_336])
        expect(Math.min(low, high)).toBeGreaterThan(audibleDb)
      },
      { timeout: 10_000, interval: 20 },
    )
    await legs.carl.page.evaluate(() => page.line.dtmf('5x5555'))
    await keys
    await hear({ ann: 'carl' })

    // A hub that dies takes nothing away, and the next one finds the call as it was (P14).
    port.close()
    await pictures((await legs.ann.pictures()) + 5)
    await hear({ carl: 'ann', ann: 'carl' })
    events.length = 0
    hubStarts(2, [{ id: call, revision: 1, legs: seen }])
    await vi.waitUntil(() => readies().length === 1, { timeout: 10_000 })
    await hear({ carl: 'ann', ann: 'carl' })
    await legs.carl.page.evaluate(() => page.line.setCamera(false))
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
    await hear({ carl: 'ann', ann: 'carl' })
    // P15 asks for 4 s with browsers that are busy with nothing else.
    expect(performance.now() - before).toBeLessThan(8_000)

    // A leg's voice is measured every five seconds.
    await vi.waitUntil(async () => ((await legs.carl.view()).up?.mos ?? 0) > 4, { timeout: 15_000 })
  }, 120_000)

  test('[WC16] [WC17] a network that is cut, a page that another one replaces, a browser that is gone', async () => {
    const asked = (verb: string): number => legs.carl.asked.filter((one) => one === verb).length
    const joins = asked('capabilities')
    proxy.cut(true)
    await vi.waitUntil(() => asked('restartIce') > 0, { timeout: 30_000 })
    await shows('carl', 'reconnecting')
    proxy.cut(false)
    await hear({ carl: 'ann', ann: 'carl' })
    await shows('carl', 'connected')
    expect(asked('capabilities')).toBe(joins)

    // As the hub tells when another window of the same person has joined.
    legs.carl.heard({ type: 'moved' })
    await shows('carl', 'moved')
    expect((await legs.carl.view()).microphone.state).toBe('off')
    await legs.carl.page.evaluate(() => page.line.rejoin())
    await hear({ carl: 'ann', ann: 'carl' })

    // One who joined with that wish sends layers in one stream.
    await legs.ann.page.evaluate(() => page.line.setCamera(true))
    set(customer, { ...agent, cameraOff: false })
    await vi.waitUntil(async () => (await legs.carl.pictures()) > 5, { timeout: 20_000 })
    const offered = events.findLast((event) => event.type === 'trackOffered' && event.source === 'camera')
    expect(offered).toMatchObject({ from: ann, parameters: { type: 'svc' } })

    // The one by TCP: its end shows at once, while silence by UDP is waited for.
    await legs.ann.close()
    const gone = { type: 'legState', call, leg: ann, state: expect.stringMatching(/^(disconnected|failed)$/) }
    await vi.waitFor(() => expect(events).toContainEqual(gone), { timeout: 20_000 })
  }, 120_000)
})
