/** What customers and agents of the simulator have in common: a screen that reloads, and words that are counted. */
import type { HubClient } from '../client/index.ts'
import type { Actor } from '../http/door.ts'
import type { ContactId } from '../model/ids.ts'
import type { DurationMs, Instant } from '../model/time.ts'
import { Refused, type RequestBody, type Verb } from '../protocol/index.ts'
import { Phone } from './call-page.ts'
import type { Chance } from './chance.ts'
import type { Record } from './record.ts'
import { memoryOutbox, type Stage } from './stage.ts'

export abstract class Talker {
  client: HubClient
  /** This screen's part in calls. */
  phone!: Phone
  protected readonly chance: Chance
  protected readonly outbox = memoryOutbox()
  /** Counts screens: what was planned on an old one is not done on a new one. */
  protected screenNumber = 0
  #words = 0
  #here = true
  #onlineAt = 0
  #hereSince = 0
  #vanish = (): void => {}

  constructor(
    protected readonly stage: Stage,
    protected readonly record: Record,
    readonly actor: Actor,
    /** Unlike anybody else's. */
    readonly name: string,
  ) {
    this.chance = stage.chance.fork()
    this.client = this.#newScreen()
  }

  /** Called on every new screen, to listen to its client. */
  protected abstract watch(client: HubClient): void

  /** Runs `action` after about `meanMs`, unless the screen is another by then. */
  protected soonish(meanMs: number, action: () => void): void {
    const screen = this.screenNumber
    this.stage.clock.after(this.chance.gap(meanMs) as DurationMs, () => {
      if (screen === this.screenNumber && !this.record.isOver) action()
    })
  }

  /** When a screen was online last; now, for one that is. */
  get onlineAt(): number {
    return this.isOnline ? this.stage.clock.now() : this.#onlineAt
  }

  /** There is a screen. */
  get isHere(): boolean {
    return this.#here
  }

  /** How long there has been a screen, milliseconds. */
  get hereForMs(): number {
    return this.#here ? this.stage.clock.now() - this.#hereSince : 0
  }

  /** There is a screen, and it is connected. */
  get isOnline(): boolean {
    return this.isHere && this.client.state.kind === 'online'
  }

  /** Contacts whose whole log this screen shows. */
  abstract follows(): readonly ContactId[]

  /** The page goes away, with a goodbye or without, and comes back after `awayMs`. */
  protected reload(awayMs: number, bye: boolean): void {
    this.record.count(bye ? 'screens closed' : 'screens vanished')
    const screen = ++this.screenNumber
    this.#onlineAt = this.onlineAt
    this.#here = false
    if (bye) this.#sayGoodbye()
    else this.#vanish()
    this.stage.clock.after(awayMs as DurationMs, () => {
      if (screen === this.screenNumber) this.client = this.#newScreen()
    })
  }

  #sayGoodbye(): void {
    this.client.close()
    this.phone.close()
  }

  /** Leaves for good, without a word. */
  protected leave(): void {
    this.screenNumber += 1
    this.#here = false
    this.#vanish()
  }

  protected ask<V extends Verb>(verb: V, body: RequestBody<V>, afterwards: () => void = () => {}): void {
    const askedAt = this.stage.clock.now()
    this.client.request(verb, body).done.then(
      () => {
        this.record.count(`${verb} done`)
        this.record.answered(`${verb} of ${this.name}`, this.stage.clock.now() - askedAt)
        afterwards()
      },
      (error: unknown) => this.record.count(error instanceof Refused ? `${verb} ${error.code}` : `${verb} unanswered`),
    )
  }

  /** Says something new and remembers what becomes of it, also when the answer comes to a later screen. */
  protected say(contact: ContactId, more = ''): void {
    const order = ++this.#words
    const text = `${this.name} ${order}${more}`
    const askedAt = this.stage.clock.now()
    const { id } = this.client.request('message.send', { contact, text, attachments: [] })
    this.#said.set(id, { contact, text, askedAt, screen: this.screenNumber })
    this.record.said.set(id, { speaker: this.name, order })
  }

  readonly #said = new Map<
    string,
    { readonly contact: ContactId; readonly text: string; readonly askedAt: Instant; readonly screen: number }
  >()

  #newScreen(): HubClient {
    const { client, vanish } = this.stage.screen(this.actor, this.outbox)
    const phone = new Phone(client, this.stage.clock, (number, contact) =>
      this.record.ears.set(number, { actor: this.actor, name: this.name, contact }),
    )
    this.phone = phone
    this.#vanish = () => {
      vanish()
      phone.close()
    }
    this.#here = true
    this.#hereSince = this.stage.clock.now()
    let wasOnline = false
    client.on('state', ({ kind }) => {
      if (kind === 'online' || wasOnline) this.#onlineAt = this.stage.clock.now()
      wasOnline = kind === 'online'
    })
    client.on('answered', (answered) => {
      if (answered.verb !== 'message.send' || answered.refusal !== null) return
      const said = this.#said.get(answered.id)
      if (said === undefined) return
      this.#said.delete(answered.id)
      const { seq } = answered.reply
      const { contact, text, askedAt, screen } = said
      this.record.ack({ contact, text, requestId: answered.id, seq })
      // A page that was away in between has waited for itself.
      if (screen === this.screenNumber) this.record.answered(text, this.stage.clock.now() - askedAt)
      this.stage.trace(`acked ${contact} ${seq} ${text.slice(0, 40)}`)
    })
    // The constructor of the subclass has not run when the first screen is made: listen in the next turn.
    this.stage.clock.soon(() => {
      this.watch(client)
      client.connect()
    })
    return client
  }
}
