/** What the media process tells of calls, as it happens. Ephemeral: whoever does not listen hears it anew after `begin`. */
import type { CallId, LegId } from '../model/ids.ts'
import type { Source } from './media-call.ts'
import type { Opaque } from './media-request.ts'

/**
 * `absent`: it has opened nothing yet, or left. `disconnected` may become `connected` again by itself or by restartIce,
 * `failed` only by joining anew.
 */
export type LegState = 'absent' | 'connecting' | 'connected' | 'disconnected' | 'failed'

/** How well one direction of a leg's voice gets through, over the last seconds. */
export interface VoiceQuality {
  /** 0 to 1. */
  readonly lossRatio: number
  /** `null` where only the other side can measure it. */
  readonly jitterMs: number | null
  readonly roundTripMs: number | null
  /** Estimated mean opinion score, 1 (bad) to 4.4 (as good as it gets). */
  readonly mos: number
}

export type MediaEvent =
  /** Legs may join. Of a leg that joined under another instance nothing is left: it joins again. */
  | { readonly type: 'callReady'; readonly call: CallId; readonly instance: string }
  /** Its worker died. It is rebuilt on another one by itself, and `callReady` follows. */
  | { readonly type: 'callLost'; readonly call: CallId; readonly reason: string }
  | { readonly type: 'legState'; readonly call: CallId; readonly leg: LegId; readonly state: LegState }
  | { readonly type: 'sourceStarted'; readonly call: CallId; readonly leg: LegId; readonly source: Source }
  | { readonly type: 'sourceEnded'; readonly call: CallId; readonly leg: LegId; readonly source: Source }
  /**
   * For the browser of `leg`, and perhaps heard before the answer to its `open`: it keeps the track until then. `from` is
   * `null` for music. Told again after `begin` until it is resumed.
   */
  | {
      readonly type: 'trackOffered'
      readonly call: CallId
      readonly leg: LegId
      readonly track: string
      readonly from: LegId | null
      readonly source: Source
      readonly parameters: Opaque
    }
  | { readonly type: 'trackEnded'; readonly call: CallId; readonly leg: LegId; readonly track: string }
  /** After `begin`, and when a leg that receives asks for the capabilities: all tracks it has. Any other that its browser holds has ended meanwhile. */
  | { readonly type: 'tracksKept'; readonly call: CallId; readonly leg: LegId; readonly tracks: readonly string[] }
  /** Who of those that take part speaks now, with the level in dBov (-127 to 0). Told when somebody begins or falls silent. */
  | {
      readonly type: 'speaking'
      readonly call: CallId
      readonly legs: readonly { readonly leg: LegId; readonly level: number }[]
    }
  /** Every few seconds for each leg whose voice goes one way at least: `up` from its browser, `down` to it. */
  | {
      readonly type: 'quality'
      readonly call: CallId
      readonly leg: LegId
      readonly up: VoiceQuality | null
      readonly down: VoiceQuality | null
    }
