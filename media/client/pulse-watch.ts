/** Feels the pulse of one connection of the browser's, and tells when it stalls and when it goes on. */
import type { LineClock } from './clock.ts'
import { feel, isStalled, pulseMs, type Pulse, type PulseSample } from './pulse.ts'

export interface PulseParts {
  readonly clock: LineClock
  stats(): Promise<RTCStatsReport>
  changed(stalled: boolean): void
}

/** Begins at once. The result ends it. */
export function watchPulse({ clock, stats, changed }: PulseParts): () => void {
  let pulse: Pulse | null = null
  let pair = ''
  let over = false
  let offNext = (): void => {}
  const look = async (): Promise<void> => {
    // One that is being closed has nothing to say.
    const report = await stats().catch(() => null)
    if (over || report === null) return
    const before = pulse !== null && isStalled(pulse)
    const found = sampleOf(report)
    if (found) pulse = feel(found.pair === pair ? pulse : null, found.sample)
    pair = found?.pair ?? pair
    const now = pulse !== null && isStalled(pulse)
    if (now !== before) changed(now)
    next()
  }
  const next = (): void => {
    offNext = clock.after(pulseMs, () => void look())
  }
  next()
  return () => {
    over = true
    offNext()
  }
}

/** As Chromium and Safari count; where nobody counts questions nothing is ever asked, and nothing stalls. */
interface PairStats {
  readonly requestsSent?: number
  readonly consentRequestsSent?: number
  readonly responsesReceived?: number
  readonly bytesReceived?: number
}

function sampleOf(report: RTCStatsReport): { readonly pair: string; readonly sample: PulseSample } | null {
  const all = [...report.values()] as { type: string; selectedCandidatePairId?: string }[]
  const pair = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId
  const stats = pair === undefined ? undefined : (report.get(pair) as PairStats | undefined)
  if (pair === undefined || stats === undefined) return null
  const { requestsSent = 0, consentRequestsSent = 0, responsesReceived = 0, bytesReceived = 0 } = stats
  const asked = requestsSent + consentRequestsSent
  return { pair, sample: { asked, answered: responsesReceived, came: bytesReceived } }
}
