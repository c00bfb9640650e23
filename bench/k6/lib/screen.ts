/**
 * One person's screen: the very client of widget and agent app over the browser that the run gives, with what it shows of
 * itself measured: welcomes, resumes, gaps, lost lines, refusals.
 */
import { HubClient, TicketRefused, type ClientSocket, type SocketEvents } from '#client'
import { closeCodes, Refused, type ReplyBody, type RequestBody, type Verb } from '#protocol'
import type { Browser, Outside } from './outside.ts'

export interface ScreenOptions {
  readonly person: 'visitor' | 'agent'
  /** A fresh one-time ticket and the path of the socket, over HTTP. Rejects when there is none for now. */
  ticket(browser: Browser): Promise<{ readonly ticket: string; readonly socket: string }>
  /** False: frames of the list `floor` are left unread. */
  readonly readsFloor: boolean
}

export class Screen {
  readonly client: HubClient
  readonly browser: Browser
  readonly #outside: Outside
  readonly #options: ScreenOptions
  #socketPath = ''
  /** The socket of now, for `cut`. */
  #cut: () => void = () => {}
  #lostAt: number | null = null
  #resumes = 0
  #closing = false
  #cutting = false

  constructor(outside: Outside, options: ScreenOptions) {
    this.#outside = outside
    this.#options = options
    this.browser = outside.browser(options.person)
    this.client = new HubClient({
      openSocket: (events) => this.#open(events),
      getTicket: async () => {
        const { ticket, socket } = await options.ticket(this.browser)
        this.#socketPath = socket
        return ticket
      },
      clock: { now: () => outside.now(), after: (ms, action) => outside.after(ms, action) },
      random: () => outside.random(),
      outbox: { load: () => [], save: () => {} },
    })
  }

  /** Asks, and tells of a refusal. Rejects with `Refused`. */
  async ask<V extends Verb>(verb: V, body: RequestBody<V>): Promise<ReplyBody<V>> {
    try {
      return await this.client.request(verb, body).done
    } catch (error) {
      if (error instanceof Refused) this.#outside.add('refusals', 1, { code: error.code })
      throw error
    }
  }

  /** Resolves as soon as `holds` is true, which is looked at whenever something came; rejects after `ms`. */
  until(what: string, ms: number, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const offs: (() => void)[] = []
      const end = (): void => {
        for (const off of offs) off()
      }
      const look = (): void => {
        if (!holds()) return
        end()
        resolve()
      }
      for (const event of ['list', 'entries', 'state'] as const) offs.push(this.client.on(event, look))
      offs.push(
        this.#outside.after(ms, () => {
          end()
          reject(new TookTooLong(what))
        }),
      )
      look()
    })
  }

  /** Whether the line was lost and is there again, which it has `ms` for. */
  async returned(ms: number): Promise<boolean> {
    try {
      await this.until('a new line', ms, () => this.#resumes > 0 && this.client.state.kind === 'online')
      return true
    } catch (error) {
      if (error instanceof TookTooLong) return false
      throw error
    }
  }

  /** Breaks the line as a failing network does; the client comes back by itself. */
  cut(): void {
    this.#cut()
  }

  close(): void {
    this.#closing = true
    this.client.close()
  }

  #open(events: SocketEvents): ClientSocket {
    const { person, readsFloor } = this.#options
    const outside = this.#outside
    const openedAt = outside.now()
    let over = false
    let welcomed = false
    const lost = (code: number): void => {
      over = true
      if (this.#closing) return
      outside.add('lines_lost', 1, { code: String(code), person })
      if (!this.#cutting) outside.tell(`a line of one ${person} was lost: ${code}`)
      this.#lostAt ??= outside.now()
    }
    const closed = (code: number): void => {
      if (over) return
      lost(code)
      events.closed(code)
    }
    const socket = this.browser.openSocket(this.#socketPath, {
      opened: () => events.opened(),
      message: (bytes) => {
        if (!welcomed) {
          welcomed = true
          this.#welcomed(openedAt)
        }
        if (readsFloor || !isOfFloor(bytes)) events.message(bytes)
      },
      closed,
    })
    this.#cut = () => {
      this.#cutting = true
      closed(lineBroken)
      this.#cutting = false
      socket.close(cutCode)
    }
    return {
      send: (bytes) => socket.send(bytes),
      // The client leaves a line on which a number was missing, or on which nothing is heard any more.
      close: (code = 1000, reason = '') => {
        if (code === closeCodes.gap) outside.add('gaps', 1)
        if (!over) lost(code)
        socket.close(code, reason)
      },
    }
  }

  #welcomed(openedAt: number): void {
    const at = this.browser.arrivedAt
    this.#outside.add('welcome_time', Math.max(0, at - openedAt), { person: this.#options.person })
    if (this.#lostAt === null) return
    this.#outside.add('resume_time', Math.max(0, at - this.#lostAt))
    this.#lostAt = null
    this.#resumes += 1
  }
}

/** Rejected with when something that must come did not. */
export class TookTooLong extends Error {
  override name = 'TookTooLong'
}

const lineBroken = 1006
/** What the hub is told of a cut, since k6 can end no socket without a closing frame. Any of our own does. */
const cutCode = 4000

/** A snapshot or a delta of the list `floor`: its name stands behind the kind, as a text of five bytes. */
const isOfFloor = (bytes: Uint8Array): boolean =>
  (bytes[1] === 19 || bytes[1] === 20) && bytes[2] === 0xa5 && bytes[3] === 0x66 && bytes[4] === 0x6c

/** For `ticket`: what the hub answered, or a rejection which the client reads as "not now" or, for a refusal that stays, "not at all". */
export async function ticketFrom<Fields extends { ticket: string; socket: string }>(
  asked: Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<Fields> {
  const { status, body } = await asked
  if (status === 200) return body as Fields
  throw new TicketRefused(status === 401 || status === 403)
}
