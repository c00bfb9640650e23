/** The outside on Node, for where there is no k6: sockets of the `ws` package, and the same people and protocol. */
import { WebSocket } from 'ws'
import type { ClientSocket, SocketEvents } from '#client'
import type { Answer, Browser, Outside } from '../lib/outside.ts'
import type { Settings } from '../lib/settings.ts'
import type { Tally } from './tally.ts'

const now = (): number => performance.timeOrigin + performance.now()

const linesMost = 10

export function outsideOfNode(settings: Settings, tally: Tally, say: (line: string) => void): Outside {
  const startedAt = now()
  let told = 0
  return {
    tell: (line) => {
      if (told++ < linesMost) say(line)
    },
    now,
    after: (ms, action) => {
      const timer = setTimeout(action, ms)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    add: (measure, value, tags) => tally.add(measure, value, tags),
    browser: (person) => new NodeBrowser(settings, person, tally),
    startedAt: () => startedAt,
  }
}

class NodeBrowser implements Browser {
  arrivedAt = 0
  #cookie = ''

  constructor(
    private readonly settings: Settings,
    private readonly person: string,
    private readonly tally: Tally,
  ) {}

  get #origin(): string {
    return this.person === 'agent' ? this.settings.hub : this.settings.origin
  }

  async post(path: string, body: object): Promise<Answer> {
    const cookie = this.#cookie === '' ? {} : { cookie: this.#cookie }
    const headers = { 'content-type': 'application/json', 'x-madoguchi': '1', origin: this.#origin, ...cookie }
    try {
      const answer = await fetch(this.settings.hub + path, { method: 'POST', headers, body: JSON.stringify(body) })
      this.tally.rate('http_req_failed', answer.ok ? 0 : 1)
      this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
      return { status: answer.status, body: await answer.json().catch(() => null) }
    } catch {
      this.tally.rate('http_req_failed', 1)
      return { status: 0, body: null }
    }
  }

  openSocket(path: string, events: SocketEvents): ClientSocket {
    const socket = new WebSocket(this.settings.hub.replace(/^http/, 'ws') + path, {
      origin: this.#origin,
      perMessageDeflate: false,
    })
    socket.binaryType = 'arraybuffer'
    socket.on('open', () => events.opened())
    socket.on('message', (bytes: ArrayBuffer) => {
      this.arrivedAt = now()
      this.tally.count('ws_msgs_received')
      events.message(new Uint8Array(bytes))
    })
    // Told of by `close`, which follows.
    socket.on('error', () => {})
    socket.on('close', (code) => events.closed(code))
    return {
      send: (bytes) => {
        if (socket.readyState !== WebSocket.OPEN) return
        this.tally.count('ws_msgs_sent')
        socket.send(bytes)
      },
      close: (code = 1000, reason = '') => socket.close(code, reason),
    }
  }
}
