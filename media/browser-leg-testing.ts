/**
 * A leg of a call in a page of a real browser, without the program that browsers will have: it sends a tone of its own, and
 * tells which tones it hears. Session descriptions are written by hand, of the little that is needed.
 */
import type { Page } from 'playwright-core'
import type { CallId, LegId } from '../hub/model/ids.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { LegAnswers, LegRequest, Opaque } from '../hub/ports/media-request.ts'
import type { MediaPort } from '../hub/ports/media.ts'

/** What mediasoup says of a transport and of a track, as far as we read it. */
interface TransportParameters {
  readonly iceParameters: { readonly usernameFragment: string; readonly password: string }
  readonly iceCandidates: readonly Candidate[]
  readonly dtlsParameters: { readonly fingerprints: readonly { algorithm: string; value: string }[] }
}
interface Candidate {
  readonly foundation: string
  readonly priority: number
  readonly ip: string
  readonly port: number
  readonly protocol: string
}
interface TrackParameters {
  readonly kind: 'audio' | 'video'
  readonly rtpParameters: {
    readonly codecs: readonly { mimeType: string; payloadType: number; clockRate: number; channels?: number }[]
    readonly encodings: readonly { ssrc: number }[]
  }
}

interface Section {
  readonly kind: 'audio' | 'video'
  readonly payloadType: number
  readonly codec: string
  readonly direction: string
  readonly more: readonly string[]
}

export interface BrowserLegOptions {
  /** That of the hub which is in charge now. */
  readonly port: () => MediaPort
  readonly page: Page
  readonly call: CallId
  readonly id: LegId
  /** What it sends, in Hz. */
  readonly tone: number
  /** Sends a moving picture too, in three sizes at once. */
  readonly camera?: boolean
  /** By TCP alone, as in a network that lets no UDP out. */
  readonly tcpOnly?: boolean
}

export class BrowserLeg {
  readonly #options: BrowserLegOptions
  readonly #sections: { track: string; section: Section }[] = []
  #receive: { transport: string; parameters: TransportParameters; connected: boolean } | null = null
  /** Offered before it was known here that the transport is open. */
  readonly #early: { track: string; parameters: TrackParameters }[] = []
  /** One description after the other. */
  #describing: Promise<void> = Promise.resolve()

  constructor(options: BrowserLegOptions) {
    this.#options = options
  }

  async join(): Promise<void> {
    const { page, tone, camera = false } = this.#options
    this.#sections.length = 0
    this.#receive = null
    const { capabilities } = await this.#ask({ verb: 'capabilities' })
    const opened = await this.#ask({ verb: 'open', direction: 'receive', capabilities })
    this.#receive = { ...opened, parameters: opened.parameters as unknown as TransportParameters, connected: false }
    await page.evaluate(beginPage)
    for (const { track, parameters } of this.#early.splice(0)) this.#take(track, parameters)
    const send = await this.#ask({ verb: 'open', direction: 'send' })
    const parameters = send.parameters as unknown as TransportParameters
    const offer = await page.evaluate(offerTone, { frequency: tone, layers: camera ? layers : null })
    await this.#ask({ verb: 'connect', transport: send.transport, parameters: dtlsOf(offer) })
    const voice: Section = { kind: 'audio', payloadType: 111, codec: 'opus/48000/2', direction: 'recvonly', more: [] }
    const picture: Section = {
      kind: 'video',
      payloadType: payloadTypeOf(offer, 'VP8/90000'),
      codec: 'VP8/90000',
      direction: 'recvonly',
      more: [
        ...layerUris.map((uri) => `a=extmap:${extensionOf(offer, uri)} ${uri}`),
        ...layers.map((rid) => `a=rid:${rid} recv`),
        `a=simulcast:recv ${layers.join(';')}`,
      ],
    }
    await page.evaluate(takeAnswer, this.#describe(parameters, 'passive', camera ? [voice, picture] : [voice]))
    await this.#ask({ verb: 'produce', source: 'microphone', parameters: voiceOf(offer) })
    if (camera) await this.#ask({ verb: 'produce', source: 'camera', parameters: pictureOf(offer) })
  }

  /** How many pictures it has seen of all that are shown to it. */
  pictures(): Promise<number> {
    return this.#options.page.evaluate(countPictures)
  }

  /** Whatever the hub would pass on to this leg's browser. */
  heard(event: MediaEvent): void {
    if (!('leg' in event) || event.leg !== this.#options.id) return
    if (event.type === 'trackOffered') this.#take(event.track, event.parameters as unknown as TrackParameters)
    if (event.type === 'trackEnded') {
      const index = this.#sections.findIndex(({ track }) => track === event.track)
      const known = this.#sections[index]
      if (known) this.#sections[index] = { track: '', section: { ...known.section, direction: 'inactive' } }
    }
  }

  /** Levels in dB at these frequencies, of all that it hears. */
  levels(frequencies: readonly number[]): Promise<number[]> {
    return this.#options.page.evaluate(measure, [...frequencies])
  }

  #take(track: string, { kind, rtpParameters }: TrackParameters): void {
    const receive = this.#receive
    const [codec] = rtpParameters.codecs
    if (!receive || !codec) return void this.#early.push({ track, parameters: { kind, rtpParameters } })
    const { payloadType, mimeType, clockRate, channels } = codec
    const name = [mimeType.split('/')[1], clockRate, ...(channels ? [channels] : [])].join('/')
    const ssrc = rtpParameters.encodings[0]?.ssrc
    const more = [`a=msid:${track} ${track}`, `a=ssrc:${ssrc} cname:leg`]
    this.#sections.push({ track, section: { kind, payloadType, codec: name, direction: 'sendonly', more } })
    this.#describing = this.#describing.then(async () => {
      const sections = this.#sections.map(({ section }) => section)
      const sdp = this.#describe(receive.parameters, 'actpass', sections)
      const answer = await this.#options.page.evaluate(takeOffer, sdp)
      if (!receive.connected) {
        receive.connected = true
        await this.#ask({ verb: 'connect', transport: receive.transport, parameters: dtlsOf(answer) })
      }
      // It may have ended meanwhile.
      await this.#options.port().ask(this.#options.call, this.#options.id, { verb: 'resume', track })
    })
  }

  #describe(parameters: TransportParameters, setup: string, sections: readonly Section[]): string {
    const { iceParameters, iceCandidates, dtlsParameters } = parameters
    const print = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')?.value
    const candidates = iceCandidates
      .filter(({ protocol }) => !this.#options.tcpOnly || protocol === 'tcp')
      .map(
        ({ foundation, priority, ip, port, protocol }) =>
          `a=candidate:${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ host${protocol === 'tcp' ? ' tcptype passive' : ''}`,
      )
    const lines = sections.flatMap(({ kind, payloadType, codec, direction, more }, mid) => [
      `m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
      'c=IN IP4 127.0.0.1',
      `a=mid:${mid}`,
      `a=${direction}`,
      `a=rtpmap:${payloadType} ${codec}`,
      ...(kind === 'audio'
        ? ['a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level']
        : feedback.map((line) => `a=rtcp-fb:${payloadType} ${line}`)),
      `a=ice-ufrag:${iceParameters.usernameFragment}`,
      `a=ice-pwd:${iceParameters.password}`,
      ...candidates,
      `a=fingerprint:sha-256 ${print}`,
      `a=setup:${setup}`,
      'a=rtcp-mux',
      ...more,
    ])
    const mids = sections.map((_, mid) => mid).join(' ')
    const head = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', `a=group:BUNDLE ${mids}`]
    return [...head, ...lines].join('\r\n') + '\r\n'
  }

  async #ask<Verb extends LegRequest['verb']>(
    request: Extract<LegRequest, { verb: Verb }> & { verb: Verb },
  ): Promise<LegAnswers[Verb]> {
    const result = await this.#options.port().ask<Verb>(this.#options.call, this.#options.id, request)
    if (!result.ok) throw new Error(`${request.verb}: ${result.code}`)
    return result.answer
  }
}

const layers = ['r0', 'r1', 'r2']
const layerUris = ['urn:ietf:params:rtp-hdrext:sdes:mid', 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id']
const feedback = ['nack', 'nack pli', 'ccm fir', 'goog-remb']

/** The number that the browser gave a codec, and to a header extension of its second line. */
const payloadTypeOf = (sdp: string, codec: string): number =>
  Number(new RegExp(`^a=rtpmap:(\\d+) ${codec}`, 'm').exec(sdp)?.[1])
const extensionOf = (sdp: string, uri: string): number =>
  Number(new RegExp(`^a=extmap:(\\d+) ${uri}$`, 'm').exec(sdp.replaceAll('\r', ''))?.[1])

const voiceOf = (offer: string): Opaque => ({
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111 }],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }],
  encodings: [{ ssrc: Number(/^a=ssrc:(\d+) /m.exec(offer)?.[1]) }],
  rtcp: { cname: 'voice' },
})

/** Told apart by their names, since a browser says no sources for several sizes. */
const pictureOf = (offer: string): Opaque => ({
  mid: '1',
  codecs: [
    {
      mimeType: 'video/VP8',
      clockRate: 90_000,
      payloadType: payloadTypeOf(offer, 'VP8/90000'),
      rtcpFeedback: feedback.map((line) => ({ type: line.split(' ')[0], parameter: line.split(' ')[1] ?? '' })),
    },
  ],
  headerExtensions: layerUris.map((uri) => ({ uri, id: extensionOf(offer, uri) })),
  encodings: layers.map((rid) => ({ rid })),
  rtcp: { cname: 'voice' },
})

function dtlsOf(sdp: string): Opaque {
  const [, algorithm, value] = /^a=fingerprint:(\S+) (\S+)$/m.exec(sdp) ?? []
  return { role: 'client', fingerprints: [{ algorithm, value }] }
}

/** What stands in the page between two calls of it. */
interface InPage {
  context: AudioContext
  analyser: AnalyserNode
  send: RTCPeerConnection
  receive: RTCPeerConnection
}

// From here on functions that run in the page: each must be whole in itself.

function beginPage(): void {
  const page = globalThis as unknown as Partial<InPage>
  page.send?.close()
  page.receive?.close()
  const context = page.context ?? new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 })
  const receive = new RTCPeerConnection()
  receive.ontrack = ({ track }) => {
    const stream = new MediaStream([track])
    // Without an element that plays it a browser decodes nothing.
    if (track.kind === 'video')
      return void Object.assign(document.createElement('video'), { srcObject: stream, muted: true }).play()
    void Object.assign(new Audio(), { srcObject: stream, muted: true }).play()
    context.createMediaStreamSource(stream).connect(analyser)
  }
  Object.assign(globalThis, { context, analyser, receive })
}

async function offerTone({ frequency, layers }: { frequency: number; layers: string[] | null }): Promise<string> {
  const { context } = globalThis as unknown as InPage
  const tone = new OscillatorNode(context, { frequency })
  const out = new MediaStreamAudioDestinationNode(context)
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out)
  tone.start()
  const send = new RTCPeerConnection()
  Object.assign(globalThis, { send, tone })
  send.addTransceiver(out.stream.getAudioTracks()[0] ?? 'audio', { direction: 'sendonly' })
  if (layers) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
    const paint = canvas.getContext('2d')
    let drawn = 0
    setInterval(() => {
      if (paint) paint.fillStyle = `hsl(${(drawn += 7)} 80% 50%)`
      paint?.fillRect(0, 0, canvas.width, canvas.height)
    }, 50)
    send.addTransceiver(canvas.captureStream(15).getVideoTracks()[0] ?? 'video', {
      direction: 'sendonly',
      sendEncodings: layers.map((rid, index) => ({ rid, scaleResolutionDownBy: 4 / 2 ** index })),
    })
  }
  await send.setLocalDescription()
  return send.localDescription?.sdp ?? ''
}

async function countPictures(): Promise<number> {
  const { receive } = globalThis as unknown as InPage
  const stats: { type: string; framesDecoded?: number }[] = [...(await receive.getStats()).values()]
  return stats.reduce((all, one) => all + (one.type === 'inbound-rtp' ? (one.framesDecoded ?? 0) : 0), 0)
}

async function takeAnswer(sdp: string): Promise<void> {
  await (globalThis as unknown as InPage).send.setRemoteDescription({ type: 'answer', sdp })
}

async function takeOffer(sdp: string): Promise<string> {
  const { receive } = globalThis as unknown as InPage
  await receive.setRemoteDescription({ type: 'offer', sdp })
  await receive.setLocalDescription()
  return receive.localDescription?.sdp ?? ''
}

function measure(frequencies: number[]): number[] {
  const { analyser, context } = globalThis as unknown as InPage
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  const width = context.sampleRate / analyser.fftSize
  return frequencies.map((frequency) => {
    const at = Math.round(frequency / width)
    return Math.max(...bins.subarray(at - 2, at + 3))
  })
}
