/**
 * A visitor: gets a session and a ticket as the widget does, says hello, begins a contact, waits for an agent, writes and
 * reads answers in turn, ends the contact and looks whether everything stands where it was acknowledged.
 */
import { Refused, type Entry, type VisitContact } from '#protocol'
import { about, rest, type Browser, type Outside } from './outside.ts'
import { Screen, ticketFrom, TookTooLong } from './screen.ts'
import type { Settings } from './settings.ts'
import { Numbers, readWord, sumOf, wordText } from './words.ts'

/** Beyond what anybody waits for an answer: the run has failed them. */
const answerMsMax = 60_000
const startMsMax = 30_000

export class Visitor {
  readonly screen: Screen
  readonly #outside: Outside
  readonly #settings: Settings
  readonly #acknowledged: { readonly seq: number; readonly text: string }[] = []
  readonly #said: string[] = []
  readonly #answers = new Numbers()
  #token: string | undefined
  #beganAt = 0
  #contact = ''
  #answered = 0

  constructor(outside: Outside, settings: Settings) {
    this.#outside = outside
    this.#settings = settings
    const ticket = async (browser: Browser): Promise<{ ticket: string; socket: string }> => {
      const question = { site: settings.site, ...(this.#token === undefined ? {} : { token: this.#token }) }
      const got = await ticketFrom<{ ticket: string; socket: string; token: string }>(
        browser.post('/api/visitor/ticket', question),
      )
      this.#token = got.token
      return got
    }
    this.screen = new Screen(outside, { person: 'visitor', ticket, readsFloor: true })
    this.screen.client.on('entries', ({ contact, entries }) => {
      if (contact === this.#contact || this.#contact === '') for (const entry of entries) this.#hear(entry)
    })
  }

  /** Connects and begins a contact with the first words. Rejects when that cannot be done. */
  async begin(): Promise<void> {
    const { screen } = this
    screen.client.connect()
    await screen.until('the hub’s welcome', startMsMax, () => screen.client.state.kind === 'online')
    this.#beganAt = this.#outside.now()
    const { topics } = this.#settings
    const text = this.#say()
    const { contact } = await screen.ask('contact.start', {
      name: 'Load',
      topic: topics[Math.floor(this.#outside.random() * topics.length)]!,
      text,
      locale: 'ja',
      pageUrl: `${this.#settings.origin}/`,
      pageTitle: 'Load',
      fields: null,
      intent: null,
    })
    this.#contact = contact
    this.#outside.add('contacts_started', 1)
  }

  /** The whole of it, to the end. Resolves also when nobody came; rejects when the hub did not do its part. */
  async visit(): Promise<void> {
    const { messages, patienceMs, thinkMs } = this.#settings
    await this.begin()
    if (!(await this.#isAnswered(patienceMs))) return this.#leave()
    while (this.#said.length < messages) {
      await this.#answer()
      await rest(this.#outside, about(this.#outside, thinkMs))
      await this.send()
    }
    await this.#answer()
    await this.end()
    this.#outside.add('contacts_served', 1)
    this.#outside.add('served', 1)
  }

  /** Writes a message and waits for the acknowledgement. */
  async send(): Promise<void> {
    const text = this.#say()
    const sentAt = this.#outside.now()
    const body = { contact: this.#contact as VisitContact['contact'], text, attachments: [] }
    const { seq } = await this.screen.ask('message.send', body)
    this.#outside.add('ack_latency', Math.max(0, this.screen.browser.arrivedAt - sentAt), { by: 'customer' })
    this.#acknowledged.push({ seq, text })
  }

  /** Ends the contact, checks the log against what was acknowledged, and goes. */
  async end(): Promise<void> {
    await this.screen.ask('contact.end', { contact: this.#contact as VisitContact['contact'] })
    await this.screen.until('the end of the contact', answerMsMax, () => this.#shown?.phase === 'closed')
    const log = this.screen.client.log(this.#contact)
    if (log.some(({ kind }) => kind === 'joined'))
      for (const text of this.#said) this.#outside.add('said', sumOf(text), { by: 'customer' })
    for (const { seq, text } of this.#acknowledged) {
      const entry = log[seq - 1]
      if (entry?.kind !== 'message' || entry.text !== text) this.#outside.add('lost', 1)
    }
    const own = log.flatMap((entry) => (entry.kind === 'message' && entry.from === 'customer' ? [entry.text] : []))
    this.#outside.add('duplicated', own.length - new Set(own).size)
    this.screen.close()
  }

  get #shown(): VisitContact | undefined {
    return this.screen.client.list('visit', 'contact').get('')
  }

  #say(): string {
    const text = wordText(this.#said.length + 1, Math.floor(this.#outside.now()))
    this.#said.push(text)
    this.#outside.add('messages_sent', 1, { by: 'customer' })
    return text
  }

  async #isAnswered(withinMs: number): Promise<boolean> {
    try {
      await this.screen.until('an agent', withinMs, () => this.#shown?.phase === 'active')
    } catch (error) {
      if (error instanceof TookTooLong) return false
      throw error
    }
    this.#outside.add('queue_wait', Math.max(0, this.screen.browser.arrivedAt - this.#beganAt))
    return true
  }

  async #leave(): Promise<void> {
    this.#outside.add('contacts_abandoned', 1)
    this.#outside.add('served', 0)
    // An agent may have come in the same moment: then there is one more to end.
    await this.end()
  }

  /** Resolves when as many answers came as messages were written. */
  #answer(): Promise<void> {
    return this.screen.until('an answer', answerMsMax, () => this.#answered >= this.#said.length)
  }

  #hear(entry: Entry): void {
    if (entry.kind !== 'message' || entry.from !== 'agent') return
    const word = readWord(entry.text)
    if (word === null) return
    const { missing, again } = this.#answers.next(word.number)
    if (again) return this.#outside.add('duplicated', 1)
    this.#answered += 1
    const { arrivedAt } = this.screen.browser
    this.#outside.add('lost', missing)
    this.#outside.add('messages_arrived', 1, { to: 'customer' })
    this.#outside.add('heard', sumOf(entry.text), { by: 'agent' })
    this.#outside.add('message_latency', Math.max(0, arrivedAt - word.sentAt), { to: 'customer' })
    this.#outside.add('generator_lag', Math.max(0, this.#outside.now() - arrivedAt))
  }
}

/** Lets somebody do what they came for, and counts it when they could not. */
export async function attempt(outside: Outside, screen: Screen, deed: () => Promise<void>): Promise<boolean> {
  try {
    await deed()
    return true
  } catch (error) {
    const why = error instanceof Refused ? error.code : error instanceof Error ? error.message : String(error)
    outside.add('failures', 1, { why })
    outside.tell(`gave up: ${why}`)
    screen.close()
    return false
  }
}
