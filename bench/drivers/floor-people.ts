/**
 * Customers and agents of a mixed day. A customer asks, is answered, answers back a few times and ends it; an agent accepts
 * what is offered, answers, hands some contacts on to another queue, and wraps up. They pause as people do, only shorter.
 */
import type { HubClient } from '#client'
import type { DeskContact } from '#protocol'
import { makeId, type ContactId, type QueueId } from '../../hub/model/ids.ts'
import { topics } from './company.ts'
import type { Ledger } from './ledger.ts'
import { openScreen } from './screen.ts'

export interface Manners {
  /** Messages that a customer writes after the first one. */
  readonly messages: number
  /** Pause before whatever a person does, on average. */
  readonly thinkMs: number
  /** One contact in so many is handed on to another queue. */
  readonly transferEvery: number
}

/** Fixed share of chance: pauses differ, but in every run in the same way. */
export class Pauses {
  #seed: number
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(
    private readonly meanMs: number,
    seed: number,
  ) {
    this.#seed = seed
  }

  then(action: () => void): void {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        action()
      },
      this.meanMs * (0.5 + this.#seed / 2 ** 32),
    )
    this.#timers.add(timer)
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}

const lines = ' I have looked in my orders and I do not find it there.'.padEnd(70, '.')

/** Names are read again where the contact is offered. */
export const nameOf = (number: number): string => `Customer ${number}`

export class Customer {
  readonly #client: HubClient
  readonly #name: string
  readonly #texts: string[] = []
  #contact: ContactId | null = null
  #own = 0
  #isOver = false

  constructor(
    origin: string,
    private readonly number: number,
    private readonly manners: Manners,
    private readonly pauses: Pauses,
    private readonly ledger: Ledger,
    private readonly left: () => void,
  ) {
    this.#name = nameOf(number)
    this.#client = openScreen(origin, null)
    this.#client.on('entries', ({ entries }) => {
      for (const entry of entries) if (entry.kind === 'message' && entry.from === 'agent') this.#hear(entry.text)
    })
    this.#client.on('list', () => this.#look())
  }

  /** `at`: when it was this customer's turn to come. */
  come(at: number): void {
    const { ledger, number } = this
    this.#client.connect()
    const text = this.#write()
    ledger.counts.begun += 1
    ledger.begins(`offer ${this.#name}`, at)
    const topic = topics[number % topics.length]!
    const page = {
      locale: 'ja',
      pageUrl: 'https://shop.example/',
      pageTitle: 'Shop',
      fields: null,
      intent: null,
    } as const
    this.#client
      .request('contact.start', { name: this.#name, topic, text, ...page })
      .done.then(({ contact }) => (this.#contact = contact))
      .catch((error: unknown) => ledger.fault(`${this.#name} could not begin: ${String(error)}`))
  }

  #write(): string {
    const text = `${this.#name} writes ${++this.#own}.${lines}`
    this.#texts.push(text)
    this.ledger.writes(text)
    this.ledger.counts.messages += 1
    return text
  }

  #hear(text: string): void {
    this.ledger.ends('message', text)
    this.#texts.push(text)
    if (this.#own <= this.manners.messages) this.pauses.then(() => this.#say())
    else this.pauses.then(() => this.#finish())
  }

  #say(): void {
    const text = this.#write()
    this.ledger.begins(text)
    this.#ask(this.#client.request('message.send', { contact: this.#contact!, text, attachments: [] }).done)
  }

  #finish(): void {
    this.ledger.begins(`wrapUp ${this.#name}`)
    this.#ask(this.#client.request('contact.end', { contact: this.#contact! }).done)
  }

  #look(): void {
    const seen = this.#client.list('visit', 'contact').get('')
    if (seen?.phase === 'active') this.ledger.ends('joined', `joined ${this.#name}`)
    if (seen?.phase !== 'closed' || this.#isOver) return
    this.#isOver = true
    this.ledger.counts.ended += 1
    this.#check()
    this.#client.close()
    this.left()
  }

  /** The log holds what was said, all of it, once, in order. */
  #check(): void {
    const log = this.#client.log(this.#contact!).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))
    for (const text of log) this.ledger.reads(text)
    if (log.join('\n') !== this.#texts.join('\n')) this.ledger.fault(`the log of ${this.#name} is not what was said`)
  }

  #ask(done: Promise<unknown>): void {
    done.catch((error: unknown) => this.ledger.fault(`${this.#name}: ${String(error)}`))
  }
}

export class Agent {
  readonly client: HubClient
  readonly #seen = new Set<string>()
  #answers = 0

  constructor(
    origin: string,
    cookie: string,
    private readonly number: number,
    private readonly manners: Manners,
    private readonly pauses: Pauses,
    private readonly ledger: Ledger,
  ) {
    this.client = openScreen(origin, { cookie })
    this.client.on('list', ({ topic }) => {
      if (topic === 'desk') this.#look()
    })
    this.client.on('entries', ({ contact, entries }) => {
      const last = entries.at(-1)
      for (const entry of entries) if (entry.kind === 'message') this.ledger.ends('message', entry.text)
      if (last?.kind === 'message' && last.from === 'customer') this.#react(contact as ContactId)
    })
  }

  /** Resolves when the hub has it that they are there. */
  async come(status: 'available' | 'away'): Promise<void> {
    this.client.connect()
    await this.client.request('presence.set', { status, reason: status === 'away' ? 'lunch' : '' }).done
  }

  #once(what: string): boolean {
    if (this.#seen.has(what)) return false
    this.#seen.add(what)
    return true
  }

  #look(): void {
    for (const { offer, epoch, customerName } of this.client.list('desk', 'offer').values()) {
      if (!this.#once(offer)) continue
      this.ledger.ends('offer', `offer ${customerName}`)
      this.ledger.begins(`joined ${customerName}`)
      this.#ask(this.client.request('offer.accept', { offer, epoch }).done)
    }
    for (const held of this.client.list('desk', 'contact').values())
      if (this.#once(`${held.contact} ${held.phase} ${held.since}`)) this.#begin(held)
  }

  #begin({ contact, phase, customerName }: DeskContact): void {
    if (phase === 'active') {
      this.ledger.counts.answered += 1
      return this.#react(contact)
    }
    this.ledger.ends('wrapUp', `wrapUp ${customerName}`)
    this.pauses.then(() => {
      const done = this.client.request('contact.wrapUp', { contact, disposition: 'solved', note: 'Sent again.' }).done
      this.#ask(done.then(() => void (this.ledger.counts.wrappedUp += 1)))
      this.client.forget(contact)
    })
  }

  /** Answers the last word of the customer, once, when both the talk and the word are there. */
  #react(contact: ContactId): void {
    const held = this.client.list('desk', 'contact').get(contact)
    const log = this.client.log(contact)
    const last = log.findLast((entry) => entry.kind === 'message')
    if (held?.phase !== 'active' || last?.kind !== 'message' || last.from !== 'customer') return
    const words = log.filter((entry) => entry.kind === 'message').length
    if (!this.#once(`${contact} ${words} ${held.since}`)) return
    const number = Number(/\d+/.exec(held.customerName)?.[0])
    const isFirst = !log.some((entry) => entry.kind === 'transferred')
    const isMovedNow = isFirst && words > 1 && number % this.manners.transferEvery === 0
    this.pauses.then(() => (isMovedNow ? this.#handOn(held) : this.#answer(contact, held.customerName)))
  }

  #answer(contact: ContactId, name: string): void {
    const text = `Agent ${this.number} answers ${name}, ${++this.#answers}.${lines}`
    this.ledger.writes(text)
    this.ledger.begins(text)
    this.ledger.counts.messages += 1
    this.#ask(this.client.request('message.send', { contact, text, attachments: [] }).done)
  }

  #handOn({ contact, queueId, customerName }: DeskContact): void {
    const at = topics.findIndex((key) => makeId('queue', key) === queueId)
    const queue: QueueId = makeId('queue', topics[(at + 1) % topics.length]!)
    this.ledger.begins(`offer ${customerName}`)
    this.ledger.counts.transferred += 1
    this.#ask(this.client.request('contact.transfer', { contact, queue, agent: null, note: 'Please look.' }).done)
    this.client.forget(contact)
  }

  #ask(done: Promise<unknown>): void {
    done.catch((error: unknown) => this.ledger.fault(`agent ${this.number}: ${String(error)}`))
  }
}
