/** A leg's connection in mediasoup, what goes over it, and which codecs there are. */
import type { types } from 'mediasoup'
import type { Source } from '../hub/ports/media-call.ts'
import type { Opaque } from '../hub/ports/media-request.ts'
import type { EngineConsumer, EngineProducer, EngineTransport, StreamStats, TransportState } from './engine.ts'

/**
 * What a call can carry; mediasoup passes on and never transcodes. Payload types are fixed, so that the music, which knows no
 * browser, can be one of them. Browsers choose the first that both know, VP8 with simulcast; VP9 brings SVC, H264 hardware.
 */
export const opusPayloadType = 100
const h264 = { 'packetization-mode': 1, 'level-asymmetry-allowed': 1, 'profile-level-id': '42e01f' }
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    preferredPayloadType: opusPayloadType,
    // Repair in the stream itself, and nothing sent in silence.
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'audio', mimeType: 'audio/telephone-event', clockRate: 48_000, preferredPayloadType: 110 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: h264 },
]

/** A browser asks for consent every 2.5 s or so; three unanswered and the leg counts as disconnected (P16). */
const iceConsentTimeoutSeconds = 8

export async function openTransport(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
  levels: types.AudioLevelObserver,
): Promise<EngineTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    // For networks that let no UDP out.
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: iceConsentTimeoutSeconds,
    initialAvailableOutgoingBitrate: 1_000_000,
  })
  return new MediasoupTransport(transport, levels)
}

class MediasoupTransport implements EngineTransport {
  readonly #transport: types.WebRtcTransport
  readonly #levels: types.AudioLevelObserver

  constructor(transport: types.WebRtcTransport, levels: types.AudioLevelObserver) {
    this.#transport = transport
    this.#levels = levels
  }

  get id(): string {
    return this.#transport.id
  }

  get parameters(): Opaque {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.#transport
    return { id, iceParameters, iceCandidates, dtlsParameters }
  }

  onState(changed: (state: TransportState) => void): void {
    const tell = (): void => changed(stateOf(this.#transport))
    this.#transport.on('icestatechange', tell)
    this.#transport.on('dtlsstatechange', tell)
  }

  connect(parameters: Opaque): Promise<void> {
    return this.#transport.connect({ dtlsParameters: parameters as unknown as types.DtlsParameters })
  }

  async restartIce(): Promise<Opaque> {
    return { ...(await this.#transport.restartIce()) }
  }

  async produce(source: Source, parameters: Opaque): Promise<EngineProducer> {
    const kind = source === 'camera' || source === 'screen' ? 'video' : 'audio'
    const rtpParameters = parameters as unknown as types.RtpParameters
    const producer = await this.#transport.produce({ kind, rtpParameters })
    // Without it nobody is shown as speaking, and that is all.
    if (source === 'microphone') await this.#levels.addProducer({ producerId: producer.id }).catch(() => {})
    return wrapProducer(producer)
  }

  async consume({ id: producerId }: EngineProducer, capabilities: Opaque): Promise<EngineConsumer> {
    const rtpCapabilities = capabilities as unknown as types.RtpCapabilities
    return wrapConsumer(await this.#transport.consume({ producerId, rtpCapabilities, paused: true }))
  }

  close(): void {
    this.#transport.close()
  }
}

/** DTLS says `closed` when a browser said good-bye, which cannot be taken back, and ICE `disconnected` when it fell silent. */
function stateOf({ iceState, dtlsState }: types.WebRtcTransport): TransportState {
  if (dtlsState === 'failed' || dtlsState === 'closed') return 'failed'
  if (iceState === 'disconnected' || iceState === 'closed') return 'disconnected'
  return dtlsState === 'connected' ? 'connected' : 'connecting'
}

/** What every producer is, whoever sends. */
export const wrapProducer = (producer: types.Producer): EngineProducer => ({
  id: producer.id,
  pause: () => producer.pause(),
  resume: () => producer.resume(),
  stats: async () => {
    const [stats] = await producer.getStats()
    return stats ? measured(stats, stats.jitter) : null
  },
  close: () => producer.close(),
})

const wrapConsumer = (consumer: types.Consumer): EngineConsumer => ({
  id: consumer.id,
  parameters: parametersOf(consumer),
  resume: () => consumer.resume(),
  stats: async () => {
    const sent = (await consumer.getStats()).find(({ type }) => type === 'outbound-rtp')
    // The listener's jitter is in reports that mediasoup keeps to itself.
    return sent ? measured(sent, null) : null
  },
  close: () => consumer.close(),
})

const parametersOf = ({ id, producerId, kind, rtpParameters, type }: types.Consumer): Opaque => ({
  id,
  producerId,
  kind,
  rtpParameters,
  type,
})

/** Loss comes in 256ths, jitter in steps of the voice's clock. A round trip is known once the other side has reported. */
function measured(stats: { fractionLost: number; roundTripTime?: number }, jitter: number | null): StreamStats {
  const stepsPerMs = 48
  return {
    lossRatio: stats.fractionLost / 256,
    jitterMs: jitter === null ? null : jitter / stepsPerMs,
    roundTripMs: stats.roundTripTime ?? null,
  }
}
