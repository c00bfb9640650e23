/**
 * Whoever takes the voices of a call along: a recorder, a transcriber. They are given to the media process where it is put
 * together (main.ts), get nothing but what may be recorded (HW11), and can hold nothing up.
 */
import type { CallId, LegId } from '../hub/model/ids.ts'

export interface Tap {
  /** A voice may be taken along from now on. Another stream follows when the leg joins anew, is held and comes back, or when the worker was lost. */
  open(call: CallId, leg: LegId): TapStream
}

/** Neither method may throw or wait. */
export interface TapStream {
  /** One RTP packet with Opus of 48 kHz, as the leg's browser sent it. Its bytes are the receiver's to keep. */
  packet(rtp: Uint8Array): void
  /** Nothing follows. */
  end(): void
}
