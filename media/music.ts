/**
 * Plays one tune to everybody on hold, from a file in Ogg Opus, over and over. There is one pacer in the process: each
 * packet of 20 ms is made once and handed to all calls in which somebody listens. Nobody listens, nothing runs.
 */
import { rtpPacket } from './rtp.ts'

/** What calls and engines need of it. */
export interface Music {
  /** Hands over packets as they are due until the result is called. All who join agree on type and source. */
  join(as: { readonly payloadType: number; readonly ssrc: number }, send: (packet: Buffer) => void): () => void
}

export interface MusicParts {
  /** A monotonic reading in milliseconds. */
  now(): number
  /** Calls back after `ms`; the result calls it off. */
  after(ms: number, call: () => void): () => void
}

const packetMs = 20
/** Of the clock of Opus in RTP, whatever was recorded. */
const stepsPerPacket = 960
/** A process that was held up goes on from here instead of pouring out what it missed. */
const lateMaxMs = 100

/** Plays `packets`, each of 20 ms; at least one. */
export class LoopedMusic implements Music {
  readonly #packets: readonly Uint8Array[]
  readonly #parts: MusicParts
  readonly #listeners = new Set<(packet: Buffer) => void>()
  #sent = 0
  #dueAt = 0
  #callOff: () => void = () => {}

  constructor(packets: readonly Uint8Array[], parts: MusicParts) {
    this.#packets = packets
    this.#parts = parts
  }

  join(as: { readonly payloadType: number; readonly ssrc: number }, send: (packet: Buffer) => void): () => void {
    this.#listeners.add(send)
    if (this.#listeners.size === 1) {
      this.#dueAt = this.#parts.now()
      this.#play(as)
    }
    return () => {
      this.#listeners.delete(send)
      if (this.#listeners.size === 0) this.#callOff()
    }
  }

  #play(as: { readonly payloadType: number; readonly ssrc: number }): void {
    const now = this.#parts.now()
    if (now - this.#dueAt > lateMaxMs) this.#dueAt = now
    for (; this.#dueAt <= now; this.#dueAt += packetMs) {
      const payload = this.#packets[this.#sent % this.#packets.length] ?? new Uint8Array()
      const packet = rtpPacket({ ...as, sequence: this.#sent, timestamp: this.#sent * stepsPerPacket, payload })
      this.#sent++
      for (const send of this.#listeners) send(packet)
    }
    this.#callOff = this.#parts.after(Math.max(0, this.#dueAt - now), () => this.#play(as))
  }
}
