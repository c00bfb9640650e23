/** Test support: calls of the hub that is told what to say, and what it does when a customer asks something about theirs. */
import type { CallMedia, CallParty, VisitCall, VisitContact } from '#protocol'
import { makeId } from '../../hub/model/ids.ts'

const quiet = { mode: 'talk', partner: null, muted: false, cameraOff: true, held: false, sharing: false } as const

export const ownLeg = makeId('leg', 'customer')
export const agentLeg = (index: number): CallParty['leg'] => makeId('leg', `agent-${index}`)

/** A call that runs, with the customer and these agents. */
export function callOf(
  contact: VisitContact,
  change: Partial<VisitCall> = {},
  own: Partial<CallParty> = {},
  agents: readonly Partial<CallParty>[] = [],
): VisitCall {
  const customer: CallParty = { ...quiet, leg: ownLeg, role: 'customer', agent: null, name: '', ...own }
  const others = agents.map((agent, index): CallParty => ({
    ...quiet,
    leg: agentLeg(index),
    role: 'agent',
    agent: makeId('agent', `${index}`),
    name: contact.agentName,
    ...agent,
  }))
  const now = Date.now()
  return {
    call: makeId('call', 'one'),
    contact: contact.contact,
    phase: 'running',
    media: 'audio',
    by: 'customer',
    since: now,
    answeredAt: others.length > 0 ? now : null,
    leg: ownLeg,
    parties: [customer, ...others],
    recording: 'off',
    ...change,
  }
}

export const proposalOf = (contact: VisitContact, media: CallMedia, by: VisitCall['by']): VisitCall =>
  callOf(contact, { phase: 'proposed', media, by, leg: null, parties: [], answeredAt: null })

/** What is left of a call after a request about it; null when it is over. */
export function afterRequest(
  contact: VisitContact,
  call: VisitCall | null,
  verb: string,
  body: Readonly<Record<string, unknown>>,
): VisitCall | null {
  const media = (body.media ?? call?.media ?? 'audio') as CallMedia
  if (verb === 'contact.call') return callOf(contact, { media }, { held: true, cameraOff: media === 'audio' })
  if (verb === 'call.propose') return proposalOf(contact, media, 'customer')
  if (verb === 'call.answer' && body.accept) return callOf(contact, { media }, { cameraOff: media === 'audio' }, [{}])
  if (call === null || verb === 'call.answer' || verb === 'call.end') return null
  if (verb === 'call.consent') return { ...call, recording: body.given ? 'on' : 'refused' }
  const told = Object.entries(body).filter(([name, value]) => name !== 'contact' && value !== null)
  const own = Object.fromEntries(told) as Partial<CallParty>
  return { ...call, parties: call.parties.map((party) => (party.leg === call.leg ? { ...party, ...own } : party)) }
}
