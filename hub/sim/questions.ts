/** What screens ask of a floor, in rehearsals of it: places, waits, reasons and charges must agree with each other and with the records. */
import {
  agentOf,
  contactOf,
  contactsHeld,
  contactsOf,
  entryRefusal,
  placeInLine,
  queueSummary,
  reasonToWait,
  rulesOf,
  scoreQuestion,
  usedUnits,
  waitEstimate,
  whyNot,
  whyWaiting,
  type AgentRules,
  type ContactRecord,
  type Floor,
} from '../acd/index.ts'
import { channels } from '../channels/index.ts'
import { makeId, type AgentId, type ContactId, type QueueId } from '../model/ids.ts'

export const stranger = makeId('agent', 'stranger')
export const nowhereQueue = makeId('queue', 'nowhere')
export const nobody = makeId('contact', 'nobody')

/** What is wrong with the answers, or null. `agents` are all that configuration names. */
export function answersWrongly(
  floor: Floor,
  contacts: readonly ContactId[],
  agents: readonly AgentId[],
  queue: QueueId,
): string | null {
  if (queueSummary(floor, nowhereQueue).waiting > 0) return 'somebody waits nowhere'
  if (entryRefusal(floor, nowhereQueue) !== 'queue.unknown') return 'OV5: somebody may join a queue that there is not'
  if (entryRefusal(floor, queue) === 'queue.unknown' && floor.queues.get(queue)?.retired === false)
    return `OV5: ${queue} is there, and nobody may join it`
  for (const contact of [...contacts, nobody]) {
    const wrong = ofContact(floor, contact) ?? ofScores(floor, contact)
    if (wrong !== null) return wrong
  }
  for (const contact of [...contacts.slice(-5), nobody]) {
    const wrong = ofReasons(floor, contact, agents)
    if (wrong !== null) return wrong
  }
  for (const agent of [...agents, stranger]) {
    const wrong = ofAgent(floor, agent)
    if (wrong !== null) return wrong
  }
  return null
}

function ofContact(floor: Floor, contact: ContactId): string | null {
  const place = placeInLine(floor, contact)
  const queue = contactOf(floor, contact)?.queue ?? nowhereQueue
  if (place !== null && (place < 1 || place > queueSummary(floor, queue).waiting)) return 'P4: no such place'
  const estimate = waitEstimate(floor, contact)
  if (estimate !== null && estimate.p50Ms > estimate.p90Ms) return 'a wait is told the wrong way round'
  const why = whyWaiting(floor, contact)
  if (reasonToWait(floor, contact) !== (why?.reason ?? null)) return `${contact} waits for two reasons`
  return why !== null && why.place !== place ? `P4: ${contact} has two places` : null
}

/** PL2: those who are asked about are here, and no more than the rules say. */
function ofScores(floor: Floor, contact: ContactId): string | null {
  const question = scoreQuestion(floor, contact)
  if (question === null) return null
  const scoring = floor.queues.get(question.contact.queue)?.rules.scoring
  if (question.candidates.length > (scoring?.candidatesMax ?? 0)) return `PL2: too many are asked about for ${contact}`
  const absent = question.candidates.find(({ agent }) => agentOf(floor, agent)?.link.state !== 'connected')
  return absent === undefined ? null : `PL2: ${absent.agent} is asked about and is not here`
}

function ofReasons(floor: Floor, contact: ContactId, agents: readonly AgentId[]): string | null {
  const waits = contactOf(floor, contact)?.state.phase === 'queued'
  for (const agent of [...agents, stranger]) {
    const reason = whyNot(floor, contact, agent)
    if (waits && reason === 'notWaiting') return `${contact} waits, and is said not to`
    if (waits && (reason === 'unknown') !== (rulesOf(floor, agent) === undefined))
      return `${agent} is ${reason} to ${contact}`
  }
  return null
}

function ofAgent(floor: Floor, agent: AgentId): string | null {
  const rules = rulesOf(floor, agent)
  const held = contactsOf(floor, agent).map((id) => contactOf(floor, id)!)
  const parts = agentOf(floor, agent)?.engaged ?? []
  const taken = held.reduce((sum, one) => sum + takes(one, rules), 0)
  const units = taken + parts.reduce((sum, one) => sum + one.units, 0)
  if (usedUnits(floor, agent) !== units) return `P8: ${agent} is charged for what is not held`
  if (contactsHeld(floor, agent) !== held.length) return `P6: ${agent} holds more or less than is told`
  return agent === stranger && rules !== undefined ? 'a stranger has rules' : null
}

function takes({ state, channel }: ContactRecord, rules: AgentRules | undefined): number {
  if (state.phase === 'wrapUp') return state.units
  const full = rules?.channels?.[channel]?.units ?? channels[channel].units
  return state.phase === 'active' && state.parked !== null ? Math.min(full, state.parked.units) : full
}
