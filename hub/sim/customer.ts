/**
 * A customer of the simulator: comes with a question or leaves a message, waits in person or has the place kept, comes when
 * called or does not, talks, now and then vanishes, reloads or gives up.
 */
import type { HubClient } from '../client/index.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import type { VisitContact } from '../protocol/index.ts'
import { replyTo } from './bot.ts'
import type { Record } from './record.ts'
import { Talker } from './talker.ts'
import type { Stage } from './stage.ts'

/** As long as a message may be, nearly. */
export const longStory = ` ${'長い話'.repeat(1_300)}`

export class Customer extends Talker {
  #begun = false
  /** How the place was when this customer thought about it last. */
  #waitedAs = ''
  gone = false
  /** Messages of agents answered so far. */
  #answered = 0

  constructor(stage: Stage, record: Record, number: number) {
    const session = makeId('session', `customer${number}`)
    super(stage, record, { kind: 'visitor', session, site: stage.organisation.sites[0]!.key }, `customer ${number}`)
  }

  protected override watch(client: HubClient): void {
    client.on('list', () => {
      this.#look()
      this.#answerBot()
      this.#answerCalls()
    })
    client.on('entries', ({ entries }) => {
      for (const entry of entries) if (entry.kind === 'message' && entry.from === 'agent') this.#hear()
    })
    client.on('entries', ({ contact, firstSeq, entries }) => {
      const head = firstSeq + entries.length - 1
      client.hint('message.mark', { contact: contact as ContactId, received: head, read: head })
    })
    this.soonish(45_000, () => this.#whim())
  }

  /** Gone, and the screen with them. */
  get hasLeft(): boolean {
    return this.gone && !this.isHere
  }

  get contact(): VisitContact | undefined {
    return this.client.list('visit', 'contact').get('')
  }

  override follows(): readonly ContactId[] {
    return this.contact === undefined ? [] : [this.contact.contact]
  }

  #look(): void {
    const contact = this.contact
    const site = this.client.list('visit', 'site').get('')
    if (this.gone || site === undefined) return
    if (contact === undefined && !this.#begun) this.#begin()
    if (contact !== undefined) this.record.startedContacts.add(contact.contact)
    if (contact?.phase === 'closed') this.#end()
    else if (contact !== undefined) this.#wait(contact)
  }

  /** Once for each thing that may become of a place. */
  #wait({ contact, phase, hold }: VisitContact): void {
    const what = `${phase} ${hold?.state} ${hold?.missed}`
    if (phase !== 'queued' || what === this.#waitedAs) return
    this.#waitedAs = what
    const come = (meanMs: number): void => this.soonish(meanMs, () => this.ask('contact.resume', { contact }))
    if (hold === null && this.chance.hits(0.2)) this.soonish(4_000, () => this.#leave(contact))
    // Some are not there when they are called, some come too late.
    if (hold?.state === 'called' && this.chance.hits(0.8)) come(15_000)
    if (hold?.state === 'kept' && this.chance.hits(0.15)) come(20_000)
    if (hold?.state === 'resting' && this.chance.hits(0.4)) come(30_000)
    if (hold?.state === 'left' && this.chance.hits(0.3)) come(30_000)
  }

  /** Need not wait in person, with a browser that is told by push or without. */
  #leave(contact: ContactId): void {
    this.ask('contact.hold', { contact })
    if (this.chance.hits(0.6))
      this.ask('push.subscribe', {
        contact,
        endpoint: `https://push.example/${this.name.replace(' ', '-')}`,
        p256dh: 'BA',
        auth: 'AA',
      })
    if (this.chance.hits(0.4)) this.soonish(5_000, () => this.reload(this.chance.between(20_000, 150_000), true))
  }

  #begin(): void {
    this.#begun = true
    const site = this.stage.organisation.sites[0]!
    this.record.count('contacts begun')
    const words = {
      name: this.name,
      topic: this.chance.hits(0.8) ? this.chance.pick(site.topics).key : '',
      text: 'hello',
      locale: this.chance.hits(0.5) ? 'ja' : 'en',
      pageUrl: 'https://shop.example/',
      pageTitle: 'Shop',
      fields: null,
      intent: null,
    } as const
    if (this.#mayCall && this.chance.hits(0.3)) return this.ask('contact.call', { ...words, media: this.#media() })
    if (this.chance.hits(0.08)) this.ask('contact.leave', { ...words, reach: 'hello@shop.example' })
    else this.ask('contact.start', words)
  }

  /** Once for each question, after a moment. */
  #answerBot(): void {
    const question = this.client.list('visit', 'question').get('')
    if (this.stage.hasBot !== true || question === undefined || this.gone) return
    const which = `${question.contact} ${question.ask}`
    if (which === this.#thoughtOf) return
    this.#thoughtOf = which
    const { contact, ask } = question
    const reply = replyTo(question, this.chance)
    // Some say nothing more.
    if (this.chance.hits(0.05)) return
    this.soonish(4_000, () => {
      if (reply.way === 'person') this.ask('flow.person', { contact })
      else if (reply.way === 'choice')
        this.ask('flow.answer', { contact, ask, text: null, choice: reply.choice, values: null })
      else this.ask('flow.answer', { contact, ask, text: reply.words, choice: null, values: null })
    })
  }

  /** The question that this customer thought about last. */
  #thoughtOf = ''

  get #mayCall(): boolean {
    const { calls = null } = this.client.list('visit', 'site').get('') ?? {}
    return this.stage.hasCalls === true && calls !== null && calls !== 'none'
  }

  #media = (): 'audio' | 'video' => (this.chance.hits(0.3) ? 'video' : 'audio')

  /** Joins what they are in, and now and then says yes to an agent who would like to call. */
  #answerCalls(): void {
    const call = this.client.list('visit', 'call').get('')
    this.phone.look(call === undefined ? [] : [call])
    if (call === undefined || call.phase !== 'proposed' || call.by === 'customer') return
    const { contact, since } = call
    if (this.#proposedAt === since) return
    this.#proposedAt = since
    this.soonish(4_000, () => this.ask('call.answer', { contact, accept: this.chance.hits(0.8) }))
  }

  /** When a call was proposed that they have thought about. */
  #proposedAt = -1

  /** Calls out of a chat, or does in a call what people do. */
  #call(): void {
    const call = this.client.list('visit', 'call').get('')
    const contact = this.contact?.contact
    if (contact === undefined || !this.#mayCall) return
    if (call === undefined) return this.ask('call.propose', { contact, media: this.#media() })
    if (this.chance.hits(0.3)) return this.ask('call.end', { contact })
    this.ask('call.set', { contact, muted: this.chance.hits(0.5), cameraOff: this.chance.hits(0.5), sharing: null })
  }

  #hear(): void {
    this.#answered += 1
    if (this.#answered > this.chance.between(2, 6)) this.soonish(20_000, () => this.#finish())
    else this.soonish(9_000, () => this.#talk())
  }

  #talk(): void {
    const contact = this.contact
    if (contact === undefined || contact.phase === 'closed') return
    this.client.hint('message.typing', { contact: contact.contact, on: true })
    for (let words = this.chance.between(1, 3); words > 0; words--)
      this.say(contact.contact, this.chance.hits(0.01) ? longStory : '')
  }

  #finish(): void {
    const contact = this.contact
    if (contact !== undefined && contact.phase !== 'closed') this.ask('contact.end', { contact: contact.contact })
  }

  /** Things people do for no reason that the hub could know. */
  #whim(): void {
    if (this.gone) return
    if (this.chance.hits(0.25)) return this.reload(this.chance.between(50, 3_000), this.chance.hits(0.3))
    if (this.chance.hits(0.1)) return this.reload(this.chance.between(20_000, 150_000), this.chance.hits(0.5))
    if (this.chance.hits(0.06)) return this.#end()
    if (this.stage.hasCalls === true && this.chance.hits(0.5)) this.#call()
    if (this.chance.hits(0.5)) this.#talk()
    else if (this.chance.hits(0.06)) this.#finish()
    this.soonish(45_000, () => this.#whim())
  }

  #end(): void {
    if (this.gone) return
    this.gone = true
    this.record.count('customers left')
    // Stays a moment, so that what was said last is answered.
    this.soonish(15_000, () => this.leave())
  }
}
