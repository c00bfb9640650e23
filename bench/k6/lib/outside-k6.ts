/**
 * The outside in k6. Its sockets hand over when a frame came off the wire, so that figures are the hub's and not the waiting
 * of a busy generator. The only file that knows k6's modules, but for the entry (entry-k6.ts).
 */
import execution from 'k6/execution'
import http from 'k6/http'
import { Counter, Rate, Trend } from 'k6/metrics'
import { WebSocket } from 'k6/websockets'
import type { ClientSocket, SocketEvents } from '#client'
import { counters, rates, trends, type Measure } from './measures.ts'
import type { Answer, Browser, Outside } from './outside.ts'
import type { Settings } from './settings.ts'

/** k6 takes new metrics only while a script is loaded. */
const metrics = Object.fromEntries<Counter | Rate | Trend>([
  ...Object.keys(trends).map((name) => [name, new Trend(name, true)] as const),
  ...Object.keys(counters).map((name) => [name, new Counter(name)] as const),
  ...Object.keys(rates).map((name) => [name, new Rate(name)] as const),
]) as Readonly<Record<Measure, Counter | Rate | Trend>>

/** Of each virtual user: a hub that is gone concerns all of them at once. */
const linesMost = 3

export const outsideOfK6 = (settings: Settings): Outside => ({
  tell: (line) => {
    if (told++ < linesMost) console.warn(line)
  },
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  add: (measure, value, tags) => metrics[measure].add(value, tags),
  browser: (person) => new K6Browser(settings, person),
  startedAt: () => execution.scenario.startTime,
})

/** Lines told by this virtual user. */
let told = 0

/** What k6's events carry beyond what its types say. */
interface Closed {
  readonly code?: number
}

class K6Browser implements Browser {
  arrivedAt = 0
  /** One a person: a virtual user may play several. */
  readonly #jar = new http.CookieJar()

  constructor(
    private readonly settings: Settings,
    private readonly person: string,
  ) {}

  async post(path: string, body: object): Promise<Answer> {
    const { hub, origin } = this.settings
    const headers = {
      'content-type': 'application/json',
      'x-madoguchi': '1',
      origin: this.person === 'agent' ? hub : origin,
    }
    const answer = await http.asyncRequest('POST', hub + path, JSON.stringify(body), {
      headers,
      jar: this.#jar,
      tags: { name: path, person: this.person },
      responseType: 'text',
    })
    return { status: answer.status, body: parsed(answer.body) }
  }

  openSocket(path: string, events: SocketEvents): ClientSocket {
    const { hub, origin } = this.settings
    const address = hub.replace(/^http/, 'ws') + path
    const socket = new WebSocket(address, null, {
      headers: { origin: this.person === 'agent' ? hub : origin },
      tags: { name: path, person: this.person },
    })
    // Else every frame would come as a Blob, to be awaited.
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => events.opened()
    socket.onmessage = (event) => {
      if (event === undefined || !(event.data instanceof ArrayBuffer)) return
      this.arrivedAt = event.timestamp
      events.message(new Uint8Array(event.data))
    }
    // Told of by `onclose`, which follows; without a handler k6 would end the iteration.
    socket.onerror = () => {}
    socket.onclose = (event?: Closed) => events.closed(event?.code ?? 1006)
    return {
      // The codec's bytes are a part of a pool, of which k6 would send the whole.
      send: (bytes) => {
        if (socket.readyState === 1) socket.send(bytes.slice().buffer)
      },
      close: (code = 1000, reason = '') => socket.close(code, reason),
    }
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
