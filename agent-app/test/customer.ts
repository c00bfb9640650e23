/** Test support: a customer of the sample site, on a real line to a real hub. */
import WebSocket from 'ws'
import { HubClient, browserClock, type ClientSocket, type SocketEvents } from '#client'
import type { Entry, RequestBody, VisitContact } from '#protocol'

export class Customer {
  readonly client: HubClient
  #token: string | undefined

  constructor(
    private readonly origin: string,
    readonly name: string,
  ) {
    this.client = new HubClient({
      openSocket: (events) => openSocket(origin.replace('http', 'ws') + '/ws', origin, events),
      getTicket: () => this.#ticket(),
      clock: browserClock,
      random: Math.random,
      outbox: { load: () => [], save: () => {} },
    })
    this.client.connect()
  }

  async #ticket(): Promise<string> {
    const answer = await fetch(`${this.origin}/api/visitor/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify({ site: 'pk_demo', ...(this.#token === undefined ? {} : { token: this.#token }) }),
    })
    if (!answer.ok) throw new Error(`ticket: ${answer.status} ${await answer.text()}`)
    const { ticket, token } = (await answer.json()) as { ticket: string; token: string }
    this.#token = token
    return ticket
  }

  get contact(): VisitContact | undefined {
    return [...this.client.list('visit', 'contact').values()][0]
  }

  get log(): readonly Entry[] {
    return this.contact === undefined ? [] : this.client.log(this.contact.contact)
  }

  /** Asks for help; resolves when the hub has it. */
  async start(text: string, more: Partial<Pick<RequestBody<'contact.start'>, 'topic' | 'fields'>> = {}): Promise<void> {
    await this.client.request('contact.start', {
      name: this.name,
      topic: 'delivery',
      text,
      locale: 'ja',
      pageUrl: `${this.origin}/cart`,
      pageTitle: 'カート',
      fields: null,
      intent: null,
      ...more,
    }).done
  }

  async say(text: string): Promise<void> {
    const { contact } = this
    if (contact === undefined) throw new Error('no contact')
    await this.client.request('message.send', { contact: contact.contact, text, attachments: [] }).done
  }

  /** Has received and read all of it. */
  reads(): void {
    const { contact, log } = this
    if (contact !== undefined)
      this.client.hint('message.mark', { contact: contact.contact, received: log.length, read: log.length })
  }

  types(): void {
    if (this.contact !== undefined) this.client.hint('message.typing', { contact: this.contact.contact, on: true })
  }

  /** What the agent's side has said. */
  heard(): readonly string[] {
    return this.log.flatMap((entry) => (entry.kind === 'message' && entry.from === 'agent' ? [entry.text] : []))
  }

  async end(): Promise<void> {
    const { contact } = this
    if (contact !== undefined && contact.phase !== 'closed')
      await this.client.request('contact.end', { contact: contact.contact }).done
  }

  close(): void {
    this.client.close()
  }
}

function openSocket(url: string, origin: string, events: SocketEvents): ClientSocket {
  const socket = new WebSocket(url, { origin })
  socket.on('open', () => events.opened())
  socket.on('message', (data: Buffer) => events.message(new Uint8Array(data)))
  socket.on('close', (code) => events.closed(code))
  socket.on('error', () => {})
  return { send: (bytes) => socket.send(bytes), close: (code, reason) => socket.close(code, reason) }
}
