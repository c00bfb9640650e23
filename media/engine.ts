/**
 * What calls need of an engine, in a few words: workers, and in a worker calls, transports, what is sent and what is got.
 * mediasoup-engine.ts does it with mediasoup, fake-engine.ts with nothing. Whatever returns a promise may stay pending for
 * ever when its worker hangs; callers bound it. What a worker carried is gone with it, and need not be closed.
 */
import type { Source } from '../hub/ports/media-call.ts'
import type { Direction, Opaque } from '../hub/ports/media-request.ts'

/** Starts workers. Rejects with an error whose message an administrator can read. */
export interface MediaEngine {
  /** `index` is the worker's place in its pool, so that it can have a port of its own. */
  startWorker(index: number): Promise<EngineWorker>
}

export interface EngineWorker {
  readonly pid: number
  /** Called once when the worker is gone without having been closed. */
  onDied(died: (error: string) => void): void
  /** Resolves when the worker has answered. May stay pending for ever. */
  ping(): Promise<void>
  /** Ends a worker that may not listen any more; `onDied` follows. */
  kill(): void
  /** Ends the worker; `onDied` does not follow. */
  close(): void
  createCall(): Promise<EngineCall>
}

/** The room that one call has in a worker: nothing in it reaches another call. */
export interface EngineCall {
  /** What can be sent and received in it, for browsers. */
  readonly capabilities: Opaque
  openTransport(direction: Direction): Promise<EngineTransport>
  /** The music, as something that can be consumed. Asked for once; it plays until the call is closed. */
  startMusic(): Promise<EngineProducer>
  /** Hands over what a leg sends by its microphone, packet by packet (RTP), until it is closed. */
  tap(producer: EngineProducer, heard: (rtp: Uint8Array) => void): Promise<EngineTap>
  /** Calls back while somebody speaks into a microphone, several times a second, and once with nobody when all are silent. */
  onVolumes(heard: (volumes: readonly Volume[]) => void): void
  /** Ends all that was opened in it. */
  close(): void
}

export interface EngineTap {
  close(): void
}

/** `level` in dBov, -127 to 0. */
export interface Volume {
  readonly producer: string
  readonly level: number
}

export type TransportState = 'connecting' | 'connected' | 'disconnected' | 'failed'

export interface EngineTransport {
  readonly id: string
  /** What a browser must know to connect. */
  readonly parameters: Opaque
  onState(changed: (state: TransportState) => void): void
  connect(parameters: Opaque): Promise<void>
  restartIce(): Promise<Opaque>
  /** Rejects when the parameters are not ones the engine takes. */
  produce(source: Source, parameters: Opaque): Promise<EngineProducer>
  /** Begins silent, until `resume`. Rejects when who has these capabilities cannot receive it. */
  consume(producer: EngineProducer, capabilities: Opaque): Promise<EngineConsumer>
  /** Ends it and all that goes over it. */
  close(): void
}

/** How one stream of packets gets through. `null` where this side cannot measure it. */
export interface StreamStats {
  readonly lossRatio: number
  readonly jitterMs: number | null
  readonly roundTripMs: number | null
}

/** What one leg sends by one source. */
export interface EngineProducer {
  readonly id: string
  pause(): Promise<void>
  resume(): Promise<void>
  /** `null` before anything has come. */
  stats(): Promise<StreamStats | null>
  close(): void
}

/** What one leg gets of one producer. */
export interface EngineConsumer {
  readonly id: string
  /** What a browser must know to receive it. */
  readonly parameters: Opaque
  resume(): Promise<void>
  stats(): Promise<StreamStats | null>
  close(): void
}
