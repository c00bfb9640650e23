/**
 * One leg of a call on a worker: its two transports, and what it sends. It joins by what its browser asks, and may join
 * again at any time, since browsers are closed and reloaded; what it had before is closed then.
 */
import type { LegId } from '../hub/model/ids.ts'
import type { Source } from '../hub/ports/media-call.ts'
import type { LegState } from '../hub/ports/media-event.ts'
import type { Direction, LegRequest, Opaque } from '../hub/ports/media-request.ts'
import type { EngineCall, EngineProducer, EngineTransport, TransportState } from './engine.ts'
import { inTime, Refused, type After } from './in-time.ts'

/** What it needs and whom it tells. */
export interface LegParts {
  readonly engine: EngineCall
  readonly after: After
  stateChanged(leg: LegId, state: LegState): void
  /** `started` is false when it ended. */
  sourceChanged(leg: LegId, source: Source, started: boolean): void
  /** The leg can get nothing any more over the transport that it had. */
  receiverGone(leg: LegId): void
  /** Whatever it may send or get has become another. */
  changed(): void
}

export interface Receiver {
  readonly transport: EngineTransport
  readonly capabilities: Opaque
}

interface Open {
  readonly transport: EngineTransport
  state: TransportState
}

export class Leg {
  readonly id: LegId
  readonly producers = new Map<Source, EngineProducer>()
  receiver: Receiver | null = null
  readonly #open = new Map<Direction, Open>()
  readonly #parts: LegParts
  #state: LegState = 'absent'
  #closed = false

  constructor(id: LegId, parts: LegParts) {
    this.id = id
    this.#parts = parts
  }

  get state(): LegState {
    return this.#state
  }

  /** Opens a transport, which takes the place of the one in this direction. */
  async open(request: Extract<LegRequest, { verb: 'open' }>): Promise<EngineTransport> {
    const { direction } = request
    const opening = this.#parts.engine.openTransport(direction)
    const transport = await this.#inTime(opening, (late) => late.close())
    this.#end(direction)
    const open: Open = { transport, state: 'connecting' }
    this.#open.set(direction, open)
    transport.onState((state) => {
      open.state = state
      if (this.#open.get(direction) === open) this.#tellState()
    })
    if (request.direction === 'receive') this.receiver = { transport, capabilities: request.capabilities }
    this.#tellState()
    this.#parts.changed()
    return transport
  }

  async connect(id: string, parameters: Opaque): Promise<void> {
    await this.#inTime(this.#find(id).connect(parameters))
  }

  restartIce(id: string): Promise<Opaque> {
    return this.#inTime(this.#find(id).restartIce())
  }

  async produce(source: Source, parameters: Opaque): Promise<void> {
    const over = this.#open.get('send')
    if (!over) throw new Refused('transport.unknown')
    // A browser that begins anew may use the ids of before, which the engine would call taken.
    this.unproduce(source)
    const producer = await this.#inTime(over.transport.produce(source, parameters), (late) => late.close())
    if (this.#open.get('send') !== over) {
      producer.close()
      throw new Refused('transport.unknown')
    }
    this.unproduce(source)
    this.producers.set(source, producer)
    this.#parts.sourceChanged(this.id, source, true)
    this.#parts.changed()
  }

  unproduce(source: Source): void {
    const producer = this.producers.get(source)
    if (!producer) return
    this.producers.delete(source)
    producer.close()
    this.#parts.sourceChanged(this.id, source, false)
    this.#parts.changed()
  }

  /** Closes its transports. It may join again. */
  leave(): void {
    this.#end('send')
    this.#end('receive')
    this.#tellState()
    this.#parts.changed()
  }

  /** It is no leg of the call any more: closes what it had and tells nobody of it. */
  close(): void {
    this.#closed = true
    for (const { transport } of this.#open.values()) transport.close()
    this.#open.clear()
    this.producers.clear()
    this.receiver = null
  }

  #find(id: string): EngineTransport {
    for (const { transport } of this.#open.values()) if (transport.id === id) return transport
    throw new Refused('transport.unknown')
  }

  #end(direction: Direction): void {
    const before = this.#open.get(direction)
    if (!before) return
    this.#open.delete(direction)
    if (direction === 'send') for (const source of [...this.producers.keys()]) this.unproduce(source)
    else {
      this.receiver = null
      this.#parts.receiverGone(this.id)
    }
    before.transport.close()
  }

  #tellState(): void {
    const states = [...this.#open.values()].map(({ state }) => state)
    const state = (['failed', 'disconnected', 'connecting'] as const).find((one) => states.includes(one))
    const now = states.length === 0 ? 'absent' : (state ?? 'connected')
    if (now === this.#state || this.#closed) return
    this.#state = now
    this.#parts.stateChanged(this.id, now)
  }

  /** A leg that was closed while it waited wants nothing of what came. */
  async #inTime<Result>(work: Promise<Result>, undo: (result: Result) => void = () => {}): Promise<Result> {
    const result = await inTime(work, this.#parts.after, undo)
    if (!this.#closed) return result
    undo(result)
    throw new Refused('leg.unknown')
  }
}
