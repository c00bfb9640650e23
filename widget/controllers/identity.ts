/**
 * Who this visitor is to the hub: a token that the hub has issued, kept per site, and exchanged for a one-time ticket at
 * every connect. The token is never put into an address and never leaves for anywhere but the hub.
 */
import { TicketRefused } from '#client'
import type { Signed } from '../signed.ts'
import type { Session } from './session.ts'
import { keep } from './storage.ts'

/** With a code where it was refused. */
export interface TicketAnswer {
  readonly code?: string
  readonly ticket: string
  readonly token: string
  readonly socket: string
  /** Hub time; null for who is unknown. */
  readonly identityUntil: number | null
}

export class Identity {
  declare token: string | null
  /** Address of the socket, known after the first ticket. */
  socketUrl = ''
  /** Once the page has named the visitor. */
  declare signed?: Signed

  /** `hubUrl` ends in `/`. */
  constructor(
    private readonly session: Session,
    private readonly hubUrl: string,
  ) {
    this.token = keep(session.siteKey, 'token')
  }

  /** What proves who is there; undefined where nobody has said. */
  named(): Promise<Signed> | undefined {
    const { session } = this
    return session.host.identity || keep(session.siteKey, 'named')
      ? import('../signed.ts').then(({ signedOf }) => signedOf(session))
      : undefined
  }

  /** An address at the hub. */
  at(path: string): string {
    return new URL(path, this.hubUrl).href
  }

  /** A one-time ticket. Throws `TicketRefused`, or a network error when the hub was not reached. */
  async ticket(): Promise<string> {
    const signed = await this.named()
    if (signed) return signed.ticket()
    const answer = await this.ask()
    if (!answer.ok) throw new TicketRefused(answer.status === 401 || answer.status === 403)
    return this.adopt((await answer.json()) as TicketAnswer)
  }

  /** What the hub answers to who is there. */
  ask(more?: object): Promise<Response> {
    const { siteKey: site } = this.session
    // Another tab may have been here first: one visitor, one token.
    this.token = keep(site, 'token') ?? this.token
    return this.post('api/visitor/ticket', { site, token: this.token ?? undefined, ...more })
  }

  post(path: string, body: object): Promise<Response> {
    return fetch(this.at(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify(body),
    })
  }

  /** Returns the ticket. */
  adopt({ token, socket, ticket }: TicketAnswer): string {
    this.token = keep(this.session.siteKey, 'token', token) ?? token
    this.socketUrl = this.at(socket).replace(/^http/, 'ws')
    return ticket
  }
}
