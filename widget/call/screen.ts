/**
 * PURE. What the hub says of a call, what this tab wants of it, and what its line hears and sees, become what is shown. No
 * clock, no language, no page.
 */
import type { CallMedia, CallParty, VisitCall } from '#protocol'
import type { LineView } from '../../media/client/index.ts'
import type { Wish } from '../controllers/calls.ts'
import { callStateOf } from '../state.ts'

/** Everything the screen is made of. `line` is null before this tab has joined. */
export interface CallSources {
  readonly call: VisitCall | undefined
  readonly wish: Wish | null
  /** The call belongs to this tab. */
  readonly isMine: boolean
  readonly line: LineView | null
}

/** `waiting`: music until somebody comes. `failed`: tried again by itself. */
export type CallStatus = 'joining' | 'waiting' | 'held' | 'talking' | 'reconnecting' | 'failed'

/** Somebody in the call, or a screen that somebody shares. */
export interface Tile {
  readonly key: string
  readonly kind: 'person' | 'screen'
  readonly name: string
  readonly picture: MediaStream | null
  /** How loud they speak, 0 to 1; 0 for silence. */
  readonly level: number
  readonly muted: boolean
}

export interface Running {
  readonly kind: 'running'
  readonly status: CallStatus
  readonly own: CallParty | undefined
  /** What is to be seen large: one shared screen, or everybody. */
  readonly main: readonly Tile[]
  /** Beside a shared screen: the people. */
  readonly strip: readonly Tile[]
  /** Somebody may be seen: more room is needed. */
  readonly hasPicture: boolean
  /** Whose connection is poor: `own`, the name of another, or '' for nobody's. */
  readonly poor: { readonly whose: 'nobody' | 'own' | 'other'; readonly name: string }
}

export type CallScreen =
  | { readonly kind: 'none' | 'asking' | 'elsewhere' }
  | { readonly kind: 'check' | 'asked'; readonly media: CallMedia }
  | Running

export function screenOf({ call, wish, isMine, line }: CallSources): CallScreen {
  if (wish) return { kind: 'check', media: wish.media }
  if (!call) return { kind: 'none' }
  if (call.phase === 'proposed') return call.by === 'agent' ? { kind: 'asked', media: call.media } : { kind: 'asking' }
  return isMine && line?.state !== 'moved' ? running(call, line) : { kind: 'elsewhere' }
}

function running(call: VisitCall, line: LineView | null): Running {
  const own = ownParty(call)
  const others = call.parties.filter((party) => party.leg !== call.leg)
  const people = others.map((party) => person(party, line))
  const screens = others.flatMap((party) => screenOfParty(party, line))
  const [shared] = screens
  const poorLeg = line?.poor ?? 'none'
  return {
    kind: 'running',
    status: statusOf(call, line),
    own,
    main: shared ? [shared] : people,
    strip: shared ? [...screens.slice(1), ...people] : [],
    hasPicture:
      call.media === 'video' || Boolean(line?.ownCamera) || [...people, ...screens].some((tile) => tile.picture),
    poor:
      poorLeg === 'none'
        ? { whose: 'nobody', name: '' }
        : poorLeg === 'own'
          ? { whose: 'own', name: '' }
          : { whose: 'other', name: others.find((party) => party.leg === poorLeg)?.name ?? '' },
  }
}

export const ownParty = ({ parties, leg }: VisitCall): CallParty | undefined =>
  parties.find((party) => party.leg === leg)

/** Trouble of the line comes first; while it joins, whoever waits is told that they wait. */
function statusOf(call: VisitCall, line: LineView | null): CallStatus {
  if (line?.state === 'reconnecting' || line?.state === 'failed') return line.state
  const state = callStateOf(call)
  if (state === 'waiting' || state === 'held') return state
  return line?.state === 'connected' ? 'talking' : 'joining'
}

const person = ({ leg, name, muted, cameraOff }: CallParty, line: LineView | null): Tile => ({
  key: leg,
  kind: 'person',
  name,
  muted,
  picture: cameraOff ? null : (line?.received.get(leg)?.camera ?? null),
  level: muted ? 0 : (line?.speaking.get(leg) ?? 0),
})

function screenOfParty({ leg, name, sharing }: CallParty, line: LineView | null): Tile[] {
  const picture = line?.received.get(leg)?.screen
  if (!sharing || !picture) return []
  return [{ key: `${leg} screen`, kind: 'screen', name, picture, level: 0, muted: false }]
}

/** How long, as a clock: 0:07, 12:30, 1:02:09. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (value: number): string => `${value}`.padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${hours > 0 ? `${hours}:${two(minutes % 60)}` : minutes}:${two(seconds % 60)}`
}

/** The first letter of a name, for who is not seen: the family name's in Japanese. */
export const initial = (name: string): string => [...name.trim()][0]?.toUpperCase() ?? ''
