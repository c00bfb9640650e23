/**
 * The floor alone, on one seed: the real core under every command it knows, in any order, from people who ask for what they
 * may not have, with crowds, ties and rules that the shell does not make yet. A simulated day tries the hub as it is used;
 * this tries the core as it may be used. Each command is refused, or decides events that break no promise.
 */
import {
  agentOf,
  checkFloor,
  checkSettled,
  contactOf,
  contactsOf,
  createFloor,
  decide,
  evolve,
  isRefusal,
  restoreFloor,
  touched,
  usedUnits,
  type AgentRules,
  type Command,
  type ContactRecord,
  type Floor,
  type FloorEvent,
  type QueueRules,
  type ReplannedContact,
  type Requirement,
} from '../acd/index.ts'
import type { ChannelName } from '../channels/index.ts'
import { makeId, type AgentId, type ContactId, type OfferId, type QueueId } from '../model/ids.ts'
import { hours, instant, minutes, type Instant } from '../model/time.ts'
import { Chance } from './chance.ts'
import { asKeptBefore, queueAsBefore } from './older-rows.ts'
import { askedInWords, drawnAgents, drawnNeeds, queueKeys, skills } from './drawn-people.ts'
import { drawnRules } from './drawn-rules.ts'
import { History, rulesOf } from './history.ts'
import { answersWrongly, nobody, nowhereQueue, stranger } from './questions.ts'
import { RehearsalFailed } from './violation.ts'

const callsAndLetters: readonly ChannelName[] = ['voice', 'video', 'email']

/** So many commands between two looks at the whole floor. */
const checkEvery = 12

/** More contacts than this are a crowd. */
const crowdMin = 100

export class Rehearsal {
  /** Refusals and events by name: what had a chance to break. */
  readonly chances: { [kind: string]: number } = {}
  readonly #chance: Chance
  #floor: Floor = createFloor()
  #history: History
  #now: Instant = instant(1_800_000_000_000)
  #epoch = 1
  #arrived = 0
  #queues: readonly QueueRules[]
  #agents: readonly AgentRules[]
  readonly #contacts: ContactId[] = []
  readonly #offers: Extract<FloorEvent, { type: 'offerMade' }>[] = []

  constructor(readonly seed: number) {
    this.#chance = new Chance(seed)
    this.#queues = this.#someQueues()
    this.#agents = drawnAgents(this.#chance)
    this.#history = new History(() => rulesOf(this.#queues, this.#agents), true)
    this.#restore(false)
  }

  /** Carries out so many commands. Throws `RehearsalFailed`. */
  run(commands: number): void {
    for (let step = 1; step <= commands; step++) {
      if (this.#chance.hits(0.6)) this.#now = instant(this.#now + this.#chance.gap(3_000))
      if (this.#chance.hits(0.001)) this.#crowd()
      else if (this.#chance.hits(0.0004)) this.#oddities()
      else if (this.#chance.hits(0.01)) this.#restore(this.#chance.hits(0.5))
      else this.#do(this.#anyCommand())
      this.#settle()
      if (step % checkEvery === 0) this.#look()
    }
  }

  #fail(what: string): never {
    throw new RehearsalFailed(`seed ${this.seed}: ${what}`)
  }

  #count(kind: string): void {
    this.chances[kind] = (this.chances[kind] ?? 0) + 1
  }

  #do(command: Command): number {
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) {
      this.#count(`refused ${decided.refused}`)
      return 0
    }
    const [first] = decided
    if (command.type === 'passTime' && first?.type === 'contactRequeued') this.#count('calls given back')
    for (const event of decided) {
      const broken = this.#history.next(event)
      if (broken !== null) this.#fail(broken)
      evolve(this.#floor, event)
      this.#count(event.type)
      if (event.type === 'contactAssigned' && event.how === 'handedOver') this.#count('talks handed over')
      if (event.type === 'offerEnded' && event.cause === 'answered') this.#count('offers lost to another')
      if (event.type === 'offerMade' && (event.ring ?? 1) > 1) this.#count('offers beside others')
      for (const agent of touched(event).agents)
        if (agentOf(this.#floor, agent) === undefined) this.#fail(`${event.type} touches nobody`)
      if (event.type === 'offerMade') this.#offers.push(event)
    }
    return decided.length
  }

  #settle(): void {
    do {
      while (this.#do({ type: 'passTime' }) > 0);
    } while (this.#do({ type: 'distribute' }) > 0)
  }

  /** The whole floor, and what screens ask of it. */
  #look(): void {
    const isCrowded = this.#floor.contacts.size > crowdMin
    // Takes time with the square of the crowd.
    const unsettled = isCrowded ? [] : checkSettled(this.#floor, this.#now)
    const broken = [...checkFloor(this.#floor, this.#now), ...unsettled]
    if (broken.length > 0) this.#fail(broken.join('; '))
    const agents = this.#agents.map(({ id }) => id)
    const wrong = answersWrongly(this.#floor, this.#contacts.slice(-40), agents, this.#queue())
    if (wrong !== null) this.#fail(wrong)
  }

  /** Everybody at one counter. */
  #crowd(): void {
    const queue = this.#queue()
    for (let more = 300; more > 0; more--) this.#do({ ...this.#arrival(), queue } as Command)
  }

  /** People who ask for what nobody else asks for, and leave: the floor must not keep a line for each of them. */
  #oddities(): void {
    for (let level = 6; level < 2_200; level++) {
      const contact = makeId('contact', `odd${++this.#arrived}`)
      const requirements = [{ skill: this.#chance.pick(skills), level }]
      this.#do({ ...this.#arrival(), contact, requirements } as Command)
      if (this.#chance.hits(0.98)) this.#do({ type: 'closeContact', contact, by: 'customer' })
    }
    this.#count('crowds of oddities')
  }

  /** The hub is killed and comes back: in a new epoch, or as tests do in the same one (RE5). */
  #restore(sameEpoch: boolean): void {
    const { epoch, offersMade, agents, contacts, queues } = this.#floor
    // A forgotten queue keeps its rules in memory only.
    if (sameEpoch && [...queues.values()].some((queue) => queue.retired)) return
    if (!sameEpoch) this.#queues = this.#someQueues()
    this.#floor = restoreFloor({
      epoch,
      ...(sameEpoch ? { offersMade } : {}),
      queues: this.#queues,
      agents: this.#agents,
      agentRecords: this.#chance.shuffled([...agents.values()].map((agent) => agent.record)),
      queueRecords: this.#chance.shuffled(
        [...queues.values()].map(({ record }) =>
          !sameEpoch && this.#chance.hits(0.1) ? queueAsBefore(record) : record,
        ),
      ),
      contacts: this.#chance.shuffled(
        [...contacts.values()].map(({ record }) => (this.#chance.hits(0.3) ? asKeptBefore(record) : record)),
      ),
    })
    this.#count(sameEpoch ? 'restored within an epoch' : 'restored')
    if (!sameEpoch) this.#epoch += 1
    const rules = this.#chance.hits(0.3) && { rules: { queues: this.#queues, agents: this.#agents } }
    this.#do({ type: 'startEpoch', epoch: this.#epoch, ...rules })
  }

  #someQueues(): readonly QueueRules[] {
    const all = queueKeys.map((key) => makeId('queue', key))
    const agents = Array.from({ length: 10 }, (_, at) => makeId('agent', `a${at}`))
    return all
      .filter((_, at) => at === 0 || this.#chance.hits(0.8))
      .map((id) => this.#withMore(drawnRules(this.#chance, { id, all, agents, needs: () => drawnNeeds(this.#chance) })))
  }

  /** Overflow that simulated days do not have: by the wait that is expected, and to a form. */
  #withMore(rules: QueueRules): QueueRules {
    const chance = this.#chance
    if (chance.hits(0.7)) return rules
    const when = chance.hits(0.5)
      ? ({ measure: 'expectedWait', aboveMs: minutes(chance.between(1, 20)), untilMs: minutes(1) } as const)
      : ({ measure: 'waiting', above: chance.between(3, 30), until: 2 } as const)
    const to = { way: chance.pick(['form', 'callBack'] as const) }
    return { ...rules, overflow: [...rules.overflow, { name: 'more', when, to, waiting: chance.hits(0.3) }] }
  }

  /** What a contact asks for: mostly said by skills, now and then in words, which may make no sense. */
  #asked(): readonly Requirement[] {
    if (this.#chance.hits(0.7)) return drawnNeeds(this.#chance)
    const asked = askedInWords(this.#chance)
    if (asked === null) this.#count('requirements that nobody can read')
    return asked ?? []
  }

  #agent(): AgentId {
    return this.#chance.hits(0.04) ? stranger : this.#chance.pick(this.#agents).id
  }

  #queue(): QueueId {
    return this.#chance.hits(0.04) ? nowhereQueue : this.#chance.pick(this.#queues).id
  }

  /** Mostly a recent one; now and then one that is long gone, or never was. */
  #contact(): ContactId {
    if (this.#contacts.length === 0 || this.#chance.hits(0.03)) return nobody
    return this.#chance.pick(this.#chance.hits(0.8) ? this.#contacts.slice(-15) : this.#contacts)
  }

  /** A recent one of which this is true, if there is any; else any. */
  #one(is: (record: ContactRecord) => boolean): ContactId {
    const those = this.#contacts.slice(-60).filter((id) => {
      const record = contactOf(this.#floor, id)
      return record !== undefined && is(record)
    })
    return those.length > 0 && this.#chance.hits(0.85) ? this.#chance.pick(those) : this.#contact()
  }

  /** Now and then one that waits for one agent alone. */
  #meant(): ContactId {
    return this.#chance.hits(0.7)
      ? this.#contact()
      : this.#one(({ state }) => state.phase === 'queued' && state.only !== null)
  }

  /** One that this agent holds, if there is any; else any. */
  #heldBy(agent: AgentId, phase: 'active' | 'wrapUp'): ContactId {
    const held = contactsOf(this.#floor, agent).filter((id) => contactOf(this.#floor, id)?.state.phase === phase)
    return held.length > 0 && this.#chance.hits(0.85) ? this.#chance.pick(held) : this.#contact()
  }

  /** Somebody who takes part in what another has, if there is anybody. */
  #part(): { agent: AgentId; contact: ContactId } {
    const parts = this.#agents.flatMap(({ id }) =>
      (agentOf(this.#floor, id)?.engaged ?? []).map(({ contact }) => ({ agent: id, contact })),
    )
    return parts.length > 0 ? this.#chance.pick(parts) : { agent: this.#agent(), contact: this.#contact() }
  }

  #arrival(): Command {
    // Ids in no order, so that ties by id fall both ways.
    const contact = makeId('contact', `${this.#chance.word(3)}${++this.#arrived}`)
    const [known] = this.#chance.hits(0.02) ? this.#contacts.filter((id) => contactOf(this.#floor, id)) : []
    if (known === undefined) this.#contacts.push(contact)
    return {
      type: 'queueContact',
      contact: known ?? contact,
      channel: this.#chance.hits(0.75) ? 'chat' : this.#chance.pick(callsAndLetters),
      queue: this.#queue(),
      requirements: this.#chance.hits(0.3) ? this.#asked() : [],
      ...(this.#chance.hits(0.3) ? { lastAgent: { agent: this.#agent(), endedAt: this.#now } } : {}),
      priorityMs: this.#chance.hits(0.2) ? this.#chance.between(0, 120_000) : 0,
      ...(this.#chance.hits(0.06) && { message: true }),
    }
  }

  #answer(type: 'acceptOffer' | 'declineOffer'): Command {
    const made = this.#offers.at(this.#chance.hits(0.9) ? -1 : -3)
    const epoch = this.#chance.hits(0.05) ? this.#epoch - 1 : this.#epoch
    const offer: OfferId = made?.offer ?? makeId('offer', '0.0')
    return { type, agent: this.#chance.hits(0.95) ? (made?.agent ?? this.#agent()) : this.#agent(), offer, epoch }
  }

  #anyCommand(): Command {
    const chance = this.#chance
    const agent = this.#agent()
    const busy = this.#agents.filter(({ id }) => usedUnits(this.#floor, id) > 0)
    const holder = busy.length > 0 && chance.hits(0.9) ? chance.pick(busy).id : agent
    switch (chance.between(0, 31)) {
      case 0:
      case 1:
      case 2:
        return this.#arrival()
      case 3:
      case 4:
        return this.#answer('acceptOffer')
      case 5:
        return this.#answer(chance.hits(0.5) ? 'acceptOffer' : 'declineOffer')
      case 6:
      case 7:
        return { type: 'connectAgent', agent }
      case 8:
        return { type: chance.hits(0.4) ? 'loseAgent' : 'connectAgent', agent }
      case 9:
      case 10:
        return { type: 'setPresence', agent, status: 'available', reason: '' }
      case 11:
        return { type: 'setPresence', agent, status: chance.pick(['away', 'available', 'offline']), reason: '' }
      case 12:
      case 13: {
        const to = chance.hits(0.5) ? { queue: this.#queue() } : { agent: this.#agent() }
        return { type: 'transferContact', agent: holder, contact: this.#heldBy(holder, 'active'), to }
      }
      case 14:
        if (chance.hits(0.1)) return { type: 'removeContact', contact: this.#contact() }
        return {
          type: 'closeContact',
          contact: chance.hits(0.7) ? this.#heldBy(holder, 'active') : this.#contact(),
          by: chance.hits(0.5) ? 'agent' : 'customer',
        }
      case 15: {
        if (chance.hits(0.4)) return { type: 'extendWrapUp', agent: holder, contact: this.#heldBy(holder, 'wrapUp') }
        const disposition = chance.pick(['', 'solved', 'solved', 'other', 'nonsense'])
        return { type: 'finishWrapUp', agent: holder, contact: this.#heldBy(holder, 'wrapUp'), disposition }
      }
      case 16:
        if (chance.hits(0.5)) return { type: 'loseCustomer', contact: this.#contact() }
        return { type: 'connectCustomer', contact: this.#one(({ customerLostAt }) => customerLostAt !== null) }
      case 17:
        return { type: 'pullContact', agent: holder, contact: this.#meant() }
      case 18:
        return { type: 'assignContact', contact: this.#meant(), agent, force: chance.hits(0.5), by: holder }
      case 24:
        if (chance.hits(0.4)) return { type: 'holdContact', contact: this.#contact() }
        return {
          type: 'resumeContact',
          contact: this.#one(
            ({ state, hold }) => state.phase === 'called' || (hold !== null && this.#chance.hits(0.1)),
          ),
        }
      case 23: {
        const changesAt = chance.hits(0.5) ? instant(this.#now + chance.gap(60_000)) : null
        return { type: 'setHours', queue: this.#queue(), open: chance.hits(0.7), changesAt }
      }
      case 20:
        return { type: 'parkContact', agent: holder, contact: this.#heldBy(holder, 'active') }
      case 21:
      case 22:
        return { type: 'noteMessage', contact: this.#heldBy(holder, 'active') }
      case 19:
        return this.#supervisorActs(agent, holder)
      case 25: {
        const contact = chance.hits(0.7) ? this.#heldBy(holder, 'active') : this.#contact()
        return { type: 'changeChannel', contact, channel: chance.pick(['chat', 'voice', 'video']) }
      }
      case 26:
        return { type: 'engageAgent', agent, contact: this.#heldBy(holder, 'active'), units: chance.pick([25, 100]) }
      case 27: {
        const part = this.#part()
        if (chance.hits(0.4)) return { type: 'releaseAgent', ...part }
        const state = contactOf(this.#floor, part.contact)?.state
        const from = state?.phase === 'active' ? state.agent : holder
        return { type: 'handOverContact', contact: part.contact, from, to: chance.hits(0.9) ? part.agent : agent }
      }
      case 28:
        return this.#scores()
      case 29:
        return { type: 'replanContacts', contacts: [this.#replanned(), this.#replanned()] }
      case 30: {
        const [offsetMs, thenOffsetMs] = [hours(chance.between(-12, 12)), hours(chance.between(-12, 12))]
        const turnsAt = chance.hits(0.5) ? instant(this.#now + chance.gap(600_000)) : null
        return { type: 'setWallClock', queue: this.#queue(), offsetMs, turnsAt, thenOffsetMs }
      }
      default:
        return this.#configuration()
    }
  }

  /** For one that is held back for them, if there is any; now and then too late, or for another time. */
  #scores(): Command {
    const contact = this.#one(({ scores }) => scores !== null && 'until' in scores)
    const scores = contactOf(this.#floor, contact)?.scores ?? null
    const until = scores !== null && 'until' in scores && this.#chance.hits(0.9) ? scores.until : this.#now
    const told = this.#agents
      .filter(() => this.#chance.hits(0.7))
      .map(({ id }) => [id, this.#chance.between(-3, 3)] as const)
    return { type: 'scoreContact', contact, until, scores: told }
  }

  #replanned(): ReplannedContact {
    const contact = this.#contact()
    return { contact, ...(this.#chance.hits(0.4) && { lastAgent: { agent: this.#agent(), endedAt: this.#now } }) }
  }

  #supervisorActs(agent: AgentId, by: AgentId): Command {
    switch (this.#chance.between(0, 2)) {
      case 0:
        return { type: 'takeOverContact', contact: this.#contact(), by }
      case 1:
        return { type: 'rescueContacts', agent, by }
      default:
        return { type: 'forcePresence', agent, status: this.#chance.pick(['away', 'available']), reason: 'asked', by }
    }
  }

  #configuration(): Command {
    if (this.#chance.hits(0.2)) this.#agents = drawnAgents(this.#chance)
    if (this.#chance.hits(0.2)) this.#queues = this.#someQueues()
    // Equal rules in another order change nothing.
    return {
      type: 'configure',
      queues: this.#chance.shuffled(this.#queues),
      agents: this.#chance.shuffled(this.#agents),
    }
  }
}

/** Rehearses on one seed and tells what had a chance to break. Throws `RehearsalFailed`. */
export function rehearse(seed: number, commands: number): { readonly [kind: string]: number } {
  const rehearsal = new Rehearsal(seed)
  rehearsal.run(commands)
  return rehearsal.chances
}
