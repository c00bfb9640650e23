/**
 * A call on a worker. Whatever changes, `#settle` compares what the bridge says should be heard with what is carried: what
 * should not be is closed at once, what should be is made. So there is one way to be right, whichever order things came in.
 *
 * A mute pauses what is sent, in the worker, and leaves the tracks of those who hear it: to speak again takes one request.
 */
import type { CallId, LegId } from '../hub/model/ids.ts'
import type { Call, CallLeg, Source } from '../hub/ports/media-call.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { IceServer, LegAnswers, LegRequest } from '../hub/ports/media-request.ts'
import { bridge, takesPart } from './call-bridge.ts'
import type { EngineCall, EngineConsumer, EngineProducer, Volume } from './engine.ts'
import { inTime, Refused, type After } from './in-time.ts'
import { Leg } from './leg.ts'
import { voiceQuality, worst } from './quality.ts'
import type { Tap } from './tap.ts'
import { Tapping } from './tapping.ts'

export interface LiveCallParts {
  readonly engine: EngineCall
  /** Of this life of the call: another on each worker that it is built on. */
  readonly instance: string
  readonly after: After
  readonly taps: readonly Tap[]
  iceServers(): readonly IceServer[]
  tell(event: MediaEvent): void
}

/** Something that one leg is to get; `from` is `null` for music. */
interface Wanted {
  readonly producer: EngineProducer
  readonly from: LegId | null
  readonly to: Leg
  readonly source: Source
}

/** `consumer` is `null` while it is being made. */
interface Track extends Wanted {
  consumer: EngineConsumer | null
  resumed: boolean
}

export class LiveCall {
  readonly instance: string
  readonly #parts: LiveCallParts
  readonly #id: CallId
  #wish: Call
  readonly #legs = new Map<LegId, Leg>()
  /** By producer and leg. */
  readonly #tracks = new Map<string, Track>()
  readonly #paused = new Map<EngineProducer, boolean>()
  #music: EngineProducer | 'starting' | null = null
  readonly #tapping: Tapping
  #speaking = ''
  #closed = false

  constructor(wish: Call, parts: LiveCallParts) {
    this.#id = wish.id
    this.#wish = wish
    this.#parts = parts
    this.instance = parts.instance
    this.#tapping = new Tapping(wish.id, parts)
    parts.engine.onVolumes((volumes) => this.#tellSpeaking(volumes))
    this.set(wish)
  }

  /** Makes it as wanted from now on. */
  set(wish: Call): void {
    this.#wish = wish
    const wanted = new Set(wish.legs.map(({ id }) => id))
    for (const leg of this.#legs.values())
      if (!wanted.has(leg.id)) {
        this.#legs.delete(leg.id)
        leg.close()
      }
    for (const id of wanted) if (!this.#legs.has(id)) this.#legs.set(id, this.#newLeg(id))
    this.#settle()
  }

  /** The worker still runs: gives back what the call had. */
  close(): void {
    this.closed()
    this.#parts.engine.close()
  }

  /** The worker is gone, and all that was on it. */
  closed(): void {
    this.#closed = true
    this.#tapping.close()
  }

  /** Tells everything a hub needs that has just taken charge. */
  tellAll(): void {
    this.#tell({ type: 'callReady', call: this.#id, instance: this.instance })
    for (const leg of this.#legs.values()) {
      this.#tell({ type: 'legState', call: this.#id, leg: leg.id, state: leg.state })
      for (const source of leg.producers.keys())
        this.#tell({ type: 'sourceStarted', call: this.#id, leg: leg.id, source })
      this.#tellTracks(leg)
    }
    this.#speaking = ''
  }

  #tellTracks(leg: Leg): void {
    const tracks = [...this.#tracks.values()].filter((track) => track.to === leg && track.consumer !== null)
    const ids = tracks.map(({ consumer }) => consumer?.id ?? '')
    this.#tell({ type: 'tracksKept', call: this.#id, leg: leg.id, tracks: ids })
    for (const track of tracks) if (!track.resumed) this.#offer(track)
  }

  /** Throws `Refused`. */
  async ask(id: LegId, request: LegRequest): Promise<LegAnswers[LegRequest['verb']]> {
    const leg = this.#legs.get(id)
    if (!leg) throw new Refused('leg.unknown')
    switch (request.verb) {
      case 'capabilities':
        // Who asks while it receives has been away, and may have missed what was told.
        if (leg.receiver) this.#tellTracks(leg)
        return {
          instance: this.instance,
          capabilities: this.#parts.engine.capabilities,
          iceServers: this.#parts.iceServers(),
        }
      case 'open': {
        const { id: transport, parameters } = await leg.open(request)
        return { transport, parameters }
      }
      case 'connect':
        await leg.connect(request.transport, request.parameters)
        return {}
      case 'produce':
        await leg.produce(request.source, request.parameters)
        return {}
      case 'unproduce':
        leg.unproduce(request.source)
        return {}
      case 'resume':
        await this.#resume(leg, request.track)
        return {}
      case 'restartIce':
        return { parameters: await leg.restartIce(request.transport) }
      case 'leave':
        leg.leave()
        return {}
    }
  }

  /** Measures every leg's voice and tells it. Never rejects: a leg that cannot be measured is left out. */
  async tellQuality(): Promise<void> {
    await Promise.all([...this.#legs.values()].map((leg) => this.#tellQualityOf(leg)))
  }

  async #tellQualityOf(leg: Leg): Promise<void> {
    const sent = leg.producers.get('microphone')
    const got = [...this.#tracks.values()].filter(({ to, source }) => to === leg && source === 'microphone')
    const measure = [sent ?? null, ...got.map(({ consumer }) => consumer)]
    const [up, ...down] = await Promise.all(
      measure.map((one) => (one ? inTime(one.stats(), this.#parts.after).catch(() => null) : null)),
    )
    const heard = worst(down.filter((stats) => stats != null))
    if (up || heard)
      this.#tell({ type: 'quality', call: this.#id, leg: leg.id, up: up ? voiceQuality(up) : null, down: heard })
  }

  #newLeg(id: LegId): Leg {
    const call = this.#id
    return new Leg(id, {
      engine: this.#parts.engine,
      after: this.#parts.after,
      stateChanged: (leg, state) => this.#tell({ type: 'legState', call, leg, state }),
      sourceChanged: (leg, source, started) =>
        this.#tell({ type: started ? 'sourceStarted' : 'sourceEnded', call, leg, source }),
      receiverGone: (leg) => {
        for (const [key, track] of this.#tracks) if (track.to.id === leg) this.#end(key, track)
      },
      changed: () => this.#settle(),
    })
  }

  async #resume(leg: Leg, id: string): Promise<void> {
    const track = [...this.#tracks.values()].find(({ to, consumer }) => to === leg && consumer?.id === id)
    if (!track?.consumer) throw new Refused('track.unknown')
    track.resumed = true
    await inTime(track.consumer.resume(), this.#parts.after)
  }

  #settle(): void {
    if (this.#closed) return
    const wanted = this.#wanted()
    for (const [key, track] of this.#tracks) if (!wanted.has(key)) this.#end(key, track)
    for (const leg of this.#wish.legs) this.#silence(leg)
    for (const [key, one] of wanted) if (!this.#tracks.has(key)) void this.#make(key, one)
    this.#tapping.settle(this.#wish, this.#microphones())
  }

  #microphones(): Map<LegId, EngineProducer> {
    const sent = [...this.#legs].map(([id, { producers }]) => [id, producers.get('microphone')] as const)
    return new Map(sent.filter((one): one is [LegId, EngineProducer] => one[1] !== undefined))
  }

  /** What should be carried now, by key. Muted or not makes no difference: see the head of this file. */
  #wanted(): Map<string, Wanted> {
    const audible = this.#wish.legs.map((leg) => ({ ...leg, muted: false, cameraOff: false, sharing: true }))
    const { links, music } = bridge(audible)
    const wanted = new Map<string, Wanted>()
    const want = (one: Omit<Wanted, 'to' | 'producer'>, producer: EngineProducer | undefined, id: LegId): void => {
      const to = this.#legs.get(id)
      if (producer && to?.receiver) wanted.set(`${producer.id}>${to.id}`, { ...one, producer, to })
    }
    for (const { from, to, source } of links) want({ from, source }, this.#legs.get(from)?.producers.get(source), to)
    if (music.some((id) => this.#legs.get(id)?.receiver)) this.#startMusic()
    if (this.#music !== null && this.#music !== 'starting')
      for (const id of music) want({ from: null, source: 'microphone' }, this.#music, id)
    return wanted
  }

  /** Pauses and resumes what the leg sends. */
  #silence(leg: CallLeg): void {
    const off = { microphone: leg.muted, camera: leg.cameraOff, screen: !leg.sharing, screenSound: !leg.sharing }
    const known = this.#legs.get(leg.id)
    for (const [source, producer] of known?.producers ?? []) {
      const paused = off[source]
      if ((this.#paused.get(producer) ?? false) === paused) continue
      this.#paused.set(producer, paused)
      // Whoever is muted must not be heard: what cannot be paused is closed.
      const done = inTime(paused ? producer.pause() : producer.resume(), this.#parts.after)
      done.catch(() => known?.producers.get(source) === producer && known.unproduce(source))
    }
    const sent = new Set([...this.#legs.values()].flatMap(({ producers }) => [...producers.values()]))
    for (const producer of this.#paused.keys()) if (!sent.has(producer)) this.#paused.delete(producer)
  }

  #startMusic(): void {
    if (this.#music !== null) return
    this.#music = 'starting'
    inTime(this.#parts.engine.startMusic(), this.#parts.after, (late) => late.close()).then(
      (music) => {
        this.#music = music
        this.#settle()
      },
      // Silence is no reason to end a call; the next change tries again.
      () => (this.#music = null),
    )
  }

  async #make(key: string, wanted: Wanted): Promise<void> {
    const track: Track = { ...wanted, consumer: null, resumed: false }
    const { receiver } = wanted.to
    if (!receiver) return
    this.#tracks.set(key, track)
    try {
      const making = receiver.transport.consume(wanted.producer, receiver.capabilities)
      const consumer = await inTime(making, this.#parts.after, (late) => late.close())
      // It may be unwanted by now: who was muted out of a call while this was made is not let in again.
      if (this.#tracks.get(key) !== track || this.#closed) return consumer.close()
      track.consumer = consumer
      this.#offer(track)
    } catch {
      // This browser cannot receive it, or the worker does not answer: the others of the call are none the worse.
      if (this.#tracks.get(key) === track) this.#tracks.delete(key)
    }
  }

  #offer({ consumer, to, from, source }: Track): void {
    if (!consumer) return
    const { id: track, parameters } = consumer
    this.#tell({ type: 'trackOffered', call: this.#id, leg: to.id, track, from, source, parameters })
  }

  #end(key: string, { consumer, to }: Track): void {
    this.#tracks.delete(key)
    consumer?.close()
    if (consumer && this.#legs.get(to.id) === to)
      this.#tell({ type: 'trackEnded', call: this.#id, leg: to.id, track: consumer.id })
  }

  #tellSpeaking(volumes: readonly Volume[]): void {
    const level = new Map(volumes.map((volume) => [volume.producer, volume.level]))
    const legs = this.#wish.legs.filter(takesPart).flatMap(({ id: leg }) => {
      const producer = this.#legs.get(leg)?.producers.get('microphone')
      const heard = producer && level.get(producer.id)
      return heard === undefined ? [] : [{ leg, level: heard }]
    })
    const who = legs.map(({ leg }) => leg).join()
    if (who === this.#speaking) return
    this.#speaking = who
    this.#tell({ type: 'speaking', call: this.#id, legs })
  }

  #tell(event: MediaEvent): void {
    if (!this.#closed) this.#parts.tell(event)
  }
}
