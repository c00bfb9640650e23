/** An agent of the simulator: takes most offers, misses and declines some, answers, transfers, wraps up, and vanishes. */
import type { HubClient } from '../client/index.ts'
import type { Person } from '../app/organisation.ts'
import { makeId, type ContactId, type OfferId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { answerCall, useCall, type CallDesk } from './call-habits.ts'
import { longStory } from './customer.ts'
import type { DeskContact, DeskOffer } from '../protocol/index.ts'
import type { Record } from './record.ts'
import { Talker } from './talker.ts'
import type { Stage } from './stage.ts'

export class Agent extends Talker {
  /** Offers and contacts this screen has already thought about. */
  #seen = new Set<string>()
  /** Offers of the past, answered or not, for a hand that comes too late. */
  readonly #offers: DeskOffer[] = []

  constructor(
    stage: Stage,
    record: Record,
    readonly person: Person,
  ) {
    const { agent, role, name, login } = person
    super(
      stage,
      record,
      {
        kind: 'agent',
        session: makeId('session', `agent-${login}`),
        agent,
        role,
        rights: new Set(rightsOf(role)),
        name,
      },
      `agent ${login}`,
    )
  }

  protected override watch(client: HubClient): void {
    this.#seen = new Set()
    client.on('list', ({ topic }) => {
      if (topic !== 'desk') return
      this.#look()
      this.phone.look(this.client.list('desk', 'call').values())
    })
    client.on('state', (state) => {
      // Disabled for a while: tries again now and then.
      if (client !== this.client || !this.isHere) return
      if (state.kind === 'stopped' && state.reason === 'signedOut') this.reload(this.chance.gap(40_000), false)
    })
    client.on('entries', ({ contact, entries, firstSeq }) => {
      const head = firstSeq + entries.length - 1
      client.hint('message.mark', { contact: contact as ContactId, received: head, read: head })
      if (entries.some((entry) => entry.kind === 'message' && entry.from === 'customer'))
        this.soonish(12_000, () => this.#answer(contact as ContactId))
    })
    this.soonish(90_000, () => this.#whim())
    this.soonish(40_000, () => this.#byHand())
    if (this.stage.hasCalls === true) this.soonish(15_000, () => this.#byPhone())
  }

  override follows(): readonly ContactId[] {
    return [...this.client.list('desk', 'contact').keys()] as ContactId[]
  }

  #look(): void {
    const me = this.client.list('desk', 'me').get('')
    if (me === undefined) return
    if (me.status !== 'available' && this.#once(`${me.status} ${me.since}`))
      this.soonish(me.status === 'away' ? 40_000 : 2_000, () => this.#setPresence('available', ''))
    for (const offer of this.client.list('desk', 'offer').values()) if (this.#once(offer.offer)) this.#consider(offer)
    for (const call of this.client.list('desk', 'call').values())
      if (this.#once(`${call.call} ${call.part} ${call.phase}`)) answerCall(this.#desk, call)
    for (const contact of this.client.list('desk', 'contact').values())
      if (contact.calledUntil === null && this.#once(`${contact.contact} ${contact.phase}`)) this.#serve(contact)
  }

  #once(what: string): boolean {
    if (this.#seen.has(what)) return false
    this.#seen.add(what)
    return true
  }

  #setPresence(status: 'available' | 'away' | 'offline', reason: string): void {
    this.ask('presence.set', { status, reason })
  }

  #consider(asked: DeskOffer): void {
    const { offer, epoch } = asked
    this.#offers.push(asked)
    if (this.#offers.length > 20) this.#offers.shift()
    const mood = this.chance.next()
    if (mood < 0.1) return this.record.count('offers ignored')
    this.soonish(4_000, () => {
      if (mood < 0.2) this.ask('offer.decline', { offer, epoch })
      else this.#accept(offer, epoch)
      // An impatient hand clicks twice: a new request, not a repeat.
      if (mood < 0.2 && this.chance.hits(0.2)) this.ask('offer.decline', { offer, epoch })
      else if (this.chance.hits(0.2)) this.#accept(offer, epoch)
    })
  }

  #accept(offer: OfferId, epoch: number): void {
    this.ask('offer.accept', { offer, epoch }, () => this.record.accepted.set(offer, this.person.agent))
  }

  /** Takes what was offered long ago, as itself or as if it were of today. */
  #acceptOld(): void {
    const old = this.#offers[0]
    const last = this.#offers.at(-1)
    if (old === undefined || last === undefined || old === last) return
    if (old.epoch !== last.epoch) this.record.count('old offers accepted')
    this.#accept(old.offer, this.chance.hits(0.5) ? old.epoch : last.epoch)
  }

  /** Asks for much and takes it in slowly. False when this agent has nothing that is long. */
  readSlowly(): boolean {
    const held = [...this.client.list('desk', 'contact').values()].find((contact) => contact.phase === 'active')
    if (held === undefined || this.client.state.kind !== 'online') return false
    const { contact } = held
    for (let stories = 0; stories < 3; stories++) this.say(contact, longStory)
    this.soonish(300, () => {
      this.stage.slowDown?.(this.actor)
      for (let pages = 0; pages < 60; pages++)
        this.ask('contact.read', { contact, earlier: contact, after: 0, limit: 200 })
    })
    return true
  }

  #serve(contact: DeskContact): void {
    if (contact.phase === 'wrapUp') {
      if (this.chance.hits(0.3))
        this.soonish(8_000, () => this.ask('contact.extendWrapUp', { contact: contact.contact }))
      return this.soonish(10_000, () => this.#wrapUp(contact.contact))
    }
    this.soonish(5_000, () => this.#answer(contact.contact))
    if (this.chance.hits(0.12)) this.soonish(60_000, () => this.#transfer(contact.contact))
    else if (this.chance.hits(0.7)) this.soonish(150_000, () => this.ask('contact.close', { contact: contact.contact }))
  }

  #answer(contact: ContactId): void {
    const held = this.client.list('desk', 'contact').get(contact)
    if (held?.phase === 'active') this.say(contact)
  }

  #wrapUp(contact: ContactId): void {
    const { queueId } = this.client.list('desk', 'contact').get(contact) ?? {}
    const queue = this.stage.organisation.queues.find((known) => known.rules.id === queueId)
    if (queue === undefined || this.chance.hits(0.1)) return
    const mood = this.chance.next()
    const disposition = mood < 0.8 ? this.chance.pick(queue.rules.dispositions) : mood < 0.9 ? '' : 'nonsense'
    // What is refused is tried again, as a person would.
    if (mood >= 0.8) this.soonish(5_000, () => this.#wrapUp(contact))
    this.ask('contact.wrapUp', { contact, disposition, note: 'noted' })
  }

  #transfer(contact: ContactId): void {
    const others = this.stage.people.filter((person) => person.agent !== this.person.agent || this.chance.hits(0.1))
    const toAgent = this.chance.hits(0.5)
    const queue = toAgent ? null : this.chance.pick(this.stage.organisation.queues).rules.id
    const agent = toAgent ? this.chance.pick(others).agent : null
    this.ask('contact.transfer', { contact, queue, agent, note: 'please' })
    if (this.chance.hits(0.2)) this.ask('contact.earlier', { contact, limit: 5 })
    // Hands that are too quick: twice at once, or what is no longer theirs.
    if (this.chance.hits(0.1)) this.ask('contact.transfer', { contact, queue, agent, note: 'again' })
    if (this.chance.hits(0.1)) this.ask('contact.close', { contact })
    if (this.chance.hits(0.1)) this.ask('contact.wrapUp', { contact, disposition: '', note: '' })
  }

  /** What an agent chooses by hand: somebody who waits, and to let a talk rest, also what is not theirs or not so any more. */
  #byHand(): void {
    this.soonish(40_000, () => this.#byHand())
    const waiting = [...this.client.list('floor', 'waiting').values()]
    const held = [...this.client.list('desk', 'contact').values()]
    if (waiting.length > 0) {
      const { contact } = this.chance.pick(waiting)
      if (this.chance.hits(0.5)) this.ask('contact.pull', { contact })
      if (this.chance.hits(0.5)) this.ask('contact.why', { contact })
      // Two hands on one contact.
      if (this.chance.hits(0.1)) this.ask('contact.pull', { contact })
    }
    if (held.length === 0) return
    const { contact } = this.chance.pick(held)
    if (this.chance.hits(0.3)) this.ask('contact.park', { contact })
    if (this.chance.hits(0.1)) this.ask('contact.why', { contact })
  }

  /** What an agent does in the calls that they have, or would like to have. */
  #byPhone(): void {
    this.soonish(15_000, () => this.#byPhone())
    const calls = [...this.client.list('desk', 'call').values()]
    const talks = [...this.client.list('desk', 'contact').values()].filter(({ phase }) => phase === 'active')
    if (calls.length > 0) return useCall(this.#desk, this.chance.pick(calls))
    if (talks.length > 0 && this.chance.hits(0.3))
      this.ask('call.propose', {
        contact: this.chance.pick(talks).contact,
        media: this.chance.hits(0.3) ? 'video' : 'audio',
      })
  }

  get #desk(): CallDesk {
    return {
      chance: this.chance,
      self: this.person.agent,
      colleagues: () => this.stage.people.map(({ agent }) => agent),
      soonish: (meanMs, act) => this.soonish(meanMs, act),
      ask: (verb, body) => this.ask(verb, body),
    }
  }

  #whim(): void {
    if (this.chance.hits(0.15)) return this.reload(this.chance.between(50, 3_000), this.chance.hits(0.2))
    if (this.chance.hits(0.06)) return this.reload(this.chance.between(20_000, 120_000), this.chance.hits(0.4))
    if (this.chance.hits(0.025)) return this.reload(this.chance.between(150_000, 300_000), this.chance.hits(0.4))
    if (this.chance.hits(0.1)) this.#setPresence('away', this.chance.pick(this.stage.organisation.reasons).key)
    else if (this.chance.hits(0.03)) this.#setPresence('offline', '')
    if (this.chance.hits(0.3)) this.#acceptOld()
    this.soonish(90_000, () => this.#whim())
  }
}
