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
  readonly port: MediaPort
  readonly page: Page
  readonly call: CallId
  readonly id: LegId
  /** What it sends, in Hz. */
  readonly tone: number
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
    const { page, tone } = this.#options
    this.#sections.length = 0
    this.#receive = null
    const { capabilities } = await this.#ask({ verb: 'capabilities' })
    const opened = await this.#ask({ verb: 'open', direction: 'receive', capabilities })
    this.#receive = { ...opened, parameters: opened.parameters as unknown as TransportParameters, connected: false }
    await page.evaluate(beginPage)
    for (const { track, parameters } of this.#early.splice(0)) this.#take(track, parameters)
    const send = await this.#ask({ verb: 'open', direction: 'send' })
    const parameters = send.parameters as unknown as TransportParameters
    const offer = await page.evaluate(offerTone, tone)
    await this.#ask({ verb: 'connect', transport: send.transport, parameters: dtlsOf(offer) })
    const payloadType = 111
    const section: Section = { kind: 'audio', payloadType, codec: 'opus/48000/2', direction: 'recvonly', more: [] }
    await page.evaluate(takeAnswer, this.#describe(parameters, 'passive', [section]))
    const voice = {
      codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType }],
      headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }],
      encodings: [{ ssrc: Number(/^a=ssrc:(\d+) /m.exec(offer)?.[1]) }],
      rtcp: { cname: 'voice' },
    }
    await this.#ask({ verb: 'produce', source: 'microphone', parameters: voice })
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
      await this.#options.port.ask(this.#options.call, this.#options.id, { verb: 'resume', track })
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
      'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
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
    const result = await this.#options.port.ask<Verb>(this.#options.call, this.#options.id, request)
    if (!result.ok) throw new Error(`${request.verb}: ${result.code}`)
    return result.answer
  }
}

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
    void Object.assign(new Audio(), { srcObject: stream, muted: true }).play()
    context.createMediaStreamSource(stream).connect(analyser)
  }
  Object.assign(globalThis, { context, analyser, receive })
}

async function offerTone(frequency: number): Promise<string> {
  const { context } = globalThis as unknown as InPage
  const tone = new OscillatorNode(context, { frequency })
  const out = new MediaStreamAudioDestinationNode(context)
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out)
  tone.start()
  const send = new RTCPeerConnection()
  Object.assign(globalThis, { send, tone })
  send.addTransceiver(out.stream.getAudioTracks()[0] ?? 'audio', { direction: 'sendonly' })
  await send.setLocalDescription()
  return send.localDescription?.sdp ?? ''
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
