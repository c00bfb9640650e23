/**
 * Between browsers in calls and the media process: what a leg's browser asks is passed on, and what happens in a call is told to
 * those who may know. Nothing here is kept: it is hinted, and whoever comes back hears the present anew.
 */
import { isOpen, wanted, type CallRecord, type Part } from '../calls/index.ts'
import type { Actor } from '../http/door.ts'
import type { CallId, ContactId, LegId } from '../model/ids.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import type { LegRequest } from '../ports/media-request.ts'
import type { MediaPort } from '../ports/media.ts'
import { frameKinds, hints, type HintBody } from '../protocol/index.ts'
import { followOwner, legOf } from './calling.ts'
import type { Connection } from './connection.ts'
import type { Directory } from './directory.ts'
import type { HubEvents } from './hub-options.ts'
import type { Live } from './live.ts'
import type { Work } from './work.ts'

interface Parts {
  readonly media: MediaPort
  readonly live: () => Live
  readonly directory: Directory
  /** Everybody is told anew what they may do. */
  readonly retell: () => void
  readonly events?: HubEvents
  /** Takes a piece of work into the next tick. */
  readonly submit: (run: (work: Work) => void) => void
}

/** A leg's window: the one that asked last. */
interface Window {
  readonly connection: Connection
  /** Requests under way. */
  asked: number
}

/** A page settles a handful of things at a time. */
const askedMax = 32

/** Told to a window in place of an event when another one of the same person has the call now. */
const moved = { type: 'moved' } as const

export class CallLines {
  readonly #parts: Parts
  readonly #windows = new Map<LegId, Window>()
  readonly #contacts = new Map<CallId, ContactId>()

  constructor(parts: Parts) {
    this.#parts = parts
    parts.media.onEvent((event) => this.#heard(event))
    parts.media.onChange(({ available }) => {
      if (parts.directory.carriesCalls === available) return
      parts.directory.carriesCalls = available
      parts.retell()
    })
  }

  /** Takes charge of all calls of a hub that has just begun its epoch. */
  begin(epoch: number): void {
    this.#parts.directory.carriesCalls = this.#parts.media.health().available
    const calls = [...this.#parts.live().calls.all()]
    for (const { id, contact } of calls) this.#contacts.set(id, contact)
    this.#parts.media.begin(
      epoch,
      calls.map(wanted).filter((call) => call !== null),
    )
  }

  /** The tick's changes are on the disk: the media process is told, and windows whose leg is gone are let go. */
  look({ calls, live }: Work): void {
    for (const [contact, before] of calls) {
      const now = live.calls.of(contact)
      if (before !== null && before.id !== now?.id) this.#ended(before)
      const call = now === null ? null : wanted(now)
      if (call === null) continue
      this.#contacts.set(call.id, contact)
      this.#parts.media.setCall(call)
      for (const leg of before === null ? [] : legsGone(before, now)) this.#forget(before!, leg)
    }
  }

  /** A leg's browser asks something. Who has no leg in the contact's call is told so. */
  async ask(connection: Connection, actor: Actor, { contact, n, request }: HintBody<'call.ask'>): Promise<void> {
    const call = this.#parts.live().calls.of(contact)
    const part = call === null ? undefined : partOfActor(this.#parts.live(), call, actor)
    const asked = readRequest(request)
    const answer = (body: unknown): void => hintTo(connection, contact, n, body)
    if (call?.phase !== 'running' || part === undefined) return answer({ ok: false, code: 'leg.unknown' })
    if (asked === null) return answer({ ok: false, code: 'request.invalid' })
    const window = this.#take(connection, contact, part.leg, asked)
    if (window.asked >= askedMax) return answer({ ok: false, code: 'request.invalid' })
    window.asked += 1
    const answered = await this.#parts.media.ask(call.id, part.leg, asked)
    window.asked -= 1
    answer(answered)
  }

  /**
   * The window that asks has the leg from now on. One that was away asks for the capabilities first, upon which the media
   * process tells what it may have missed.
   */
  #take(connection: Connection, contact: ContactId, leg: LegId, { verb }: LegRequest): Window {
    const held = this.#windows.get(leg)
    if (held?.connection === connection) return held
    // A window that merely goes on does not take the leg from one that has joined since.
    if (held?.connection.open === true && verb !== 'capabilities') return { connection, asked: 0 }
    if (held?.connection.open === true) hintTo(held.connection, contact, null, moved)
    const window: Window = { connection, asked: 0 }
    this.#windows.set(leg, window)
    return window
  }

  #heard(event: MediaEvent): void {
    const contact = this.#contacts.get(event.call)
    const call = contact === undefined ? null : this.#parts.live().calls.of(contact)
    if (contact === undefined || call?.id !== event.call) return
    switch (event.type) {
      case 'callReady':
      case 'callLost':
        return this.#tellAll(call, () => event)
      case 'trackOffered':
      case 'trackEnded':
      case 'tracksKept':
        return this.#tell(contact, event.leg, event)
      case 'speaking':
        return this.#tellAll(call, (reader) => {
          const legs = event.legs.filter(({ leg }) => knows(call, reader, leg))
          return { ...event, legs }
        })
      case 'legState':
        this.#noteState(call, event.leg, event.state === 'connected')
        return this.#tellAll(call, (reader) => (knows(call, reader, event.leg) ? event : null))
      case 'quality':
        for (const direction of ['up', 'down'] as const)
          if (event[direction] !== null) this.#parts.events?.voice?.(direction, event[direction])
        return this.#tellAll(call, (reader) => (knows(call, reader, event.leg) ? event : null))
      case 'sourceStarted':
      case 'sourceEnded':
    }
  }

  #noteState(call: CallRecord, leg: LegId, isConnected: boolean): void {
    const { cut } = this.#parts.live().calls
    if (isConnected) cut.delete(leg)
    else cut.add(leg)
    const { owner } = call
    if (owner !== null && legOf(call, owner) === leg) this.#parts.submit((work) => followOwner(work, owner))
  }

  #tellAll(call: CallRecord, eventFor: (reader: Part) => MediaEvent | null): void {
    for (const part of call.parts) {
      const event = eventFor(part)
      if (event !== null) this.#tell(call.contact, part.leg, event)
    }
  }

  #tell(contact: ContactId, leg: LegId, event: MediaEvent): void {
    const window = this.#windows.get(leg)
    if (window !== undefined) hintTo(window.connection, contact, null, event)
  }

  #ended(call: CallRecord): void {
    this.#parts.media.endCall(call.id)
    this.#contacts.delete(call.id)
    for (const { leg } of call.parts) this.#forget(call, leg)
  }

  /** The leg is out: its page hears nothing more, and has nothing left to hear. */
  #forget({ contact, id: call }: CallRecord, leg: LegId): void {
    this.#tell(contact, leg, { type: 'tracksKept', call, leg, tracks: [] })
    this.#windows.delete(leg)
    this.#parts.live().calls.cut.delete(leg)
  }
}

function hintTo(connection: Connection, contact: ContactId, n: number | null, body: unknown): void {
  connection.hint([frameKinds.hinted, 'call.told', hints['call.told'].pack({ contact, n, body: JSON.stringify(body) })])
}

/** What only the media process can judge it judges; here it need be something with a verb. */
function readRequest(text: string): LegRequest | null {
  try {
    const value: unknown = JSON.parse(text)
    const isRequest = typeof value === 'object' && value !== null && 'verb' in value && typeof value.verb === 'string'
    return isRequest ? (value as LegRequest) : null
  } catch {
    return null
  }
}

/** Of each other know those who may be heard by the customer, and staff of all who do not listen in silence. */
function knows(call: CallRecord, reader: Part, leg: LegId): boolean {
  const other = call.parts.find((part) => part.leg === leg)
  if (other === undefined) return false
  if (other === reader || isOpen(other) || reader.role === 'supervisor') return true
  return reader.role === 'agent' && other.mode !== 'monitor'
}

function partOfActor(live: Live, call: CallRecord, actor: Actor): Part | undefined {
  if (actor.kind === 'agent') return call.parts.find((part) => part.agent === actor.agent)
  const isTheirs = live.file(call.contact)?.session === actor.session
  return isTheirs ? call.parts.find((part) => part.agent === null) : undefined
}

const legsGone = (before: CallRecord, now: CallRecord | null): LegId[] =>
  before.parts.map(({ leg }) => leg).filter((leg) => now?.parts.some((part) => part.leg === leg) !== true)
