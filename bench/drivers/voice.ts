/**
 * A leg's voice without a browser: two sockets, one to speak by and one to hear by, packets of Opus of 20 ms with their level
 * told beside them, enciphered. What is said is the speaker's number, so that whoever hears knows whom.
 */
import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { masterBytes, Srtp } from './srtp.ts'

const payloadType = 100
/** 32 kbit/s, of which the first four are the number. */
const payloadBytes = 80
/** Twelve fixed, and eight of an extension with the level. */
const headBytes = 20
export const packetMs = 20
const stepsPerPacket = 960
const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level'
const levelId = 10
/** For how many of its last packets it is known when they left: 20 s. */
const remembered = 1_000

/** What of its parameters a track is heard by. */
export interface Heard {
  readonly encodings?: readonly { readonly ssrc?: number }[]
}

export class Voice {
  /** Packets. */
  sent = 0
  heard = 0
  /** Milliseconds from a packet's leaving to its coming. Emptied by whoever reads. */
  readonly delaysMs: number[] = []
  /** What it sends, in mediasoup's words. */
  readonly parameters = {
    codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType, parameters: {}, rtcpFeedback: [] }],
    headerExtensions: [{ uri: levelUri, id: levelId } as const],
    encodings: [{ ssrc: 0 }],
    rtcp: { cname: 'voice' },
  }
  readonly #master = randomBytes(masterBytes).toString('base64')
  readonly #srtp = new Srtp(this.#master)
  readonly #packet = Buffer.alloc(headBytes + payloadBytes)
  readonly #leftAt = new Float64Array(remembered)
  /** Settles with the first packet that it hears: rejects when that is somebody else's voice. */
  readonly firstHeard: Promise<void>
  #first: { resolve(): void; reject(error: Error): void } | null = null
  #hears: { readonly partner: Voice; readonly ssrc: number; readonly srtp: Srtp } | null = null

  private constructor(
    readonly number: number,
    private readonly mouth: Socket,
    private readonly ear: Socket,
  ) {
    const ssrc = 1_000_000 + number
    this.parameters.encodings[0]!.ssrc = ssrc
    this.#packet.set([0x90, payloadType])
    this.#packet.writeUInt32BE(ssrc, 8)
    this.#packet.writeUInt16BE(0xbede, 12)
    // One word of extensions: a byte's worth of level, which says that somebody speaks at -30 dBov.
    this.#packet.writeUInt16BE(1, 14)
    this.#packet.set([levelId << 4, 0x80 | 30], 16)
    this.#packet.fill(0x55, headBytes)
    this.#packet.writeUInt32BE(number, headBytes)
    ear.on('message', (packet: Buffer) => this.#came(packet))
    // A relay that has ended refuses packets, which its side notices by itself.
    for (const socket of [mouth, ear]) socket.on('error', () => {})
    this.firstHeard = new Promise((resolve, reject) => (this.#first = { resolve, reject }))
  }

  static async open(number: number): Promise<Voice> {
    const sockets = [createSocket('udp4'), createSocket('udp4')] as const
    for (const socket of sockets) {
      socket.bind(0, '127.0.0.1')
      await once(socket, 'listening')
    }
    return new Voice(number, ...sockets)
  }

  /** Where packets come from or go to, and how they are enciphered, for the other side's transport. */
  connection(way: 'mouth' | 'ear', cryptoSuite: 'AEAD_AES_128_GCM') {
    const { port } = (way === 'mouth' ? this.mouth : this.ear).address()
    return { ip: '127.0.0.1', port, srtpParameters: { cryptoSuite, keyBase64: this.#master } }
  }

  /** From now on it speaks to this port. */
  async aim(port: number): Promise<void> {
    this.mouth.connect(port, '127.0.0.1')
    await once(this.mouth, 'connect')
  }

  /** It is about to hear this one, by what the relay says of the track and of its own key. */
  listen(partner: Voice, { encodings }: Heard, master: string): void {
    this.#hears = { partner, ssrc: encodings?.[0]?.ssrc ?? -1, srtp: new Srtp(master) }
  }

  speak(): void {
    const number = this.sent++
    this.#packet.writeUInt16BE(number & 0xff_ff, 2)
    this.#packet.writeUInt32BE(number * stepsPerPacket, 4)
    this.#leftAt[number % remembered] = performance.now()
    this.mouth.send(this.#srtp.protect(this.#packet, headBytes))
  }

  close(): void {
    for (const socket of [this.mouth, this.ear]) socket.close()
  }

  #came(packet: Buffer): void {
    const hears = this.#hears
    // Reports of the relay come by the same way.
    if (hears === null || (packet[1]! & 0x7f) !== payloadType || packet.readUInt32BE(8) !== hears.ssrc) return
    this.heard += 1
    const left = hears.partner.#leftAt[(packet.readUInt32BE(4) / stepsPerPacket) % remembered]!
    this.delaysMs.push(performance.now() - left)
    if (this.#first === null) return
    const said = hears.srtp.open(packet).readUInt32BE(0)
    if (said === hears.partner.number) this.#first.resolve()
    else this.#first.reject(new Error(`voice ${this.number} hears ${said} and not ${hears.partner.number}`))
    this.#first = null
  }
}
