/**
 * The live offers of a contact. Mostly there is one; where the strategy asks several, as many as the queue says, and whoever
 * turns theirs down is not rung for it again while others are (RG4).
 */
import type { AgentId } from '../model/ids.ts'
import type { FloorEvent } from './events.ts'
import type { Floor } from './floor.ts'
import { isPass, passesAfter, shutOut, sparedWith } from './passes.ts'
import type { ContactPhase, ContactRecord, Ring } from './state.ts'

type Offered = Extract<ContactPhase, { phase: 'offered' }>

/** The live offer of the contact to this agent, or undefined. */
export const ringAt = (state: ContactPhase, agent: AgentId): Ring | undefined =>
  state.phase === 'offered' ? state.rings.find((ring) => ring.agent === agent) : undefined

/** Of live offers the one whose time is over first; of several the one made first. */
export const firstToEnd = (rings: readonly Ring[]): Ring =>
  rings.reduce((first, ring) => (ring.deadline < first.deadline ? ring : first))

/** How the contact waits with one more offer. `isOfSeveral`: others may be made beside it. */
export function ringsAt({ state, passedBy }: ContactRecord, ring: Ring, isOfSeveral: boolean): Offered {
  if (state.phase === 'offered') return { ...state, rings: [...state.rings, ring] }
  const [prefer, heldUntil] = state.phase === 'queued' ? [state.prefer, state.heldUntil] : [null, null]
  const group = isOfSeveral ? { spared: shutOut(passedBy, heldUntil) } : null
  return { phase: 'offered', rings: [ring], prefer, group }
}

/** How the contact rings on when one of several offers has ended; notes the pass, of which no other event tells. */
export function ringsOn(
  floor: Floor,
  record: ContactRecord,
  state: Offered,
  { offer, agent, ending, cause, at }: Extract<FloorEvent, { type: 'offerEnded' }>,
): Offered {
  const rings = state.rings.filter((ring) => ring.offer !== offer)
  const why = ending === 'declined' || ending === 'missed' ? ending : cause
  if (state.group === null || why === undefined || why === 'answered' || !isPass(why)) return { ...state, rings }
  record.passedBy = passesAfter(floor, record, { at, queue: record.queue, cause: why, from: agent })
  const prefer = state.prefer === agent ? null : state.prefer
  return { phase: 'offered', rings, prefer, group: { spared: sparedWith(state.group.spared, agent) } }
}
