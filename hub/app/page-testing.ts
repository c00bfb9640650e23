/**
 * For tests of the shell: a page that speaks frame by frame, so that a test can be as impolite as it likes and see exactly
 * what the hub sent. It beats as clients do unless it is told to be silent, and keeps the lists and logs it was told.
 */
import type { MemoryClientSocket } from '../adapters/transport-memory.ts'
import { durationMs } from '../model/time.ts'
import {
  decode,
  encode,
  frameKinds,
  hints,
  itemShape,
  protocolVersions,
  readEntry,
  Refused,
  requests,
  type ClientFrame,
  type Entry,
  type FrameName,
  type HintBody,
  type HintVerb,
  type HubFrame,
  type Item,
  type ItemKind,
  type ListCursor,
  type LogCursor,
  type RefusalCode,
  type ReplyBody,
  type RequestBody,
  type Shape,
  type Topic,
  type Verb,
  type Wire,
} from '../protocol/index.ts'
import type { Counter } from './testing.ts'

type Frame<Name extends FrameName> = Extract<HubFrame, readonly [(typeof frameKinds)[Name], ...unknown[]]>

export interface Greeting {
  readonly ticket?: string
  readonly versions?: readonly number[]
  readonly logs?: readonly LogCursor[]
  readonly lists?: readonly ListCursor[]
  /** Sends no beats. */
  readonly silent?: boolean
}

export class Page {
  opened = false
  closedWith: number | null = null
  /** When it was closed, in the clock's elapsed milliseconds. */
  closedAt = 0
  /** Everything the hub said, in order. */
  readonly frames: HubFrame[] = []
  readonly socket: MemoryClientSocket
  readonly #items = new Map<string, { readonly kind: string; readonly value: Wire }>()
  #beating = true
  #requests = 0

  constructor(
    private readonly counter: Counter,
    origin: string,
  ) {
    this.socket = counter.net.connect(
      { path: '/ws', origin },
      {
        opened: () => (this.opened = true),
        message: (bytes) => this.#heard(decode(bytes) as HubFrame),
        closed: (code) => {
          this.closedWith = code
          this.closedAt = counter.clock.elapsedMs
        },
      },
    )
  }

  send(frame: ClientFrame): void {
    this.socket.send(encode(frame))
  }

  hello({ ticket = '', versions = protocolVersions, logs = [], lists = [], silent = false }: Greeting): void {
    this.send([frameKinds.hello, versions, ticket, logs, lists])
    this.#beating = !silent
    this.#beat()
  }

  /** No beat leaves any more. */
  fallSilent(): void {
    this.#beating = false
  }

  /** The page is gone without a word, as in a reload. */
  async vanish(): Promise<void> {
    this.#beating = false
    this.socket.cut('both')
    await this.counter.until(() => this.closedWith !== null)
  }

  /** Waits for the end and tells its code. */
  async end(withinMs = 60_000): Promise<number> {
    await this.counter.until(() => this.closedWith !== null, withinMs)
    return this.closedWith!
  }

  // Requests.

  /** Sends a request and returns its id. */
  put<V extends Verb>(verb: V, body: RequestBody<V>, id = this.#nextId()): string {
    this.send([frameKinds.request, id, verb, (requests[verb].body as unknown as Shape<typeof body>).pack(body)])
    return id
  }

  /** The answer to a request that was sent; throws `Refused`. */
  async answer<V extends Verb>(verb: V, id: string): Promise<ReplyBody<V>> {
    const answers = (): readonly HubFrame[] =>
      this.frames.filter(([kind, to]) => (kind === frameKinds.reply || kind === frameKinds.refusal) && to === id)
    await this.counter.until(() => answers().length > 0 || this.closedWith !== null, 30_000)
    const frame = answers().at(-1)
    if (frame === undefined) throw new Error(`closed with ${this.closedWith} and no answer to ${verb}`)
    if (frame[0] === frameKinds.refusal) throw new Refused(frame[2] as RefusalCode)
    return (requests[verb].reply as unknown as Shape<ReplyBody<V>>).read(frame[2])
  }

  ask<V extends Verb>(verb: V, body: RequestBody<V>, id = this.#nextId()): Promise<ReplyBody<V>> {
    this.forget(id)
    this.put(verb, body, id)
    return this.answer(verb, id)
  }

  /** The code a request is refused with, or 'done'. */
  async refusal<V extends Verb>(verb: V, body: RequestBody<V>, id?: string): Promise<RefusalCode | 'done'> {
    try {
      await this.ask(verb, body, id)
      return 'done'
    } catch (error) {
      if (error instanceof Refused) return error.code
      throw error
    }
  }

  hint<V extends HintVerb>(verb: V, body: HintBody<V>): void {
    this.send([frameKinds.hint, verb, (hints[verb] as unknown as Shape<typeof body>).pack(body)])
  }

  // What it was told.

  of<Name extends FrameName>(name: Name): Frame<Name>[] {
    return this.frames.filter(([kind]) => kind === frameKinds[name]) as Frame<Name>[]
  }

  /** Forgets the frames so far, or those that answer one request; lists stay. */
  forget(requestId?: string): void {
    const kept = requestId === undefined ? [] : this.frames.filter(([, id]) => id !== requestId)
    this.frames.splice(0, Infinity, ...kept)
  }

  /** Items of a live list as this page knows them. */
  items<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K): Item<T, K>[] {
    return [...this.#items]
      .filter(([name, item]) => name.startsWith(`${topic} `) && item.kind === kind)
      .map(([, { value }]) => itemShape(topic, kind)!.read(value) as Item<T, K>)
  }

  /** The only item of its kind. */
  item<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K): Item<T, K> | undefined {
    return this.items(topic, kind)[0]
  }

  /** Entries told so far with their numbers, in the order of telling. */
  entries(contact: string): { readonly seq: number; readonly entry: Entry }[] {
    return this.of('entries')
      .filter((frame) => frame[1] === contact)
      .flatMap(([, , first, wires]) => wires.map((wire, at) => ({ seq: first + at, entry: readEntry(wire) })))
  }

  /** Cursor of a list as this page would say it in a hello. */
  cursor(topic: Topic): ListCursor {
    const told = this.frames.filter(
      ([kind, name]) => (kind === frameKinds.snapshot || kind === frameKinds.delta) && name === topic,
    )
    return [topic, this.of('welcome')[0]![2], told.at(-1)![2] as number]
  }

  #heard(frame: HubFrame): void {
    this.frames.push(frame)
    if (frame[0] !== frameKinds.snapshot && frame[0] !== frameKinds.delta) return
    const [kind, topic, , changes] = frame
    if (kind === frameKinds.snapshot)
      for (const name of [...this.#items.keys()]) if (name.startsWith(`${topic} `)) this.#items.delete(name)
    for (const [item, id, value] of changes)
      if (value === null) this.#items.delete(`${topic} ${item} ${id}`)
      else this.#items.set(`${topic} ${item} ${id}`, { kind: item, value })
  }

  #beat(): void {
    this.counter.clock.after(durationMs(10_000), () => {
      if (!this.#beating || this.closedWith !== null) return
      this.send([frameKinds.beat])
      this.#beat()
    })
  }

  #nextId(): string {
    // Unlike on every page of a counter: ids are never used twice within a session.
    return `r${this.counter.clock.elapsedMs}-${++this.#requests}-${this.counter.chance.word(6)}`
  }
}
