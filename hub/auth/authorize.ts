/**
 * Who may say what over a socket: one table, which the compiler keeps complete. A verb that is not in it is refused.
 * It answers for the kind of actor only; whether THIS contact is theirs is for the handler, which looks at the object.
 */
import type { Actor } from '../http/door.ts'
import type { HintVerb, Verb } from '../protocol/index.ts'

/** What an actor is to the hub. */
export type Standing = 'visitor' | 'agent' | 'supervisor' | 'administrator'

const visitors: readonly Standing[] = ['visitor']
/** Whoever serves customers; supervisors and administrators may do all that agents may. */
const staff: readonly Standing[] = ['agent', 'supervisor', 'administrator']
/** Whoever answers for the work of others. */
const leaders: readonly Standing[] = ['supervisor', 'administrator']
const everybody: readonly Standing[] = [...visitors, ...staff]
const nobody: readonly Standing[] = []

const allowed = {
  'agent.force': leaders,
  'agent.rescue': leaders,
  'call.propose': everybody,
  'call.answer': everybody,
  'call.end': everybody,
  'call.set': everybody,
  'call.ask': everybody,
  'call.consent': visitors,
  'call.hold': staff,
  'call.invite': staff,
  'call.remove': staff,
  'call.merge': staff,
  'call.handOver': staff,
  'call.record': staff,
  'call.listen': leaders,
  // Only the hub says it.
  'call.told': nobody,
  'contact.call': visitors,
  'contact.start': visitors,
  'contact.end': visitors,
  'contact.leave': visitors,
  'contact.hold': visitors,
  'contact.prefill': visitors,
  'contact.resume': visitors,
  'contact.close': staff,
  'contact.transfer': staff,
  'contact.wrapUp': staff,
  'contact.pull': staff,
  'contact.park': staff,
  'contact.extendWrapUp': staff,
  'contact.assign': leaders,
  'contact.takeOver': leaders,
  'contact.note': staff,
  'contact.tag': staff,
  'reply.list': staff,
  'contact.why': staff,
  'contact.earlier': staff,
  'contact.read': staff,
  'flow.answer': visitors,
  'flow.person': visitors,
  'message.send': everybody,
  'message.mark': everybody,
  'message.typing': everybody,
  // Only the hub says it.
  'offer.lost': nobody,
  'offer.accept': staff,
  'offer.decline': staff,
  'presence.set': staff,
  'push.subscribe': visitors,
  'survey.answer': visitors,
  'visit.earlier': visitors,
  'visit.read': visitors,
} as const satisfies Readonly<Record<Verb | HintVerb, readonly Standing[]>>

export const standingOf = (actor: Actor): Standing => (actor.kind === 'visitor' ? 'visitor' : actor.role)

/** True when this kind of actor may use this verb at all. False for every verb that is not known. */
export function authorize(actor: Actor, verb: string): boolean {
  return (
    Object.hasOwn(allowed, verb) && (allowed as Record<string, readonly Standing[]>)[verb]!.includes(standingOf(actor))
  )
}
