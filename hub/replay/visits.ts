/**
 * Puts visits together from what happened, event by event: of the record, and of every other run that is set beside it, so
 * that both are counted alike. Beside them, the habits of agents: how they answer offers, and when they come back after one
 * that they missed.
 */
import type { FloorEvent } from '../acd/index.ts'
import { unreachable } from '../model/assert.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Answer, HandedOn, Open, Talk, TalkAct, Visit } from './visit.ts'

type Of<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

export class Visits {
  /** All that came, in their order. */
  readonly all: Visit[] = []
  readonly answers = new Map<AgentId, Answer[]>()
  /** How long agents stayed away who had missed an offer. */
  readonly returns = new Map<AgentId, number[]>()
  firstAt: Instant | null = null
  lastAt: Instant | null = null
  readonly #open = new Map<ContactId, Open>()
  readonly #awaySince = new Map<AgentId, Instant>()

  happened(event: FloorEvent): void {
    this.firstAt ??= event.at
    if (this.lastAt === null || event.at > this.lastAt) this.lastAt = event.at
    if (event.type === 'contactQueued') return this.#came(event)
    if (event.type === 'presenceChanged') return this.#presence(event)
    if (event.type === 'agentGraceEnded') this.#awaySince.delete(event.agent)
    if (event.type === 'epochStarted') for (const open of this.#open.values()) open.lostAt = event.at
    const open = 'contact' in event ? this.#open.get(event.contact) : undefined
    if (open !== undefined) this.#apply(open, event)
  }

  /** The record is over: a talk that goes on then does so for ever, as far as anybody knows. */
  end(): void {
    for (const { talkAt, visit } of this.#open.values()) if (talkAt !== null) visit.talks.at(-1)!.ms = Infinity
  }

  #came(event: Of<'contactQueued'>): void {
    const { contact, channel, queue, requirements, priorityMs, lastAgent = null, at: cameAt } = event
    const visit: Visit = {
      ...{ contact, channel, queue, requirements, priorityMs, lastAgent, cameAt },
      ...{ grown: [], isMessage: false, answeredAt: null, endedAt: null, outcome: null, givenUp: null },
      ...{ heldAfterMs: null, resumedAfterMs: null, wasHeld: false },
      ...{ calls: [], answers: [], talks: [], transfers: 0, overflows: 0, missed: 0 },
    }
    this.all.push(visit)
    const rest = { offers: new Map(), calledAt: null, talkAt: null, wrapUp: null, lostAt: null }
    this.#open.set(contact, { visit, ...rest, isBroken: false, isSentToHold: false })
  }

  #presence({ agent, at, status, reason }: Of<'presenceChanged'>): void {
    const since = this.#awaySince.get(agent)
    this.#awaySince.delete(agent)
    if (reason === 'missedOffer') this.#awaySince.set(agent, at)
    else if (since !== undefined && status === 'available') push(this.returns, agent, at - since)
  }

  #apply(open: Open, event: FloorEvent): void {
    const { visit } = open
    switch (event.type) {
      case 'offerMade':
        open.offers.set(event.offer, event.at)
        return
      case 'offerAccepted':
        this.#answered(open, event, 'accepted')
        return talkBegins(open, event.at)
      case 'offerEnded':
        return this.#offerEnded(open, event)
      case 'contactAssigned':
        if (open.talkAt !== null)
          handOn(open, event.at, { how: event.how === 'pulled' ? 'forced' : event.how, to: event.agent })
        return talkBegins(open, event.at)
      case 'contactRequeued':
        return requeued(open, event)
      case 'contactParked':
        if (event.by === 'agent') act(open, event.at, 'park')
        return
      case 'messageNoted':
      case 'contactStirred':
        return act(open, event.at, 'message')
      case 'contactWoken':
        // One that had stirred before is noted twice, at hardly another time.
        return act(open, event.at, 'message')
      case 'channelChanged':
        if (open.talkAt === null) visit.grown.push({ ms: event.at - visit.cameAt, channel: event.channel })
        return act(open, event.at, { channel: event.channel })
      case 'agentEngaged':
        return act(open, event.at, { engage: event.agent, units: event.units })
      case 'agentReleased':
        return act(open, event.at, { release: event.agent })
      case 'wrapUpStarted':
        talkEnds(open, event.at).endedBy = event.by
        open.wrapUp = { at: event.at, until: event.until }
        return
      case 'wrapUpExtended':
        if (open.wrapUp !== null) open.wrapUp = { ...open.wrapUp, until: event.until }
        return
      case 'wrapUpFinished':
        return wrappedUp(open, event)
      case 'contactClosed':
        return this.#closed(open, event)
      case 'contactHeld':
        visit.wasHeld = true
        if (event.mode === 'message') visit.isMessage = true
        else if (!open.isSentToHold) visit.heldAfterMs ??= event.at - visit.cameAt
        return
      case 'contactResumed':
        visit.resumedAfterMs ??= event.at - visit.cameAt
        return
      case 'callStarted':
        if (event.offer !== null) this.#answered(open, { ...event, offer: event.offer }, 'accepted')
        open.calledAt = event.at
        return
      case 'callFailed':
        visit.calls.push(null)
        return
      case 'customerJoined':
        if (open.calledAt !== null) visit.calls.push(event.at - open.calledAt)
        return event.agent === null ? undefined : talkBegins(open, event.at)
      case 'contactOverflowed':
        visit.overflows += 1
        open.isSentToHold = 'way' in event.to && event.to.way === 'callBack'
        return
      case 'customerLost':
        open.lostAt = event.at
        return
      case 'customerConnected':
        open.lostAt = null
        return
      case 'contactQueued':
      case 'contactReplanned':
      case 'stepEnded':
      case 'waitCapped':
      case 'holdEnded':
      case 'restEnded':
      case 'configured':
      case 'epochStarted':
      case 'agentConnected':
      case 'agentLost':
      case 'agentGraceEnded':
      case 'presenceChanged':
      case 'agentRested':
      case 'overflowChanged':
      case 'hoursChanged':
      case 'wallClockSet':
      case 'contactScored':
      case 'scoresMissed':
        return
      default:
        return unreachable(event)
    }
  }

  #answered(open: Open, { agent, at, offer }: Pick<Of<'offerAccepted'>, 'agent' | 'at' | 'offer'>, how: Answer['how']) {
    const madeAt = open.offers.get(offer)
    if (madeAt === undefined) return
    const answer = { how, ms: at - madeAt }
    open.offers.delete(offer)
    push(this.answers, agent, answer)
    open.visit.answers.push({ agent, answer })
  }

  #offerEnded(open: Open, event: Of<'offerEnded'>): void {
    const { ending } = event
    if (ending === 'declined' || ending === 'missed') this.#answered(open, event, ending)
    // One that was taken back, or lost, or whose customer went, says nothing of its agent.
    else open.offers.delete(event.offer)
    if (ending === 'missed') open.visit.missed += 1
  }

  #closed(open: Open, { contact, at, by, outcome }: Of<'contactClosed'>): void {
    const { visit, lostAt } = open
    this.#open.delete(contact)
    visit.endedAt = at
    visit.outcome = outcome
    if (open.talkAt !== null) talkEnds(open, at).endedBy = by
    if (visit.answeredAt !== null || outcome === 'overflowed' || outcome === 'unreached') return
    if (by === 'customer') visit.givenUp = { how: 'left', ms: at - visit.cameAt }
    else if (outcome === 'abandoned') visit.givenUp = { how: 'gone', ms: (lostAt ?? at) - visit.cameAt }
    else visit.givenUp = { how: 'closed', ms: at - visit.cameAt }
  }
}

function talkBegins(open: Open, at: Instant): void {
  open.visit.answeredAt ??= at
  open.talkAt = at
  open.offers.clear()
  open.calledAt = null
  if (!open.isBroken || open.visit.talks.length === 0)
    open.visit.talks.push({ ms: 0, endedBy: null, handedOn: null, wrapUpMs: null, isFinished: false, acts: [] })
  open.isBroken = false
}

function talkEnds(open: Open, at: Instant): Talk {
  const talk = open.visit.talks.at(-1)!
  talk.ms += at - (open.talkAt ?? at)
  open.talkAt = null
  return talk
}

function handOn(open: Open, at: Instant, handedOn: HandedOn): void {
  talkEnds(open, at).handedOn = handedOn
}

function requeued(open: Open, { cause, only, queue, at }: Of<'contactRequeued'>): void {
  if (cause === 'transfer') open.visit.transfers += 1
  if (open.talkAt === null) return
  if (cause === 'assigned' && only !== null) return handOn(open, at, { how: 'assigned', to: only })
  if (cause !== 'agentLost')
    return handOn(open, at, { how: 'transferred', to: only === null ? { queue } : { agent: only } })
  talkEnds(open, at)
  open.isBroken = true
}

function act(open: Open, at: Instant, what: TalkAct): void {
  if (open.talkAt !== null) open.visit.talks.at(-1)!.acts.push({ ms: at - open.talkAt, act: what })
}

function wrappedUp(open: Open, { at, disposition }: Of<'wrapUpFinished'>): void {
  const talk = open.visit.talks.at(-1)
  if (open.wrapUp === null || talk === undefined) return
  talk.wrapUpMs = at - open.wrapUp.at
  talk.isFinished = disposition !== '' || open.wrapUp.until === null || at < open.wrapUp.until
  open.wrapUp = null
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
