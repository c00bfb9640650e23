/**
 * One join of a call, by mediasoup-client: two connections, what is sent and what is received. The only file that knows
 * that library, and a chunk of its own: it is loaded when a line joins. What ends here does not come back; the line joins
 * anew.
 */
import { Device, type types } from 'mediasoup-client'
import type { LegId } from '../../hub/model/ids.ts'
import type { Source } from '../../hub/ports/media-call.ts'
import type { LegAnswers, LegRequest, MediaRefusal, Opaque } from '../../hub/ports/media-request.ts'
import type { LineClock } from './clock.ts'
import type { LinkState } from './keeping.ts'
import type { LegDoor, LegEvent } from './leg-door.ts'
import { watchPulse } from './pulse-watch.ts'
import { sendingOf } from './sending.ts'
import { Refused, refusalOf } from './refused.ts'

export interface ConnectionParts {
  readonly door: LegDoor
  readonly clock: LineClock
  readonly preferVp9: boolean
  /** What is received has changed. */
  changed(): void
  linked(link: LinkState): void
  /** Something was asked for in vain. */
  refused(code: MediaRefusal): void
}

/** Something that is heard or seen; `from` is null for music. */
export interface ReceivedTrack {
  readonly from: LegId | null
  readonly source: Source
  readonly stream: MediaStream
}

type Offered = Extract<LegEvent, { type: 'trackOffered' }>
interface Incoming {
  readonly offered: Offered
  consumer: types.Consumer | null
  received: ReceivedTrack | null
}

const linkOf: Partial<Record<types.ConnectionState, LinkState>> = {
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
}

export class Connection {
  readonly #parts: ConnectionParts
  readonly #device = new Device()
  #receive: types.Transport | null = null
  #send: types.Transport | null = null
  readonly #incoming = new Map<string, Incoming>()
  readonly #producers = new Map<Source, types.Producer>()
  #wanted: ReadonlyMap<Source, MediaStreamTrack> = new Map()
  #sending: Promise<void> = Promise.resolve()
  /** Those that do not get through, though the browser has not noticed yet. */
  readonly #stalled = new Set<types.Transport>()
  readonly #offs: (() => void)[] = []
  #closed = false

  constructor(parts: ConnectionParts) {
    this.#parts = parts
  }

  /** Resolves to the instance of the call; rejects with `Refused`, or when this browser cannot do it. */
  async join(): Promise<string> {
    const { instance, capabilities, iceServers } = await this.#ask({ verb: 'capabilities' })
    await this.#device.load({ routerRtpCapabilities: capabilities as unknown as types.RtpCapabilities })
    const canReceive = this.#device.recvRtpCapabilities as unknown as Opaque
    const [receive, send] = await Promise.all([
      this.#ask({ verb: 'open', direction: 'receive', capabilities: canReceive }),
      this.#ask({ verb: 'open', direction: 'send' }),
    ])
    if (this.#closed) return instance
    const optionsOf = ({ parameters }: LegAnswers['open']): types.TransportOptions =>
      ({ ...parameters, iceServers }) as unknown as types.TransportOptions
    this.#receive = this.#begin(this.#device.createRecvTransport(optionsOf(receive)))
    this.#send = this.#begin(this.#device.createSendTransport(optionsOf(send)))
    this.#send.on('produce', ({ rtpParameters, appData }, produced, failed) => {
      const source = appData.source as Source
      this.#ask({ verb: 'produce', source, parameters: rtpParameters as unknown as Opaque }).then(
        () => produced({ id: source }),
        failed,
      )
    })
    for (const one of this.#incoming.values()) void this.#consume(one)
    return instance
  }

  /** The worse of both ways. One that comes about while the other one stands is not waited for. */
  get link(): LinkState {
    if (this.#stalled.size > 0) return 'failed'
    const states = [this.#send, this.#receive].map((way) => way?.connectionState ?? 'new')
    const links = states.flatMap((state) => linkOf[state] ?? [])
    const bad = (['failed', 'disconnected'] as const).find((state) => links.includes(state))
    if (bad) return bad
    if (links.includes('connected')) return 'connected'
    return links.length > 0 || this.#wanted.size > 0 ? 'connecting' : 'connected'
  }

  get received(): readonly ReceivedTrack[] {
    return [...this.#incoming.values()].flatMap(({ received }) => received ?? [])
  }

  /** What is sent of a source now. */
  sent(source: Source): MediaStreamTrack | null {
    return this.#producers.get(source)?.track ?? null
  }

  heard(event: LegEvent): void {
    if (event.type === 'trackOffered') this.#offered(event)
    if (event.type === 'trackEnded') this.#end(event.track)
    if (event.type === 'tracksKept')
      for (const track of this.#incoming.keys()) if (!event.tracks.includes(track)) this.#end(track)
  }

  /** Sends these and nothing else. What fails is tried again with the next call. */
  send(wanted: ReadonlyMap<Source, MediaStreamTrack>): void {
    this.#wanted = wanted
    this.#sending = this.#sending.then(() => this.#settle())
  }

  async restart(): Promise<void> {
    const ways = [this.#send, this.#receive].flatMap((way) => way ?? [])
    const restarts = ways.map(async (way) => {
      const { parameters } = await this.#ask({ verb: 'restartIce', transport: way.id })
      await way.restartIce({ iceParameters: parameters as unknown as types.IceParameters })
    })
    await Promise.all(restarts).catch((error) => this.#failed(error))
  }

  close(): void {
    this.#closed = true
    for (const off of this.#offs) off()
    this.#send?.close()
    this.#receive?.close()
    this.#incoming.clear()
  }

  #begin(transport: types.Transport): types.Transport {
    transport.on('connect', ({ dtlsParameters }, connected, failed) => {
      const parameters = dtlsParameters as unknown as Opaque
      this.#ask({ verb: 'connect', transport: transport.id, parameters }).then(connected, failed)
    })
    transport.on('connectionstatechange', () => this.#parts.linked(this.link))
    const stalled = (isStalled: boolean): void => {
      if (isStalled) this.#stalled.add(transport)
      else this.#stalled.delete(transport)
      this.#parts.linked(this.link)
    }
    this.#offs.push(watchPulse({ clock: this.#parts.clock, stats: () => transport.getStats(), changed: stalled }))
    return transport
  }

  async #settle(): Promise<void> {
    const wanted = this.#wanted
    for (const source of new Set([...this.#producers.keys(), ...wanted.keys()]))
      await this.#sendOne(source, wanted.get(source)).catch((error) => this.#failed(error))
  }

  async #sendOne(source: Source, track: MediaStreamTrack | undefined): Promise<void> {
    const producer = this.#producers.get(source)
    if (producer && track) return producer.track === track ? undefined : producer.replaceTrack({ track })
    if (producer) {
      this.#producers.delete(source)
      producer.close()
      await this.#ask({ verb: 'unproduce', source })
    } else if (track && this.#send && !this.#closed) {
      const options = sendingOf(source, this.#device, this.#parts.preferVp9)
      // Whose track it is also stops it, and mutes it.
      const ours = { stopTracks: false, disableTrackOnPause: false, appData: { source } }
      this.#producers.set(source, await this.#send.produce({ track, ...options, ...ours }))
    }
  }

  #offered(offered: Offered): void {
    const known = this.#incoming.get(offered.track)
    // It is offered again when the answer to `resume` was lost.
    if (known) return void (known.consumer && this.#resume(offered.track))
    const one: Incoming = { offered, consumer: null, received: null }
    this.#incoming.set(offered.track, one)
    if (this.#receive) void this.#consume(one)
  }

  async #consume(one: Incoming): Promise<void> {
    const { track, from, source, parameters } = one.offered
    try {
      // What belongs to one stream is played in step: a voice with its face.
      const streamId = `${from ?? 'music'}-${source.startsWith('screen') ? 'screen' : 'self'}`
      const consumer = await this.#receive?.consume({ ...(parameters as types.ConsumerOptions), streamId })
      if (this.#incoming.get(track) !== one || !consumer) return consumer?.close()
      one.consumer = consumer
      one.received = { from, source, stream: new MediaStream([consumer.track]) }
      this.#parts.changed()
      await this.#resume(track)
    } catch (error) {
      // This one cannot be had; the others are none the worse.
      if (this.#incoming.get(track) === one && !one.consumer) this.#incoming.delete(track)
      this.#failed(error)
    }
  }

  /** It may have ended meanwhile, which is told. */
  async #resume(track: string): Promise<void> {
    await this.#parts.door.ask({ verb: 'resume', track })
  }

  #end(track: string): void {
    const one = this.#incoming.get(track)
    this.#incoming.delete(track)
    one?.consumer?.close()
    if (one?.received) this.#parts.changed()
  }

  #failed(error: unknown): void {
    if (!this.#closed) this.#parts.refused(refusalOf(error))
  }

  async #ask<V extends LegRequest['verb']>(
    request: Extract<LegRequest, { verb: V }> & { verb: V },
  ): Promise<LegAnswers[V]> {
    const result = await this.#parts.door.ask<V>(request)
    if (!result.ok) throw new Refused(result.code)
    return result.answer
  }
}
