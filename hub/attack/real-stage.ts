/**
 * The simulator's people on a real hub: real sockets, real HTTP, real time. People live faster than the clock, so that
 * minutes of talk fit into seconds; the clients' own time-outs and beats stay as they are.
 */
import { WebSocket } from 'ws'
import {
  HubClient,
  TicketRefused,
  type ClientSocket,
  type HubClientOptions,
  type OutboxStorage,
  type SocketEvents,
} from '../client/index.ts'
import { demoOrganisation, demoPeople, demoSiteKey } from '../demo.ts'
import type { Actor } from '../http/door.ts'
import { instant } from '../model/time.ts'
import type { Cancel } from '../ports/clock.ts'
import { decode, frameKinds, type ClientFrame, type HubFrame } from '../protocol/index.ts'
import { Chance } from '../sim/chance.ts'
import { rulesOf, type Rules } from '../sim/history.ts'
import type { Screen, Stage } from '../sim/stage.ts'
import { clientSocket } from './client-socket.ts'
import { Lines, type Line } from './lines.ts'
import { demoPassword, type RealHub } from './real-hub.ts'

export interface StageOptions {
  /** Where sockets are opened. Default: at the hub itself. */
  readonly socketPort?: number
  /** How clients come back, where it is not as usual. */
  readonly policy?: HubClientOptions['policy']
}

export class RealStage implements Stage {
  readonly chance: Chance
  readonly organisation = demoOrganisation
  readonly people = demoPeople
  readonly clock: Stage['clock']
  readonly #tokens = new Map<string, string>()
  readonly #cookies = new Map<string, Promise<string>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  /** From each opened socket until its client was welcomed, milliseconds. */
  readonly resumesMs: number[] = []
  /** What was sent on each line. */
  readonly lines = new Lines()
  /** Lines that are open now. */
  online = 0
  readonly #socketPort: number
  readonly #policy: HubClientOptions['policy']

  /** `haste`: how many times faster than the clock people live. */
  constructor(
    private readonly hub: Pick<RealHub, 'origin' | 'port'>,
    seed: number,
    haste: number,
    { socketPort = hub.port, policy }: StageOptions = {},
  ) {
    this.#socketPort = socketPort
    this.#policy = policy
    this.chance = new Chance(seed)
    const after = (ms: number, action: () => void): Cancel => this.#after(ms / haste, action)
    this.clock = { now: () => instant(Math.floor(performance.now())), after, soon: (action) => after(0, action) }
  }

  screen(actor: Actor, outbox: OutboxStorage): Screen {
    const chance = this.chance.fork()
    let here = true
    let cut = (): void => {}
    let openedAt = 0
    const client = new HubClient({
      openSocket: (events) => {
        const opened = (): void => {
          openedAt = performance.now()
          this.online += 1
          events.opened()
        }
        const noted = noting(this.lines.open(actor.session, actor.kind === 'agent'))
        const line = openSocket(this.hub, this.#socketPort, {
          ...events,
          opened,
          message: (bytes) => {
            noted.received(bytes)
            events.message(bytes)
          },
          closed: (code) => {
            if (openedAt > 0) this.online -= 1
            openedAt = 0
            events.closed(code)
          },
        })
        cut = line.cut
        const { socket } = line
        return {
          ...socket,
          send: (bytes) => {
            noted.sent(bytes)
            socket.send(bytes)
          },
        }
      },
      getTicket: () => (here ? this.#ticket(actor) : Promise.reject(new TicketRefused(true))),
      clock: {
        now: () => performance.now(),
        after: (ms, action) => this.#after(ms, () => here && action()),
      },
      random: () => chance.next(),
      outbox,
      ...(this.#policy && { policy: this.#policy }),
    })
    client.on('state', ({ kind }) => {
      if (kind === 'online') this.resumesMs.push(performance.now() - openedAt)
    })
    const vanish = (): void => {
      here = false
      cut()
    }
    return { client, vanish }
  }

  trace(): void {}

  /** What agents may have and do, as it is configured in every epoch. */
  readonly rules: Rules = rulesOf(
    this.organisation.queues.map((queue) => queue.rules),
    this.people.map(({ agent, queues, skills, capacityUnits }) => ({ id: agent, queues, skills, capacityUnits })),
  )

  /** Nobody does anything any more. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #after(ms: number, action: () => void): Cancel {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
    }, ms)
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer)
      this.#timers.delete(timer)
    }
  }

  async #ticket(actor: Actor): Promise<string> {
    if (actor.kind === 'agent') {
      const cookie = await this.#cookie(actor.agent.slice('agt_'.length))
      return (await this.#post<{ ticket: string }>('/api/agent/ticket', {}, { cookie, 'x-madoguchi': '1' })).body.ticket
    }
    const token = this.#tokens.get(actor.session)
    const { body } = await this.#post<{ ticket: string; token: string }>(
      '/api/visitor/ticket',
      token === undefined ? { site: demoSiteKey } : { site: demoSiteKey, token },
    )
    this.#tokens.set(actor.session, body.token)
    return body.ticket
  }

  #cookie(login: string): Promise<string> {
    let cookie = this.#cookies.get(login)
    if (cookie === undefined) {
      cookie = this.#post('/api/agent/sign-in', { name: login, password: demoPassword }, { 'x-madoguchi': '1' }).then(
        ({ headers }) => headers.get('set-cookie')!.split(';')[0]!,
      )
      this.#cookies.set(login, cookie)
      cookie.catch(() => this.#cookies.delete(login))
    }
    return cookie
  }

  async #post<Body>(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<{ body: Body; headers: Headers }> {
    const response = await fetch(`${this.hub.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.hub.origin, ...headers },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return { body: (await response.json()) as Body, headers: response.headers }
  }
}

/** Reads what goes over a line, as far as it concerns logs: the cursors of its hello, and the entries that come. */
function noting(line: Line): { sent(bytes: Uint8Array): void; received(bytes: Uint8Array): void } {
  let greeted = false
  return {
    sent: (bytes) => {
      if (greeted) return
      greeted = true
      const frame = decode(bytes) as ClientFrame
      if (frame[0] === frameKinds.hello) for (const [contact, seq] of frame[3]) line.greeted(contact, seq)
    },
    received: (bytes) => {
      // The kind stands in the second byte, after the length of the list: most frames need not be read.
      const kind = bytes[1]
      // After the logs come the lists.
      if (kind === frameKinds.snapshot || kind === frameKinds.delta) line.caughtUp()
      if (kind !== frameKinds.entries && kind !== frameKinds.reset) return
      const frame = decode(bytes) as HubFrame
      if (frame[0] === frameKinds.entries) line.entries(frame[1], frame[2], frame[3].length)
      if (frame[0] === frameKinds.reset) line.reset(frame[1])
    },
  }
}

/** A socket of the `ws` package as the client wants it. `cut` breaks the line without a closing frame. */
function openSocket(
  hub: Pick<RealHub, 'origin'>,
  port: number,
  events: SocketEvents,
): { readonly socket: ClientSocket; cut(): void } {
  const native = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
    origin: hub.origin,
    perMessageDeflate: false,
  })
  return { socket: clientSocket(native, events), cut: () => native.terminate() }
}
