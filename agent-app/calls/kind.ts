/** PURE: what a call is to this agent: whether it rings, whether it has a talk of its own here, and which one a key means. */
import type { DeskCall } from '#protocol'
import type { CallAsk } from './key.ts'

/**
 * `asking`: proposed by us, and not answered. `proposed`: the customer asks for one. `invited`: a colleague asks us in.
 */
export type CallKind = 'asking' | 'proposed' | 'invited' | 'running'

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

/** Mute, camera or screen of the own leg; the others stay as they are. */
export const setAsk = (
  contact: DeskCall['contact'],
  part: Partial<Record<'muted' | 'cameraOff' | 'sharing', boolean>>,
): CallAsk => ({ verb: 'call.set', body: { contact, muted: null, cameraOff: null, sharing: null, ...part } })
