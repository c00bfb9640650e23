/**
 * One page on the real hub, frame by frame: what it says and when it reads is up to the attack. It never comes back by
 * itself and beats only when told to, once or for as long as it stays.
 */
import { WebSocket } from 'ws'
import { demoSiteKey } from '../demo.ts'
import { isId, type ContactId } from '../model/ids.ts'
import {
  decode,
  encode,
  frameKinds,
  protocolVersions,
  requests,
  type HubFrame,
  type RequestBody,
  type Shape,
  type Verb,
} from '../protocol/index.ts'
import { demoPassword, type RealHub } from './real-hub.ts'
import { until } from './waiting.ts'

/** Pages so far: a session may have several, one after the other, and no request of theirs has the id of another. */
let made = 0

/** Some beats within a lease: on a busy machine one of them comes late. */
const beatEveryMs = 5_000

export class WirePage {
  readonly frames: HubFrame[] = []
  closedWith: number | null = null
  /** The status that refused the upgrade. */
  refusedWith: number | null = null
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, (outcome: string) => void>()
  readonly #name = `w${++made}`
  #requests = 0

  constructor(hub: RealHub, origin: string = hub.origin) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${hub.port}/ws`, { origin, perMessageDeflate: false })
    this.#socket.on('message', (bytes: Buffer) => this.#heard(decode(new Uint8Array(bytes)) as HubFrame))
    this.#socket.on('error', () => {})
    this.#socket.on('unexpected-response', (_, { statusCode }) => {
      this.refusedWith = statusCode ?? 0
      this.#socket.terminate()
    })
    this.#socket.on('close', (code) => {
      this.closedWith = code
      for (const answer of this.#waiting.values()) answer(`closed ${code}`)
    })
  }

  get opened(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** The session of the welcome, or null before it. */
  get session(): string | null {
    const welcome = this.frames.find(([kind]) => kind === frameKinds.welcome)
    return welcome === undefined ? null : (welcome[3] as string)
  }

  /** Refusals that this page was told. */
  refusals = 0

  /** The contact that this page has begun; null before. */
  contact: ContactId | null = null

  hello(ticket: string): void {
    this.#socket.send(encode([frameKinds.hello, protocolVersions, ticket, [], []]))
  }

  beat(): void {
    this.#socket.send(encode([frameKinds.beat]))
  }

  /** Resolves with `done`, the code of the refusal, or how the page was closed. */
  ask<V extends Verb>(verb: V, body: RequestBody<V>): Promise<string> {
    if (this.closedWith !== null) return Promise.resolve(`closed ${this.closedWith}`)
    const id = `${this.#name}-${++this.#requests}`
    const wire = (requests[verb].body as unknown as Shape<typeof body>).pack(body)
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.send(encode([frameKinds.request, id, verb, wire]))
    })
  }

  /** Beats by itself until it is closed, as the page of somebody does who only looks on for a while. */
  stay(): this {
    const beating = setInterval(() => this.opened && this.beat(), beatEveryMs)
    this.#socket.on('close', () => clearInterval(beating))
    return this
  }

  /** Bytes that may be no frame at all. */
  sendRaw(bytes: Uint8Array): void {
    this.#socket.send(bytes)
  }

  /** Reads nothing any more, until `resume`. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  leave(): void {
    this.#socket.terminate()
  }

  #heard(frame: HubFrame): void {
    const [kind, id] = frame
    if (kind === frameKinds.welcome || kind === frameKinds.snapshot || kind === frameKinds.delta)
      this.frames.push(frame)
    if (kind === frameKinds.refusal) this.refusals += 1
    if (kind !== frameKinds.reply && kind !== frameKinds.refusal) return
    // The only reply that holds an id alone: that of `contact.start`.
    if (kind === frameKinds.reply && Array.isArray(frame[2]) && isId('contact', frame[2][0])) this.contact = frame[2][0]
    this.#waiting.get(id)?.(kind === frameKinds.reply ? 'done' : String(frame[2]))
    this.#waiting.delete(id)
  }
}

export interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** One HTTP request, as a page of the hub's own origin would make it. */
export async function post(
  hub: RealHub,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Asked> {
  const all = { 'content-type': 'application/json', origin: hub.origin, 'x-madoguchi': '1', ...headers }
  const response = await fetch(`${hub.origin}${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

/** A ticket for a visitor, of this identity or of a new one. */
export async function visitorTicket(
  hub: RealHub,
  token?: string,
  site: string = demoSiteKey,
): Promise<{ readonly ticket: string; readonly token: string }> {
  const { status, body } = await post(hub, '/api/visitor/ticket', token === undefined ? { site } : { site, token })
  if (status !== 200) throw new Error(`no ticket: ${status} ${body}`)
  return JSON.parse(body) as { ticket: string; token: string }
}

/** A page with this ticket that was welcomed, or is closed. */
export async function welcomed(hub: RealHub, ticket: string): Promise<WirePage> {
  const page = new WirePage(hub)
  await until(() => page.opened)
  page.hello(ticket)
  await until(() => page.session !== null || page.closedWith !== null)
  return page
}

export const signIn = (
  hub: RealHub,
  name: string,
  password = demoPassword,
  headers: Record<string, string> = {},
): Promise<Asked> => post(hub, '/api/agent/sign-in', { name, password }, headers)

/** The cookie that an answer set. */
export const cookieOf = ({ headers }: Asked): string => headers.get('set-cookie')?.split(';')[0] ?? ''

export async function agentPage(hub: RealHub, cookie: string): Promise<WirePage> {
  const { body } = await post(hub, '/api/agent/ticket', {}, { cookie })
  return welcomed(hub, (JSON.parse(body) as { ticket: string }).ticket)
}
