/** The taps of one call on a worker: follows which voices may be taken along, and hands them to every tap there is. */
import type { CallId, LegId } from '../hub/model/ids.ts'
import type { Call } from '../hub/ports/media-call.ts'
import { tapped } from './call-bridge.ts'
import type { EngineCall, EngineProducer, EngineTap } from './engine.ts'
import { inTime, type After } from './in-time.ts'
import type { Tap, TapStream } from './tap.ts'

interface Tapped {
  readonly streams: readonly TapStream[]
  /** `null` while it is being made. */
  engine: EngineTap | null
}

export interface TappingParts {
  readonly engine: EngineCall
  readonly after: After
  readonly taps: readonly Tap[]
}

export class Tapping {
  readonly #parts: TappingParts
  readonly #call: CallId
  readonly #tapped = new Map<EngineProducer, Tapped>()

  constructor(call: CallId, parts: TappingParts) {
    this.#call = call
    this.#parts = parts
  }

  /** Makes it as the call wants it now; `microphones` are what legs send by theirs. */
  settle(wish: Call, microphones: ReadonlyMap<LegId, EngineProducer>): void {
    if (this.#parts.taps.length === 0) return
    const wanted = new Map<EngineProducer, LegId>()
    for (const leg of tapped(wish)) {
      const producer = microphones.get(leg)
      if (producer !== undefined) wanted.set(producer, leg)
    }
    for (const producer of this.#tapped.keys()) if (!wanted.has(producer)) this.#end(producer)
    for (const [producer, leg] of wanted) if (!this.#tapped.has(producer)) this.#begin(producer, leg)
  }

  close(): void {
    for (const producer of this.#tapped.keys()) this.#end(producer)
  }

  #begin(producer: EngineProducer, leg: LegId): void {
    const streams = this.#parts.taps.map((tap) => tap.open(this.#call, leg))
    const one: Tapped = { streams, engine: null }
    this.#tapped.set(producer, one)
    const hear = (rtp: Uint8Array): void => {
      if (this.#tapped.get(producer) === one) for (const stream of streams) stream.packet(rtp)
    }
    inTime(this.#parts.engine.tap(producer, hear), this.#parts.after, (late) => late.close()).then(
      (engine) => {
        if (this.#tapped.get(producer) === one) one.engine = engine
        else engine.close()
      },
      // What cannot be taken along is no reason to end a call; whoever records sees that nothing came.
      () => this.#tapped.get(producer) === one && this.#end(producer),
    )
  }

  #end(producer: EngineProducer): void {
    const one = this.#tapped.get(producer)
    this.#tapped.delete(producer)
    one?.engine?.close()
    for (const stream of one?.streams ?? []) stream.end()
  }
}
