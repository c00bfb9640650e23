/**
 * Requests from the moment they are made until they are answered, in the order they were made, and kept in storage over
 * a reload. After every welcome all of them go out again under the same ids: the hub does each once and answers each time.
 */
import { Malformed, Refused, requestShapes, type RefusalCode } from '../protocol/index.ts'
import type { OutboxStorage, PendingRequest, StoredRequest } from './options.ts'

/** More unanswered requests than this are refused on the spot, with `request.tooMany`. */
export const outboxMax = 200

/** Refusals that say "not now": the request stays and goes out again. */
const later: readonly RefusalCode[] = ['hub.draining', 'storage.unavailable']

/** Whoever waits for an answer; nobody does for requests from before a reload. */
interface Settlement {
  resolve(reply: never): void
  reject(error: Error): void
}

export class Outbox {
  readonly #requests = new Map<string, StoredRequest>()
  readonly #settlements = new Map<string, Settlement>()

  constructor(private readonly storage: OutboxStorage) {
    for (const request of storage.load()) if (isReadable(request)) this.#requests.set(request.id, request)
  }

  get size(): number {
    return this.#requests.size
  }

  /** Keeps a request; settled by whoever `take`s it. Rejects at once what the hub could only refuse. */
  add<Reply>(request: StoredRequest): Promise<Reply> {
    if (this.#requests.size >= outboxMax) return Promise.reject(new Refused('request.tooMany'))
    if (!isReadable(request)) return Promise.reject(new Refused('request.malformed'))
    this.#requests.set(request.id, request)
    this.#save()
    return new Promise<Reply>((resolve, reject) => this.#settlements.set(request.id, { resolve, reject }))
  }

  has(id: string): boolean {
    return this.#requests.has(id)
  }

  /** All, in the order they were made. */
  all(): readonly StoredRequest[] {
    return [...this.#requests.values()]
  }

  /** The same with their bodies as code reads them. */
  pending(): readonly PendingRequest[] {
    return this.all().map(
      ({ id, verb, body }) => ({ id, verb, body: requestShapes(verb)?.body.read(body) }) as PendingRequest,
    )
  }

  /** The request has its answer: it leaves the box. Undefined when it was not there (answered before, or forgotten). */
  take(id: string): { readonly request: StoredRequest; readonly settlement: Settlement | undefined } | undefined {
    const request = this.#requests.get(id)
    if (request === undefined) return undefined
    const settlement = this.#settlements.get(id)
    this.#requests.delete(id)
    this.#settlements.delete(id)
    this.#save()
    return { request, settlement }
  }

  /** Nobody will be told any more. The requests themselves stay for another time, unless `discard`. */
  abandon(error: Error, discard: boolean): void {
    for (const { reject } of this.#settlements.values()) reject(error)
    this.#settlements.clear()
    if (!discard) return
    this.#requests.clear()
    this.#save()
  }

  #save(): void {
    this.storage.save(this.all())
  }
}

/** True for a refusal after which the request stays in the box. */
export function isLater(code: string): boolean {
  return (later as readonly string[]).includes(code)
}

/** What another build has stored, or what is too long, must not be sent: the hub would close the line, again and again. */
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
