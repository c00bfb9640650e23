/**
 * What the HTTP engines must do alike, so that a request means the same on each: which address a peer has, which headers
 * are believed, what an answer may hold, and what happens when a handler fails. Knows no engine.
 */
import { STATUS_CODES } from 'node:http'
import { open, type FileHandle } from 'node:fs/promises'
import type { BodyReader, HttpRequest, HttpResponse, TransportHandlers, TransportOptions } from '../ports/transport.ts'

/** Told the cause of a 500, for the log: the other end learns nothing of it. */
export type Failed = (error: unknown) => void

/** A connection that neither sends nor takes a byte for so long is cut. Well over the 25 s of the protocol's lease. */
export const idleTimeoutSeconds = 60

const mappedDotted = /^(?:0{0,4}:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/i
const mappedHex = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/

/** One text per address: engines differ in how they write IPv6, and in whether they map IPv4 into it. */
export function canonicalAddress(text: string): string {
  if (!text.includes(':')) return text
  const bare = text.replace(/^\[|\](?::\d+)?$|%.*$/g, '')
  const dotted = mappedDotted.exec(bare)
  if (dotted) return dotted[1]!
  const url = `http://[${bare}]/`
  if (!URL.canParse(url)) return text
  const host = new URL(url).hostname
  const hex = mappedHex.exec(host)
  if (!hex) return host.slice(1, -1)
  const high = parseInt(hex[1]!, 16)
  const low = parseInt(hex[2]!, 16)
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/**
 * The peer's address: that of the connection, or, when the connection comes from the trusted proxy, the last entry of
 * `X-Forwarded-For`. Earlier entries are whatever the client chose to write there.
 */
export function peerAddress(
  connection: string,
  forwardedFor: string,
  options: Pick<TransportOptions, 'trustedProxy'>,
): string {
  const address = canonicalAddress(connection)
  if (!isTrusted(address, options) || forwardedFor === '') return address
  return canonicalAddress(forwardedFor.slice(forwardedFor.lastIndexOf(',') + 1).trim()) || address
}

/** Whether `X-Forwarded-*` of this connection may be believed. */
export function isTrusted(address: string, { trustedProxy }: Pick<TransportOptions, 'trustedProxy'>): boolean {
  return trustedProxy !== null && canonicalAddress(trustedProxy) === canonicalAddress(address)
}

/** Statuses that have no body, and no length of one either. */
export const isBodiless = (status: number): boolean => status === 204 || status === 304

/** `404 Not Found` and the like. */
export const statusLine = (status: number): string => `${status} ${STATUS_CODES[status] ?? 'Status'}`

/** A response that is safe to write: only header names and values that cannot break out of their line. */
export interface CheckedResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array | OpenBody
}

/** An opened body of which `sizeBytes` are to be sent. Whoever holds it closes `reader`. */
export interface OpenBody {
  readonly reader: BodyReader
  readonly sizeBytes: number
}

/** A file as it is. */
class FileReader implements BodyReader {
  #at = 0
  constructor(private readonly file: FileHandle) {}

  async read(into: Uint8Array): Promise<number> {
    const { bytesRead } = await this.file.read(into, 0, into.length, this.#at)
    this.#at += bytesRead
    return bytesRead
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

export const bodySize = (body: CheckedResponse['body']): number =>
  body instanceof Uint8Array ? body.byteLength : body.sizeBytes

/** Closes the body of a response that will not be sent, or whose body is left out. */
export async function dropBody({ body }: CheckedResponse): Promise<void> {
  if (!(body instanceof Uint8Array)) await body.reader.close()
}

const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** Printable ASCII and tab: a CR or LF would begin another header, and engines disagree on anything above 126. */
const headerValue = /^[\t\x20-\x7e]*$/
/** Written by the engine, which alone knows the body's framing. */
const engineHeaders = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date'])

function checkedHeaders(headers: HttpResponse['headers']): (readonly [string, string])[] {
  const list = Array.isArray(headers) ? headers : Object.entries(headers)
  return (list as readonly (readonly [string, string])[]).filter(([name, value]) => {
    if (!headerName.test(name) || !headerValue.test(value))
      throw new Error(`header not allowed: ${JSON.stringify(name)}`)
    return !engineHeaders.has(name.toLowerCase())
  })
}

async function openBody(body: HttpResponse['body']): Promise<CheckedResponse['body']> {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  const reader = 'open' in body ? await body.open() : new FileReader(await open(body.file, 'r'))
  return { reader, sizeBytes: body.sizeBytes }
}

const internalError: CheckedResponse = {
  status: 500,
  headers: [['content-type', 'text/plain; charset=utf-8']],
  body: Buffer.from('internal error\n'),
}

/** Runs the handler. Never rejects: a failing handler, a bad header or a missing file is a 500 that tells nothing. */
export async function answerTo(
  handlers: TransportHandlers,
  request: HttpRequest,
  failed: Failed,
): Promise<CheckedResponse> {
  try {
    const { status, headers, body } = await handlers.http(request)
    if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error(`status not allowed: ${status}`)
    return { status, headers: checkedHeaders(headers), body: await openBody(body) }
  } catch (error) {
    failed(error)
    return internalError
  }
}

/** Close reasons are cut to what a close frame holds: 123 bytes, here of ASCII. */
export const closeReason = (reason: string): string => reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 123)

/** A HEAD request is answered as its GET would be, without the body, so that no handler needs to know of it. */
export const handledMethod = (method: string): string => (method === 'HEAD' ? 'GET' : method)
