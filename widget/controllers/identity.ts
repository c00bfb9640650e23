/**
 * Who this visitor is to the hub: a token that the hub has issued, kept per site, and exchanged for a one-time ticket at
 * every connect. The token is never put into an address and never leaves for anywhere but the hub.
 */
import { TicketRefused } from '#client'
import { keep } from './storage.ts'

export class Identity {
  token: string | null
  /** Address of the socket, known after the first ticket. */
  socketUrl = ''

  /** `hubUrl` ends in `/`. */
  constructor(
    private readonly site: string,
    private readonly hubUrl: string,
  ) {
    this.token = keep(site, 'token')
  }

  /** An address at the hub. */
  at(path: string): string {
    return new URL(path, this.hubUrl).href
  }

  /** A one-time ticket. Throws `TicketRefused`, or a network error when the hub was not reached. */
  async ticket(): Promise<string> {
    // Another tab may have been here first: one visitor, one token.
    this.token = keep(this.site, 'token') ?? this.token
    const answer = await fetch(this.at('api/visitor/ticket'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify({ site: this.site, ...(this.token ? { token: this.token } : {}) }),
    })
    if (!answer.ok) throw new TicketRefused(answer.status === 401 || answer.status === 403)
    const { ticket, token, socket } = (await answer.json()) as { ticket: string; token: string; socket: string }
    this.token = token
    keep(this.site, 'token', token)
    this.socketUrl = this.at(socket).replace(/^http/, 'ws')
    return ticket
  }
}
