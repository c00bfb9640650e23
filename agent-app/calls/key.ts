/** PURE: how what is asked of a call is named, and when one may be proposed: what the desk itself has to know of calls. */
import type { DeskContact, RequestBody, Verb } from '#protocol'

/** Everything that an agent asks of a call. */
export type CallVerb = Exclude<Extract<Verb, `call.${string}`>, 'call.consent'>

/** A request about a call, as a deed carries it. */
export type CallAsk = { readonly [V in CallVerb]: { readonly verb: V; readonly body: RequestBody<V> } }[CallVerb]

/** What is asked, as `Asks` keeps it. Mute, camera and screen are asked apart from each other. */
export function callKey({ verb, body }: CallAsk): string {
  const of = `${verb} ${body.contact}`
  if (verb !== 'call.set') return of
  const parts = Object.entries(body).filter(([name, value]) => name !== 'contact' && value !== null)
  return [of, ...parts.map(([name]) => name)].join(' ')
}

/** May a call be proposed to this customer? `possible`: the hub can carry calls now. */
export const mayPropose = (
  { phase, calledUntil, message }: Pick<DeskContact, 'phase' | 'calledUntil' | 'message'>,
  possible: boolean,
  hasCall: boolean,
): boolean => possible && !hasCall && phase === 'active' && calledUntil === null && message !== true
