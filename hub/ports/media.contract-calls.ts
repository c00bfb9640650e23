/**
 * What every media process does with calls, seen from the hub: run on the fake engine in memory, and on real workers behind
 * a real socket. It signals as browsers do, but sends no sound: whether that is heard is tried with real browsers.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeId, type CallId, type LegId } from '../model/ids.ts'
import type { Call, CallLeg, LegPart, Source } from './media-call.ts'
import type { MediaEvent } from './media-event.ts'
import type { LegAnswers, LegRequest, Opaque } from './media-request.ts'
import type { MediaPort } from './media.ts'

/** A media process under test. It runs through the whole suite; hubs come and go. */
export interface CallsUnderTest {
  /** A hub connects. */
  connect(): MediaPort
  /** The media process is killed, and another one is started. */
  restart(): Promise<void>
  /** All workers that run die at once; the process starts others. */
  killWorkers(port: MediaPort): Promise<void>
  dispose(): Promise<void>
}

const carl = makeId('leg', 'carl')
const ann = makeId('leg', 'ann')
const sue = makeId('leg', 'sue')
const plain = { muted: false, cameraOff: true, held: false, sharing: false }
const customer = (state: Partial<CallLeg> = {}): CallLeg =>
  ({ id: carl, role: 'customer', mode: 'talk', ...plain, ...state }) as CallLeg
const agent = (state: Partial<CallLeg> = {}): CallLeg =>
  ({ id: ann, role: 'agent', mode: 'talk', ...plain, ...state }) as CallLeg
const boss = (part: LegPart): CallLeg => ({ id: sue, ...part, ...plain })

/** As a browser would say them. */
const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const connectParameters: Opaque = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] }
const voice = (ssrc: number): Opaque => ({
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111, parameters: { usedtx: 1 } }],
  encodings: [{ ssrc }],
  rtcp: { cname: 'voice' },
})

let epochs = 0
let calls = 0

/** A hub with its eyes open. */
class Hub {
  readonly port: MediaPort
  readonly epoch = ++epochs
  readonly events: MediaEvent[] = []

  constructor(port: MediaPort, wanted: readonly Call[] = []) {
    this.port = port
    port.onEvent((event) => this.events.push(event))
    port.begin(this.epoch, wanted)
  }

  /** The tracks a leg has now, by whose they are. */
  tracks(call: CallId, leg: LegId): Map<LegId | 'music', string> {
    const tracks = new Map<LegId | 'music', string>()
    for (const event of this.events) {
      if (!('call' in event) || event.call !== call) continue
      if (event.type === 'callReady' || event.type === 'callLost') tracks.clear()
      if (event.type === 'trackOffered' && event.leg === leg) tracks.set(event.from ?? 'music', event.track)
      if (event.type === 'trackEnded' && event.leg === leg)
        for (const [from, track] of tracks) if (track === event.track) tracks.delete(from)
    }
    return tracks
  }

  heard(call: CallId, leg: LegId): string[] {
    return [...this.tracks(call, leg).keys()].sort()
  }

  async ask<Verb extends LegRequest['verb']>(
    call: CallId,
    leg: LegId,
    request: Extract<LegRequest, { verb: Verb }>,
  ): Promise<LegAnswers[Verb]> {
    const result = await this.port.ask<Verb>(call, leg, request)
    if (!result.ok) throw new Error(result.code)
    return result.answer
  }

  async code(call: CallId, leg: LegId, request: LegRequest): Promise<string> {
    const result = await this.port.ask(call, leg, request)
    return result.ok ? 'ok' : result.code
  }

  async ready(call: CallId): Promise<string> {
    const found = (): string | undefined =>
      this.events.findLast((event) => event.type === 'callReady' && event.call === call)?.type
    await until(() => expect(found()).toBe('callReady'))
    const event = this.events.findLast((one) => one.type === 'callReady' && one.call === call)
    return event?.type === 'callReady' ? event.instance : ''
  }

  /** What a browser does when it joins; returns the transport it sends by. */
  async join(call: CallId, leg: LegId, ssrc: number): Promise<string> {
    const { capabilities } = await this.ask(call, leg, { verb: 'capabilities' })
    await this.ask(call, leg, { verb: 'open', direction: 'receive', capabilities })
    const { transport } = await this.ask(call, leg, { verb: 'open', direction: 'send' })
    await this.ask(call, leg, { verb: 'connect', transport, parameters: connectParameters })
    await this.ask(call, leg, { verb: 'produce', source: 'microphone', parameters: voice(ssrc) })
    return transport
  }
}

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 20_000, interval: 5 })
const newCall = (...legs: CallLeg[]): Call => ({ id: makeId('call', `c${++calls}`), revision: 1, legs })
const changed = (call: Call, ...legs: CallLeg[]): Call => ({ ...call, revision: call.revision + 1, legs })

/** Runs the suite on what `make` starts. */
export function callsContract(name: string, make: () => Promise<CallsUnderTest>): void {
  describe(`calls: ${name}`, () => {
    let under: CallsUnderTest
    const ports: MediaPort[] = []
    let hub: Hub
    const newHub = (wanted: readonly Call[] = []): Hub => {
      const port = under.connect()
      ports.push(port)
      return new Hub(port, wanted)
    }
    beforeAll(async () => {
      under = await make()
    })
    beforeEach(() => {
      hub = newHub()
    })
    afterEach(() => {
      for (const port of ports.splice(0)) port.close()
    })
    afterAll(() => under.dispose())

    /** A call in which customer and agent have joined. */
    const talking = async (): Promise<Call> => {
      const call = newCall(customer(), agent())
      hub.port.setCall(call)
      await hub.ready(call.id)
      await hub.join(call.id, carl, 1_001)
      await hub.join(call.id, ann, 1_002)
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
      return call
    }

    test('a call that is wanted is made, and its legs alone may ask', async () => {
      const call = newCall(customer())
      hub.port.setCall(call)
      await hub.ready(call.id)
      expect(await hub.code(call.id, carl, { verb: 'capabilities' })).toBe('ok')
      expect(await hub.code(call.id, ann, { verb: 'capabilities' })).toBe('leg.unknown')
      expect(await hub.code(makeId('call', 'none'), carl, { verb: 'capabilities' })).toBe('call.unknown')
      hub.port.endCall(call.id)
      await until(async () => expect(await hub.code(call.id, carl, { verb: 'capabilities' })).toBe('call.unknown'))
    })

    test('two who join are offered each other, and may resume what they were offered', async () => {
      const call = await talking()
      const [track = ''] = hub.tracks(call.id, carl).values()
      expect(await hub.code(call.id, carl, { verb: 'resume', track })).toBe('ok')
      expect(await hub.code(call.id, ann, { verb: 'resume', track })).toBe('track.unknown')
      expect(hub.events).toContainEqual({ type: 'sourceStarted', call: call.id, leg: ann, source: 'microphone' })
      expect(hub.events).toContainEqual({ type: 'legState', call: call.id, leg: carl, state: 'connecting' })
    })

    test('hold takes the voices away and offers music; mute leaves the track where it is', async () => {
      const call = await talking()
      const before = hub.tracks(call.id, carl).get(ann)
      const muted = changed(call, customer(), agent({ muted: true }))
      hub.port.setCall(muted)
      const held = changed(muted, customer({ held: true }), agent({ muted: true }))
      hub.port.setCall(held)
      await until(() => expect(hub.heard(call.id, carl)).toEqual(['music']))
      expect(hub.heard(call.id, ann)).toEqual([])
      const ended = hub.events.filter((event) => event.type === 'trackEnded' && event.track === before)
      expect(ended).toHaveLength(1)
      hub.port.setCall(changed(held, customer(), agent()))
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
    })

    test('a whisper is offered to the agent alone, a barge to both, and nothing of it to anyone after', async () => {
      const call = await talking()
      const whispers = changed(call, ...call.legs, boss({ role: 'supervisor', mode: 'whisper', partner: ann }))
      hub.port.setCall(whispers)
      await hub.join(call.id, sue, 1_003)
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl, sue]))
      await until(() => expect(hub.heard(call.id, sue)).toEqual([ann, carl]))
      expect(hub.heard(call.id, carl)).toEqual([ann])
      const barges = changed(whispers, ...call.legs, boss({ role: 'supervisor', mode: 'barge' }))
      hub.port.setCall(barges)
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann, sue]))
      hub.port.setCall(changed(barges, ...call.legs, boss({ role: 'supervisor', mode: 'monitor' })))
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
    })

    test('[HW10] who was taken over is out: no track, no answer', async () => {
      const call = await talking()
      hub.port.setCall(changed(call, customer(), boss({ role: 'supervisor', mode: 'talk' })))
      await until(() => expect(hub.heard(call.id, carl)).toEqual([]))
      expect(await hub.code(call.id, ann, { verb: 'capabilities' })).toBe('leg.unknown')
    })

    test('a leg cannot use the transport of another', async () => {
      const call = newCall(customer(), agent())
      hub.port.setCall(call)
      await hub.ready(call.id)
      const { transport } = await hub.ask(call.id, ann, { verb: 'open', direction: 'send' })
      const request: LegRequest = { verb: 'connect', transport, parameters: connectParameters }
      expect(await hub.code(call.id, carl, request)).toBe('transport.unknown')
      expect(await hub.code(call.id, ann, request)).toBe('ok')
    })

    test('what the engine does not take is refused, and the call goes on', async () => {
      const call = await talking()
      const nonsense: LegRequest[] = [
        { verb: 'produce', source: 'microphone', parameters: { nothing: [] } },
        { verb: 'open', direction: 'receive', capabilities: { nothing: 0 } },
        { verb: 'produce', source: 'megaphone' as Source, parameters: voice(7) },
        { verb: 'dance' } as unknown as LegRequest,
        { verb: 'connect', transport: 'x'.repeat(100_000), parameters: {} },
      ]
      const codes: string[] = []
      for (const request of nonsense) codes.push(await hub.code(call.id, carl, request))
      // Whether a browser can receive anything shows when it is to receive something.
      expect(codes).toEqual(['request.invalid', 'ok', 'request.invalid', 'request.invalid', 'request.invalid'])
      await hub.join(call.id, carl, 1_009)
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
    })

    test('a browser that was reloaded joins again in its own place', async () => {
      const call = await talking()
      const before = hub.tracks(call.id, ann).get(carl)
      await hub.join(call.id, carl, 1_010)
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
      await until(() => expect(hub.tracks(call.id, ann).get(carl)).not.toBe(before))
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
      await hub.ask(call.id, carl, { verb: 'leave' })
      await until(() => expect(hub.heard(call.id, ann)).toEqual([]))
      expect(hub.events.at(-1)).toMatchObject({ type: 'legState', leg: carl, state: 'absent' })
    })

    test('who was away asks again, and is told which tracks it has, and which were offered meanwhile', async () => {
      const call = await talking()
      const [track = ''] = hub.tracks(call.id, carl).values()
      await hub.ask(call.id, carl, { verb: 'resume', track })
      hub.events.length = 0
      await hub.ask(call.id, carl, { verb: 'capabilities' })
      await hub.ask(call.id, ann, { verb: 'capabilities' })
      const kept = { type: 'tracksKept', call: call.id, leg: carl, tracks: [track] }
      await until(() => expect(hub.events).toContainEqual(kept))
      await until(() => expect(hub.heard(call.id, ann)).toEqual([carl]))
      expect(hub.heard(call.id, carl)).toEqual([])
    })

    test('new ICE credentials for a transport', async () => {
      const call = newCall(customer())
      hub.port.setCall(call)
      await hub.ready(call.id)
      const { transport } = await hub.ask(call.id, carl, { verb: 'open', direction: 'send' })
      const { parameters } = await hub.ask(call.id, carl, { verb: 'restartIce', transport })
      expect(Object.keys(parameters)).not.toEqual([])
    })

    test('[WC12] a hub that comes back finds its calls as they were, and drops what it does not want', async () => {
      const kept = await talking()
      const dropped = newCall(customer())
      hub.port.setCall(dropped)
      const instance = await hub.ready(kept.id)
      await hub.ready(dropped.id)
      const [resumed = ''] = hub.tracks(kept.id, carl).values()
      const [offered = ''] = hub.tracks(kept.id, ann).values()
      await hub.ask(kept.id, carl, { verb: 'resume', track: resumed })
      const old = hub
      hub = newHub([kept])
      expect(await hub.ready(kept.id)).toBe(instance)
      const { id: call } = kept
      await until(() =>
        expect(hub.events).toEqual(
          expect.arrayContaining([
            { type: 'tracksKept', call, leg: carl, tracks: [resumed] },
            { type: 'tracksKept', call, leg: ann, tracks: [offered] },
            { type: 'sourceStarted', call, leg: carl, source: 'microphone' },
            expect.objectContaining({ type: 'trackOffered', leg: ann, track: offered }),
          ]),
        ),
      )
      expect(hub.heard(call, carl)).toEqual([])
      expect(await hub.code(dropped.id, carl, { verb: 'capabilities' })).toBe('call.unknown')
      expect(await old.code(call, carl, { verb: 'capabilities' })).toBe('epoch.old')
    })

    test('[WC11] a hub of an earlier start can change nothing', async () => {
      const call = await talking()
      const later = newHub([call])
      await later.ready(call.id)
      hub.port.endCall(call.id)
      expect(await hub.code(call.id, carl, { verb: 'leave' })).toBe('epoch.old')
      expect(await later.code(call.id, carl, { verb: 'capabilities' })).toBe('ok')
    })

    test('[WC6] a media process that was killed is told every call again, and legs join anew', async () => {
      const call = await talking()
      const before = await hub.ready(call.id)
      await under.restart()
      await until(async () => expect(await hub.ready(call.id)).not.toBe(before))
      await hub.join(call.id, carl, 1_001)
      await hub.join(call.id, ann, 1_002)
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
    })

    test('[WC1] the calls of a worker that dies are told lost, built on another, and joined anew', async () => {
      const call = await talking()
      const before = await hub.ready(call.id)
      await under.killWorkers(hub.port)
      await until(() => expect(hub.events.map(({ type }) => type)).toContain('callLost'))
      await until(async () => expect(await hub.ready(call.id)).not.toBe(before))
      await hub.join(call.id, carl, 1_001)
      await hub.join(call.id, ann, 1_002)
      await until(() => expect(hub.heard(call.id, carl)).toEqual([ann]))
    })

    test('what is asked while nobody is there to answer is refused, not left', async () => {
      const port = under.connect()
      ports.push(port)
      const asked = await port.ask(makeId('call', 'c'), carl, { verb: 'capabilities' })
      expect(asked).toEqual({ ok: false, code: 'media.unreachable' })
    })
  })
}
