/**
 * Sockets and HTTP, in our words. A transport listens on one port, hands over opened sockets, their binary messages and
 * HTTP requests, and knows nothing of what they mean. Peculiarities of an engine stay in its adapter.
 */

/** What a handler must know of whoever is at the other end. */
export interface Peer {
  /** Address as the transport sees it, or as a configured proxy tells it. */
  readonly address: string
  /** `Origin` header, or '' where there is none. */
  readonly origin: string
}

/** `sent`: handed to the kernel; `queued`: held until `drain`; `dropped`: over the limit or closed, this message is lost and the socket must be closed. */
export type SendResult = 'sent' | 'queued' | 'dropped'

/** One open socket. Every method is harmless after the socket has closed. */
export interface Socket {
  readonly peer: Peer
  /** Sends one binary message. The caller may change `bytes` as soon as it returns. */
  send(bytes: Uint8Array): SendResult
  /** Runs `sends` so that all its sends leave in as few packets as possible. */
  cork(sends: () => void): void
  /** Bytes accepted by `send` and not yet taken by the kernel. */
  readonly bufferedBytes: number
  /** Ends the socket with a close code of the protocol (see PROTOCOL.md). */
  close(code: number, reason: string): void
}

/** Receives what happens on one socket. */
export interface SocketHandler {
  /** A binary message. The bytes are only valid during the call. A text message never arrives: the adapter closes with 1003. */
  message(bytes: Uint8Array): void
  /** All queued bytes have left. */
  drain(): void
  /** Called exactly once, whoever closed, and never within a call of `close`: 1005 a close without code, 1006 cut. No other call follows it. */
  closed(code: number): void
}

export interface HttpRequest {
  /** Upper case. HEAD arrives as GET: the transport leaves the body out of the answer. */
  readonly method: string
  /** Path without query, percent-decoding left to the router. */
  readonly path: string
  readonly query: URLSearchParams
  readonly peer: Peer
  /** Header by lower-case name, '' when absent. `x-forwarded-*` is '' unless the trusted proxy sent it. */
  header(name: string): string
  /**
   * The whole body. Rejects with `BodyTooLarge` over `limitBytes` (the rest is not read) and `BodyAborted` when the
   * other end goes away. Call at most once.
   */
  body(limitBytes: number): Promise<Uint8Array>
  /** The body in chunks as they arrive, with the same limit and errors; reading is paused while the consumer works. Call at most once, instead of `body`. */
  chunks(limitBytes: number): AsyncIterable<Uint8Array>
}

/** A body that is made as it is read, front to back. */
export interface BodyReader {
  /** Fills `into` from where the last read ended. Resolves with how many bytes came; 0 or a rejection cuts the connection. */
  read(into: Uint8Array): Promise<number>
  /** Once, whether it was read to its end or not. */
  close(): Promise<void>
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>> | readonly (readonly [string, string])[]
  /** `open` is called at most once, when the answer begins; a rejection becomes a 500. Nothing but `sizeBytes` bytes is sent. */
  readonly body:
    | Uint8Array
    | string
    | { readonly file: string; readonly sizeBytes: number }
    | { readonly open: () => Promise<BodyReader>; readonly sizeBytes: number }
}

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}
export class BodyAborted extends Error {
  override name = 'BodyAborted'
}

export interface TransportHandlers {
  /** A request to open a socket. Returns a handler, or the HTTP status that refuses it (403 wrong origin, 429 too many, 503 draining). Must not await. */
  upgrade(request: { readonly path: string; readonly peer: Peer }): ((socket: Socket) => SocketHandler) | number
  /** Every HTTP request is answered, whatever the handler does: a rejection becomes a 500 with no detail. */
  http(request: HttpRequest): Promise<HttpResponse>
}

export interface TransportOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  /** Address of the proxy whose `X-Forwarded-For` and `-Proto` are believed, or null. */
  readonly trustedProxy: string | null
  /** A larger message closes the socket with 1009. */
  readonly messageBytesMax: number
  /** More unsent bytes than this on one socket and `send` answers `dropped`. */
  readonly bufferedBytesMax: number
}

/** The port could not be had. */
export class ListenFailed extends Error {
  override name = 'ListenFailed'
}

export interface Transport {
  readonly engine: string
  /** Resolves with the port in use. Rejects with `ListenFailed` when it is taken or not allowed. */
  listen(handlers: TransportHandlers, options: TransportOptions): Promise<{ readonly port: number }>
  /** Stops listening and closes every socket with 1001. */
  close(): Promise<void>
}
