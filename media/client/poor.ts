/**
 * Whose connection is poor, from what is measured of each leg every few seconds. PURE. It takes two poor samples in a row
 * to say so and two good ones to take it back, so that a hint neither flickers nor comes of one bad moment.
 */
import type { LegId } from '../../hub/model/ids.ts'
import type { MediaEvent } from '../../hub/ports/media-event.ts'

export type QualitySample = Pick<Extract<MediaEvent, { type: 'quality' }>, 'leg' | 'up' | 'down'>

/** Of one direction of one leg: how many samples in a row say otherwise than `poor` does. */
interface Direction {
  readonly poor: boolean
  readonly against: number
}
interface LegQuality {
  readonly up: Direction
  readonly down: Direction
  readonly at: number
}
export type Qualities = ReadonlyMap<LegId, LegQuality>

/** Estimated mean opinion scores: below the one a voice is hard to follow, above the other it is easy again. */
const poorMos = 3.1
const goodMos = 3.6
const samplesNeeded = 2
/** Of a leg that is measured no more nothing is known. Milliseconds. */
const freshMs = 12_000

const unknown: Direction = { poor: false, against: 0 }

/** `now` in milliseconds of any clock that only goes on. */
export function measured(qualities: Qualities, { leg, up, down }: QualitySample, now: number): Qualities {
  const before = qualities.get(leg)
  const fresh = [...qualities].filter(([, { at }]) => now - at < freshMs)
  return new Map(fresh).set(leg, {
    up: next(before?.up, up?.mos),
    down: next(before?.down, down?.mos),
    at: now,
  })
}

function next(before: Direction = unknown, mos: number | undefined): Direction {
  if (mos === undefined) return unknown
  const against = (before.poor ? mos >= goodMos : mos < poorMos) ? before.against + 1 : 0
  return against < samplesNeeded ? { ...before, against } : { poor: !before.poor, against: 0 }
}

/**
 * What is lost on its way up is missed by everybody who hears it: so a poor way down counts only while nobody's way up is
 * poor. The own side goes first, since that is what one can mend.
 */
export function poorSide(qualities: Qualities, own: LegId): 'none' | 'own' | LegId {
  for (const way of ['up', 'down'] as const) {
    const poor = [...qualities].filter(([, quality]) => quality[way].poor).map(([leg]) => leg)
    if (poor.includes(own)) return 'own'
    if (poor[0] !== undefined) return poor[0]
  }
  return 'none'
}
