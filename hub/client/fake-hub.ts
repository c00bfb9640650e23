/**
 * The other end for the client's tests: virtual time, and a hub that says only what a test makes it say, in real frames.
 * What the client sends is read by the hub's own reader, so a frame that the hub would refuse fails the test.
 */
import { encode, frameKinds, type ClientFrame, type HubFrame, type Wire } from '../protocol/index.ts'
import { readClientFrame } from '../protocol/scan.ts'
import { HubClient } from './client.ts'
import type {
  ClientClock,
  ClientSocket,
  HubClientOptions,
  OutboxStorage,
  SocketEvents,
  StoredRequest,
} from './options.ts'

/** Time that passes only when told. Timers run in their order, with promises settled in between. */
export class VirtualClock implements ClientClock {
  #now = 1_000
  #timers: { at: number; action: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  get timers(): number {
    return this.#timers.length
  }

  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.action()
      await settled()
    }
    this.#now = until
  }
}

/** Lets everything that is waiting for nothing but its turn happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** One socket, seen from the hub. */
export class FakeLine {
  readonly received: ClientFrame[] = []
  /** The code with which the client closed it; null while it is open or when the hub closed it. */
  closedByClient: number | null = null
  readonly socket: ClientSocket

  constructor(readonly events: SocketEvents) {
    this.socket = {
      send: (bytes) => void this.received.push(readClientFrame(bytes)),
      close: (code = 1005) => {
        this.closedByClient = code
      },
    }
  }

  say(frame: HubFrame): void {
    this.events.message(encode(frame))
  }

  welcome({ epoch = 1, now = 1_700_000_000_000, version = 1 } = {}): void {
    this.events.opened()
    this.say([frameKinds.welcome, version, epoch, 'ses_1', now, 10_000, 25_000])
  }

  /** Frames of one kind that have arrived. */
  of<K extends ClientFrame[0]>(kind: K): Extract<ClientFrame, readonly [K, ...unknown[]]>[] {
    return this.received.filter((frame) => frame[0] === kind) as never
  }

  get requestIds(): string[] {
    return this.of(frameKinds.request).map(([, id]) => id)
  }
}

/** A storage that can be handed to the client of "the next page". */
export function memoryOutbox(
  stored: readonly StoredRequest[] = [],
): OutboxStorage & { stored: readonly StoredRequest[] } {
  const outbox = {
    stored,
    load: () => JSON.parse(JSON.stringify(outbox.stored)) as StoredRequest[],
    save: (requests: readonly StoredRequest[]) => {
      outbox.stored = requests
    },
  }
  return outbox
}

/** A client and the lines it opens, latest last. */
export function world(over: Partial<HubClientOptions> = {}) {
  const clock = new VirtualClock()
  const lines: FakeLine[] = []
  const outbox = memoryOutbox()
  let ids = 0
  const client = new HubClient({
    openSocket: (events) => {
      const line = new FakeLine(events)
      lines.push(line)
      return line.socket
    },
    getTicket: () => Promise.resolve(`ticket-${lines.length + 1}`),
    clock,
    random: () => 0.5,
    outbox,
    requestId: () => `r${++ids}`,
    ...over,
  })
  const latest = (): FakeLine => lines.at(-1) as FakeLine
  return {
    clock,
    lines,
    outbox,
    client,
    latest,
    /** Connects, or comes back, and is welcomed. */
    async online(welcome: Parameters<FakeLine['welcome']>[0] = {}): Promise<FakeLine> {
      client.connect()
      client.retryNow()
      await settled()
      latest().welcome(welcome)
      return latest()
    },
  }
}

/** A message entry of a log, in its wire form. */
export const messageEntry = (text: string, requestId = ''): Wire => [
  0,
  1_700_000_000_000,
  'customer',
  '',
  requestId,
  text,
  [],
]
