/**
 * An agent: signs in over HTTP, says hello, becomes available, accepts what is offered, answers each message, wraps up, takes
 * a break once, and at the end of the day goes when nothing is left.
 */
import { Refused, type DeskContact, type DeskOffer, type Entry } from '#protocol'
import { about, rest, type Browser, type Outside } from './outside.ts'
import { Screen, ticketFrom } from './screen.ts'
import type { Credentials, Settings } from './settings.ts'
import { Numbers, readWord, sumOf, wordText } from './words.ts'

/** One talk, as far as the agent has to remember it. */
interface Talk {
  readonly customer: Numbers
  /** Answers written so far. */
  written: number
  wrapsUp: boolean
}

/** Refusals that are nobody's fault: the customer was gone, or somebody else was faster, when the request arrived. */
const tooLate: readonly string[] = ['offer.gone', 'contact.gone', 'contact.notActive', 'wrapUp.notOpen']
const signInTries = 20
const onlineMsMax = 30_000

export class Agent {
  readonly screen: Screen
  readonly #outside: Outside
  readonly #settings: Settings
  /** Answered or about to be. */
  readonly #offers = new Set<string>()
  readonly #talks = new Map<string, Talk>()
  #busyAt: number

  constructor(outside: Outside, settings: Settings) {
    this.#outside = outside
    this.#settings = settings
    this.#busyAt = outside.now()
    const ticket = (browser: Browser): Promise<{ ticket: string; socket: string }> =>
      ticketFrom(browser.post('/api/agent/ticket', {}))
    this.screen = new Screen(outside, { person: 'agent', ticket, readsFloor: settings.readsFloor })
    this.screen.client.on('list', ({ topic }) => {
      if (topic === 'desk') this.#look()
    })
    this.screen.client.on('entries', ({ contact, entries }) => {
      for (const entry of entries) this.#hear(contact, entry)
    })
  }

  /** Signs in and is available. Rejects when that cannot be done. */
  async begin({ login, password }: Credentials): Promise<void> {
    const { screen } = this
    for (let left = signInTries; ; left--) {
      const { status } = await screen.browser.post('/api/agent/sign-in', { name: login, password })
      if (status === 200) break
      // Passwords are dear to check, so a hub takes few at once: 429 and 503 say "later".
      if (left === 0 || (status >= 400 && status !== 429 && status < 500)) throw new Error(`sign-in: ${status}`)
      await rest(this.#outside, about(this.#outside, 1_000))
    }
    screen.client.connect()
    await screen.until('the desk', onlineMsMax, () => screen.client.list('desk', 'me').size > 0)
    await screen.ask('presence.set', { status: 'available', reason: '' })
  }

  /**
   * Works until `endAt` at most. From `quietFrom` on they go as soon as they had nothing to do for `quietMs`. `breakAt`:
   * when they take their break, null for never.
   */
  async work(endAt: number, quietFrom: number, quietMs: number, breakAt: number | null): Promise<void> {
    const { breakMs, breakReason: reason } = this.#settings
    let rested = breakAt === null || breakMs === 0
    for (;;) {
      const now = this.#outside.now()
      if (now >= endAt || (now >= quietFrom && this.#isIdle && now - this.#busyAt >= quietMs)) break
      if (!rested && now >= breakAt!) {
        rested = true
        await this.#presence('away', reason)
        await rest(this.#outside, breakMs)
        await this.#presence('available', '')
      }
      await rest(this.#outside, Math.min(500, quietMs))
    }
    await this.#presence('offline', '')
    await this.screen.until('the last contact', onlineMsMax, () => this.#isIdle)
    this.screen.close()
  }

  get #isIdle(): boolean {
    const { client } = this.screen
    return client.list('desk', 'contact').size === 0 && client.list('desk', 'offer').size === 0
  }

  #presence(status: 'available' | 'away' | 'offline', reason: string): Promise<unknown> {
    return this.#ask(() => this.screen.ask('presence.set', { status, reason }))
  }

  /** What the desk shows now that it did not before. */
  #look(): void {
    const { client } = this.screen
    for (const offer of client.list('desk', 'offer').values())
      if (!this.#offers.has(offer.offer)) void this.#accept(offer)
    for (const contact of client.list('desk', 'contact').values()) {
      const talk = this.#talk(contact.contact)
      if (contact.phase !== 'wrapUp' || talk.wrapsUp) continue
      talk.wrapsUp = true
      void this.#wrapUp(contact)
    }
  }

  async #accept({ offer, epoch, madeAt }: DeskOffer): Promise<void> {
    this.#offers.add(offer)
    this.#busyAt = this.#outside.now()
    const { arrivedAt } = this.screen.browser
    // The hub's clock, as the client reckons it from welcomes and beats.
    const ahead = this.screen.client.hubNow() - this.#outside.now()
    this.#outside.add('offer_latency', Math.max(0, arrivedAt + ahead - madeAt))
    await rest(this.#outside, about(this.#outside, this.#settings.acceptMs))
    await this.#ask(async () => {
      await this.screen.ask('offer.accept', { offer, epoch })
      this.#outside.add('offers_accepted', 1)
    })
  }

  async #wrapUp({ contact }: DeskContact): Promise<void> {
    this.#busyAt = this.#outside.now()
    await rest(this.#outside, about(this.#outside, this.#settings.wrapUpMs))
    const { disposition } = this.#settings
    await this.#ask(() => this.screen.ask('contact.wrapUp', { contact, disposition, note: '' }))
    this.#talks.delete(contact)
    this.screen.client.forget(contact)
    this.#busyAt = this.#outside.now()
  }

  #hear(contact: string, entry: Entry): void {
    if (entry.kind !== 'message' || entry.from !== 'customer') return
    const word = readWord(entry.text)
    if (word === null) return
    const talk = this.#talk(contact)
    const { missing, again } = talk.customer.next(word.number)
    if (again) return this.#outside.add('duplicated', 1)
    this.#outside.add('lost', missing)
    this.#outside.add('messages_arrived', 1, { to: 'agent' })
    this.#outside.add('heard', sumOf(entry.text), { by: 'customer' })
    // The first words were written before anybody was there to read them.
    if (word.number > 1) {
      const { arrivedAt } = this.screen.browser
      this.#outside.add('message_latency', Math.max(0, arrivedAt - word.sentAt), { to: 'agent' })
      this.#outside.add('generator_lag', Math.max(0, this.#outside.now() - arrivedAt))
    }
    void this.#answer(contact as DeskContact['contact'], talk)
  }

  async #answer(contact: DeskContact['contact'], talk: Talk): Promise<void> {
    await rest(this.#outside, about(this.#outside, this.#settings.answerMs))
    if (this.screen.client.list('desk', 'contact').get(contact)?.phase !== 'active') return
    const sentAt = this.#outside.now()
    const text = wordText(++talk.written, Math.floor(sentAt))
    this.#outside.add('messages_sent', 1, { by: 'agent' })
    await this.#ask(async () => {
      await this.screen.ask('message.send', { contact, text, attachments: [] })
      this.#outside.add('ack_latency', Math.max(0, this.screen.browser.arrivedAt - sentAt), { by: 'agent' })
      this.#outside.add('said', sumOf(text), { by: 'agent' })
    })
  }

  #talk(contact: string): Talk {
    let talk = this.#talks.get(contact)
    if (talk === undefined) this.#talks.set(contact, (talk = { customer: new Numbers(), written: 0, wrapsUp: false }))
    return talk
  }

  /** A deed that may come too late. Anything else that goes wrong counts as a failure, and the day goes on. */
  async #ask(deed: () => Promise<unknown>): Promise<void> {
    try {
      await deed()
    } catch (error) {
      const why = error instanceof Refused ? error.code : String(error)
      if (tooLate.includes(why)) return
      this.#outside.add('failures', 1, { why })
      this.#outside.tell(`an agent could not: ${why}`)
    }
  }
}
