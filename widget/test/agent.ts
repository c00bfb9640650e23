/** Test support: an agent of the demo on a real line to a real hub, who takes what is offered. */
import WebSocket from 'ws'
import { browserClock, HubClient } from '#client'
import type { DeskContact, DeskOffer } from '#protocol'
import { demoPassword } from '../../hub/attack/real-hub.ts'

export class Agent {
  readonly client: HubClient
  #cookie = ''

  constructor(
    private readonly origin: string,
    private readonly name: string,
  ) {
    this.client = new HubClient({
      openSocket: (events) => {
        const socket = new WebSocket(origin.replace('http', 'ws') + '/ws', { origin })
        socket.on('open', () => events.opened())
        socket.on('message', (bytes) => events.message(new Uint8Array(bytes as Buffer)))
        socket.on('close', (code) => events.closed(code))
        socket.on('error', () => {})
        return { send: (bytes) => socket.send(bytes), close: (code, reason) => socket.close(code, reason) }
      },
      getTicket: async () => ((await this.#post('ticket')) as { ticket: string }).ticket,
      clock: browserClock,
      random: Math.random,
      outbox: { load: () => [], save: () => {} },
    })
  }

  /** Signs in and becomes available. */
  async begin(): Promise<void> {
    await this.#post('sign-in', { name: this.name, password: demoPassword })
    this.client.connect()
    await this.client.request('presence.set', { status: 'available', reason: '' }).done
  }

  get offer(): DeskOffer | undefined {
    return [...this.client.list('desk', 'offer').values()][0]
  }
  get contact(): DeskContact | undefined {
    return [...this.client.list('desk', 'contact').values()].find(({ phase }) => phase === 'active')
  }

  async accept(): Promise<void> {
    const { offer, epoch } = this.offer!
    await this.client.request('offer.accept', { offer, epoch }).done
  }
  async say(text: string): Promise<void> {
    await this.client.request('message.send', { contact: this.contact!.contact, text, attachments: [] }).done
  }
  /** Has received and read all that the customer wrote. */
  read(): void {
    const { contact } = this.contact!
    const seq = this.client.log(contact).length
    this.client.hint('message.mark', { contact, received: seq, read: seq })
  }

  async #post(path: string, body: object = {}): Promise<unknown> {
    const answer = await fetch(`${this.origin}/api/agent/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-madoguchi': '1', origin: this.origin, cookie: this.#cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
    return answer.json()
  }
}
