/**
 * The connection to the hub, for every screen: opens a line, keeps it, comes back after a loss with what it holds, and sends
 * again what was not answered. State is in its parts (logs, lists, outbox); this shell only translates between them, the
 * line and the listeners. PROTOCOL.md is the specification.
 */
import {
  closeCodes,
  frameKinds,
  hints,
  hintShape,
  protocolVersions,
  requests,
  type Entry,
  type HintBody,
  type HintVerb,
  type HubFrame,
  type Item,
  type ItemKind,
  type RefusalCode,
  type ReplyBody,
  type RequestBody,
  type Shape,
  type Topic,
  type Verb,
  type Wire,
} from '../protocol/index.ts'
import { Emitter } from './emitter.ts'
import { HubClock } from './hub-clock.ts'
import { Line, type Welcome } from './line.ts'
import { Lists } from './lists.ts'
import { Logs } from './logs.ts'
import {
  ClientStopped,
  type ClientEvents,
  type ConnectionState,
  type HintReceived,
  type HubClientOptions,
  type PendingRequest,
  type StopReason,
  type StoredRequest,
} from './options.ts'
import { Outbox } from './outbox.ts'
import { defaultPolicy, retryDelayMs, type ReconnectPolicy } from './reconnect.ts'

export class HubClient {
  readonly #options: HubClientOptions
  readonly #policy: ReconnectPolicy
  readonly #events = new Emitter<ClientEvents>()
  readonly #logs = new Logs()
  readonly #lists = new Lists()
  readonly #outbox: Outbox
  readonly #hubClock: HubClock
  #state: ConnectionState = { kind: 'idle' }
  #line: Line | null = null
  #attempt = 0
  #onlineSince: number | null = null
  /** When the hub that goes away asked us to come back, in the time of the own clock. */
  #goawayUntil: number | null = null
  /** Waiting to come back; on a line, waiting to leave a hub that goes away. */
  #offTimer: () => void = () => {}

  constructor(options: HubClientOptions) {
    this.#options = options
    this.#policy = { ...defaultPolicy, ...options.policy }
    this.#outbox = new Outbox(options, this.#events)
    this.#hubClock = new HubClock(options.clock)
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Begins to connect and stays connected from now on. Nothing happens when that has begun already. */
  connect(): void {
    if (this.#state.kind !== 'idle' && this.#state.kind !== 'stopped') return
    this.#attempt = 0
    this.#dial()
  }

  /** Says `bye` and stops. Requests without an answer are rejected with `ClientStopped`, but stay in the storage. */
  close(): void {
    if (this.#state.kind === 'online') this.#line?.send([frameKinds.bye])
    this.#stop('closed')
  }

  /** There is a reason to believe that now is better: the browser came online, the tab is seen again. */
  retryNow(): void {
    if (this.#state.kind === 'waiting') this.#dial()
    else if (this.#state.kind === 'online') this.#line?.probe()
  }

  /**
   * Makes a request. It is kept and sent, after every reconnect again, until it is answered. `done` rejects with `Refused`
   * (nothing was done) or `ClientStopped`, and may be left alone: event `answered` tells the same.
   */
  request<V extends Verb>(verb: V, body: RequestBody<V>): { id: string; done: Promise<ReplyBody<V>> } {
    const id = this.#options.requestId?.() ?? drawId(this.#options.random)
    const stored: StoredRequest = { id, verb, body: (requests[verb].body as unknown as Shape<typeof body>).pack(body) }
    const state = this.#state
    const done =
      state.kind === 'stopped'
        ? Promise.reject(new ClientStopped(state.reason))
        : this.#outbox.add<ReplyBody<V>>(stored)
    // Nobody has to listen.
    done.catch(() => {})
    return { id, done }
  }

  /** Requests without an answer, those of a page before the reload included, in the order they were made. */
  resumePending(): readonly PendingRequest[] {
    return this.#outbox.pending()
  }

  /** Says something that may be lost. Dropped when not online. */
  hint<V extends HintVerb>(verb: V, body: HintBody<V>): void {
    if (this.#state.kind !== 'online') return
    this.#line?.send([frameKinds.hint, verb, (hints[verb] as unknown as Shape<typeof body>).pack(body)])
  }

  /** Items of a live list by their ids ('' where there is only one). The same map every time; it changes with event `list`. */
  list<T extends Topic, K extends ItemKind<T>>(topic: T, kind: K): ReadonlyMap<string, Item<T, K>> {
    return this.#lists.of(topic, kind) as ReadonlyMap<string, Item<T, K>>
  }

  /** What is known of a contact's log; entry n has number n + 1. */
  log(contact: string): readonly Entry[] {
    return this.#logs.of(contact)
  }

  /** Lets go of a contact's log, for contacts that are not shown any more. */
  forget(contact: string): void {
    this.#logs.forget(contact)
  }

  /** An estimate of hub time, milliseconds. */
  hubNow(): number {
    return this.#hubClock.now()
  }

  /** Returns what ends the listening. */
  on<Name extends keyof ClientEvents>(event: Name, listener: (event: ClientEvents[Name]) => void): () => void {
    return this.#events.on(event, listener)
  }

  // The line, from the first attempt to its end.

  #dial(): void {
    this.#offTimer()
    this.#goawayUntil = null
    this.#line = new Line(this.#options, this.#policy.openTimeoutMs, {
      hello: (ticket) => [frameKinds.hello, protocolVersions, ticket, this.#logs.greet(), this.#lists.cursors()],
      welcomed: (welcome, sentAt) => this.#welcomed(welcome, sentAt),
      beaten: (sentAt, hubNow) => this.#hubClock.observe(sentAt, hubNow),
      frame: (frame) => this.#frame(frame),
      lost: (code) => this.#lost(code),
    })
    this.#become({ kind: 'connecting' })
  }

  #welcomed([, version, epoch, , now]: Welcome, sentAt: number): void {
    if (!protocolVersions.includes(version)) return this.#line?.end(closeCodes.versionUnsupported)
    this.#onlineSince = this.#options.clock.now()
    this.#hubClock.begin()
    this.#hubClock.observe(sentAt, now)
    this.#lists.begin(epoch)
    // Before anybody is told: what a listener asks now comes after what was asked before.
    this.#outbox.resume((frame) => this.#line?.send(frame))
    this.#become({ kind: 'online' })
  }

  #lost(code: number): void {
    this.#line = null
    this.#offTimer()
    this.#outbox.pause()
    if (code === closeCodes.malformed && this.#onlineSince !== null) this.#outbox.suspect()
    if (code === closeCodes.signedOut) return this.#stop('signedOut')
    if (code === closeCodes.versionUnsupported) return this.#stop('versionUnsupported')
    const now = this.#options.clock.now()
    if (this.#onlineSince !== null && now - this.#onlineSince >= this.#policy.stableMs) this.#attempt = 0
    this.#onlineSince = null
    this.#attempt += 1
    const delayMs = retryDelayMs(this.#attempt, code, this.#policy, this.#options.random)
    const retryAt = this.#goawayUntil ?? now + delayMs
    this.#offTimer = this.#options.clock.after(Math.max(0, retryAt - now), () => this.#dial())
    this.#become({ kind: 'waiting', retryAt, attempt: this.#attempt })
  }

  #stop(reason: StopReason): void {
    this.#offTimer()
    this.#line?.close()
    this.#line = null
    this.#onlineSince = null
    // What was asked under an identity that is gone must not be asked under the next one.
    this.#outbox.abandon(new ClientStopped(reason), reason === 'signedOut')
    this.#become({ kind: 'stopped', reason })
  }

  /** The hub goes away and closes the line; should it fail to, we leave when it is time to come back. */
  #goaway(retryMs: number): void {
    this.#offTimer()
    this.#goawayUntil = this.#options.clock.now() + retryMs
    this.#offTimer = this.#options.clock.after(retryMs, () => this.#line?.end(closeCodes.goingAway))
  }

  #become(state: ConnectionState): void {
    this.#state = state
    this.#events.emit('state', state)
  }

  // What the hub says on an open line.

  #frame(frame: HubFrame): void {
    switch (frame[0]) {
      case frameKinds.reply:
        return this.#outbox.replied(frame[1], frame[2])
      case frameKinds.refusal:
        return this.#outbox.refused(frame[1], frame[2] as RefusalCode, frame[3] ?? null)
      case frameKinds.snapshot:
        return this.#listChanged(frame[1] as Topic, this.#lists.snapshot(frame[1] as Topic, frame[2], frame[3]))
      case frameKinds.delta:
        return this.#listChanged(frame[1] as Topic, this.#lists.delta(frame[1] as Topic, frame[2], frame[3]))
      case frameKinds.entries:
        return this.#entries(frame[1], frame[2], frame[3])
      case frameKinds.reset:
        this.#logs.reset(frame[1])
        return this.#events.emit('reset', { contact: frame[1] })
      case frameKinds.hinted:
        return this.#hinted(frame[1], frame[2])
      case frameKinds.goaway:
        return this.#goaway(frame[1])
      default:
      // A kind that a newer hub has and this build does not know.
    }
  }

  #entries(contact: string, firstSeq: number, wires: readonly Wire[]): void {
    const taken = this.#logs.append(contact, firstSeq, wires)
    if (taken === 'gap') return this.#line?.end(closeCodes.gap)
    if (taken !== null) this.#events.emit('entries', { contact, firstSeq: taken.firstSeq, entries: taken.fresh })
  }

  #listChanged(topic: Topic, kinds: 'gap' | readonly string[]): void {
    if (kinds === 'gap') return this.#line?.end(closeCodes.gap)
    if (kinds.length > 0) this.#events.emit('list', { topic, kinds })
  }

  #hinted(verb: string, wire: Wire): void {
    try {
      const body = hintShape(verb)?.read(wire, true)
      if (body !== undefined) this.#events.emit('hint', { verb, body } as HintReceived)
    } catch {
      // A hint may be lost; so may one that cannot be read.
    }
  }
}

/** 120 bits, as 24 characters. For clients that were given no better source. */
function drawId(random: () => number): string {
  const part = (): string =>
    Math.floor(random() * 2 ** 30)
      .toString(32)
      .padStart(6, '0')
  return part() + part() + part() + part()
}
