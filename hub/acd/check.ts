/**
 * The floor checked against itself: everything the indexes claim is counted again from the records, the slow and obvious
 * way. For tests and the simulator; the hub itself never runs it.
 */
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { channels, type ChannelName } from '../channels/index.ts'
import type { Due } from './deadlines.ts'
import {
  compareContacts,
  holdersOf,
  isWaiting,
  type Floor,
  type FloorAgent,
  type FloorContact,
  type FloorQueue,
} from './floor.ts'
import { nowhere } from './heap.ts'
import { joined, qualifies } from './requirements.ts'
import { shutOut } from './passes.ts'
import type { AgentRules, ContactPhase, ContactRecord, Engagement, OverflowRule } from './state.ts'
import { stepOf } from './steps.ts'

/** Sentences about what is broken, each beginning with the promise it breaks; empty for a sound floor. */
export function checkFloor(floor: Floor, now: Instant): string[] {
  const contacts = [...floor.contacts.values()]
  const held = heldIn(contacts)
  return [
    ...contacts.flatMap((contact) => checkContact(floor, contact, now)),
    ...checkOffers(floor, contacts),
    ...[...floor.agents.values()].flatMap((agent) => checkAgent(floor, agent, held(agent))),
    ...[...floor.queues.values()].flatMap((queue) => checkQueue(floor, queue, contacts)),
    ...checkGuests(floor),
    ...checkLines(floor, contacts),
    ...checkDeadlines(floor, contacts),
  ]
}

/** What the shell's loop has left undone: a deadline that is due, or a contact waiting although an agent is ready for it. */
export function checkSettled(floor: Floor, now: Instant): string[] {
  const overdue = [...floor.deadlines]
    .filter((due) => due.at <= now)
    .map((due) => `P10 a ${due.kind} deadline is overdue`)
  const contacts = [...floor.contacts.values()]
  const agents = [...floor.agents.values()]
  const held = heldIn(contacts)
  const idle = contacts.flatMap((contact) => {
    const agent = agents.find((one) => couldServe(floor, one, held(one), contact))
    return agent === undefined ? [] : [`P9 ${contact.record.id} waits although ${agent.record.id} is ready`]
  })
  const asleep = [...floor.wakeable].map((agent) => `P8 ${agent.record.id} has a talk to wake`)
  const left = [...floor.flipping, ...floor.overflowing].map(({ rules }) => `index: ${rules.id} has a rule to apply`)
  const skipped = [...floor.skippable].map((line) => `ST5 ${line.key} is to be left`)
  return [...overdue, ...idle, ...asleep, ...left, ...skipped]
}

/** What each agent holds, by the contacts' records. */
function heldIn(contacts: readonly FloorContact[]): (agent: FloorAgent) => readonly FloorContact[] {
  const held = new Map<AgentId, FloorContact[]>()
  for (const contact of contacts)
    for (const holder of holdersOf(contact.record.state)) {
      const holds = held.get(holder)
      if (holds === undefined) held.set(holder, [contact])
      else holds.push(contact)
    }
  return ({ record }) => held.get(record.id) ?? []
}

/** Eligibility by the letter of SPEC.md, from records alone. */
function couldServe(floor: Floor, agent: FloorAgent, held: readonly FloorContact[], { record }: FloorContact): boolean {
  const { state } = record
  const { rules } = agent
  const queue = floor.queues.get(record.queue)
  if (rules === null || queue === undefined || !asks(queue, record)) return false
  if (agent.record.status !== 'available' || agent.record.link.state !== 'connected') return false
  if (held.some((one) => one.record.state.phase === 'offered') || agent.record.restsUntil !== null) return false
  if (!fitsBeside(rules, held, agent.record.engaged, record.channel)) return false
  if (state.phase === 'queued' && state.only !== null) return state.only === rules.id
  if (scoresDue(queue, record) !== null) return false
  const step = stepOf(record)
  const requirements = joined(queue.rules.requirements, record.requirements, step?.requirements ?? [])
  if (step !== null && step.prefer !== null && !step.prefer.includes(rules.id)) return false
  const shut = state.phase === 'queued' ? shutOut(record.passedBy, state.heldUntil) : sparedBy(state)
  return rules.queues.includes(queue.rules.id) && qualifies(rules, requirements) && !shut.includes(rules.id)
}

/** RG1 by its letter: queued, or ringing at fewer than its queue says where the strategy asks several. */
function asks(queue: FloorQueue, { state, plan, step }: ContactRecord): boolean {
  if (state.phase !== 'offered') return state.phase === 'queued'
  const { strategy, ringAtOnce } = queue.rules
  const name = (step === null ? null : plan?.steps[step.index]?.strategy) ?? strategy
  return name === 'ring-group' && state.group !== null && state.rings.length < ringAtOnce
}

const sparedBy = (state: ContactPhase): readonly AgentId[] =>
  state.phase === 'offered' ? (state.group?.spared ?? []) : []

function checkContact(floor: Floor, contact: FloorContact, now: Instant): string[] {
  const { record } = contact
  const { id, state } = record
  const faults: string[] = []
  if (floor.contacts.get(id) !== contact) faults.push(`P6 ${id} is filed under another id`)
  if (floor.queues.get(record.queue) !== contact.queue) faults.push(`index: ${id} is of another queue than its record`)
  const holders = contact.holders.map((agent) => agent.record.id)
  if (holders.join() !== holdersOf(state).join()) faults.push(`index: ${id} is held by others than its record says`)
  if (record.enqueuedAt > now) faults.push(`P17 ${id} was queued in the future`)
  const isAsking = asks(floor.queues.get(record.queue)!, record)
  if (isAsking !== (contact.line !== null)) faults.push(`P6 ${id} is ${state.phase}, its line is not`)
  const isCalled = state.phase === 'called' || state.phase === 'resting'
  if (isCalled && record.hold === null) faults.push(`CB5 ${id} is ${state.phase} though its customer waits in person`)
  return [...faults, ...holdersOf(state).flatMap((holder) => checkHolder(floor, contact, holder))]
}

function checkHolder(floor: Floor, contact: FloorContact, holder: AgentId): string[] {
  const { id, state } = contact.record
  const faults: string[] = []
  const agent = floor.agents.get(holder)
  if (agent === undefined) return [`P6 ${id} is held by nobody we know`]
  if (!agent.held.has(contact)) faults.push(`P6 ${id} is not among what ${holder} holds`)
  if (agent.record.link.state === 'none') faults.push(`P11 ${id} is ${state.phase} with ${holder}, who is gone`)
  return faults
}

function checkOffers(floor: Floor, contacts: readonly FloorContact[]): string[] {
  const faults: string[] = []
  const offers = new Set<string>()
  const rung = new Set<string>()
  for (const { record } of contacts) {
    const { state } = record
    if (state.phase !== 'offered') continue
    const { rings, group } = state
    if (rings.length === 0) faults.push(`P6 ${record.id} is offered to nobody`)
    if (rings.length > 1 && group === null) faults.push(`P7 ${record.id} rings at ${rings.length} agents, not at one`)
    for (const { offer, agent, epoch } of rings) {
      if (offers.has(offer)) faults.push(`P7 offer ${offer} is live twice`)
      if (rung.has(agent)) faults.push(`P7 ${agent} is rung twice at once`)
      if (group?.spared.includes(agent)) faults.push(`RG4 ${agent} is rung again for ${record.id}`)
      if (epoch !== floor.epoch) faults.push(`P9 offer ${offer} is of epoch ${epoch}`)
      offers.add(offer)
      rung.add(agent)
    }
  }
  return faults
}

function checkAgent(floor: Floor, agent: FloorAgent, held: readonly FloorContact[]): string[] {
  const { id, status, link } = agent.record
  const faults: string[] = []
  const { engaged } = agent.record
  const used = unitsOf(agent.rules, held) + engaged.reduce((units, one) => units + one.units, 0)
  if (used !== agent.usedUnits) faults.push(`P8 ${id} uses ${used} units, the index says ${agent.usedUnits}`)
  if (used > agent.ceilingUnits) faults.push(`P8 ${id} uses ${used} units of ${agent.ceilingUnits}`)
  if (held.length !== agent.held.size) faults.push(`P6 ${id} holds ${held.length}, the index says ${agent.held.size}`)
  faults.push(...engaged.flatMap((one) => checkEngagement(floor, agent, one.contact)))
  const ringing = held.find((contact) => contact.record.state.phase === 'offered') ?? null
  if (ringing !== agent.ringing) faults.push(`P7 ${id} is rung for another contact than the index says`)
  if (ringing !== null && (status !== 'available' || link.state !== 'connected')) {
    faults.push(`P11 ${id} is ${status}, ${link.state} and still rung`)
  }
  const stirred = held.filter(({ record: { state } }) => state.phase === 'active' && state.parked?.stirredAt != null)
  if (stirred.length !== agent.stirred.size) faults.push(`index: ${id} has ${stirred.length} talks that stirred`)
  for (const seat of agent.seats) {
    const isRung = ringing !== null || agent.record.restsUntil !== null
    const isReady = isHere(agent) && !isRung && fitsBeside(agent.rules!, held, engaged, seat.bench.channel)
    if (isReady !== (seat.handle !== nowhere))
      faults.push(`index: ${id} is ${isReady ? '' : 'not '}ready on ${seat.bench.key}`)
    if (seat.available !== isHere(agent)) faults.push(`index: ${id} is available on ${seat.bench.key} or not`)
    if (floor.benches.get(seat.bench.key) !== seat.bench) faults.push(`index: ${id} sits on a bench that is gone`)
  }
  return faults
}

/** EN1, EN4 and EN5 by their letter. */
function checkEngagement(floor: Floor, agent: FloorAgent, id: ContactId): string[] {
  const { record } = agent
  const state = floor.contacts.get(id)?.record.state
  const faults: string[] = []
  if (record.link.state === 'none') faults.push(`EN4 ${record.id} is gone, and still engaged with ${id}`)
  if (state === undefined || state.phase === 'wrapUp')
    faults.push(`EN4 ${record.id} is engaged with ${id}, which is over`)
  else if ('agent' in state && state.agent === record.id)
    faults.push(`EN5 ${record.id} is engaged with their own ${id}`)
  if (floor.guests.get(id)?.includes(agent) !== true) faults.push(`index: ${record.id} is not found by ${id}`)
  return faults
}

function checkGuests({ guests, agents }: Floor): string[] {
  const found = [...guests.values()].reduce((count, of) => count + of.length, 0)
  const engaged = [...agents.values()].reduce((count, { record }) => count + record.engaged.length, 0)
  return found === engaged ? [] : [`index: ${engaged} are engaged, ${found} are found`]
}

function checkQueue(floor: Floor, queue: FloorQueue, contacts: readonly FloorContact[]): string[] {
  const { id } = queue.rules
  const mine = contacts.filter((contact) => contact.record.queue === id)
  const waiting = mine.filter((contact) => isWaiting(contact.record.state)).sort(compareContacts)
  const staffed = [...floor.agents.values()].filter((agent) => isHere(agent) && agent.rules!.queues.includes(id))
  const faults: string[] = []
  const order = [...queue.waiting]
  if (order.length !== waiting.length || order.some((contact, i) => contact !== waiting[i]))
    faults.push(`index: order of ${id}`)
  const byWeight = [...waiting].sort((a, b) => weigh(queue, b, floor.at) - weigh(queue, a, floor.at) || inOrder(a, b))
  if (byWeight.some((contact, i) => queue.waiting.placeOf(floor, contact, floor.at) !== i + 1))
    faults.push(`CQ4 places of ${id}`)
  const oldest = waiting.reduce((least, { record }) => Math.min(least, record.enqueuedAt), Number.POSITIVE_INFINITY)
  const first = floor.register.contacts[queue.byAge.top()]
  if ((first?.record.enqueuedAt ?? Number.POSITIVE_INFINITY) !== oldest) faults.push(`index: oldest of ${id}`)
  if (queue.byAge.size !== waiting.length) faults.push(`index: ages of ${id}`)
  if (queue.contacts !== mine.length) faults.push(`index: contacts of ${id}`)
  if (queue.staffed !== staffed.length) faults.push(`index: ${id} has ${staffed.length} staffed, not ${queue.staffed}`)
  if (queue.waitingUnits !== unitsOf(null, waiting)) faults.push(`index: units that wait in ${id}`)
  const capacity = staffed.reduce((units, { rules }) => units + rules!.capacityUnits, 0)
  if (queue.staffedUnits !== capacity) faults.push(`index: units that ${id} is staffed with`)
  const moves = queue.rules.overflow.some((rule) => rule.waiting)
  const movable = mine.filter(({ record: { state, overflowedFrom, hold } }) => {
    return moves && hold === null && state.phase === 'queued' && state.only === null && overflowedFrom.length === 0
  })
  if (queue.movable.size !== movable.length) faults.push(`index: ${id} could send on ${movable.length}`)
  const holding = queue.rules.overflow.filter((rule) => holds(queue, rule, waiting, staffed)).map((rule) => rule.name)
  const changes = !queue.retired && [...holding].sort().join() !== [...queue.record.overflowing].sort().join()
  if (changes !== floor.flipping.has(queue)) faults.push(`index: ${id} has ${changes ? 'a' : 'no'} rule that changes`)
  if (queue.retired && mine.length === 0) faults.push(`index: ${id} is retired and empty`)
  return faults
}

function checkLines(floor: Floor, contacts: readonly FloorContact[]): string[] {
  const faults: string[] = []
  const lines = new Set([...floor.benches.values()].flatMap((bench) => [...bench.lines.values()]))
  for (const line of lines) {
    const ready = [...line.bench.ready].filter((seat) => !line.except.includes(seat.agent.record.id))
    const isMatchable = ready.length > 0 && line.waiting.size > 0 && !line.isHeld
    const { skipIf, seats } = line.bench
    const available = [...seats.values()].filter((seat) => isHere(seat.agent)).length
    const count = skipIf?.count === 'free' ? line.bench.ready.size : available
    const mayLeave = !line.rings && !line.isHeld
    const skips = mayLeave && line.waiting.size > 0 && skipIf !== null && count < skipIf.below
    if (skips !== (line.skipHandle !== nowhere))
      faults.push(`index: line ${line.key} should ${skips ? '' : 'not '}skip`)
    if (isMatchable !== (line.handle !== nowhere))
      faults.push(`index: line ${line.key} should ${isMatchable ? '' : 'not '}be matchable`)
  }
  for (const { line, record } of contacts)
    if (line !== null && !lines.has(line)) faults.push(`index: line of ${record.id} is gone`)
  for (const { line, record } of contacts)
    if (line !== null && line.isHeld !== (scoresDue(line.bench.queue, record) !== null))
      faults.push(`PL1 ${record.id} is ${line.isHeld ? '' : 'not '}held back`)
  const standing = [...lines].reduce((count, line) => count + line.waiting.size, 0)
  const asking = contacts.filter(({ record }) => asks(floor.queues.get(record.queue)!, record)).length
  if (standing !== asking) faults.push(`P6 ${asking} contacts ask for agents, ${standing} stand in line`)
  return faults
}

function checkDeadlines(floor: Floor, contacts: readonly FloorContact[]): string[] {
  const faults: string[] = []
  const expected = new Map<string, { kind: Due['kind']; at: number }>()
  // Each stands there with what comes first, at the same instant by the order of TI2.
  const expect = (kind: Due['kind'], id: string, at: number): void => {
    const first = expected.get(id)
    if (first === undefined || at < first.at || (at === first.at && order.indexOf(kind) < order.indexOf(first.kind)))
      expected.set(id, { kind, at })
  }
  for (const { record } of contacts) {
    const { state, customerLostAt, id } = record
    const at =
      state.phase === 'offered'
        ? Math.min(...state.rings.map((ring) => ring.deadline))
        : state.phase === 'called'
          ? state.deadline
          : state.phase === 'resting'
            ? state.until
            : state.phase === 'wrapUp'
              ? state.until
              : null
    const held = state.phase === 'queued' ? state.heldUntil : parkDue(floor.queues.get(record.queue), record)
    if (at !== null || held !== null) expect('phase', id, (at ?? held)!)
    const givenBackAt = strandedDue(floor, record)
    if (givenBackAt !== null) expect('phase', id, givenBackAt)
    const graceMs = floor.queues.get(record.queue)?.rules.customerGraceMs ?? 0
    const { step } = record
    if (state.phase === 'queued' && step !== null && 'until' in step) expect('step', id, step.until)
    if (state.phase === 'queued' && step !== null && 'leftMs' in step)
      faults.push(`ST4 the clock of ${id} stands still`)
    if (state.phase !== 'queued' && step !== null && 'until' in step) faults.push(`ST4 the clock of ${id} runs`)
    const scoresAt = scoresDue(floor.queues.get(record.queue), record)
    if (scoresAt !== null) expect('score', id, scoresAt)
    const capMs = floor.queues.get(record.queue)?.rules.waitCapMs ?? null
    if (capMs !== null && isWaiting(state) && !record.waitCapped) expect('cap', id, record.enqueuedAt + capMs)
    const waitAt = waitDue(floor, record)
    if (waitAt !== null) expect('wait', id, waitAt)
    if (customerLostAt !== null && isWaiting(state) && record.hold === null)
      expect('customer', id, customerLostAt + graceMs)
  }
  for (const { record } of floor.agents.values()) {
    if (record.link.state === 'lost') expect('grace', record.id, record.link.graceUntil)
    if (record.restsUntil !== null) expect('rest', record.id, record.restsUntil)
  }
  for (const { record, retired } of floor.queues.values()) {
    if (record.changesAt !== null && !retired) expect('hours', record.id, record.changesAt)
  }
  for (const { kind, at, of } of floor.deadlines) {
    const { id } = of.record
    const due = expected.get(id)
    if (due?.kind !== kind || due.at !== at)
      faults.push(`P10 deadline ${kind} ${id} is ${at}, not ${due?.kind} ${due?.at}`)
    expected.delete(id)
  }
  return [...faults, ...[...expected].map(([id, { kind }]) => `P10 deadline ${kind} ${id} is missing`)]
}

/** TI2. */
const order: readonly Due['kind'][] = ['phase', 'customer', 'grace', 'cap', 'wait', 'hours', 'step', 'rest', 'score']

/** OV2 by its letter. */
function holds(
  { record }: FloorQueue,
  { name, when }: OverflowRule,
  waiting: readonly FloorContact[],
  staffed: readonly FloorAgent[],
): boolean {
  const held = record.overflowing.includes(name)
  if (when.measure === 'closed') return !record.open
  if (when.measure === 'waiting') return waiting.length > (held ? when.until : when.above)
  if (when.measure === 'staffed') return staffed.length < (held ? when.until : when.below)
  const units = staffed.reduce((sum, { rules }) => sum + rules!.capacityUnits, 0)
  const waitMs = units === 0 ? Number.POSITIVE_INFINITY : (record.handleMs * unitsOf(null, waiting)) / units
  return waitMs > (held ? when.untilMs : when.aboveMs)
}

/** OV4 by its letter. */
function waitDue(floor: Floor, { queue: id, state, joinedAt, overflowedFrom, hold }: ContactRecord): number | null {
  const queue = floor.queues.get(id)
  if (queue === undefined || queue.retired || hold !== null) return null
  if (state.phase !== 'queued' || state.only !== null) return null
  const { waitMaxMs, waitMaxTo: to } = queue.rules
  if (waitMaxMs === null || to === null) return null
  const isThere = 'way' in to || floor.queues.get(to.queue)?.retired === false
  const been = 'queue' in to && (overflowedFrom.includes(to.queue) || to.queue === id)
  return isThere && !been ? joinedAt + waitMaxMs : null
}

/** PL1 by its letter. */
function scoresDue(queue: FloorQueue | undefined, { state, scores }: ContactRecord): Instant | null {
  const isAsked = queue?.rules.scoring !== undefined && state.phase === 'queued' && state.only === null
  return isAsked && scores !== null && 'until' in scores ? scores.until : null
}

/** CQ2 by its letter. */
function weigh({ rules }: FloorQueue, { record }: FloorContact, now: Instant): number {
  const waited = record.waitCapped ? (rules.waitCapMs ?? 0) : now - record.enqueuedAt
  return 1_000 * (record.priorityMs + rules.priorityMs) + rules.acceleration * waited
}

const inOrder = ({ record: a }: FloorContact, { record: b }: FloorContact): number =>
  a.enqueuedAt - b.enqueuedAt || (a.id < b.id ? -1 : 1)

/** AL5 by the letter. */
function strandedDue(floor: Floor, { state, channel, queue }: ContactRecord): number | null {
  if ((state.phase !== 'active' && state.phase !== 'called') || (channel !== 'voice' && channel !== 'video'))
    return null
  const link = floor.agents.get(state.agent)?.record.link
  if (link?.state !== 'lost') return null
  const at = link.since + Math.min(20_000, floor.queues.get(queue)?.rules.agentGraceMs ?? 0)
  return at < link.graceUntil ? at : null
}

/** CA6 by the letter: an eighth later than the queue says. */
function parkDue(queue: FloorQueue | undefined, { state, channel }: ContactRecord): Instant | null {
  const afterMs = queue?.rules.parkAfterMs ?? null
  if (state.phase !== 'active' || state.parked !== null || afterMs === null || !channels[channel].parkable) return null
  return (state.spokenAt + afterMs + Math.floor(afterMs / 8)) as Instant
}

/** By the letter of CA1 to CA7 and EN3: units, interruption, and nothing new while a talk waits for its units. */
function fitsBeside(
  rules: AgentRules,
  held: readonly FloorContact[],
  engaged: readonly Engagement[],
  channel: ChannelName,
): boolean {
  const own = rules.channels ?? {}
  const talks = held.filter(({ record }) => record.state.phase !== 'wrapUp')
  const stirred = talks.some(({ record: { state } }) => state.phase === 'active' && state.parked?.stirredAt != null)
  // EN3: like a call, and of as many units as it says.
  const busyWith = [...talks.map(({ record }) => record.channel), ...engaged.map(() => 'voice' as const)]
  const same = busyWith.filter((one) => one === channel).length
  const allowed = busyWith.every((one) =>
    (own[one]?.interruptedBy ?? (channels[one].interruptedBy as readonly string[])).includes(channel),
  )
  const used = unitsOf(rules, held) + engaged.reduce((units, one) => units + one.units, 0)
  const fits = rules.capacityUnits - used >= (own[channel]?.units ?? channels[channel].units)
  return !stirred && allowed && fits && same < (own[channel]?.max ?? same + 1)
}

/** By the letter of CA1, CA3, CA5, WU6 and WU8. */
const unitsOf = (rules: AgentRules | null, contacts: readonly FloorContact[]): number =>
  contacts.reduce((units, { record: { state, channel } }) => {
    if (state.phase === 'wrapUp') return units + state.units
    const full = rules?.channels?.[channel]?.units ?? channels[channel].units
    return units + (state.phase === 'active' && state.parked !== null ? Math.min(full, state.parked.units) : full)
  }, 0)

const isHere = ({ rules, record }: FloorAgent): boolean =>
  rules !== null && record.status === 'available' && record.link.state === 'connected'
