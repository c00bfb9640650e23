/** An agent of the simulator: takes most offers, misses and declines some, answers, transfers, wraps up, and vanishes. */
import type { HubClient } from '../client/index.ts'
import type { Person } from '../app/organisation.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import type { DeskContact, DeskOffer } from '../protocol/index.ts'
import type { Record } from './record.ts'
import { Talker } from './talker.ts'
import type { Stage } from './stage.ts'

export class Agent extends Talker {
  /** Offers and contacts this screen has already thought about. */
  #seen = new Set<string>()

  constructor(
    stage: Stage,
    record: Record,
    private readonly person: Person,
  ) {
    const { agent, role, name, login } = person
    super(
      stage,
      record,
      { kind: 'agent', session: makeId('session', `agent-${login}`), agent, role, name },
      `agent ${login}`,
    )
  }

  protected override watch(client: HubClient): void {
    this.#seen = new Set()
    client.on('list', ({ topic }) => {
      if (topic === 'desk') this.#look()
    })
    client.on('entries', ({ contact, entries, firstSeq }) => {
      const head = firstSeq + entries.length - 1
      client.hint('message.mark', { contact: contact as ContactId, received: head, read: head })
      if (entries.some((entry) => entry.kind === 'message' && entry.from === 'customer'))
        this.soonish(12_000, () => this.#answer(contact as ContactId))
    })
    this.soonish(90_000, () => this.#whim())
  }

  #look(): void {
    const me = this.client.list('desk', 'me').get('')
    if (me === undefined) return
    if (me.status !== 'available' && this.#once(`${me.status} ${me.since}`))
      this.soonish(me.status === 'away' ? 40_000 : 2_000, () => this.#setPresence('available', ''))
    for (const offer of this.client.list('desk', 'offer').values()) if (this.#once(offer.offer)) this.#consider(offer)
    for (const contact of this.client.list('desk', 'contact').values())
      if (this.#once(`${contact.contact} ${contact.phase}`)) this.#serve(contact)
  }

  #once(what: string): boolean {
    if (this.#seen.has(what)) return false
    this.#seen.add(what)
    return true
  }

  #setPresence(status: 'available' | 'away' | 'offline', reason: string): void {
    this.ask('presence.set', { status, reason })
  }

  #consider({ offer, epoch }: DeskOffer): void {
    const mood = this.chance.next()
    if (mood < 0.1) return this.record.count('offers ignored')
    const verb = mood < 0.2 ? 'offer.decline' : 'offer.accept'
    this.soonish(4_000, () => {
      this.ask(verb, { offer, epoch })
      // An impatient hand clicks twice: a new request, not a repeat.
      if (this.chance.hits(0.2)) this.ask(verb, { offer, epoch })
    })
  }

  #serve(contact: DeskContact): void {
    if (contact.phase === 'wrapUp') return this.soonish(10_000, () => this.#wrapUp(contact.contact))
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
    const disposition = this.chance.hits(0.9) ? this.chance.pick(queue.rules.dispositions) : 'nonsense'
    this.ask('contact.wrapUp', { contact, disposition, note: 'noted' })
  }

  #transfer(contact: ContactId): void {
    const others = this.stage.people.filter((person) => person.agent !== this.person.agent)
    const toAgent = this.chance.hits(0.5)
    const queue = toAgent ? null : this.chance.pick(this.stage.organisation.queues).rules.id
    const agent = toAgent ? this.chance.pick(others).agent : null
    this.ask('contact.transfer', { contact, queue, agent, note: 'please' })
  }

  #whim(): void {
    if (this.chance.hits(0.15)) return this.reload(this.chance.between(50, 3_000), this.chance.hits(0.2))
    if (this.chance.hits(0.06)) return this.reload(this.chance.between(20_000, 120_000), this.chance.hits(0.4))
    if (this.chance.hits(0.1)) this.#setPresence('away', this.chance.pick(this.stage.organisation.reasons).key)
    else if (this.chance.hits(0.03)) this.#setPresence('offline', '')
    this.soonish(90_000, () => this.#whim())
  }
}
