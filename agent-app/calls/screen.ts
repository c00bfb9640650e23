/**
 * PURE: a call as the hub tells it and the line that carries it in, what its screen shows out: in which state it is, who is
 * in it and what is seen of them, what troubles there are, and what this agent may do. To show more: a field of `CallScreen`.
 */
import type { LineView } from '../../media/client/index.ts'
import type { CallParty, DeskCall } from '#protocol'
import { kindOf } from './kind.ts'
import type { Seat } from './line.ts'

/** What the bar says first. `name` is a colleague's. */
export type CallStatus =
  | { readonly is: 'asking' | 'elsewhere' | 'joining' | 'reconnecting' | 'failed' | 'held' | 'aside' | 'talking' }
  | { readonly is: 'monitor' | 'whisper' | 'barge' }
  /** We consult a colleague; `heard`: the customer is not on hold and hears it too. */
  | { readonly is: 'consulting'; readonly name: string; readonly heard: boolean }
  /** A colleague consults us. */
  | { readonly is: 'consulted'; readonly name: string }

/** Somebody in the call, ourselves included, with what comes of them. */
export interface Person {
  readonly party: CallParty
  readonly own: boolean
  /** 0 to 1; 0 is silent. */
  readonly level: number
  readonly camera: MediaStream | null
  readonly screen: MediaStream | null
  /** The connection of this one is poor. */
  readonly poor: boolean
}

/** `voice`: nothing to see. `people`: cameras. `screen`: somebody else's screen, with cameras beside it. */
export type Stage = 'voice' | 'people' | 'screen'

/** What stands in the way of being heard or seen, worst first. */
export type Trouble =
  | { readonly kind: 'soundBlocked' }
  | { readonly kind: 'microphone' | 'camera'; readonly state: 'refused' | 'missing' | 'busy' | 'asking' }
  /** `name` '' is our own connection. */
  | { readonly kind: 'poor'; readonly name: string | null; readonly role: CallParty['role'] | 'own' }

export type Control =
  'mute' | 'camera' | 'screen' | 'hold' | 'keypad' | 'people' | 'modes' | 'takeOver' | 'quality' | 'devices' | 'end'

export interface CallScreen {
  readonly status: CallStatus
  /** From when on the time of the call counts. */
  readonly since: number
  readonly own: CallParty | null
  /** Nothing of our voice leaves this window, whatever the hub says by now. */
  readonly muted: boolean
  readonly customer: CallParty | null
  /** Everybody, the customer first and ourselves last. */
  readonly people: readonly Person[]
  readonly stage: Stage
  readonly troubles: readonly Trouble[]
  readonly controls: ReadonlySet<Control>
  /** The colleague whom we consult. */
  readonly consulted: CallParty | null
}

/** All that a call's screen shows. `seat` null: not known yet how the call stands in this window. */
export function callScreen(call: DeskCall, seat: Seat | null): CallScreen {
  const view = seat?.at === 'here' ? seat.line.view : null
  const own = call.parties.find(({ leg }) => leg === call.leg) ?? null
  const customer = call.parties.find(({ role }) => role === 'customer') ?? null
  const people = inOrder(call, view)
  const consulted = call.parties.find(({ mode, partner }) => mode === 'consult' && partner === call.leg) ?? null
  return {
    status: statusOf(call, seat, view, { own, customer, consulted }),
    since: call.answeredAt ?? call.since,
    own,
    muted: own?.muted === true || view?.microphone.state === 'off',
    customer,
    people,
    stage: stageOf(people),
    troubles: view === null ? [] : troublesOf(call, view, own),
    controls: controlsOf(call, own, view, consulted !== null),
    consulted,
  }
}

interface Parties {
  readonly own: CallParty | null
  readonly customer: CallParty | null
  readonly consulted: CallParty | null
}

function statusOf(call: DeskCall, seat: Seat | null, view: LineView | null, of: Parties): CallStatus {
  if (kindOf(call) !== 'running') return { is: 'asking' }
  if (seat?.at === 'elsewhere' || view?.state === 'moved') return { is: 'elsewhere' }
  if (view === null || view.state === 'waiting' || view.state === 'joining') return { is: 'joining' }
  if (view.state === 'reconnecting' || view.state === 'failed') return { is: view.state }
  return wanted(call, of)
}

/** What the hub wants of it, which is so once the line stands. */
function wanted(call: DeskCall, { own, customer, consulted }: Parties): CallStatus {
  const mode = own?.mode ?? 'talk'
  if (mode === 'consult') return { is: 'consulted', name: nameOf(call, own?.partner ?? null) }
  if (mode !== 'talk') return { is: mode }
  if (consulted !== null)
    return { is: 'consulting', name: consulted.name, heard: customer?.held === false && own?.held === false }
  if (own?.held === true) return { is: 'aside' }
  return { is: customer?.held === true ? 'held' : 'talking' }
}

const nameOf = (call: DeskCall, leg: string | null): string =>
  call.parties.find((party) => party.leg === leg)?.name ?? ''

function inOrder(call: DeskCall, view: LineView | null): readonly Person[] {
  const rank = ({ leg, role }: CallParty): number =>
    leg === call.leg ? 3 : { customer: 0, agent: 1, supervisor: 2 }[role]
  return [...call.parties].sort((a, b) => rank(a) - rank(b)).map((party) => personOf(call, view, party))
}

function personOf(call: DeskCall, view: LineView | null, party: CallParty): Person {
  const own = party.leg === call.leg
  const received = view?.received.get(party.leg)
  return {
    party,
    own,
    level: party.muted ? 0 : (view?.speaking.get(party.leg) ?? 0),
    camera: (own ? view?.ownCamera : received?.camera) ?? null,
    screen: (own ? view?.ownScreen : received?.screen) ?? null,
    poor: view?.poor === (own ? 'own' : party.leg),
  }
}

function stageOf(people: readonly Person[]): Stage {
  if (people.some(({ screen, own }) => screen !== null && !own)) return 'screen'
  return people.some(({ camera }) => camera !== null) ? 'people' : 'voice'
}

function troublesOf(call: DeskCall, view: LineView, own: CallParty | null): readonly Trouble[] {
  const troubles: Trouble[] = []
  if (view.soundBlocked) troubles.push({ kind: 'soundBlocked' })
  const speaks = own !== null && own.mode !== 'monitor'
  for (const kind of ['microphone', 'camera'] as const) {
    const { state } = view[kind]
    const isWanted = kind === 'microphone' ? speaks : own?.cameraOff === false
    if (isWanted && state !== 'on' && state !== 'off') troubles.push({ kind, state })
  }
  if (view.poor === 'own') troubles.push({ kind: 'poor', name: '', role: 'own' })
  else if (view.poor !== 'none') {
    const party = call.parties.find(({ leg }) => leg === view.poor)
    if (party !== undefined) troubles.push({ kind: 'poor', name: party.name, role: party.role })
  }
  return troubles
}

function controlsOf(
  call: DeskCall,
  own: CallParty | null,
  view: LineView | null,
  consulting: boolean,
): ReadonlySet<Control> {
  const controls = new Set<Control>(['end'])
  // What is not here cannot be heard: only leaving makes sense until it is taken here.
  if (kindOf(call) !== 'running' || own === null || view === null || view.state === 'moved') return controls
  controls.add('devices').add('quality')
  if (own.mode !== 'monitor') controls.add('mute')
  if (own.mode === 'talk' || own.mode === 'barge') controls.add('camera').add('screen')
  if (own.mode === 'consult') controls.add('camera')
  if (call.part === 'owner') {
    controls.add('people').add('keypad')
    if (!consulting) controls.add('hold')
  }
  if (call.part === 'listener') controls.add('modes').add('takeOver')
  return controls
}

/** How good a connection is, for a word and a sign, from the estimated score of both directions. */
export function grade(view: Pick<LineView, 'up' | 'down'>): 'unknown' | 'good' | 'fair' | 'poor' {
  const scores = [view.up, view.down].flatMap((one) => (one === null ? [] : [one.mos]))
  if (scores.length === 0) return 'unknown'
  const worst = Math.min(...scores)
  return worst >= 3.8 ? 'good' : worst >= 3.1 ? 'fair' : 'poor'
}
