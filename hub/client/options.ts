/**
 * What a client is given and what it says: the outside as functions. Socket, clock, chance and storage are handed in, so
 * that the same client runs in a browser, in the simulator on virtual time, and in a bench without any of them.
 */
import type {
  Entry,
  HintBody,
  HintVerb,
  RefusalCode,
  ReplyBody,
  RequestBody,
  Topic,
  Verb,
  Wire,
} from '../protocol/index.ts'
import type { ReconnectPolicy } from './reconnect.ts'

/** One socket, as the client needs it. Both methods are harmless after it has closed. */
export interface ClientSocket {
  /** The bytes stay as they are: they may be kept until they have left. */
  send(bytes: Uint8Array): void
  /** `code` is 1000 or 3000 to 4999, as browsers demand. */
  close(code?: number, reason?: string): void
}

/** What a socket tells. `closed` comes at most once and is the last thing told; 1006 when there was no closing frame. */
export interface SocketEvents {
  opened(): void
  /** One binary message. */
  message(bytes: Uint8Array): void
  closed(code: number): void
}

/** Time, handed in. */
export interface ClientClock {
  /** Milliseconds that never go back; from where they count does not matter. */
  now(): number
  /** Runs `action` once after `ms` milliseconds. Returns what calls it off. */
  after(ms: number, action: () => void): () => void
}

/** A request as it is kept until it is answered. The body is in its wire form, which JSON can carry too. */
export interface StoredRequest {
  readonly id: string
  readonly verb: Verb
  readonly body: Wire
}

/** Where unanswered requests outlive a reload. Neither method throws. */
export interface OutboxStorage {
  load(): StoredRequest[]
  save(requests: readonly StoredRequest[]): void
}

export interface HubClientOptions {
  /** Begins to open a socket; tells nothing before it has returned. May throw: then there is no line for now. */
  openSocket(events: SocketEvents): ClientSocket
  /** A fresh one-time ticket for every attempt. Rejects with `TicketRefused`, or anything else when the hub was not reached. */
  getTicket(): Promise<string>
  clock: ClientClock
  /** From 0 to below 1. */
  random(): number
  /** Give each identity its own: what is stored is sent under whoever signs in next. */
  outbox: OutboxStorage
  /** 1 to 40 characters of A–Z a–z 0–9 _ -, never the same twice within a session. Drawn from `random` if left out. */
  requestId?: () => string
  policy?: Partial<ReconnectPolicy>
}

/** Thrown by `getTicket`. `final`: the identity is not accepted and asking again is of no use. */
export class TicketRefused extends Error {
  override name = 'TicketRefused'
  constructor(readonly final: boolean) {
    super(final ? 'the identity was not accepted' : 'no ticket for now')
  }
}

export type StopReason = 'signedOut' | 'versionUnsupported' | 'closed'

/** The client has stopped with this request unanswered. Whether the hub has done it is not known. */
export class ClientStopped extends Error {
  override name = 'ClientStopped'
  constructor(readonly reason: StopReason) {
    super(reason)
  }
}

/** `retryAt` is in the time of the client's clock; `attempt` counts from 1 since the last line that held. */
export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  | { readonly kind: 'waiting'; readonly retryAt: number; readonly attempt: number }
  | { readonly kind: 'stopped'; readonly reason: StopReason }

/** A request that has no answer yet. */
export type PendingRequest = {
  readonly [V in Verb]: { readonly id: string; readonly verb: V; readonly body: RequestBody<V> }
}[Verb]

/** An answer. `refusal` is null when it was done. */
export type Answered =
  | {
      readonly [V in Verb]: {
        readonly id: string
        readonly verb: V
        readonly reply: ReplyBody<V>
        readonly refusal: null
      }
    }[Verb]
  | {
      readonly id: string
      readonly verb: Verb
      readonly reply: null
      readonly refusal: RefusalCode
      readonly retryAfterMs: number | null
    }

export type HintReceived = { readonly [V in HintVerb]: { readonly verb: V; readonly body: HintBody<V> } }[HintVerb]

/** What `HubClient.on` can listen to. */
export interface ClientEvents {
  state: ConnectionState
  /** Items of these kinds have changed. */
  list: { readonly topic: Topic; readonly kinds: readonly string[] }
  /** New entries at the end of a log; the first of them is number `firstSeq`. Never one twice, never one left out. */
  entries: { readonly contact: string; readonly firstSeq: number; readonly entries: readonly Entry[] }
  /** The log of this contact is empty again: the hub sends it from the first entry. */
  reset: { readonly contact: string }
  hint: HintReceived
  /** Also for requests that a page before the reload had made. */
  answered: Answered
  /** The number of unanswered requests has changed. */
  pending: { readonly count: number }
}
