/**
 * Test support: a hub of cardboard that serves the built app under the real content policy and speaks real frames, so that
 * every state of the screen can be shown at will (refusals, crowds, lost lines). What the app does with a hub that decides
 * is tested against the real one. Nothing here is a rule of the product.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  decode,
  encode,
  frameKinds,
  packEntry,
  requests,
  topics,
  type Entry,
  type Item,
  type ItemKind,
  type RefusalCode,
  type Shape,
  type Topic,
  type Verb,
  type Wire,
} from '#protocol'
import { standing } from './around.ts'

export const contentPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; " +
  "require-trusted-types-for 'script'; trusted-types lit-html"

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** What the fake answers to a request: a reply, or the code of a refusal; undefined leaves it unanswered. */
export type Answerer = (verb: Verb, body: never) => object | RefusalCode | undefined

/** An item of the floor as it is from now on, null when it is gone. */
export type FloorChange = {
  readonly [K in ItemKind<'floor'>]: readonly [kind: K, id: string, value: Item<'floor', K> | null]
}[ItemKind<'floor'>]

/** An id may have spaces, a kind has none. */
const kindAndId = (key: string): readonly string[] => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]

export class FakeHub {
  signedIn = true
  /** Status and body of the next sign-in. */
  signIn: readonly [status: number, body: object] = [200, { agent: 'agt_ann', name: 'Ann', role: 'agent' }]
  answer: Answerer = () => ({})
  /** What it answers whatever `answer` says: what stands around a talk is asked for unasked. */
  readonly standing: Partial<Record<Verb, object>> = standing()
  /** Status and body of an upload; null leaves it hanging. */
  upload: readonly [status: number, body: object] | null = null
  /** What a report says; null for a hub that fails. */
  report: object | null = null
  readonly asked: { verb: string; body: unknown }[] = []
  readonly #items = new Map<string, Map<string, Wire>>()
  readonly #logs = new Map<string, Entry[]>()
  readonly #seqs = new Map<string, number>()
  readonly #sockets = new Set<WebSocket>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #ws = new WebSocketServer({ server: this.#server, path: '/ws' })

  constructor(private readonly dist: string) {
    this.#ws.on('connection', (socket) => this.#connected(socket))
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/agent/`
  }

  async close(): Promise<void> {
    this.cut()
    this.#ws.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Tears all lines and, while `refuses` holds, lets none in. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  refuses = false

  put<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K, id: string, value: Item<T, K> | null): void {
    this.#change(topic, [[kind, id, this.#kept(topic, kind, id, value)]])
  }

  /** Several items of the floor in one telling, as a hub's beat has them. */
  putAll(changes: readonly FloorChange[]): void {
    const told = changes.map(([kind, id, value]) => [kind, id, this.#kept('floor', kind, id, value as never)] as const)
    this.#change('floor', told)
  }

  #kept<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K, id: string, value: Item<T, K> | null): Wire {
    const shape = (topics[topic] as Record<string, Shape<unknown>>)[kind]
    const wire = value === null ? null : (shape?.pack(value) ?? null)
    const items = this.#items.get(topic) ?? new Map<string, Wire>()
    this.#items.set(topic, items)
    if (wire === null) items.delete(`${kind} ${id}`)
    else items.set(`${kind} ${id}`, wire)
    return wire
  }

  #change(topic: Topic, changes: readonly (readonly [kind: string, id: string, wire: Wire])[]): void {
    const seq = (this.#seqs.get(topic) ?? 0) + 1
    this.#seqs.set(topic, seq)
    this.#tell([frameKinds.delta, topic, seq, changes])
  }

  append(contact: string, ...entries: readonly Entry[]): void {
    const log = this.#logs.get(contact) ?? []
    this.#logs.set(contact, log)
    const first = log.length + 1
    log.push(...entries)
    this.#tell([frameKinds.entries, contact, first, entries.map(packEntry)])
  }

  types(contact: string): void {
    this.#tell([frameKinds.hinted, 'message.typing', [contact, true]])
  }

  #tell(frame: readonly unknown[]): void {
    for (const socket of this.#sockets) socket.send(encode(frame))
  }

  #connected(socket: WebSocket): void {
    if (this.refuses) return socket.terminate()
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('message', (data: Buffer) => {
      const frame = decode(data) as readonly [number, ...Wire[]]
      if (frame[0] === frameKinds.hello) this.#welcome(socket, frame)
      else if (frame[0] === frameKinds.beat) socket.send(encode([frameKinds.beaten, Date.now()]))
      else if (frame[0] === frameKinds.request) this.#request(socket, frame)
    })
  }

  #welcome(socket: WebSocket, frame: readonly unknown[]): void {
    socket.send(encode([frameKinds.welcome, 1, 1, 'ses_fake', Date.now(), 10_000, 25_000]))
    const cursors = new Map(frame[3] as [string, number][])
    for (const [contact, log] of this.#logs) {
      const held = cursors.get(contact) ?? 0
      if (held < log.length)
        socket.send(encode([frameKinds.entries, contact, held + 1, log.slice(held).map(packEntry)]))
    }
    for (const topic of ['desk', 'floor']) {
      const items = [...(this.#items.get(topic) ?? [])].map(([key, wire]) => [...kindAndId(key), wire])
      socket.send(encode([frameKinds.snapshot, topic, this.#seqs.get(topic) ?? 0, items]))
    }
    this.#sockets.add(socket)
  }

  #request(socket: WebSocket, [, id, verb, wire]: readonly Wire[]): void {
    const shapes = requests[verb as Verb]
    const body = (shapes.body as Shape<unknown>).read(wire)
    this.asked.push({ verb: verb as string, body })
    const answer =
      this.standing[verb as Verb] ?? this.answer(verb as Verb, { ...(body as object), requestId: id } as never)
    if (answer === undefined) return
    if (typeof answer === 'string') socket.send(encode([frameKinds.refusal, id, answer]))
    else socket.send(encode([frameKinds.reply, id, (shapes.reply as Shape<unknown>).pack(answer)]))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://hub').pathname
    if (path.startsWith('/api/')) return this.#api(path, request, response)
    const file = path === '/agent/' ? 'index.html' : path.replace('/agent/', '')
    try {
      const bytes = await readFile(join(this.dist, file))
      response.writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': contentPolicy,
      })
      response.end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  }

  #api(path: string, request: IncomingMessage, response: ServerResponse): void {
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    request.resume()
    if (path.startsWith('/api/attachments/')) {
      if (this.upload !== null) json(...this.upload)
      return
    }
    const identity = { agent: 'agt_ann', name: 'Ann', role: 'agent' }
    if (path === '/api/agent/sign-in') {
      this.signedIn = this.signIn[0] === 200
      return json(...this.signIn)
    }
    if (path === '/api/agent/sign-out') {
      this.signedIn = false
      return void response.writeHead(204).end()
    }
    if (!this.signedIn) return json(401, { code: 'signIn.wrong' })
    if (path === '/api/agent/session') return json(200, identity)
    if (path === '/api/reports') return this.report === null ? json(503, {}) : json(200, this.report)
    if (path === '/api/agent/ticket') return json(200, { ticket: 'ticket', socket: '/ws' })
    json(404, {})
  }
}
