/**
 * When a line joins, renews its way through the network, or joins anew. PURE: each input gives the next state and the deeds
 * of the shell, and `due` is the one moment at which time itself is the next input. CALLS.md says the same in a table.
 */
import type { MediaRefusal } from '../../hub/ports/media-request.ts'
import type { LineState } from './call-line.ts'

/** The worse of both connections; one that has nothing to carry yet counts as connected. */
export type LinkState = 'connected' | 'connecting' | 'disconnected' | 'failed'

export type KeepInput =
  | { readonly type: 'ready' | 'found' | 'joined'; readonly instance: string }
  /** A join, a restart or a question came to nothing. */
  | { readonly type: 'refused'; readonly code: MediaRefusal }
  | { readonly type: 'link'; readonly link: LinkState }
  /** The call's worker died, another window has the call, the hub can be reached again, the machine has another network. */
  | { readonly type: 'lost' | 'moved' | 'back' | 'network' }
  /** The media process's end of this leg is closed for good; a person asks, or leaves; it is `due`. */
  | { readonly type: 'closed' | 'again' | 'leave' | 'due' }

/**
 * `join`: close what there is and join. `restart`: new ICE credentials for both connections. `ask`: the capabilities, and
 * `found` with their instance. `drop`: close what there is.
 */
export type KeepDeed = 'join' | 'restart' | 'ask' | 'drop'

type Place =
  | { readonly at: 'waiting' | 'resting' | 'moved' | 'left' }
  /** `ready` is the instance that was told of meanwhile. */
  | { readonly at: 'joining'; readonly ready: string | null }
  | {
      readonly at: 'joined'
      readonly instance: string
      readonly link: LinkState
      /** It was connected since it joined. */
      readonly linked: boolean
      /** Since it was known to be good. */
      readonly restarts: number
    }

export type Keeping = Place & {
  /** When time is the next input; null for never. In milliseconds of the clock that gives `now`. */
  readonly due: number | null
  /** It was connected once. */
  readonly before: boolean
  /** Joins in a row that came to nothing. */
  readonly failures: number
}

export interface KeepStep {
  readonly keeping: Keeping
  readonly deeds: readonly KeepDeed[]
}

/** Many a loss mends itself so soon (a switch of cells). */
const patienceMs = 2_000
/** For a connection to come about at all, and again after new credentials. */
const connectMs = 10_000
const restartMs = 4_000
const restartsMax = 2
/** A call without a place is asked for again: what tells of it may be missed. */
const waitMs = 5_000
const restFirstMs = 500
const restMaxMs = 8_000

export const joinFirst: KeepStep = {
  keeping: { at: 'joining', ready: null, due: null, before: false, failures: 0 },
  deeds: ['join'],
}

/** `now` is in milliseconds of any clock that only goes on. */
export function keep(keeping: Keeping, input: KeepInput, now: number): KeepStep {
  if (keeping.at === 'left') return stay(keeping)
  switch (input.type) {
    case 'leave':
      return { keeping: { ...common(keeping), at: 'left' }, deeds: ['drop'] }
    case 'moved':
      return moved(keeping)
    case 'ready':
      return ready(keeping, input.instance)
    case 'lost':
      return keeping.at === 'joined' ? waiting(keeping, now) : stay(keeping)
    case 'joined':
      return joined(keeping, input.instance, now)
    case 'refused':
      return refused(keeping, input.code, now)
    case 'link':
      return keeping.at === 'joined' ? linked(keeping, input.link, now) : stay(keeping)
    case 'closed':
      // New credentials would be of no use. What never was connected has its time, or it would join again and again.
      return keeping.at === 'joined' && keeping.linked ? join(keeping) : stay(keeping)
    case 'found':
      return keeping.at === 'joined' && keeping.instance !== input.instance ? join(keeping) : stay(keeping)
    case 'back':
      return back(keeping, now)
    case 'network':
      // A connection that looks good has only not noticed yet.
      return keeping.at === 'joined' ? restart({ ...keeping, restarts: 0 }, now) : stay(keeping)
    case 'again':
      return keeping.at === 'joining' || keeping.at === 'joined' ? stay(keeping) : join(keeping)
    case 'due':
      if (keeping.at === 'joined') return keeping.link === 'connected' ? good(keeping) : restart(keeping, now)
      return keeping.at === 'waiting' || keeping.at === 'resting' ? join(keeping) : stay(keeping)
  }
}

/** As the screens say it. */
export function shownState(keeping: Keeping): LineState {
  const underWay = keeping.before ? 'reconnecting' : 'joining'
  switch (keeping.at) {
    case 'moved':
    case 'left':
      return keeping.at
    case 'waiting':
      return keeping.before ? 'reconnecting' : 'waiting'
    case 'resting':
      return keeping.failures > 1 ? 'failed' : underWay
    case 'joining':
      return underWay
    case 'joined':
      // What may mend itself is not shown.
      return keeping.link === 'connected' || (keeping.linked && keeping.restarts === 0) ? 'connected' : underWay
  }
}

type In<At extends Place['at']> = Extract<Keeping, { at: At }>

const stay = (keeping: Keeping): KeepStep => ({ keeping, deeds: [] })
const common = ({ before, failures }: Keeping): Omit<Keeping, 'at'> => ({ before, failures, due: null })
const join = (keeping: Keeping): KeepStep => ({
  keeping: { ...common(keeping), at: 'joining', ready: null },
  deeds: ['join'],
})
const moved = (keeping: Keeping): KeepStep => ({ keeping: { ...common(keeping), at: 'moved' }, deeds: ['drop'] })
const waiting = (keeping: Keeping, now: number): KeepStep => ({
  keeping: { ...common(keeping), at: 'waiting', due: now + waitMs },
  deeds: ['drop'],
})

/** Who hears of it is the window that the hub tells: so it holds also after `moved`. */
function ready(keeping: Keeping, instance: string): KeepStep {
  if (keeping.at === 'joining') return stay({ ...keeping, ready: instance })
  return keeping.at === 'joined' && keeping.instance === instance ? stay(keeping) : join(keeping)
}

function joined(keeping: Keeping, instance: string, now: number): KeepStep {
  if (keeping.at !== 'joining') return stay(keeping)
  if (keeping.ready !== null && keeping.ready !== instance) return join(keeping)
  const due = now + connectMs
  return stay({
    ...common(keeping),
    at: 'joined',
    instance,
    link: 'connecting',
    linked: false,
    restarts: 0,
    due,
  })
}

function refused(keeping: Keeping, code: MediaRefusal, now: number): KeepStep {
  if (keeping.at !== 'joining' && keeping.at !== 'joined') return stay(keeping)
  if (code === 'call.waiting') return waiting(keeping, now)
  if (keeping.at === 'joined') {
    // In the same life of the call only another window's join takes a transport away.
    if (code === 'transport.unknown') return moved(keeping)
    // The hub's line, or a worker that is slow: `due` or `back` come.
    if (code !== 'call.unknown' && code !== 'leg.unknown') return stay(keeping)
  }
  const failures = keeping.failures + 1
  const due = now + Math.min(restMaxMs, restFirstMs * 2 ** (failures - 1))
  return { keeping: { ...common(keeping), at: 'resting', failures, due }, deeds: ['drop'] }
}

function linked(keeping: In<'joined'>, link: LinkState, now: number): KeepStep {
  if (link === keeping.link) return stay(keeping)
  const next = { ...keeping, link }
  switch (link) {
    case 'connected':
      return good(next)
    case 'failed':
      return restart(next, now)
    case 'disconnected':
      return stay({ ...next, due: Math.min(keeping.due ?? Infinity, now + patienceMs) })
    case 'connecting':
      return stay({ ...next, due: keeping.due ?? now + connectMs })
  }
}

const good = (keeping: In<'joined'>): KeepStep =>
  stay({ ...keeping, linked: true, restarts: 0, due: null, before: true, failures: 0 })

/** Two that bring nothing, and it joins anew. */
function restart(keeping: In<'joined'>, now: number): KeepStep {
  if (keeping.restarts >= restartsMax) return join(keeping)
  return { keeping: { ...keeping, restarts: keeping.restarts + 1, due: now + restartMs }, deeds: ['restart'] }
}

function back(keeping: Keeping, now: number): KeepStep {
  if (keeping.at === 'waiting' || keeping.at === 'resting') return join(keeping)
  if (keeping.at !== 'joined') return stay(keeping)
  if (keeping.link === 'connected' && keeping.restarts === 0) return { keeping, deeds: ['ask'] }
  // It was away because the network was: those restarts could bring nothing, and do not count.
  const { keeping: next, deeds } = restart({ ...keeping, restarts: 0 }, now)
  return { keeping: next, deeds: ['ask', ...deeds] }
}
