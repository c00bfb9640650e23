/**
 * Requests that the hub makes of servers elsewhere. Nothing is followed: a redirect is an answer like any other, so that what
 * is sent goes nowhere but where somebody said. By default only https is spoken, and with no address of this machine or of a
 * private network, whatever a name resolves to at that moment. The caller's signal ends it at any point, the wait for a
 * connection included.
 */
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import { isPrivateAddress, publicOnly } from './private-address.ts'

export interface OutgoingOptions {
  /** Also http, and addresses of private networks. */
  readonly privateAddresses: boolean
  /** Connections to one server; what is more waits. Default 16. */
  readonly socketsMax?: number
}

export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** Null for none. */
  readonly body: string | null
  readonly signal: AbortSignal
}

/** The head of an answer; its body has not been read. */
export type Answering = http.IncomingMessage

/** What is longer, or no UTF-8, has the text null. */
export interface OutgoingAnswer {
  readonly status: number
  readonly text: string | null
}

export class Outgoing {
  readonly #agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent }

  constructor(private readonly options: OutgoingOptions) {
    const how = { keepAlive: true, maxSockets: options.socketsMax ?? 16 }
    this.#agents = { 'http:': new http.Agent(how), 'https:': new https.Agent(how) }
  }

  /** False for what is no address, or none that is gone to. A name may still resolve to a private one. */
  mayGo(url: string): boolean {
    if (!URL.canParse(url)) return false
    const { protocol, hostname, username, password } = new URL(url)
    if (username !== '' || password !== '') return false
    if (this.options.privateAddresses) return protocol === 'https:' || protocol === 'http:'
    const host = hostname.replace(/^\[(.*)\]$/, '$1')
    return protocol === 'https:' && !(isIP(host) > 0 && isPrivateAddress(host))
  }

  /** The whole answer, of which no more than `bytesMax` is read. Rejects when there is none. */
  async send(request: OutgoingRequest, bytesMax: number): Promise<OutgoingAnswer> {
    const answer = await this.open(request)
    const status = answer.statusCode ?? 0
    const bytes = await bytesOf(answer, bytesMax)
    return { status, text: bytes === null ? null : textOf(bytes) }
  }

  /** As soon as the head of the answer is there; the caller reads the body, or destroys it. Rejects when there is none. */
  open({ method, url, headers, body, signal }: OutgoingRequest): Promise<Answering> {
    if (!this.mayGo(url)) return Promise.reject(new Error('an address that this hub does not go to'))
    const target = new URL(url)
    const isPlain = target.protocol === 'http:'
    const options = {
      method,
      headers: { ...headers, ...(body !== null && { 'content-length': String(Buffer.byteLength(body)) }) },
      agent: this.#agents[isPlain ? 'http:' : 'https:'],
      signal,
      ...(!this.options.privateAddresses && { lookup: publicOnly }),
    }
    return new Promise((resolve, reject) => {
      const request = (isPlain ? http : https).request(target, options, resolve)
      request.on('error', reject)
      request.end(body ?? undefined)
    })
  }

  /** Closes the connections that are kept. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }
}

/** Null for what is too long, of which no more is read. */
async function bytesOf(answer: Answering, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
