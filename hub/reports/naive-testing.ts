/**
 * The same figures by another way, for tests: from how the floor stands before and after each event, written down as waits,
 * talks and stretches of agents' time, and each cell then looked up in all of them. Slow, and without a state of its own.
 */
import { agentOf, contactOf, contactsOf, type Floor, type FloorEvent } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { AgentId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { quarterMs, waitBoundsS, type AgentCell, type QueueCell } from './cells.ts'

interface Place {
  readonly queue: string
  readonly channel: string
}
interface Wait extends Place {
  readonly from: Instant
  readonly began: 'came' | 'handedIn' | 'sentIn' | 'returned' | 'resumed'
  to: Instant | null
  ended: 'answered' | 'abandoned' | 'handedOut' | 'sentOut' | 'kept' | 'endedOtherwise' | null
  /** Under which channel it ended. */
  channelAtEnd: string
}
interface Stretch extends Place {
  readonly what: 'talk' | 'wrapUp'
  readonly agent: AgentId
  readonly from: Instant
  to: Instant | null
  handedOn: boolean
}
interface Time {
  readonly agent: AgentId
  readonly as: 'atWorkMs' | 'readyMs' | 'awayMs'
  readonly works: number
  readonly from: Instant
  to: Instant
}

const inPerson = (record: ContactRecord | undefined): boolean =>
  record !== undefined && record.hold === null && (record.state.phase === 'queued' || record.state.phase === 'offered')

export class Naive {
  readonly waits: Wait[] = []
  readonly stretches: Stretch[] = []
  readonly times: Time[] = []
  readonly offers: { readonly agent: AgentId; readonly at: Instant; readonly how: keyof AgentCell }[] = []
  readonly #before = new Map<string, ContactRecord>()
  readonly #lost = new Map<string, Instant>()
  readonly #waits = new Map<string, Wait>()
  readonly #stretches = new Map<string, Stretch>()
  readonly #times = new Map<AgentId, Time | null>()

  /** To be called once the floor shows the event. */
  happened(event: FloorEvent, floor: Floor): void {
    this.#line(event)
    if ('contact' in event) this.#contact(event, contactOf(floor, event.contact))
    for (const agent of floor.agents.keys()) this.#time(agent, floor, event.at)
    const how = offerEnd(event)
    if (how !== null) this.offers.push({ ...how, at: event.at })
  }

  /** Since when each customer is gone. */
  #line(event: FloorEvent): void {
    if (event.type === 'epochStarted')
      for (const contact of this.#before.keys()) this.#lost.set(contact, this.#lost.get(contact) ?? event.at)
    if (event.type === 'customerLost') this.#lost.set(event.contact, event.at)
    if (event.type === 'customerConnected' || event.type === 'contactResumed' || event.type === 'customerJoined')
      this.#lost.delete(event.contact)
  }

  #contact(event: FloorEvent & { readonly contact: string }, now: ContactRecord | undefined): void {
    const { contact, at } = event
    const before = this.#before.get(contact)
    const open = this.#waits.get(contact)
    const isOver = !inPerson(now) || now!.queue !== open?.queue
    if (open !== undefined && isOver) {
      open.ended = endOf(event, now)
      open.to = open.ended === 'abandoned' ? (max(this.#lost.get(contact) ?? null, open.from) ?? at) : at
      open.channelAtEnd = before!.channel
      this.#waits.delete(contact)
    }
    if (inPerson(now) && !this.#waits.has(contact)) {
      const { queue, channel } = now!
      const wait: Wait = {
        queue,
        channel,
        from: at,
        began: beginningOf(event, before),
        to: null,
        ended: null,
        channelAtEnd: '',
      }
      this.waits.push(wait)
      this.#waits.set(contact, wait)
    }
    this.#stretch(event, before, now)
    if (now === undefined) this.#before.delete(contact)
    else this.#before.set(contact, { ...now })
  }

  #stretch(
    event: FloorEvent & { readonly contact: string },
    before: ContactRecord | undefined,
    now: ContactRecord | undefined,
  ) {
    const open = this.#stretches.get(event.contact)
    const what = now?.state.phase === 'active' ? 'talk' : now?.state.phase === 'wrapUp' ? 'wrapUp' : null
    const agent = what === null ? null : (now!.state as { readonly agent: AgentId }).agent
    if (open?.what === (what ?? undefined) && open?.agent === agent) return
    if (open !== undefined) {
      open.to = event.at
      open.handedOn =
        event.type === 'contactAssigned' ||
        (event.type === 'contactRequeued' && (event.cause === 'transfer' || event.cause === 'assigned'))
      this.#stretches.delete(event.contact)
    }
    if (what === null) return
    const from = what === 'wrapUp' && open !== undefined ? open : (now ?? before)!
    const stretch: Stretch = {
      what,
      agent: agent!,
      queue: from.queue,
      channel: from.channel,
      from: event.at,
      to: null,
      handedOn: false,
    }
    this.stretches.push(stretch)
    this.#stretches.set(event.contact, stretch)
  }

  #time(agent: AgentId, floor: Floor, at: Instant): void {
    const record = agentOf(floor, agent)!
    const inHand = contactsOf(floor, agent).filter((one) =>
      ['active', 'wrapUp'].includes(contactOf(floor, one)!.state.phase),
    )
    const works = record.engaged.length + inHand.length
    const isHere = record.link.state === 'connected' && (works > 0 || record.status !== 'offline')
    const as: Time['as'] | null = !isHere
      ? null
      : works > 0
        ? 'atWorkMs'
        : record.status === 'available'
          ? 'readyMs'
          : 'awayMs'
    const open = this.#times.get(agent) ?? null
    if (open !== null) open.to = at
    if (as === null ? open === null : open?.as === as && open.works === works) return
    const next = as === null ? null : { agent, as, works, from: at, to: at }
    this.#times.set(agent, next)
    if (next !== null) this.times.push(next)
  }

  queueCell(quarter: number, queue: string, channel: string): QueueCell {
    const here = ({ queue: at, channel: by }: Place): boolean => at === queue && by === channel
    const within = (at: Instant | null): boolean => at !== null && at >= quarter && at < quarter + quarterMs
    const began = this.waits.filter((wait) => here(wait) && within(wait.from))
    const ended = this.waits.filter((wait) => wait.queue === queue && wait.channelAtEnd === channel && within(wait.to))
    const ends = (how: Wait['ended']): Wait[] => ended.filter((wait) => wait.ended === how)
    const sum = (waits: readonly { readonly from: Instant; to: Instant | null }[]): number =>
      waits.reduce((total, { from, to }) => total + (to! - from), 0)
    const classes = (waits: readonly Wait[]): number[] =>
      [...waitBoundsS, Infinity].map((bound, at) => {
        const above = at === 0 ? -1 : waitBoundsS[at - 1]! * 1_000
        return waits.filter(({ from, to }) => to! - from > above && to! - from <= bound * 1_000).length
      })
    const beginnings = (how: Wait['began']): number => began.filter((wait) => wait.began === how).length
    const over = this.stretches.filter((one) => here(one) && within(one.to))
    const talks = over.filter(({ what }) => what === 'talk')
    const wrapUps = over.filter(({ what }) => what === 'wrapUp')
    return {
      came: beginnings('came'),
      handedIn: beginnings('handedIn'),
      sentIn: beginnings('sentIn'),
      returned: beginnings('returned'),
      resumed: beginnings('resumed'),
      answered: classes(ends('answered')),
      abandoned: classes(ends('abandoned')),
      handedOut: ends('handedOut').length,
      sentOut: ends('sentOut').length,
      kept: ends('kept').length,
      endedOtherwise: ends('endedOtherwise').length,
      answeredWaitMs: sum(ends('answered')),
      abandonedWaitMs: sum(ends('abandoned')),
      longestWaitMs: Math.max(0, ...ended.map(({ from, to }) => to! - from)),
      talks: talks.length,
      talkMs: sum(talks),
      wrapUps: wrapUps.length,
      wrapUpMs: sum(wrapUps),
      // Of these two the floor keeps no trace to look them up by.
      calledBack: 0,
      missed: 0,
    }
  }

  agentCell(quarter: number, agent: string): AgentCell {
    const within = (at: Instant | null): boolean => at !== null && at >= quarter && at < quarter + quarterMs
    const time = (as?: Time['as'], times: (time: Time) => number = () => 1): number =>
      this.times
        .filter((one) => one.agent === agent && (as === undefined || one.as === as))
        .reduce(
          (sum, one) =>
            sum + times(one) * Math.max(0, Math.min(one.to, quarter + quarterMs) - Math.max(one.from, quarter)),
          0,
        )
    const offers = (how: keyof AgentCell): number =>
      this.offers.filter((one) => one.agent === agent && one.how === how && within(one.at)).length
    const over = this.stretches.filter((one) => one.agent === agent && within(one.to))
    const talks = over.filter(({ what }) => what === 'talk')
    const wrapUps = over.filter(({ what }) => what === 'wrapUp')
    const sum = (of: readonly Stretch[]): number => of.reduce((total, { from, to }) => total + (to! - from), 0)
    return {
      signedOnMs: time(),
      atWorkMs: time('atWorkMs'),
      readyMs: time('readyMs'),
      awayMs: time('awayMs'),
      accepted: offers('accepted'),
      declined: offers('declined'),
      missed: offers('missed'),
      takenBack: offers('takenBack'),
      taken: offers('taken'),
      talks: talks.length,
      talkMs: sum(talks),
      wrapUps: wrapUps.length,
      wrapUpMs: sum(wrapUps),
      loadMs: time('atWorkMs', ({ works }) => works),
      handedOn: talks.filter(({ handedOn }) => handedOn).length,
    }
  }
}

const max = (a: Instant | null, b: Instant): Instant | null => (a === null ? null : a > b ? a : b)

function beginningOf(event: FloorEvent, before: ContactRecord | undefined): Wait['began'] {
  if (before === undefined) return 'came'
  if (event.type === 'contactResumed' || before.state.phase === 'called') return 'resumed'
  if (event.type === 'contactRequeued' && event.cause === 'overflow') return 'sentIn'
  const hadTalk = before.state.phase === 'active'
  const isHandedOn = event.type === 'contactRequeued' && (event.cause === 'transfer' || event.cause === 'assigned')
  return hadTalk && !isHandedOn ? 'returned' : 'handedIn'
}

function endOf(event: FloorEvent, now: ContactRecord | undefined): Wait['ended'] {
  if (now?.state.phase === 'active') return 'answered'
  if (event.type === 'contactClosed') return event.outcome === 'abandoned' ? 'abandoned' : 'endedOtherwise'
  if (event.type === 'contactHeld') return 'kept'
  return event.type === 'contactOverflowed' || (event.type === 'contactRequeued' && event.cause === 'overflow')
    ? 'sentOut'
    : 'handedOut'
}

function offerEnd(event: FloorEvent): { readonly agent: AgentId; readonly how: keyof AgentCell } | null {
  if (event.type === 'offerAccepted') return { agent: event.agent, how: 'accepted' }
  if (event.type === 'callStarted' && event.offer !== null) return { agent: event.agent, how: 'accepted' }
  if (event.type === 'contactAssigned') return { agent: event.agent, how: 'taken' }
  if (event.type !== 'offerEnded') return null
  const { agent, ending } = event
  return { agent, how: ending === 'declined' || ending === 'missed' ? ending : 'takenBack' }
}
