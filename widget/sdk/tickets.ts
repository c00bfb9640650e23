/**
 * Who the visitor is to the hub, without a page: the hub's own token, kept where the program says, and the signed one, asked for
 * when it is needed. The widget's own (controllers/identity.ts) does the same for tabs of a browser.
 */
import { TicketRefused } from '#client'

/** What is needed of a storage; `localStorage` is one. */
export interface Keeping {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** A signed token, or what gives a fresh one whenever it is asked for; null for nobody. */
export type IdentityGiven = string | (() => string | Promise<string>) | null

interface Answer {
  readonly ticket: string
  readonly token: string
  readonly socket: string
}

export class Tickets {
  /** Address of the socket, known after the first ticket. */
  socketUrl = ''
  /** Why the last ticket was refused, '' when it was not. */
  refusal = ''
  readonly #key: string

  /** `hub` ends in `/`. */
  constructor(
    private readonly hub: string,
    private readonly site: string,
    private readonly keeping: Keeping,
    private readonly ask: typeof fetch,
    public identity: IdentityGiven,
  ) {
    this.#key = `madoguchi:${site}:token`
  }

  get token(): string | null {
    return this.keeping.getItem(this.#key)
  }

  at(path: string): string {
    return new URL(path, this.hub).href
  }

  /** A one-time ticket. Throws `TicketRefused`, or whatever `fetch` throws when the hub was not reached. */
  async take(): Promise<string> {
    const { token, identity } = this
    const signed = typeof identity === 'function' ? await identity() : identity
    const body = { site: this.site, ...(token && { token }), ...(signed && { identity: signed }) }
    const answer = await this.#post('api/visitor/ticket', body)
    this.refusal = answer.ok
      ? ''
      : (((await answer.json().catch(() => ({}))) as { code?: string }).code ?? 'unavailable')
    if (!answer.ok) throw new TicketRefused(answer.status === 401 || answer.status === 403)
    const given = (await answer.json()) as Answer
    this.keeping.setItem(this.#key, given.token)
    this.socketUrl = this.at(given.socket).replace(/^http/, 'ws')
    return given.ticket
  }

  /** Ends the session on the hub, and forgets it here whether the hub was reached or not. */
  async end(): Promise<void> {
    const { token } = this
    this.keeping.removeItem(this.#key)
    this.identity = null
    if (token) await this.#post('api/visitor/end', { site: this.site, token }).catch(() => {})
  }

  #post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.ask(this.at(path), { method: 'POST', headers, credentials: 'omit', body: JSON.stringify(body) })
  }
}
