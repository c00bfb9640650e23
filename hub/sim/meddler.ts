/**
 * A client or something on the way that does not keep to the rules: it sends a request twice, sends one again that was
 * answered long ago, or takes an answered one's id for something else. Acts on the bytes, below the real client.
 */
import type { ClientSocket, HubClient } from '../client/index.ts'
import type { DurationMs } from '../model/time.ts'
import { decode, encode, frameKinds, type Wire } from '../protocol/index.ts'
import type { Chance } from './chance.ts'
import type { Clock } from '../ports/clock.ts'

/** What was done on purpose, by kind; shared by all screens of a world. */
export const noMeddling = { doubled: 0, repeated: 0, idsReused: 0 }
export type Meddling = typeof noMeddling

/** Requests remembered by one screen. */
const keptMax = 30

type RequestFrame = [kind: number, id: string, verb: string, body: Wire[]]

export class Meddler {
  #client: HubClient | null = null
  #socket: ClientSocket | null = null
  /** Requests as they were sent, by id. */
  readonly #sent = new Map<string, Uint8Array>()

  /** `clock` stops when the page goes. */
  constructor(
    private readonly clock: Pick<Clock, 'after'>,
    private readonly chance: Chance,
    private readonly done: Meddling,
  ) {}

  /** Passes on what the client sends, and more. */
  wrap(socket: ClientSocket): ClientSocket {
    this.#socket = socket
    return {
      send: (bytes) => {
        socket.send(bytes)
        this.#sees(bytes, socket)
      },
      close: (code, reason) => socket.close(code, reason),
    }
  }

  listenTo(client: HubClient): void {
    this.#client = client
    client.on('answered', ({ id, verb, refusal }) => {
      const bytes = this.#sent.get(id)
      this.#sent.delete(id)
      if (bytes === undefined || refusal !== null || !this.chance.hits(0.06)) return
      const reuse = verb === 'message.send' && this.chance.hits(0.3)
      this.clock.after(this.chance.gap(20_000) as DurationMs, () => this.#again(bytes, reuse))
    })
  }

  #sees(bytes: Uint8Array, socket: ClientSocket): void {
    // Requests alone are an array of four beginning with 1.
    if (bytes[0] !== 0x94 || bytes[1] !== frameKinds.request) return
    const [, id] = decode(bytes) as RequestFrame
    this.#sent.set(id, bytes.slice())
    if (this.#sent.size > keptMax) this.#sent.delete(this.#sent.keys().next().value!)
    if (!this.chance.hits(0.04)) return
    this.done.doubled += 1
    socket.send(bytes)
  }

  #again(bytes: Uint8Array, reuse: boolean): void {
    if (this.#client?.state.kind !== 'online') return
    if (!reuse) {
      this.done.repeated += 1
      this.#socket?.send(bytes)
      return
    }
    this.done.idsReused += 1
    const [kind, id, verb, [contact, text, ...rest]] = decode(bytes) as RequestFrame
    this.#socket?.send(encode([kind, id, verb, [contact!, `${text as string} (not said)`, ...rest]]))
  }
}
