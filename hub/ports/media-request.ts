/**
 * What a leg's browser asks of the media process, passed on by the hub and never stored. What only browser and engine
 * understand is `Opaque`: the hub bounds its size and looks at nothing in it.
 */
import type { Source } from './media-call.ts'

/** In the words of the engine, here the JSON of mediasoup and its client. */
export type Opaque = Readonly<Record<string, unknown>>

/** A leg has at most one transport each way; opening again closes the one before, with all that went over it. */
export type Direction = 'send' | 'receive'

export type LegRequest =
  /** What can be sent and received in this call; a browser asks first. */
  | { readonly verb: 'capabilities' }
  | { readonly verb: 'open'; readonly direction: 'send' }
  /** With what this browser can receive. From now on tracks are offered to the leg. */
  | { readonly verb: 'open'; readonly direction: 'receive'; readonly capabilities: Opaque }
  | { readonly verb: 'connect'; readonly transport: string; readonly parameters: Opaque }
  /** One producer for each source; another one takes the place of the one before. */
  | { readonly verb: 'produce'; readonly source: Source; readonly parameters: Opaque }
  | { readonly verb: 'unproduce'; readonly source: Source }
  /** The browser is ready for a track that was offered; before this nothing is sent. */
  | { readonly verb: 'resume'; readonly track: string }
  /** New ICE credentials for a transport, when the browser's network has changed. */
  | { readonly verb: 'restartIce'; readonly transport: string }
  /** Closes both transports: the leg stays in the call and may join again. */
  | { readonly verb: 'leave' }

/** As browsers take it, for an `RTCPeerConnection`. */
export interface IceServer {
  readonly urls: readonly string[]
  readonly username: string
  readonly credential: string
}

/** By verb. `instance` is that of `callReady`: what was opened in another one is gone. */
export interface LegAnswers {
  /** `iceServers` are relays, for this leg alone and for some hours; none where none are configured. */
  capabilities: {
    readonly instance: string
    readonly capabilities: Opaque
    readonly iceServers: readonly IceServer[]
  }
  open: { readonly transport: string; readonly parameters: Opaque }
  connect: Record<never, never>
  produce: Record<never, never>
  unproduce: Record<never, never>
  resume: Record<never, never>
  restartIce: { readonly parameters: Opaque }
  leave: Record<never, never>
}

/** Why not. The codes are for programs and stay; what to do is said behind each. */
export type MediaRefusal =
  /** Told of by nobody, or ended. */
  | 'call.unknown'
  /** No worker carries it at the moment; `callReady` will tell. */
  | 'call.waiting'
  | 'leg.unknown'
  /** Not this leg's, or closed: join again. */
  | 'transport.unknown'
  | 'track.unknown'
  /** The engine does not take what the browser sent. */
  | 'request.invalid'
  /** The worker did not answer in 3 s. */
  | 'media.timeout'
  | 'media.unreachable'
  /** A hub that was started later is in charge. */
  | 'epoch.old'

export type MediaAnswer<Answer> =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly code: MediaRefusal }
