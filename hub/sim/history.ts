/**
 * The history of the floor, held to P6, P7, P9, P10, P12 and P17 by an account of its own: who waits since when and for
 * whom, who was asked, who passed, whose customer is gone. It knows nothing of how the floor decides.
 */
import type { FloorEvent } from '../acd/events.ts'
import type { AgentId, ContactId, OfferId, QueueId } from '../model/ids.ts'
import {
  isHeldForScores,
  replanned,
  ringsMax,
  rulesOf,
  scored,
  scoresOf,
  serves,
  stepped,
  stepsOf,
  weightOf,
  type Account,
  type Rules,
} from './accounts.ts'

import { Loads } from './loads.ts'

export { rulesOf, type Rules } from './accounts.ts'

type Of<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>
type Made = Of<'offerMade'>

/** How long a vanished customer keeps the place in a queue that configuration has forgotten. */
const usualGraceMs = 120_000

/** Events whose time is the moment they were decided; others are dated to their deadline. */
const decidedNow: ReadonlySet<FloorEvent['type']> = new Set([
  'epochStarted',
  'agentConnected',
  'contactQueued',
  'offerMade',
  'offerAccepted',
])

/** Replays events in order; `next` returns what an event breaks, or null. */
export class History {
  /** Every offer that was accepted, and by whom. */
  readonly accepted = new Map<OfferId, AgentId>()
  /** Contacts on the floor. */
  readonly #contacts = new Map<ContactId, Account>()
  readonly #closed = new Set<ContactId>()
  readonly #waiting = new Map<ContactId, Account>()
  /** Live offers; more than one of a contact only where its queue rings several. */
  readonly #offers = new Map<ContactId, readonly Made[]>()
  readonly #rung = new Map<AgentId, OfferId>()
  /** Its other offers have ended because one is accepted, by the event that follows. */
  #won: ContactId | null = null
  readonly #offerIds = new Set<OfferId>()
  #rules: Rules | null = null
  readonly #loads = new Loads((agent) => (this.#rules === null ? null : this.#rules.agents.get(agent)))
  #epoch = 0
  #latest = 0
  readonly #missedInARow = new Map<AgentId, number>()
  /** Who missed an offer in this decision and must go away, with how many events are left for it. */
  #missed: { readonly agent: AgentId; left: number } | null = null

  /**
   * `rulesIn`: what a hub was started with, null for one that died while it started; without it everybody may serve everything. `erases`: people may be erased, which
   * looks like giving up on them, whatever their phase.
   */
  constructor(
    private readonly rulesIn: ((epoch: number) => Rules | null) | null = null,
    private readonly erases = false,
  ) {}

  next(event: FloorEvent): string | null {
    if (event.type === 'presenceChanged' && event.status === 'available') this.#missedInARow.delete(event.agent)
    // By accepting an agent may have the customer called.
    const isAccepted = event.type === 'offerAccepted' || (event.type === 'callStarted' && event.offer !== null)
    if (isAccepted || event.type === 'contactAssigned') this.#missedInARow.delete(event.agent)
    if (event.type === 'customerJoined' && event.agent !== null) this.#missedInARow.delete(event.agent)
    if (event.type === 'offerEnded' && event.ending === 'declined') this.#missedInARow.delete(event.agent)
    return this.#inTime(event) ?? this.#goesAway(event) ?? this.#isTaken(event) ?? this.#apply(event)
  }

  /** RG3: offers are lost to somebody who then has the contact. */
  #isTaken(event: FloorEvent): string | null {
    const won = this.#won
    if (won === null) return null
    if (event.type === 'offerEnded' && event.contact === won && event.cause === 'answered') return null
    this.#won = null
    const isTaken = event.type === 'offerAccepted' || (event.type === 'callStarted' && event.offer !== null)
    return isTaken && event.contact === won ? null : `P7: offers of ${won} ended as answered, and ${event.type} follows`
  }

  #apply(event: FloorEvent): string | null {
    switch (event.type) {
      case 'epochStarted':
        this.#epoch = event.epoch
        this.#rules = this.rulesIn?.(event.epoch) ?? this.#rulesBegunWith(event)
        for (const account of this.#contacts.values()) account.lostAt = event.at
        return null
      case 'configured':
        this.#configured(event)
        return null
      case 'contactQueued':
        return this.#queued(event)
      case 'contactRequeued':
        return this.#requeued(event)
      case 'stepEnded':
        return stepped(this.#rules, this.#of(event.contact), event)
      case 'contactReplanned':
        return replanned(this.#rules, this.#of(event.contact), event)
      case 'contactClosed':
        return this.#ended(event)
      case 'offerMade':
        return this.#offered(event)
      case 'offerAccepted':
      case 'offerEnded':
        return this.#answered(event)
      case 'wrapUpStarted':
        this.#loads.wrapUp(event.agent, event.contact, event.units ?? 0)
        return null
      case 'contactParked':
        this.#loads.rest(event.agent, event.contact, event.units)
        return null
      case 'channelChanged':
        return this.#grown(event)
      case 'agentEngaged':
        this.#loads.engage(event.agent, event.contact, event.units)
        return null
      case 'agentReleased':
        this.#loads.release(event.agent, event.contact)
        return null
      case 'contactWoken':
        return this.#carries(event.agent, event.contact)
          ? null
          : `P8: ${event.contact} woke and is more than ${event.agent} may have`
      case 'callStarted':
        return this.#called(event)
      case 'callFailed':
      case 'customerJoined':
        return this.#callOver(event)
      case 'restEnded':
        this.#rested(event)
        return null
      case 'contactResumed':
        return this.#resumed(event)
      case 'contactHeld':
        Object.assign(this.#of(event.contact), {
          lostAt: null,
          hold: event.mode === 'message' ? 'message' : 'place',
        })
        return null
      case 'contactAssigned':
        return this.#assigned(event)
      case 'contactScored':
      case 'scoresMissed':
        return scored(this.#rules, this.#of(event.contact), event)
      case 'customerLost':
      case 'customerConnected':
        return this.#customerMoved(event)
      default:
        return null
    }
  }

  /** GR1: in whatever phase, and once. */
  #grown({ contact, channel, from }: Of<'channelChanged'>): string | null {
    const account = this.#of(contact)
    if (account.channel !== from) return `GR1: ${contact} is by ${account.channel}, not by ${from}`
    account.channel = channel
    this.#loads.grow(contact, channel)
    return null
  }

  /** A hub that died while it started may have decided already, by rules that only its events tell. */
  #rulesBegunWith({ rules }: Of<'epochStarted'>): Rules | null {
    if (this.rulesIn === null) return null
    return rules === undefined ? this.#rules : rulesOf(rules.queues, rules.agents)
  }

  #inTime({ type, at }: FloorEvent): string | null {
    if (!decidedNow.has(type)) return null
    if (at < this.#latest) return `P17: ${type} is dated ${this.#latest - at} ms before what was decided earlier`
    this.#latest = at
    return null
  }

  /** P10: whoever misses an offer is away in the same breath. */
  #goesAway(event: FloorEvent): string | null {
    if (this.#missed === null) return null
    const { agent } = this.#missed
    if (event.type === 'presenceChanged' && event.agent === agent) {
      this.#missed = null
      return event.reason === 'missedOffer' ? null : `P10: ${agent} missed an offer and is ${event.reason}`
    }
    return --this.#missed.left < 0 ? `P10: ${agent} missed an offer and was not taken off the floor` : null
  }

  /** A queue that is no longer named keeps the rules it had until it is empty. */
  #configured({ queues, agents }: Of<'configured'>): void {
    if (this.#rules === null) return
    const rules = rulesOf(queues, agents)
    this.#rules = { ...rules, queues: new Map([...this.#rules.queues, ...rules.queues]) }
  }

  #queued({ contact, channel, queue, at, priorityMs, requirements, lastAgent }: Of<'contactQueued'>): string | null {
    if (this.#contacts.has(contact) || this.#closed.has(contact)) return `P17: ${contact} is an id that was used before`
    const passedBy = new Set<AgentId>()
    const account: Account = {
      channel,
      since: at,
      priorityMs,
      requirements,
      phase: 'queued',
      hold: null,
      calledTo: null,
      queue,
      only: null,
      heldUntil: at,
      lostAt: null,
      passedBy,
      turnedDown: new Set(),
      steps: stepsOf(this.#rules, queue, at, lastAgent),
      step: 0,
      scores: scoresOf(this.#rules, queue, at),
    }
    this.#contacts.set(contact, account)
    this.#waiting.set(contact, account)
    return null
  }

  #requeued({ contact, queue, only, heldUntil, at, cause, from }: Of<'contactRequeued'>): string | null {
    if (this.#closed.has(contact)) return `P6: ${contact} waits again after its end`
    const account = this.#of(contact)
    if (account.phase === 'held' && account.lostAt !== null) account.lostAt = at
    if (queue !== account.queue) Object.assign(account, { steps: stepsOf(this.#rules, queue, at), step: 0 })
    // Whose customer was only called has not been answered.
    const isAnswered = account.phase === 'held' && account.calledTo === null
    if (only !== null) account.scores = 'none'
    else if (isAnswered || queue !== account.queue || account.scores === 'none')
      account.scores = scoresOf(this.#rules, queue, at)
    // Whoever hands a contact on is treated as having declined it.
    if (cause === 'transfer' && from !== null) account.passedBy.add(from)
    Object.assign(account, { phase: 'queued', calledTo: null, queue, only, heldUntil: heldUntil ?? at })
    this.#drop(contact)
    this.#waiting.set(contact, account)
    return null
  }

  #ended({ contact, by, outcome, at }: Of<'contactClosed'>): string | null {
    if (this.#closed.has(contact)) return `P6: ${contact} closed twice`
    const { phase, lostAt, queue } = this.#of(contact)
    this.#waiting.delete(contact)
    this.#contacts.delete(contact)
    this.#closed.add(contact)
    if (this.#offers.has(contact)) return `P6: ${contact} closed with a live offer`
    this.#drop(contact)
    const sentAway = outcome === 'overflowed' || outcome === 'unreached' || (outcome === 'closed' && this.erases)
    if (outcome === 'served' || sentAway || by !== 'system') return null
    const graceMs = this.#rules?.queues.get(queue)?.customerGraceMs ?? usualGraceMs
    if (phase === 'held') return `P12: ${contact} was given up in the middle of a talk`
    const kept = lostAt === null ? null : at - lostAt
    return kept !== null && kept >= graceMs ? null : `P12: ${contact} was given up after ${kept} ms of ${graceMs}`
  }

  #customerMoved({ contact, type, at }: Of<'customerLost'> | Of<'customerConnected'>): string | null {
    if (!this.#closed.has(contact)) this.#of(contact).lostAt = type === 'customerLost' ? at : null
    return null
  }

  #offered(event: Made): string | null {
    const { contact, agent, at, epoch, offer } = event
    const live = this.#offers.get(contact) ?? []
    const offered = live.length > 0 ? this.#of(contact) : this.#waiting.get(contact)
    if (this.#offerIds.has(offer)) return `P17: ${offer} is an id that was used before`
    this.#offerIds.add(offer)
    if (offered === undefined) return `P7: ${contact} is offered at ${at} but does not wait`
    if (isHeldForScores(this.#rules, offered, at))
      return `PL1: ${contact} is offered at ${at}, and held back for scores`
    const broken = this.#ringsOnce(event, live, offered)
    if (broken !== null) return broken
    if (epoch !== this.#epoch) return `P9: ${offer} belongs to epoch ${epoch} in epoch ${this.#epoch}`
    // Handed to this agent by a colleague, who knew better than the rules.
    if (offered.only !== agent && !serves(this.#rules, agent, offered))
      return `P7: ${offer} went to ${agent}, who does not serve ${offered.queue}`
    this.#waiting.delete(contact)
    offered.phase = 'offered'
    this.#offers.set(contact, [...live, event])
    this.#rung.set(agent, offer)
    if (!this.#carries(agent, contact)) return `P8: ${offer} is more than ${agent} may have`
    for (const [other, waiting] of this.#waiting) {
      const isHeld = waiting.heldUntil > at || isHeldForScores(this.#rules, waiting, at)
      const isTheirs = waiting.only === null && !isHeld && !waiting.passedBy.has(agent)
      const free = isTheirs && this.#loads.fits(agent, waiting.channel, contact)
      const fair = offered.only === agent || !serves(this.#rules, agent, waiting)
      // RG2: who rings already comes after all who ring nowhere.
      if (free && !fair && (live.length > 0 || weightOf(this.#rules, waiting, at) > weightOf(this.#rules, offered, at)))
        return `P9: ${contact} is offered to ${agent} at ${at} before ${other}, who came earlier`
    }
    return null
  }

  /** P7, RG1 and RG4: several at once only where the queue asks several, no more than it says, and nobody again. */
  #ringsOnce({ contact, agent, at, ring }: Made, live: readonly Made[], account: Account): string | null {
    if (this.#rung.has(agent)) return `P7: ${agent} is rung twice at once`
    if (live.length === 0) account.turnedDown.clear()
    else if (ring === undefined || live.some((one) => one.ring === undefined))
      return `P7: ${contact} is offered twice at ${at}`
    if (ring === undefined) return null
    if (ring !== live.length + 1) return `P7: ${contact} rings at ${live.length + 1} agents and says ${ring}`
    if (account.turnedDown.has(agent)) return `P7: ${contact} rings again at ${agent}, who turned it down`
    return ring <= ringsMax(this.#rules, account) ? null : `P7: ${contact} rings at ${ring} agents, more than it may`
  }

  #answered(event: Of<'offerAccepted'> | Of<'offerEnded'>): string | null {
    const { contact, agent, offer } = event
    const live = this.#offers.get(contact) ?? []
    const made = live.find((one) => one.offer === offer && one.agent === agent)
    const account = this.#of(contact)
    if (made === undefined) return `P7: ${offer} ended, but was not live`
    this.#silence(made)
    if (event.type === 'offerAccepted') {
      if (live.length > 1) return `P7: ${offer} was accepted while ${contact} rings at others`
      Object.assign(account, { phase: 'held', scores: 'none' })
      this.accepted.set(offer, agent)
      return event.at >= made.deadline ? `P10: ${offer} was accepted too late` : null
    }
    if (live.length === 1) account.phase = 'queued'
    this.#loads.leave(agent, contact)
    if (event.cause === 'answered') this.#won = contact
    account.passedBy.add(agent)
    if (event.ending !== 'rescinded' || event.cause === 'agentAway') account.turnedDown.add(agent)
    if (event.ending !== 'missed') return null
    if (this.#misses(event.agent, account.queue)) this.#missed = { agent: event.agent, left: 2 }
    return event.at === made.deadline ? null : `P10: ${event.offer} was missed at another time than its deadline`
  }

  #silence({ contact, agent, offer }: Made): void {
    const left = (this.#offers.get(contact) ?? []).filter((one) => one.offer !== offer)
    if (left.length === 0) this.#offers.delete(contact)
    else this.#offers.set(contact, left)
    this.#rung.delete(agent)
  }

  /** P7 of calls: nobody is called twice at once, and each call has room with an agent. */
  #called({ contact, agent, offer }: Of<'callStarted'>): string | null {
    const account = this.#of(contact)
    const [made, another] = this.#offers.get(contact) ?? []
    if ((made?.offer ?? null) !== offer) return `P7: ${contact} is called by another offer than rang`
    if (another !== undefined) return `P7: ${contact} is called while it rings at others`
    if (account.phase === 'held') return `CB5: ${contact} is called twice at once`
    if (account.hold !== 'place') return `CB5: ${contact} is called though its customer keeps no place`
    account.calledTo = agent
    // By accepting the agent has the customer called.
    if (offer !== null) this.accepted.set(offer, agent)
    if (made !== undefined) this.#silence(made)
    this.#waiting.delete(contact)
    account.phase = 'held'
    // What rang was held already, and is kept when the capacity is cut meanwhile or it grew. A part in it ends with this (EN5).
    const fits = this.#carries(agent, contact, contact) || offer !== null
    return fits ? null : `P8: ${contact} is called, and is more than ${agent} may have`
  }

  /** CB4 to CB6: a call ends once, for whoever it was kept, and either way nothing is kept any longer that is not theirs. */
  #callOver(event: Of<'callFailed'> | Of<'customerJoined'>): string | null {
    const account = this.#of(event.contact)
    if (account.calledTo === null) return `CB5: ${event.contact} had no call that could be over`
    if (event.agent !== null && event.agent !== account.calledTo)
      return `CB5: ${event.contact} was called for ${account.calledTo}, not for ${event.agent}`
    account.calledTo = null
    if (event.type === 'customerJoined') {
      Object.assign(account, { hold: null, lostAt: null })
      // Called before the agent was asked: the event that follows says how it waits.
      if (event.agent !== null) {
        account.scores = 'none'
        return null
      }
    }
    this.#drop(event.contact)
    account.phase = 'queued'
    return null
  }

  /** CB2 and ML3: whoever comes back by themselves, and is not called, waits in person at the place that was kept. */
  #resumed({ contact, at }: Of<'contactResumed'>): string | null {
    const account = this.#of(contact)
    if (account.hold === null) return `CB2: ${contact} waits in person already`
    if (account.phase === 'held') return `CB2: ${contact} is called, or served, and cannot go back to waiting`
    Object.assign(account, { hold: null, lostAt: null })
    // Nor need they rest from a call in vain.
    if (account.phase === 'queued' && !this.#waiting.has(contact)) this.#rested({ contact, at })
    return null
  }

  /** After a call in vain a contact waits for anybody, and for scores if it was for one agent alone (PL1). */
  #rested({ contact, at }: Pick<Of<'restEnded'>, 'contact' | 'at'>): void {
    const account = this.#of(contact)
    account.only = null
    if (account.scores === 'none') account.scores = scoresOf(this.#rules, account.queue, at)
    this.#waiting.set(contact, account)
  }

  /** Somebody chose contact and agent: no rules but capacity, and that nobody else has it. */
  #assigned({ contact, agent, from, how }: Of<'contactAssigned'>): string | null {
    if (this.#closed.has(contact)) return `P6: ${contact} was given to ${agent} after its end`
    const account = this.#of(contact)
    if (this.#offers.has(contact)) return `P7: ${contact} was given to ${agent} while it rang elsewhere`
    if ((from === null) !== (account.phase === 'queued')) return `P7: ${contact} was ${account.phase}, not with ${from}`
    if (from !== null && !this.#loads.has(from, contact)) return `P7: ${from} does not have ${contact}`
    if (how === 'handedOver' && !this.#loads.takesPart(agent, contact))
      return `TR6: ${contact} was handed over to ${agent}, who takes no part in it`
    this.#drop(contact)
    this.#waiting.delete(contact)
    Object.assign(account, { phase: 'held', scores: 'none' })
    this.#loads.take(agent, contact, account.channel)
    const fits = how === 'handedOver' || this.#loads.isWithin(agent, contact)
    return fits ? null : `P8: ${contact} is more than ${agent} may have`
  }

  /** OF10: whether this miss is one too many. */
  #misses(agent: AgentId, queue: QueueId): boolean {
    const inARow = (this.#missedInARow.get(agent) ?? 0) + 1
    this.#missedInARow.set(agent, inARow)
    return inARow >= (this.#rules?.queues.get(queue)?.missesBeforeAway ?? 1)
  }

  /** Takes the contact on the agent's account. False when that is more than the agent's capacity. */
  #carries(agent: AgentId, contact: ContactId, own: ContactId | null = null): boolean {
    this.#loads.take(agent, contact, this.#of(contact).channel)
    return this.#loads.isWithin(agent, own)
  }

  #drop(contact: ContactId): void {
    this.#loads.drop(contact)
  }

  #of(contact: ContactId): Account {
    const account = this.#contacts.get(contact)
    if (account === undefined) throw new Error(`${contact} never came`)
    return account
  }
}
