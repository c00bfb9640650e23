/** A page at the hub for benches: hello, requests and the frames that come, over a lean socket. Coming back is for its owner. */
import {
  decode,
  encode,
  frameKinds,
  protocolVersions,
  requests,
  type HubFrame,
  type ListCursor,
  type LogCursor,
  type ReplyBody,
  type RequestBody,
  type Shape,
  type Verb,
} from '#protocol'
import { flush, LeanSocket } from './lean-socket.ts'

/** What a page holds when it comes back. */
export interface Held {
  readonly logs: readonly LogCursor[]
  readonly lists: readonly ListCursor[]
}

export const nothingHeld: Held = { logs: [], lists: [] }

interface Waiting {
  resolve(body: unknown): void
  reject(error: Error): void
}

export class HubPage {
  /** Told of every frame but answers. */
  heard: (frame: HubFrame) => void = () => {}
  /** Told once, when the line is gone. */
  ended: () => void = () => {}
  readonly socket: LeanSocket
  readonly #waiting = new Map<string, Waiting>()
  #asked = 0
  #welcome: Waiting | null

  private constructor(port: number, ticket: string, { logs, lists }: Held, from: string | undefined, welcome: Waiting) {
    this.#welcome = welcome
    this.socket = new LeanSocket(
      { port, path: '/ws', ...(from !== undefined && { from }) },
      {
        opened: () => this.#send([frameKinds.hello, protocolVersions, ticket, logs, lists]),
        frame: (payload) => this.#heard(decode(payload) as HubFrame),
        closed: (_, why) => this.#closed(why),
      },
    )
  }

  /** Resolves when it was welcomed; what brings it up to date comes behind. `heard` is told from the first frame on. */
  static open(
    port: number,
    ticket: string,
    { held = nothingHeld, from, heard }: { held?: Held; from?: string | undefined; heard?: HubPage['heard'] } = {},
  ): Promise<HubPage> {
    return new Promise((resolve, reject) => {
      const page: HubPage = new HubPage(port, ticket, held, from, { resolve: () => resolve(page), reject })
      if (heard) page.heard = heard
    })
  }

  /** Rejects with the code of a refusal. */
  ask<V extends Verb>(verb: V, body: RequestBody<V>): Promise<ReplyBody<V>> {
    const id = `s${++this.#asked}`
    const { body: shape, reply } = requests[verb] as unknown as {
      body: Shape<RequestBody<V>>
      reply: Shape<ReplyBody<V>>
    }
    this.#send([frameKinds.request, id, verb, shape.pack(body)])
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (wire) => resolve(reply.read(wire, true)), reject })
    })
  }

  #send(frame: unknown): void {
    this.socket.send({ payload: encode(frame), binary: true })
    flush()
  }

  #heard(frame: HubFrame): void {
    if (frame[0] === frameKinds.reply) return this.#take(frame[1])?.resolve(frame[2])
    if (frame[0] === frameKinds.refusal) return this.#take(frame[1])?.reject(new Error(`the hub refused: ${frame[2]}`))
    this.heard(frame)
    if (frame[0] !== frameKinds.welcome) return
    this.#welcome?.resolve(null)
    this.#welcome = null
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #closed(why: string): void {
    const gone = new Error(`a page lost its line: ${why}`)
    this.#welcome?.reject(gone)
    for (const { reject } of this.#waiting.values()) reject(gone)
    this.#waiting.clear()
    this.ended()
  }
}
