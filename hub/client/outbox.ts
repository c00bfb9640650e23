/**
 * Requests from the moment they are made until they are answered, in the order they were made, and kept in storage over
 * a reload. After every welcome all of them go out again under the same ids: the hub does each once and answers each time.
 */
import {
  Malformed,
  Refused,
  requestShapes,
  type ClientFrame,
  frameKinds,
  type RefusalCode,
  type Wire,
} from '../protocol/index.ts'
import type { Emitter } from './emitter.ts'
import type { Answered, ClientEvents, HubClientOptions, PendingRequest, StoredRequest } from './options.ts'

/** More unanswered requests than this are refused on the spot, with `request.tooMany`. */
export const outboxMax = 200

/** After "not now" from a hub that stays: the request goes out again in about this time, milliseconds. */
const askAgainMs = 1_000

/**
 * Refusals that say "not now": the request stays and goes out again. `request.tooMany` is one of them, since a request
 * that goes out a second time may have been done at its first: only an answer in the matter may tell otherwise.
 */
const notNow: readonly string[] = ['hub.draining', 'storage.unavailable', 'request.tooMany'] satisfies RefusalCode[]

/** So many lines in a row ended with 4400 while it was the oldest: the hub cannot digest this request. */
const suspicionsMax = 3

/** Whoever waits for an answer; nobody does for requests from before a reload. */
interface Settlement {
  resolve(reply: never): void
  reject(error: Error): void
}

export class Outbox {
  readonly #requests = new Map<string, StoredRequest>()
  readonly #settlements = new Map<string, Settlement>()
  readonly #putOff = new Set<string>()
  #suspect = { id: '', times: 0 }
  #offAgain: () => void = () => {}
  /** Where requests go, while there is a line. */
  #send: ((frame: ClientFrame) => void) | null = null

  constructor(
    private readonly options: Pick<HubClientOptions, 'outbox' | 'clock' | 'random'>,
    private readonly events: Emitter<ClientEvents>,
  ) {
    for (const request of options.outbox.load()) if (isReadable(request)) this.#requests.set(request.id, request)
  }

  /** Keeps a request and sends it when it can. Rejects at once what the hub could only refuse. */
  add<Reply>(request: StoredRequest): Promise<Reply> {
    if (this.#requests.size >= outboxMax) return Promise.reject(new Refused('request.tooMany'))
    if (!isReadable(request)) return Promise.reject(new Refused('request.malformed'))
    this.#requests.set(request.id, request)
    const done = new Promise<Reply>((resolve, reject) => this.#settlements.set(request.id, { resolve, reject }))
    this.#changed()
    // What was put off goes first, so that messages stay in the order they were written.
    if (this.#putOff.size > 0) this.#putOff.add(request.id)
    else this.#ask(request)
    return done
  }

  /** Without an answer, in the order they were made, with bodies as code reads them. */
  pending(): readonly PendingRequest[] {
    const readable = ({ id, verb, body }: StoredRequest) => ({ id, verb, body: requestShapes(verb)?.body.read(body) })
    return [...this.#requests.values()].map(readable) as PendingRequest[]
  }

  /** A line takes requests: all go out. */
  resume(send: (frame: ClientFrame) => void): void {
    this.pause()
    this.#send = send
    for (const request of this.#requests.values()) this.#ask(request)
  }

  /** No line. */
  pause(): void {
    this.#send = null
    this.#offAgain()
    this.#putOff.clear()
  }

  /** The hub has closed the line over something malformed. It must not be sent for ever, so at last it counts as refused. */
  suspect(): void {
    const oldest = this.#requests.keys().next().value
    if (oldest === undefined) return
    this.#suspect = { id: oldest, times: this.#suspect.id === oldest ? this.#suspect.times + 1 : 1 }
    if (this.#suspect.times >= suspicionsMax) this.refused(oldest, 'request.malformed')
  }

  replied(id: string, wire: Wire): void {
    const { request, settlement } = this.#take(id)
    if (request === undefined) return
    try {
      const reply = requestShapes(request.verb)?.reply.read(wire, true)
      settlement?.resolve(reply as never)
      this.events.emit('answered', { id, verb: request.verb, reply, refusal: null } as Answered)
    } catch (error) {
      settlement?.reject(error as Error)
    }
  }

  /** `retryAfterMs`: when the hub says that trying again may be of use; null when it does not. */
  refused(id: string, code: RefusalCode, retryAfterMs: number | null = null): void {
    if (notNow.includes(code)) return this.#askAgain(id)
    const { request, settlement } = this.#take(id)
    if (request === undefined) return
    settlement?.reject(new Refused(code, retryAfterMs))
    this.events.emit('answered', { id, verb: request.verb, reply: null, refusal: code, retryAfterMs })
  }

  /** Nobody will be told any more. The requests themselves stay for another time, unless `discard`. */
  abandon(error: Error, discard: boolean): void {
    this.pause()
    for (const { reject } of this.#settlements.values()) reject(error)
    this.#settlements.clear()
    if (!discard) return
    this.#requests.clear()
    this.#changed()
  }

  #ask({ id, verb, body }: StoredRequest): void {
    this.#send?.([frameKinds.request, id, verb, body])
  }

  /** All that were put off go out together, in the order they were made; on a new line they do so anyway. */
  #askAgain(id: string): void {
    const isPlanned = this.#putOff.size > 0
    this.#putOff.add(id)
    if (isPlanned) return
    this.#offAgain = this.options.clock.after(askAgainMs * (0.5 + this.options.random()), () => {
      const again = [...this.#requests.values()].filter((request) => this.#putOff.has(request.id))
      this.#putOff.clear()
      for (const request of again) this.#ask(request)
    })
  }

  /** The request leaves the box. Nothing when it is not there: answered before, or another build's. */
  #take(id: string): { request?: StoredRequest | undefined; settlement?: Settlement | undefined } {
    const request = this.#requests.get(id)
    if (request === undefined) return {}
    const settlement = this.#settlements.get(id)
    this.#requests.delete(id)
    this.#settlements.delete(id)
    this.#changed()
    return { request, settlement }
  }

  #changed(): void {
    this.options.outbox.save([...this.#requests.values()])
    this.events.emit('pending', { count: this.#requests.size })
  }
}

/** What another build has stored, or what is too long, must not be sent: the hub would refuse it or close the line. */
function isReadable(request: StoredRequest | null): boolean {
  try {
    const shape = request === null ? undefined : requestShapes(request.verb)?.body
    if (request === null || shape === undefined || typeof request.id !== 'string') return false
    shape.read(request.body)
    return true
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}
