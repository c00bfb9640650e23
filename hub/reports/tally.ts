/**
 * Counts the floor's events into cells, one event after the other (SPEC.md, RP1 to RP10). Holds of the floor only what is
 * needed to count on: who waits where since when, who talks, how agents stand. That is plain data, so that counting goes on
 * after a restart where it stopped.
 */
import type { FloorEvent } from '../acd/index.ts'
import type { HoldMode } from '../acd/state.ts'
import type { ChannelName } from '../channels/index.ts'
import { unreachable } from '../model/assert.ts'
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import { countFact, type Fact } from './facts.ts'
import { count, nameOfCell, noCells, quarterMs, quarterOf, waitBoundsS, waitClass, type Cells } from './cells.ts'

type Of<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

/** Talk or wrap-up of a contact, with whom, since when; the queue and channel are those that the talk began in. */
interface Held {
  readonly agent: AgentId
  readonly at: Instant
  readonly queue: QueueId
  readonly channel: ChannelName
}

/** What is known of a contact that lives. */
export interface OpenContact {
  readonly queue: QueueId
  readonly channel: ChannelName
  /** Since when its customer waits in person in this queue; null while they do not. */
  readonly waitsSince: Instant | null
  /** The place is kept, or a message was left. */
  readonly mode: HoldMode | null
  readonly lostAt: Instant | null
  readonly talk: Held | null
  readonly wrapUp: Held | null
}

/** What is known of an agent who has been seen. */
export interface OpenAgent {
  readonly isHere: boolean
  readonly status: 'available' | 'away' | 'offline'
  readonly reason: string
  /** Talks, wrap-ups and parts in others' calls. */
  readonly works: number
  /** Up to when their time is counted. */
  readonly countedTo: Instant
}

/** A wait that was answered or given up: into which class it falls. */
export interface WaitEnded {
  readonly queue: QueueId
  readonly at: Instant
  readonly how: 'answered' | 'abandoned'
  readonly classes: readonly number[]
}

export interface TallyState {
  readonly contacts: Iterable<readonly [ContactId, OpenContact]>
  readonly agents: Iterable<readonly [AgentId, OpenAgent]>
}

export class Tally {
  readonly contacts: Map<ContactId, OpenContact>
  readonly agents: Map<AgentId, OpenAgent>
  /** What was counted since `take` was called last. */
  #cells = noCells()
  #changedContacts = new Set<ContactId>()
  #changedAgents = new Set<AgentId>()
  #waitsEnded: WaitEnded[] = []

  constructor(state: TallyState = { contacts: [], agents: [] }) {
    this.contacts = new Map(state.contacts)
    this.agents = new Map(state.agents)
  }

  /** What was counted since the last time, to be added to what is kept, and of whom the state has changed. */
  take(): {
    readonly cells: Cells
    readonly contacts: ReadonlySet<ContactId>
    readonly agents: ReadonlySet<AgentId>
    readonly waits: readonly WaitEnded[]
  } {
    const taken = {
      cells: this.#cells,
      contacts: this.#changedContacts,
      agents: this.#changedAgents,
      waits: this.#waitsEnded,
    }
    this.#waitsEnded = []
    this.#cells = noCells()
    this.#changedContacts = new Set()
    this.#changedAgents = new Set()
    return taken
  }

  /** What happened beside the floor. */
  noted(fact: Fact): void {
    countFact(this.#cells, fact)
  }

  /** The time of agents that runs on, up to `at`: counted for who looks, and not yet kept. */
  running(at: Instant): Cells {
    const cells = noCells()
    for (const [agent, state] of this.agents) countTime(cells, agent, state, at)
    return cells
  }

  /** The same of one agent. */
  runningOf(agent: AgentId, at: Instant): Cells {
    const cells = noCells()
    const state = this.agents.get(agent)
    if (state !== undefined) countTime(cells, agent, state, at)
    return cells
  }

  happened(event: FloorEvent): void {
    switch (event.type) {
      case 'contactQueued':
        this.#put(event.contact, { ...blank, queue: event.queue, channel: event.channel })
        return this.#waits(event.contact, event.at, 'came')
      case 'contactRequeued':
        return this.#requeued(event)
      case 'contactAssigned':
        return this.#assigned(event)
      case 'offerAccepted':
        this.#offer(event, 'accepted')
        return this.#talks(event.contact, event.agent, event.at)
      case 'offerEnded':
        return this.#offerEnded(event)
      case 'callStarted':
        return event.offer === null ? undefined : this.#offer(event, 'accepted')
      case 'customerJoined':
        return this.#joined(event)
      case 'contactHeld':
        this.#ends(event.contact, event.at, 'kept')
        return this.#change(event.contact, { mode: event.mode })
      case 'contactResumed':
        this.#change(event.contact, { mode: null, lostAt: null })
        return this.#waits(event.contact, event.at, 'resumed')
      case 'contactOverflowed':
        return 'queue' in event.to ? this.#ends(event.contact, event.at, 'sentOut') : undefined
      case 'channelChanged':
        return this.#change(event.contact, { channel: event.channel })
      case 'wrapUpStarted':
        return this.#wrapsUp(event)
      case 'wrapUpFinished':
        return this.#wrappedUp(event)
      case 'contactClosed':
        return this.#closed(event)
      case 'customerLost':
        return this.#change(event.contact, { lostAt: event.at })
      case 'customerConnected':
        return this.#change(event.contact, { lostAt: null })
      case 'epochStarted':
        // Who was gone before is gone since then.
        for (const [contact, { lostAt }] of this.contacts) this.#change(contact, { lostAt: lostAt ?? event.at })
        return
      case 'agentConnected':
        return this.#stands(event.agent, event.at, { isHere: true })
      case 'agentLost':
        return this.#stands(event.agent, event.at, { isHere: false })
      case 'agentGraceEnded':
        return this.#stands(event.agent, event.at, { isHere: false, status: 'offline', reason: 'lost' })
      case 'presenceChanged':
        return this.#stands(event.agent, event.at, { status: event.status, reason: event.reason })
      case 'agentEngaged':
        return this.#works(event.agent, event.at, 1)
      case 'agentReleased':
        return this.#works(event.agent, event.at, -1)
      case 'offerMade':
      case 'agentRested':
      case 'callFailed':
      case 'configured':
      case 'contactParked':
      case 'contactReplanned':
      case 'contactScored':
      case 'contactStirred':
      case 'contactWoken':
      case 'holdEnded':
      case 'hoursChanged':
      case 'messageNoted':
      case 'overflowChanged':
      case 'restEnded':
      case 'scoresMissed':
      case 'stepEnded':
      case 'waitCapped':
      case 'wallClockSet':
      case 'wrapUpExtended':
        return
      default:
        return unreachable(event)
    }
  }

  #put(contact: ContactId, state: OpenContact): void {
    this.contacts.set(contact, state)
    this.#changedContacts.add(contact)
  }

  #change(contact: ContactId, change: Partial<OpenContact>): void {
    const state = this.contacts.get(contact)
    if (state !== undefined) this.#put(contact, { ...state, ...change })
  }

  /** RP2. */
  #waits(contact: ContactId, at: Instant, how: 'came' | 'handedIn' | 'sentIn' | 'returned' | 'resumed'): void {
    const state = this.contacts.get(contact)
    if (state === undefined) return
    this.#put(contact, { ...state, waitsSince: at })
    this.#count(state, at, { [how]: 1 })
  }

  /** RP3, RP4. Nothing where nobody waits in person. */
  #ends(
    contact: ContactId,
    at: Instant,
    how: 'answered' | 'abandoned' | 'handedOut' | 'sentOut' | 'kept' | 'endedOtherwise',
  ): void {
    const state = this.contacts.get(contact)
    if (state === undefined || state.waitsSince === null) return
    const waited = Math.max(0, at - state.waitsSince)
    this.#put(contact, { ...state, waitsSince: null })
    const longest = { longestWaitMs: waited }
    if (how !== 'answered' && how !== 'abandoned') return this.#count(state, at, { [how]: 1, ...longest })
    const classes = classOf(waited)
    this.#waitsEnded.push({ queue: state.queue, at, how, classes })
    this.#count(state, at, { [how]: classes, [`${how}WaitMs`]: waited, ...longest })
  }

  #requeued({ contact, at, queue, cause }: Of<'contactRequeued'>): void {
    const state = this.contacts.get(contact)
    if (state === undefined) return
    const hadTalk = state.talk !== null
    const isMove = queue !== state.queue
    if (hadTalk) this.#talkEnds(contact, at, cause === 'transfer' || cause === 'assigned')
    // RP5: who was offered or assigned waits on, unless it is elsewhere.
    else if (!isMove && state.waitsSince !== null) return
    else this.#ends(contact, at, cause === 'overflow' ? 'sentOut' : 'handedOut')
    this.#change(contact, { queue })
    if (state.mode !== null) return
    this.#waits(contact, at, waitOf(cause, hadTalk))
  }

  #assigned({ contact, agent, at, from }: Of<'contactAssigned'>): void {
    if (from !== null) this.#talkEnds(contact, at, true)
    this.#agentCount(agent, at, { taken: 1 })
    this.#talks(contact, agent, at)
  }

  /** Called by an agent who has accepted, they talk; called first, they wait to be offered. */
  #joined({ contact, agent, at }: Of<'customerJoined'>): void {
    if (agent !== null) return this.#talks(contact, agent, at)
    this.#change(contact, { mode: null, lostAt: null })
    this.#waits(contact, at, 'resumed')
  }

  #talks(contact: ContactId, agent: AgentId, at: Instant): void {
    const state = this.contacts.get(contact)
    if (state === undefined) return
    if (state.mode === null) this.#ends(contact, at, 'answered')
    else this.#count(state, at, { calledBack: 1 })
    const { queue, channel } = state
    this.#change(contact, { talk: { agent, at, queue, channel }, mode: stays(state), waitsSince: null })
    this.#works(agent, at, 1)
  }

  /** RP6. */
  #talkEnds(contact: ContactId, at: Instant, isHandedOn = false): void {
    const talk = this.contacts.get(contact)?.talk ?? null
    if (talk === null) return
    const figures = { talks: 1, talkMs: at - talk.at }
    this.#count(talk, at, figures)
    this.#agentCount(talk.agent, at, { ...figures, handedOn: isHandedOn ? 1 : 0 })
    this.#change(contact, { talk: null })
    this.#works(talk.agent, at, -1)
  }

  #wrapsUp({ contact, at }: Of<'wrapUpStarted'>): void {
    const talk = this.contacts.get(contact)?.talk ?? null
    this.#talkEnds(contact, at)
    if (talk === null) return
    this.#change(contact, { wrapUp: { ...talk, at } })
    this.#works(talk.agent, at, 1)
  }

  /** RP6, RP10. */
  #wrappedUp({ contact, agent, at, disposition }: Of<'wrapUpFinished'>): void {
    const state = this.contacts.get(contact)
    const wrapUp = state?.wrapUp ?? null
    const queue = wrapUp?.queue ?? state?.queue
    if (queue === undefined) return
    count(this.#cells, 'disposition', quarterOf(at), nameOfCell(queue, agent, disposition), { contacts: 1 })
    this.#wrapUpEnds(contact, at)
  }

  #wrapUpEnds(contact: ContactId, at: Instant): void {
    const wrapUp = this.contacts.get(contact)?.wrapUp ?? null
    if (wrapUp === null) return
    const figures = { wrapUps: 1, wrapUpMs: at - wrapUp.at }
    this.#count(wrapUp, at, figures)
    this.#agentCount(wrapUp.agent, at, figures)
    this.#change(contact, { wrapUp: null })
    this.#works(wrapUp.agent, at, -1)
  }

  #closed({ contact, at, outcome }: Of<'contactClosed'>): void {
    const state = this.contacts.get(contact)
    if (state === undefined) return
    this.#talkEnds(contact, at)
    this.#wrapUpEnds(contact, at)
    // RP1: who was lost for good gave up when they were lost.
    if (outcome === 'abandoned') this.#ends(contact, lostIn(state) ?? at, 'abandoned')
    else this.#ends(contact, at, 'endedOtherwise')
    this.contacts.delete(contact)
    this.#changedContacts.add(contact)
  }

  /** RP9. */
  #offer({ agent, at }: { readonly agent: AgentId; readonly at: Instant }, how: OfferEnd): void {
    this.#agentCount(agent, at, { [how]: 1 })
  }

  #offerEnded({ contact, agent, at, ending }: Of<'offerEnded'>): void {
    this.#offer({ agent, at }, ending === 'declined' || ending === 'missed' ? ending : 'takenBack')
    const state = this.contacts.get(contact)
    if (ending === 'missed' && state !== undefined) this.#count(state, at, { missed: 1 })
  }

  #works(agent: AgentId, at: Instant, more: 1 | -1): void {
    this.#stands(agent, at, { works: Math.max(0, this.#agent(agent, at).works + more) })
  }

  /** RP7, RP8: what was until now is counted, before it changes. */
  #stands(agent: AgentId, at: Instant, change: Partial<OpenAgent>): void {
    const before = this.#agent(agent, at)
    countTime(this.#cells, agent, before, at)
    const countedTo = instant(Math.max(at, before.countedTo))
    this.agents.set(agent, { ...before, countedTo, ...change })
    this.#changedAgents.add(agent)
  }

  #agent(agent: AgentId, at: Instant): OpenAgent {
    return this.agents.get(agent) ?? { isHere: false, status: 'offline', reason: '', works: 0, countedTo: at }
  }

  #count(
    { queue, channel }: { readonly queue: QueueId; readonly channel: ChannelName },
    at: Instant,
    more: Parameters<typeof count<'queue'>>[4],
  ): void {
    count(this.#cells, 'queue', quarterOf(at), nameOfCell(queue, channel), more)
  }

  #agentCount(agent: AgentId, at: Instant, more: Parameters<typeof count<'agent'>>[4]): void {
    count(this.#cells, 'agent', quarterOf(at), agent, more)
  }
}

type OfferEnd = 'accepted' | 'declined' | 'missed' | 'takenBack'

const blank = { waitsSince: null, mode: null, lostAt: null, talk: null, wrapUp: null } as const

const classOf = (waitedMs: number): readonly number[] =>
  Array.from({ length: waitBoundsS.length + 1 }, (_, at) => (at === waitClass(waitedMs) ? 1 : 0))

function waitOf(cause: Of<'contactRequeued'>['cause'], hadTalk: boolean): 'handedIn' | 'sentIn' | 'returned' {
  if (cause === 'overflow') return 'sentIn'
  return cause === 'transfer' || cause === 'assigned' || !hadTalk ? 'handedIn' : 'returned'
}

/** Whoever left a message does not wait, also while it is answered. */
const stays = ({ mode }: OpenContact): HoldMode | null => (mode === 'message' ? mode : null)

/** A loss before the wait began is none of it. */
const lostIn = ({ lostAt, waitsSince }: OpenContact): Instant | null =>
  lostAt === null || waitsSince === null ? null : instant(Math.max(lostAt, waitsSince))

/** RP7, RP8. */
function countTime(cells: Cells, agent: AgentId, { isHere, status, reason, works, countedTo }: OpenAgent, to: Instant) {
  if (!isHere || (status === 'offline' && works === 0)) return
  const as = works > 0 ? 'atWorkMs' : status === 'available' ? 'readyMs' : 'awayMs'
  for (let from: number = countedTo; from < to;) {
    const quarter = quarterOf(from)
    const until = Math.min(to, quarter + quarterMs)
    const ms = until - from
    count(cells, 'agent', quarter, agent, { signedOnMs: ms, [as]: ms, loadMs: ms * works })
    if (as === 'awayMs') count(cells, 'away', quarter, nameOfCell(agent, reason), { awayMs: ms })
    from = until
  }
}
