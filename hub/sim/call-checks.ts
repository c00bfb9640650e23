/**
 * Calls in simulated days, held to what is promised of them: whose they are in the hub, who hears what on the media process's
 * workers, and what is left of them when the hub is killed (P14) or a worker is (P15). Who hears is asked of the engine, which
 * knows nothing of contacts; whose ear it is, pages have told.
 */
import type { FakeTransport } from '../../media/fake-engine.ts'
import { agentOf, contactOf, liveContacts, type Floor } from '../acd/index.ts'
import type { Hub } from '../app/hub.ts'
import { rows } from '../app/records.ts'
import { isBeside, partOf, type CallRecord, type Part } from '../calls/index.ts'
import type { AgentId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import type { CallPage } from './call-page.ts'
import type { Ear, Record } from './record.ts'
import type { Talker } from './talker.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

/** So long after the hub has let somebody out of a call they may still hear it: the disk and two processes are between. */
const lettingGoMs = 3_000
/** In this time after its start a hub has taken charge of all calls. */
const takingChargeMs = 6_000

/** A page that was in a call when the hub was killed. */
interface StayedIn {
  readonly talker: Talker
  readonly page: CallPage
  readonly turn: number
  readonly number: number
}

export class CallChecks {
  /** By ear, when the hub last showed its leg, or could not be asked. */
  readonly #shownAt = new Map<number, number>()
  #stayedIn: readonly StayedIn[] = []
  #startedAt = 0
  #killedAt = 0

  constructor(
    private readonly world: World,
    private readonly record: Record,
    private readonly talkers: () => Iterable<Talker>,
  ) {}

  /** CC1 to CC16 by what can be seen of them: each call has its contact, whoever holds that is in it, and it is by voice or video. */
  ofHub({ live }: Hub): void {
    for (const { id, channel, state } of liveContacts(live.floor)) {
      const isCalling = channel === 'voice' || channel === 'video'
      if (state.phase !== 'wrapUp' && isCalling !== (live.calls.of(id)?.phase === 'running'))
        throw new Violation(`P14: ${id} goes by ${channel}, and its call is ${live.calls.of(id)?.phase}`)
    }
    for (const { record } of live.floor.agents.values())
      for (const { contact } of record.engaged)
        if (live.calls.of(contact)?.parts.some(({ agent }) => agent === record.id) !== true)
          throw new Violation(`EN4: ${record.id} is engaged with ${contact} and takes no part in its call`)
    for (const call of live.calls.all()) {
      const state = contactOf(live.floor, call.contact)?.state
      const broken =
        state === undefined ? 'has no contact' : misshapen(call, 'agent' in state ? state : null, state.phase)
      if (broken !== null) throw new Violation(`CC: call ${call.id} of ${call.contact} ${broken}`)
      for (const part of call.parts) if (isBeside(call, part)) this.#isBusy(live.floor, part.agent!, call)
      this.record.count('calls found in order')
    }
  }

  /** EN1: whoever has a part in somebody else's call, and a line, is engaged with it. */
  #isBusy(floor: Floor, agent: AgentId, { contact }: CallRecord): void {
    const record = agentOf(floor, agent)
    if (record?.link.state !== 'connected') return
    if (!record.engaged.some((one) => one.contact === contact))
      throw new Violation(`EN1: ${agent} takes part in ${contact} and is not engaged with it`)
    this.record.count('colleagues found busy')
  }

  /** Nobody who holds no leg of a contact's call hears it. */
  ofEars(hub: Hub, isTroubled: boolean): void {
    const now = this.world.clock.elapsedMs
    const isNew = now - this.#startedAt < takingChargeMs
    for (const transport of this.#transports()) {
      const number = numberOf(transport)
      const ear = this.record.ears.get(number)
      if (ear === undefined) continue
      // Also one that hears nothing at the moment: its page may be slow to take what it is offered, and leave just then.
      const isKnown = this.#shownAt.has(number)
      if (!isKnown || isNew || isTroubled || legOf(hub, ear) !== undefined) this.#shownAt.set(number, now)
      if (!hears(transport)) continue
      const goneMs = now - this.#shownAt.get(number)!
      if (goneMs > lettingGoMs)
        throw new Violation(`${ear.name} hears the call of ${ear.contact} ${goneMs} ms after leaving it`)
      this.record.count('ears found in their call')
    }
    if (this.#stayedIn.length > 0 && !isNew) this.#stillIn(hub)
  }

  /** The hub is about to be killed, or has been stopped. */
  ended(): void {
    const now = this.world.clock.elapsedMs
    const pages = [...this.talkers()].flatMap((talker) => [...talker.phone.pages].map((page) => ({ talker, page })))
    const open = new Set(this.#transports().map(numberOf))
    this.#stayedIn = pages.flatMap(({ talker, page }) =>
      page.receiver === null || !open.has(page.receiver)
        ? []
        : [{ talker, page, turn: page.turn, number: page.receiver }],
    )
    this.#killedAt = now
    if ((this.world.media.running?.calls().length ?? 0) > 0) this.record.count('hub kills with calls live')
  }

  /** P14: what the last hub kept of calls this one has, to the letter. */
  started(hub: Hub, store: Store): void {
    this.#startedAt = this.world.clock.elapsedMs
    let kept = 0
    for (const { value } of store.range('call', {})) {
      const call = rows.call.read(value)
      kept += 1
      if (JSON.stringify(hub.live.calls.of(call.contact)) !== JSON.stringify(call))
        throw new Violation(`P14: the call of ${call.contact} is not what was kept of it`)
      this.record.count('calls found again by a new hub')
    }
    if (kept !== hub.live.calls.count)
      throw new Violation(`P14: ${hub.live.calls.count} calls, of which ${kept} are kept`)
  }

  /** When all is quiet: each running call is carried once, no other is, and no customer in one is left in silence. */
  atRest(hub: Hub): void {
    const running = [...hub.live.calls.all()].filter(({ phase }) => phase === 'running')
    const carried = this.#carried().length
    if (carried !== running.length) throw new Violation(`P15: ${running.length} calls run, and ${carried} are carried`)
    const hearing = new Set(this.#hearing().keys())
    for (const call of running) this.#isHeard(call, hearing)
  }

  #isHeard(call: CallRecord, hearing: ReadonlySet<number>): void {
    const pages = [...this.talkers()].flatMap((talker) => [...talker.phone.pages])
    const earOf = (part: Part | undefined): number | null =>
      pages.find(({ leg, receiver }) => leg === part?.leg && receiver !== null)?.receiver ?? null
    const customer = partOf(call, null)
    const ear = earOf(customer)
    const voices = call.parts.filter((part) => part.agent !== null && part.mode === 'talk' && !part.held && !part.muted)
    const isSpokenTo = customer?.held === true || voices.some((part) => earOf(part) !== null)
    if (ear === null || !isSpokenTo) return
    if (!hearing.has(ear)) throw new Violation(`P15: the customer of ${call.contact} hears nothing`)
    this.record.count('customers heard music or somebody')
  }

  /** P14: a kill of the hub cuts nobody off. Pages that have joined anew since, or whose leg has ended, say nothing. */
  #stillIn(hub: Hub): void {
    const stayed = this.#stayedIn
    this.#stayedIn = []
    if (this.world.mediaDiedAt >= this.#killedAt) return
    const open = new Set(this.#transports().map(numberOf))
    for (const { talker, page, turn, number } of stayed) {
      if (page.turn !== turn || ![...talker.phone.pages].includes(page)) continue
      if (hub.live.calls.of(page.contact)?.parts.some(({ leg }) => leg === page.leg) !== true) continue
      if (!open.has(number)) throw new Violation(`P14: ${talker.name} was cut off from ${page.contact} by a kill`)
      this.record.count('legs that stayed in through a kill')
    }
  }

  /** Ears that something reaches now, by number. */
  #hearing(): ReadonlyMap<number, Ear> {
    const hearing = new Map<number, Ear>()
    for (const transport of this.#transports()) {
      const ear = this.record.ears.get(numberOf(transport))
      if (ear !== undefined && hears(transport)) hearing.set(numberOf(transport), ear)
    }
    return hearing
  }

  #transports(): readonly FakeTransport[] {
    return this.#carried().flatMap(({ transports }) => transports.filter(({ closed }) => !closed))
  }

  #carried() {
    const workers = this.world.media.running?.workers ?? []
    return workers.flatMap((worker) => (this.world.deadWorkers.has(worker) ? [] : [...worker.calls]))
  }
}

const hears = ({ consumers }: FakeTransport): boolean => consumers.some(({ passes }) => passes)

const numberOf = ({ parameters }: FakeTransport): number => parameters.number as number

/** What is wrong with a call whose contact is in this phase; `holder` has it, or has its customer called. */
function misshapen(call: CallRecord, holder: { phase: string; agent: string } | null, phase: string): string | null {
  const owner = holder?.phase === 'active' ? holder.agent : null
  if (phase === 'wrapUp') return 'goes on although its talk is over'
  if (call.phase === 'proposed') return owner === null ? 'is proposed to nobody' : null
  if (call.owner !== owner) return `is ${call.owner}'s, and the contact ${owner}'s`
  if (call.parts.filter(({ agent }) => agent === null).length !== 1) return 'has not one customer'
  const owners = call.parts.filter(({ agent, mode }) => agent !== null && agent === owner && mode === 'talk')
  if (owner !== null && owners.length !== 1) return `has ${owners.length} legs of its owner`
  const agents = call.parts.flatMap(({ agent }) => agent ?? [])
  return new Set(agents).size === agents.length ? null : 'has somebody in it twice'
}

function legOf({ live }: Hub, { actor, contact }: Ear): Part | undefined {
  const call = live.calls.of(contact)
  if (call === null) return undefined
  if (actor.kind === 'agent') return partOf(call, actor.agent)
  return live.file(contact)?.session === actor.session ? partOf(call, null) : undefined
}
