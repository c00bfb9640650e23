/** One socket of inside-hub.ts: the hub's end calls it directly, and what was said to it is kept byte for byte. */
import type { InsideHub } from './inside-hub.ts'
import type { Peer, SendResult, Socket, SocketHandler } from '../ports/transport.ts'
import {
  decode,
  encode,
  frameKinds,
  hints,
  itemShape,
  protocolVersions,
  requests,
  type HintBody,
  type HintVerb,
  type HubFrame,
  type Item,
  type ItemKind,
  type ReplyBody,
  type RequestBody,
  type Shape,
  type Topic,
  type Verb,
  type Wire,
} from '../protocol/index.ts'

/** What became of a request: `done`, the code that refused it, or that the line was closed. */
export type Outcome = string

export class Line implements Socket {
  readonly peer: Peer
  readonly handler: SocketHandler
  readonly bufferedBytes = 0
  closedWith: number | null = null
  /** What the hub said, as bytes, since the last `forget`. */
  heard: Uint8Array[] = []
  readonly #items = new Map<string, { readonly kind: string; readonly value: Wire }>()
  #requests = 0

  constructor(
    private readonly place: InsideHub,
    origin: string,
  ) {
    this.peer = { address: '192.0.2.7', origin }
    this.handler = place.hub.accept(this)
  }

  send(bytes: Uint8Array): SendResult {
    const copy = Uint8Array.from(bytes)
    this.heard.push(copy)
    this.#keep(decode(copy) as HubFrame)
    return 'sent'
  }

  cork(sends: () => void): void {
    sends()
  }

  close(code: number): void {
    if (this.closedWith !== null) return
    this.closedWith = code
    // Never within the call of `close`, as the port says.
    this.place.clock.soon(() => this.handler.closed(code))
  }

  /** The other end goes away without a word. */
  cut(): void {
    if (this.closedWith !== null) return
    this.closedWith = 1006
    this.handler.closed(1006)
  }

  /** Bytes from the other end, whatever they are. */
  say(bytes: Uint8Array): void {
    if (this.closedWith === null) this.handler.message(bytes)
  }

  hello(ticket: string): void {
    this.say(encode([frameKinds.hello, protocolVersions, ticket, [], []]))
  }

  beat(): void {
    this.say(encode([frameKinds.beat]))
  }

  /** Asks and tells what became of it. The id of the request is `id`, or one of its own. */
  async ask<V extends Verb>(verb: V, body: RequestBody<V>, id = `r${++this.#requests}`): Promise<Outcome> {
    this.say(requestBytes(verb, body, id))
    await this.place.settle()
    return this.outcome(id)
  }

  hint<V extends HintVerb>(verb: V, body: HintBody<V>): void {
    this.say(encode([frameKinds.hint, verb, (hints[verb] as unknown as Shape<typeof body>).pack(body)]))
  }

  outcome(id: string): Outcome {
    const frame = this.frames().find(
      ([kind, to]) => to === id && (kind === frameKinds.reply || kind === frameKinds.refusal),
    )
    if (frame !== undefined) return frame[0] === frameKinds.reply ? 'done' : String(frame[2])
    return this.closedWith === null ? 'no answer' : `closed ${this.closedWith}`
  }

  frames(): HubFrame[] {
    return this.heard.map((bytes) => decode(bytes) as HubFrame)
  }

  forget(): void {
    this.heard = []
  }

  /** Items of a live list, as told so far. */
  items<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K): Item<T, K>[] {
    return [...this.#items]
      .filter(([name, item]) => name.startsWith(`${topic} `) && item.kind === kind)
      .map(([, { value }]) => itemShape(topic, kind)!.read(value) as Item<T, K>)
  }

  /** The one item of a kind; undefined when there is none. */
  item<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K): Item<T, K> | undefined {
    return this.items(topic, kind)[0]
  }

  /** What a request that was done was answered. */
  reply<V extends Verb>(verb: V, id: string): ReplyBody<V> {
    const frame = this.frames().find(([kind, to]) => kind === frameKinds.reply && to === id)
    return requests[verb].reply.read(frame![2] as Wire) as ReplyBody<V>
  }

  #keep(frame: HubFrame): void {
    if (frame[0] !== frameKinds.snapshot && frame[0] !== frameKinds.delta) return
    const [kind, topic, , changes] = frame
    if (kind === frameKinds.snapshot)
      for (const name of [...this.#items.keys()]) if (name.startsWith(`${topic} `)) this.#items.delete(name)
    for (const [item, id, value] of changes)
      if (value === null) this.#items.delete(`${topic} ${item} ${id}`)
      else this.#items.set(`${topic} ${item} ${id}`, { kind: item, value })
  }
}

/** A request as a client would send it. */
export function requestBytes<V extends Verb>(verb: V, body: RequestBody<V>, id: string): Uint8Array {
  return encode([frameKinds.request, id, verb, (requests[verb].body as unknown as Shape<typeof body>).pack(body)])
}
