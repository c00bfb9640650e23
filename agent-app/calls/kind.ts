/**
 * PURE: what a call is to this agent, as far as the always-loaded part of the app has to know: whether it rings, whether a
 * line belongs to it, and how what is asked of it is named. What its screens show is in screen.ts.
 */
import type { DeskCall, DeskContact, RequestBody, Verb } from '#protocol'

/**
 * `asking`: proposed by us, and not answered. `proposed`: the customer asks for one. `invited`: a colleague asks us in.
 */
export type CallKind = 'asking' | 'proposed' | 'invited' | 'running'

/** Everything that an agent asks of a call. */
export type CallVerb = Exclude<Extract<Verb, `call.${string}`>, 'call.consent'>

/** A request about a call, as a deed carries it. */
export type CallAsk = { readonly [V in CallVerb]: { readonly verb: V; readonly body: RequestBody<V> } }[CallVerb]

export function kindOf(call: Pick<DeskCall, 'part' | 'phase' | 'by'>): CallKind {
  if (call.part === 'asked') return 'invited'
  if (call.phase === 'running') return 'running'
  return call.by === 'agent' ? 'asking' : 'proposed'
}

/** It waits for this agent's yes or no. */
export const rings = (call: DeskCall): boolean => kindOf(call) === 'proposed' || kindOf(call) === 'invited'

/** The reader is in it without holding the contact: it has no talk to be shown beside. */
export const isVisited = ({ part }: Pick<DeskCall, 'part'>): boolean => part === 'guest' || part === 'listener'

/** Those that ring, the one that rings longest first. */
export const ringing = (calls: Iterable<DeskCall>): readonly DeskCall[] =>
  [...calls].filter(rings).sort((a, b) => a.since - b.since)

/**
 * Which call a key means: that of the place or talk on screen, else one that this agent is in, else none. One that rings is
 * answered by the keys of offers instead.
 */
export function atHand(calls: ReadonlyMap<string, DeskCall>, shown: string | null): DeskCall | null {
  const here = calls.get(shown ?? '')
  if (here !== undefined && !rings(here)) return here
  return [...calls.values()].find(({ leg }) => leg !== null) ?? null
}

/** May a call be proposed to this customer? `possible`: the hub can carry calls now. */
export const mayPropose = (
  { phase, calledUntil, message }: Pick<DeskContact, 'phase' | 'calledUntil' | 'message'>,
  possible: boolean,
  hasCall: boolean,
): boolean => possible && !hasCall && phase === 'active' && calledUntil === null && message !== true

/** What is asked, as `Asks` keeps it. Mute, camera and screen are asked apart from each other. */
export function callKey({ verb, body }: CallAsk): string {
  const of = `${verb} ${body.contact}`
  if (verb !== 'call.set') return of
  const parts = Object.entries(body).filter(([name, value]) => name !== 'contact' && value !== null)
  return [of, ...parts.map(([name]) => name)].join(' ')
}

/** Mute, camera or screen of the own leg; the others stay as they are. */
export const setAsk = (
  contact: DeskCall['contact'],
  part: Partial<Record<'muted' | 'cameraOff' | 'sharing', boolean>>,
): CallAsk => ({ verb: 'call.set', body: { contact, muted: null, cameraOff: null, sharing: null, ...part } })
