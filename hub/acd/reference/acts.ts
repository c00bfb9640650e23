/**
 * What each command does to the reference's floor, or the code it is refused with. Time and offers are in time.ts; the wall
 * clock, by which waits are told and nobody is chosen, is none of the reference's business.
 */
import { durationMs, instant, later, type Instant } from '../../model/time.ts'
import type { Command } from '../commands.ts'
import type { RefusalCode } from '../events.ts'
import {
  askForScores,
  beginStep,
  cutOff,
  endRing,
  endStay,
  endTalk,
  finishWork,
  forget,
  haltStep,
  moveTo,
  passBy,
  planFor,
  present,
  rescind,
  rest,
  freeReserved,
  waitAgain,
  withdraw,
} from './changes.ts'
import { callBackActs, give } from './call-back.ts'
import { endParts, engagingActs } from './engaging.ts'
import { growingActs } from './growing.ts'
import { manualActs } from './manual.ts'
import { parkingActs } from './parking.ts'
import { wayIn } from './overflow.ts'
import {
  deskOf,
  fits,
  heldBy,
  isAvailable,
  isHeldForScores,
  isOthers,
  isWaiting,
  named,
  newDesk,
  promisedTo,
  type Act,
  type Guest,
  type Hand,
  type World,
} from './world.ts'

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>

const configure: Act<'configure'> = (world, { queues, agents }, now) => {
  for (const desk of world.queues.values()) desk.named = false
  for (const rules of queues) {
    const desk = world.queues.get(rules.id) ?? newDesk(rules)
    const overflowing = desk.overflowing.filter((name) => rules.overflow.some((one) => one.name === name))
    world.queues.set(rules.id, { ...desk, rules, named: true, overflowing })
  }
  for (const id of world.queues.keys()) forget(world, id)
  for (const hand of world.agents.values()) hand.rules = null
  for (const rules of agents) (world.agents.get(rules.id) ?? hire(world, rules.id)).rules = rules
  for (const hand of world.agents.values()) {
    if (hand.rules !== null) continue
    rescind(world, hand, now, true)
    freeReserved(world, hand, now)
  }
  for (const guest of world.contacts.values()) {
    const cap = deskOf(world, guest).waitCapMs
    guest.waitCapped = cap !== null && guest.waitCapped && now >= guest.enqueuedAt + cap
  }
}

/** Nothing has happened to them yet: what they are, they are since the beginning of time. */
function hire(world: World, id: Hand['id']): Hand {
  const hand: Hand = {
    id,
    rules: null,
    status: 'offline',
    reason: '',
    statusSince: instant(0),
    link: { state: 'none' },
    idleSince: instant(0),
    missed: 0,
    engaged: [],
    restsUntil: null,
    shift: { since: instant(0), contacts: 0, talkMs: durationMs(0) },
  }
  world.agents.set(id, hand)
  return hand
}

/** ST8. */
const replanContacts: Act<'replanContacts'> = (world, { contacts }, now) => {
  for (const { contact, lastAgent } of contacts) {
    const guest = world.contacts.get(contact)
    if (guest === undefined || !isWaiting(guest) || !world.queues.get(guest.queue)!.named) continue
    const plan = planFor(deskOf(world, guest), lastAgent, now)
    if (JSON.stringify(plan) === JSON.stringify(guest.plan)) continue
    guest.plan = plan
    beginStep(guest, 0, now)
    if (guest.state.phase !== 'queued') haltStep(guest, now)
  }
}

/** RE1 to RE4. */
const startEpoch: Act<'startEpoch'> = (world, { epoch }, now) => {
  if (epoch <= world.epoch) return
  world.epoch = epoch
  for (const guest of world.contacts.values()) guest.customerLostAt = now
  const holds = (hand: Hand) => heldBy(world, hand.id).length > 0
  for (const hand of world.agents.values()) if (hand.link.state !== 'none' || holds(hand)) cutOff(world, hand, now)
}

const connectAgent: Act<'connectAgent'> = (world, { agent }, now) => {
  const hand = named(world, agent)
  if (hand === null) return 'agent.unknown'
  if (hand.link.state !== 'connected') hand.link = { state: 'connected', since: now }
}

const loseAgent: Act<'loseAgent'> = (world, { agent }, now) => {
  const hand = world.agents.get(agent)
  if (hand === undefined) return 'agent.unknown'
  if (hand.link.state === 'connected') cutOff(world, hand, now)
}

const setPresence: Act<'setPresence'> = (world, { agent, status, reason }, now) => {
  const hand = named(world, agent)
  if (hand === null) return 'agent.unknown'
  if (hand.status !== status || hand.reason !== reason) present(world, hand, status, reason, now)
}

/** MA6. */
const forcePresence: Act<'forcePresence'> = (world, command, now) =>
  setPresence(world, { ...command, type: 'setPresence' }, now)

const queueContact: Act<'queueContact'> = (world, command, now) => {
  const desk = world.queues.get(command.queue)
  if (world.contacts.has(command.contact)) return 'contact.exists'
  if (!desk?.named) return 'queue.unknown'
  const way = wayIn(world, desk.rules.id, command.message === true)
  if (typeof way === 'string') return way
  const guest: Guest = {
    id: command.contact,
    channel: command.channel,
    queue: command.queue,
    requirements: command.requirements,
    priorityMs: command.priorityMs,
    enqueuedAt: now,
    joinedAt: now,
    overflowedFrom: way.been.slice(0, -1),
    waitCapped: false,
    attempts: 0,
    passedBy: [],
    customerLostAt: null,
    plan: planFor(desk.rules, command.lastAgent, now),
    step: null,
    scores: null,
    hold: null,
    state: { phase: 'queued', only: null, prefer: null, heldUntil: null },
  }
  world.contacts.set(guest.id, guest)
  beginStep(guest, 0, now)
  askForScores(world, guest, now)
  moveTo(world, guest, way.been.at(-1)!, now)
  if (way.isHeld) guest.overflowedFrom = way.been
  const mode = command.message ? 'message' : deskOf(world, guest).callBack.mode
  if (way.isHeld || command.message) guest.hold = { since: now, mode, calls: 0 }
}

/** The contact of this live offer, if it may still be answered (OF3, OF4). */
function answered(world: World, answer: Of<'acceptOffer' | 'declineOffer'>, now: Instant): Guest | null {
  for (const guest of world.contacts.values()) {
    const rings = guest.state.phase === 'offered' ? guest.state.rings : []
    const ring = rings.find(({ offer, agent }) => offer === answer.offer && agent === answer.agent)
    if (ring !== undefined) return ring.epoch === answer.epoch && now < ring.deadline ? guest : null
  }
  return null
}

const acceptOffer: Act<'acceptOffer'> = (world, command, now) => {
  const guest = answered(world, command, now)
  if (guest === null) return 'offer.gone'
  const hand = world.agents.get(command.agent)!
  hand.missed = 0
  give(world, guest, hand, now)
}

const declineOffer: Act<'declineOffer'> = (world, command, now) => {
  const guest = answered(world, command, now)
  if (guest === null) return 'offer.gone'
  const rules = deskOf(world, guest)
  const hand = world.agents.get(command.agent)!
  passBy(guest, hand.id, rules.declineCoolDownMs, now)
  rest(hand, rules.offerGapMs, now)
  hand.missed = 0
  endRing(world, guest, hand, now, true)
}

/** The contact that this agent has in talk, or why not (TR1). */
function talkOf(world: World, agent: Hand['id'], contact: Guest['id']): Guest | RefusalCode {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (isOthers(guest, agent)) return 'contact.notYours'
  return guest.state.phase === 'active' ? guest : 'contact.notActive'
}

const transferContact: Act<'transferContact'> = (world, { agent, contact, to }, now) => {
  const guest = talkOf(world, agent, contact)
  if (typeof guest === 'string') return guest
  const hand = world.agents.get(agent)!
  if ('agent' in to) return handToAgent(world, guest, hand, to.agent, now)
  const desk = world.queues.get(to.queue)
  if (!desk?.named) return 'queue.unknown'
  endStay(world, guest, hand, now)
  moveTo(world, guest, to.queue, now)
  Object.assign(guest, { passedBy: [], overflowedFrom: [] })
  passBy(guest, agent, desk.rules.declineCoolDownMs, now)
  waitAgain(world, guest, now)
}

/** TR3. */
function handToAgent(world: World, guest: Guest, from: Hand, id: Hand['id'], now: Instant): RefusalCode | void {
  if (id === from.id) return 'agent.same'
  const hand = named(world, id)
  if (hand === null) return 'agent.unknown'
  if (!isAvailable(hand)) return 'agent.unavailable'
  if (!fits(world, hand, guest, promisedTo(world, hand, guest))) return 'agent.unavailable'
  endStay(world, guest, from, now)
  Object.assign(guest, { passedBy: [], overflowedFrom: [] })
  passBy(guest, from.id, deskOf(world, guest).declineCoolDownMs, now)
  waitAgain(world, guest, now, { only: id })
}

const closeContact: Act<'closeContact'> = (world, { contact, by }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase === 'active') return endTalk(world, guest, world.agents.get(guest.state.agent)!, by, now)
  if (guest.state.phase !== 'wrapUp') withdraw(world, guest, now)
}

const removeContact: Act<'removeContact'> = (world, { contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  const { state } = guest
  if (state.phase === 'active' || state.phase === 'wrapUp')
    return finishWork(world, guest, world.agents.get(state.agent)!, now)
  withdraw(world, guest, now)
}

/** The wrap-up that is this agent's, or why not. */
function wrapUpOf(world: World, agent: Hand['id'], contact: Guest['id']): Guest | RefusalCode {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (isOthers(guest, agent)) return 'contact.notYours'
  return guest.state.phase === 'wrapUp' ? guest : 'wrapUp.notOpen'
}

const finishWrapUp: Act<'finishWrapUp'> = (world, { agent, contact, disposition }, now) => {
  const guest = wrapUpOf(world, agent, contact)
  if (typeof guest === 'string') return guest
  const rules = deskOf(world, guest)
  if (disposition === '' && rules.dispositionRequired) return 'disposition.required'
  if (disposition !== '' && !rules.dispositions.includes(disposition)) return 'disposition.unknown'
  finishWork(world, guest, world.agents.get(agent)!, now)
}

const extendWrapUp: Act<'extendWrapUp'> = (world, { agent, contact }, now) => {
  const guest = wrapUpOf(world, agent, contact)
  if (typeof guest === 'string') return guest
  const { state } = guest
  const rules = deskOf(world, guest)
  if (state.phase !== 'wrapUp' || state.until === null) return
  if (now >= state.until) return 'wrapUp.notOpen'
  if (state.extensions >= rules.wrapUpExtensionsMax) return 'wrapUp.limit'
  const until = later(instant(state.until), rules.wrapUpExtensionMs)
  guest.state = { ...state, until, extensions: state.extensions + 1 }
}

/** PL3. */
const scoreContact: Act<'scoreContact'> = (world, { contact, until, scores }, now) => {
  const guest = world.contacts.get(contact)
  if (guest?.scores == null || !isHeldForScores(world, guest)) return
  if (!('until' in guest.scores) || guest.scores.until !== until || now >= until) return
  const isOfQueue = (id: Hand['id']) => named(world, id)?.rules?.queues.includes(guest.queue) === true
  const lastTold = new Map(scores.filter(([id]) => isOfQueue(id)))
  guest.scores = { by: [...lastTold] }
}

const setHours: Act<'setHours'> = (world, { queue, open, changesAt }) => {
  const desk = world.queues.get(queue)
  if (!desk?.named) return 'queue.unknown'
  Object.assign(desk, { open, changesAt })
}

const loseCustomer: Act<'loseCustomer'> = (world, { contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  guest.customerLostAt ??= now
}

const connectCustomer: Act<'connectCustomer'> = (world, { contact }) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  guest.customerLostAt = null
}

const acts = {
  ...callBackActs,
  ...engagingActs,
  ...growingActs,
  ...manualActs,
  ...parkingActs,
  configure,
  replanContacts,
  startEpoch,
  connectAgent,
  loseAgent,
  setPresence,
  forcePresence,
  queueContact,
  acceptOffer,
  declineOffer,
  transferContact,
  closeContact,
  removeContact,
  finishWrapUp,
  extendWrapUp,
  scoreContact,
  setHours,
  loseCustomer,
  connectCustomer,
} satisfies { [Type in Exclude<Command['type'], 'passTime' | 'distribute' | 'setWallClock'>]: Act<Type> }

/** Carries the command out; the code it is refused with, or null. */
export function act(world: World, command: Command, now: Instant): RefusalCode | null {
  const found = acts[command.type as keyof typeof acts] as Act<Command['type']>
  const refusal = found(world, command, now) ?? null
  endParts(world, now)
  return refusal
}
