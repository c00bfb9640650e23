/**
 * One HTTP request on uWebSockets.js, from its first byte to its answer. Belongs to transport-uws.ts. The response object
 * is dead after it was aborted or ended; one touch more ends the process, so every path asks `over` first.
 */
import type * as uWS from 'uWebSockets.js'
import type { HttpRequest, TransportHandlers, TransportOptions } from '../ports/transport.ts'
import { BodyIntake } from './http-body.ts'
import {
  answerTo,
  bodySize,
  dropBody,
  handledMethod,
  isBodiless,
  isTrusted,
  peerAddress,
  statusLine,
  type CheckedResponse,
  type Failed,
  type OpenBody,
} from './http-common.ts'

const fileChunkBytes = 256 * 1024

export class UwsExchange {
  /** Resolves when the request has been answered or its peer has gone. */
  readonly finished: Promise<void>
  private finish: () => void = () => {}
  private over = false
  private wakeWriter: (offset: number) => boolean = () => true
  private readonly intake: BodyIntake
  private readonly request: HttpRequest
  private readonly isHead: boolean
  private readonly ambiguous: boolean

  constructor(
    private readonly res: uWS.HttpResponse,
    req: uWS.HttpRequest,
    options: TransportOptions,
    private readonly running: Set<UwsExchange>,
  ) {
    this.finished = new Promise((resolve) => (this.finish = resolve))
    running.add(this)
    const headers = copyHeaders(req)
    this.ambiguous = hasTwoReadings(headers)
    this.isHead = req.getMethod() === 'head'
    this.intake = new BodyIntake(
      { pause: () => this.over || res.pause(), resume: () => this.over || res.resume() },
      Number(headers.get('content-length') ?? NaN),
    )
    // The engine reports the end of an empty body only after the handler has returned; an answer may be there sooner.
    if (!headers.has('transfer-encoding') && Number(headers.get('content-length') ?? 0) === 0) this.intake.end()
    this.request = copyRequest(res, req, headers, this.intake, options)
    // Set before anything else can happen: without it, the engine ends the process when the handler returns.
    res.onAborted(() => {
      this.done()
      this.intake.abort()
      this.wakeWriter(-1)
    })
    // Set now or never: what arrives while no listener is set is lost. The buffer is emptied when the call returns.
    res.onData((chunk, isLast) => {
      this.intake.push(new Uint8Array(chunk.slice(0)))
      if (isLast) this.intake.end()
    })
  }

  run(handlers: TransportHandlers, failed: Failed, closing: boolean): void {
    // At once and without a word: only a closed connection keeps the engine from reading on.
    if (this.ambiguous) return void this.res.close()
    if (closing) return this.answer({ status: 503, headers: [], body: new Uint8Array(0) })
    void answerTo(handlers, this.request, failed).then((response) =>
      this.over ? dropBody(response) : this.answer(response),
    )
  }

  private answer(response: CheckedResponse): void {
    const { body } = response
    const sizeBytes = bodySize(body)
    if (!(body instanceof Uint8Array) && !this.isHead && sizeBytes > 0 && !isBodiless(response.status)) {
      this.intake.discard()
      this.corked(() => this.writeHead(response))
      void this.stream(body).finally(() => body.reader.close())
      return
    }
    void dropBody(response)
    // A body that was not read to its end would be taken for the next request: the connection closes instead.
    const last = !this.intake.complete
    this.corked(() => {
      this.writeHead(response)
      if (isBodiless(response.status)) this.intake.discard()
      this.over = true
      // Any argument would be written as a length. So it cannot close as well: the rest of the body is read and forgotten.
      if (isBodiless(response.status)) this.res.endWithoutBody()
      else if (this.isHead) this.res.endWithoutBody(sizeBytes, last)
      else this.res.end(body instanceof Uint8Array ? body : '', last)
    })
    this.done()
  }

  private writeHead({ status, headers }: CheckedResponse): void {
    this.res.writeStatus(statusLine(status))
    for (const [name, value] of headers) this.res.writeHeader(name, value)
  }

  /** Sends the body piece by piece, each read only when the kernel has taken the one before. */
  private async stream({ reader, sizeBytes }: OpenBody): Promise<void> {
    // Registered once: the engine puts a listener set within a call of the listener back to the old one.
    this.res.onWritable((offset) => this.wakeWriter(offset))
    const buffer = Buffer.allocUnsafe(Math.min(sizeBytes, fileChunkBytes))
    for (let at = 0; at < sizeBytes && !this.over;) {
      const bytesRead = await reader.read(buffer.subarray(0, sizeBytes - at)).catch(() => 0)
      if (this.over) return
      // Shorter than announced: only a cut connection tells the other end that something is missing.
      if (bytesRead === 0) return void this.res.close()
      await this.write(buffer.subarray(0, bytesRead), at, sizeBytes)
      at += bytesRead
    }
  }

  private write(chunk: Uint8Array, at: number, sizeBytes: number): Promise<void> {
    return new Promise((resolve) => {
      const from = (offset: number): boolean => {
        // A negative offset is ours: the peer has gone.
        const taken = offset < 0 || this.tryEnd(chunk.subarray(offset - at), sizeBytes)
        if (!taken) return false
        this.wakeWriter = () => true
        resolve()
        return true
      }
      this.wakeWriter = from
      this.corked(() => from(at))
    })
  }

  /** True when the engine has taken all of `rest`. What it has not taken it forgets: it asks again by `onWritable`. */
  private tryEnd(rest: Uint8Array, sizeBytes: number): boolean {
    const [taken, complete] = this.res.tryEnd(rest, sizeBytes)
    if (complete) this.done()
    return taken || complete
  }

  /** Outside of the engine's own call each write would be a packet of its own. */
  private corked(writes: () => void): void {
    this.res.cork(writes)
  }

  private done(): void {
    this.over = true
    this.running.delete(this)
    this.finish()
  }
}

/** Of a header given more than once all values count, in order, as one list. */
function copyHeaders(req: uWS.HttpRequest): Map<string, string> {
  const headers = new Map<string, string>()
  req.forEach((name, value) => {
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : before + (name === 'cookie' ? '; ' : ', ') + value)
  })
  return headers
}

/**
 * Where the body ends can be read in two ways: several lengths, a length beside chunks, chunks of another kind. The engine
 * takes the first one; a proxy in front that takes the other would let a hidden request through.
 */
function hasTwoReadings(headers: ReadonlyMap<string, string>): boolean {
  const length = headers.get('content-length')
  const coding = headers.get('transfer-encoding')
  if (coding === undefined) return length !== undefined && !/^\d{1,15}$/.test(length)
  return length !== undefined || coding.toLowerCase() !== 'chunked'
}

/** The engine's request lives on its stack and is gone when the handler returns: everything needed is copied here. */
function copyRequest(
  res: uWS.HttpResponse,
  req: uWS.HttpRequest,
  headers: ReadonlyMap<string, string>,
  intake: BodyIntake,
  options: TransportOptions,
): HttpRequest {
  const connection = new TextDecoder().decode(res.getRemoteAddressAsText())
  const trusted = isTrusted(connection, options)
  const query = req.getQuery() ?? ''
  const header = (name: string) => headers.get(name) ?? ''
  return {
    method: handledMethod(req.getMethod().toUpperCase()),
    path: req.getUrl(),
    get query() {
      return new URLSearchParams(query)
    },
    peer: { address: peerAddress(connection, header('x-forwarded-for'), options), origin: header('origin') },
    header: (name) => (name.startsWith('x-forwarded-') && !trusted ? '' : header(name)),
    body: (limitBytes) => intake.body(limitBytes),
    chunks: (limitBytes) => intake.chunks(limitBytes),
  }
}
