/** From what the engine measures to an estimate of how a voice sounds. PURE. */
import type { VoiceQuality } from '../hub/ports/media-event.ts'
import type { StreamStats } from './engine.ts'

/** What of a round trip is not known is taken as this: it changes a score by less than a tenth of a point. */
const unknownRoundTripMs = 50
const unknownJitterMs = 5

export function voiceQuality(stats: StreamStats): VoiceQuality {
  return { ...stats, mos: estimatedMos(stats) }
}

/** Of several streams to one leg the one that sounds worst, `null` of none. */
export const worst = (streams: readonly StreamStats[]): VoiceQuality | null =>
  streams.map(voiceQuality).reduce<VoiceQuality | null>((low, one) => (low && low.mos <= one.mos ? low : one), null)

/**
 * The simplified E-model (ITU-T G.107) as it is commonly used with Opus: delay counts little up to 160 ms one way and
 * much beyond, each percent of loss costs 2.5 points of the rating. A jitter buffer holds about twice the jitter.
 */
export function estimatedMos({ lossRatio, jitterMs, roundTripMs }: StreamStats): number {
  const codecMs = 10
  const delayMs = (roundTripMs ?? unknownRoundTripMs) / 2 + 2 * (jitterMs ?? unknownJitterMs) + codecMs
  const forDelay = delayMs < 160 ? delayMs / 40 : (delayMs - 120) / 10
  const rating = Math.min(100, Math.max(0, 93.2 - forDelay - 250 * lossRatio))
  const mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
  return Math.round(Math.max(1, mos) * 100) / 100
}
