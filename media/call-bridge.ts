/**
 * Who hears and sees whom in a call, from its legs alone: CALLS.md as code. PURE. Everything else about calls only makes
 * true what stands here, so that a supervisor who whispers is kept from the customer in one place.
 */
import type { LegId } from '../hub/model/ids.ts'
import type { Call, CallLeg, Source } from '../hub/ports/media-call.ts'

/** What `from` sends by this source reaches `to`. */
export interface Link {
  readonly from: LegId
  readonly to: LegId
  readonly source: Source
}

export interface Bridge {
  /** In the order of the legs, by who sends, then by who gets. */
  readonly links: readonly Link[]
  /** Who hears the music. */
  readonly music: readonly LegId[]
}

const sources = ['microphone', 'camera', 'screen', 'screenSound'] as const satisfies readonly Source[]

/** The bridge of a call of these legs, each of which stands in the list once. */
export function bridge(legs: readonly CallLeg[]): Bridge {
  const inConsultation = new Set(consultations(legs).flat())
  const links = legs.flatMap((from) =>
    legs.flatMap((to) =>
      sources
        .filter((source) => sends(from, source) && reaches(from, to, source, inConsultation))
        .map((source) => ({ from: from.id, to: to.id, source })),
    ),
  )
  return { links, music: legs.filter((leg) => leg.held && !inConsultation.has(leg)).map((leg) => leg.id) }
}

/** Whose voices may be taken along now. */
export function tapped({ legs, recorded }: Call): readonly LegId[] {
  const withCustomer = legs.some((leg) => leg.role === 'customer' && takesPart(leg))
  if (recorded !== true || !withCustomer) return []
  const inConsultation = new Set(consultations(legs).flat())
  return legs.filter((leg) => takesPart(leg) && !leg.muted && !inConsultation.has(leg)).map(({ id }) => id)
}

/** Of the general talk: these hear what is said in it, and are heard. */
export const takesPart = (leg: CallLeg): boolean => (leg.mode === 'talk' || leg.mode === 'barge') && !leg.held

function reaches(from: CallLeg, to: CallLeg, source: Source, inConsultation: ReadonlySet<CallLeg>): boolean {
  if (from === to) return false
  if (from.mode === 'whisper') return source === 'microphone' && isWhisperedTo(from, to)
  if (from.mode === 'monitor') return false
  if (listens(to)) return takesPart(from) || inConsultation.has(from)
  return (takesPart(from) && takesPart(to)) || isConsultation(from, to) || isConsultation(to, from)
}

function sends(leg: CallLeg, source: Source): boolean {
  if (source === 'microphone') return !leg.muted
  return source === 'camera' ? !leg.cameraOff : leg.sharing
}

/** Hears all, and is heard by nobody or by one. */
const listens = (leg: CallLeg): boolean => (leg.mode === 'monitor' || leg.mode === 'whisper') && !leg.held

/** A whisper to anybody but an agent of the talk, above all to a customer, is to nobody. An agent who is put aside hears it. */
const isWhisperedTo = (from: CallLeg, to: CallLeg): boolean =>
  from.mode === 'whisper' && !from.held && from.partner === to.id && to.role === 'agent' && to.mode === 'talk'

/** A partner may be held: so they are put aside from the talk to consult. */
const isConsultation = (leg: CallLeg, partner: CallLeg): boolean =>
  leg.mode === 'consult' &&
  !leg.held &&
  leg.partner === partner.id &&
  partner.role !== 'customer' &&
  (partner.mode === 'talk' || partner.mode === 'barge')

const consultations = (legs: readonly CallLeg[]): (readonly [CallLeg, CallLeg])[] =>
  legs.flatMap((leg) =>
    legs.filter((partner) => isConsultation(leg, partner)).map((partner) => [leg, partner] as const),
  )
