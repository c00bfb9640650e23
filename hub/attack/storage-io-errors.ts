/**
 * A disk that fails in other ways than by being full, again and again, beneath the real hub and its launcher with people at
 * it (P18): what cannot be kept is refused and never acknowledged; the service is back within 10 s of the mending, whether
 * the process stayed up or was aborted and started anew.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { Crowd, until } from './storage-crowd.ts'
import { faults } from './storage-io-faults.ts'
import { reads, storeState } from './storage-signs.ts'

export interface IoErrorsPlan {
  readonly seed: number
  /** The kinds take turns. */
  readonly rounds: number
  readonly customers: number
}

/** How soon the service must be back when the disk is well again. */
const backWithinMs = 10_000
/** A write must be tried, and fail, within this time. */
const noticedWithinMs = 30_000
const rounds = (kind: string): string => `rounds in which ${kind}`

export async function ioErrors({ seed, rounds: count, customers }: IoErrorsPlan): Promise<AttackResult> {
  const kinds = Object.keys(faults)
  const chances = new Chances([
    ...kinds.slice(0, count).map(rounds),
    'times the hub stayed up',
    'times the launcher brought it back',
    'reads answered while nothing could be kept',
    'messages acknowledged',
    'acknowledged messages found again',
    'entries sent in order',
  ])
  const chance = new Chance(seed)
  const hub = await startRealHub()
  const crowd = new Crowd(hub, seed, customers)
  const backMs: number[] = []
  try {
    await crowd.signIn()
    for (let round = 0; round < count; round++) {
      const kind = kinds[round % kinds.length]!
      await crowd.talks(10)
      backMs.push(await whileFailing(kind, hub, crowd, chances, chance))
      chances.count(rounds(kind))
    }
    await crowd.talks(20)
    crowd.end()
    const code = await hub.stop()
    if (code !== 0) throw new Violation(`P18: the hub did not end in order: ${code}`)
    await crowd.check(hub.dataFolder)
    for (const [kind, times] of Object.entries(crowd.record.chances)) chances.count(kind, times)
  } finally {
    crowd.end()
    await hub.stop()
    hub.remove()
  }
  return chances.result([
    `back after the mending: p50 ${percentile(backMs, 0.5)} ms, p95 ${percentile(backMs, 0.95)} ms, longest ${Math.max(...backMs)} ms`,
  ])
}

/** Resolves to how long it took from the mending until somebody was served again. */
async function whileFailing(
  kind: string,
  hub: RealHub,
  crowd: Crowd,
  chances: Chances,
  chance: Chance,
): Promise<number> {
  const { pid, starts } = hub
  const died = (): boolean => hub.starts !== starts
  const mend = await faults[kind]!(pid!)
  try {
    const unavailable = async (): Promise<boolean> => (await storeState(hub).catch(() => 'no hub')) === 'unavailable'
    await until(`the end of service while ${kind}`, async () => died() || unavailable(), noticedWithinMs)
    // Whoever loads their page anew meanwhile cannot come in, so perhaps there is nobody to read.
    if (!died() && (await reads(crowd))) chances.count('reads answered while nothing could be kept')
    await passed(chance.between(100, 1_500))
  } finally {
    await mend()
  }
  const back = performance.now()
  try {
    await crowd.talks(1, backWithinMs)
    await until('readiness', async () => (await storeState(hub).catch(() => 'no hub')) === 'ok', backWithinMs)
  } catch (error) {
    throw new Violation(`P18: no service within ${backWithinMs} ms after ${kind}`, { cause: error })
  }
  chances.count(died() ? 'times the launcher brought it back' : 'times the hub stayed up')
  return Math.round(performance.now() - back)
}

export const ioErrorsAttack: Attack = {
  what: 'a disk beneath the real hub whose writes and flushes fail',
  run: (seed, size) => ioErrors({ seed, rounds: size === 'long' ? 56 : 7, customers: 24 }),
}
