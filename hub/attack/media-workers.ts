/**
 * Media workers die or hang under calls (P15): a death is seen within a second, a hang within six and then ended; the calls of
 * that worker are heard again without anybody's doing, and the call on the other worker feels nothing.
 */
import { Violation } from '../sim/checks.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { MediaHouse, signal, type Talk } from './media-house.ts'
import { nowMs } from './media-legs.ts'
import { until } from './waiting.ts'

export interface WorkersPlan {
  readonly seed: number
  readonly deaths: number
  readonly hangs: number
}

interface Strike {
  readonly name: 'workers killed' | 'workers hung'
  readonly signal: 'SIGKILL' | 'SIGSTOP'
  readonly seenMsMax: number
  readonly backP95MsMax: number
}

const death: Strike = { name: 'workers killed', signal: 'SIGKILL', seenMsMax: 1_000, backP95MsMax: 4_000 }
const hang: Strike = { name: 'workers hung', signal: 'SIGSTOP', seenMsMax: 6_000, backP95MsMax: 10_000 }
/** More silence than this on the other worker's call, and it has felt something. */
const feltMs = 500
/** After this a call is stuck. */
const stuckMs = 30_000

interface Took {
  readonly seenMs: number[]
  readonly backMs: number[]
  readonly elsewhereMs: number[]
}

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function workersDie({ seed, deaths, hangs }: WorkersPlan): Promise<AttackResult> {
  const house = await MediaHouse.open({ workers: 2 })
  const chance = new Chance(seed)
  const chances = new Chances([death.name, hang.name, 'legs heard again', 'calls elsewhere that went on'])
  const measured: string[] = []
  try {
    for (const [strike, times] of [
      [death, deaths],
      [hang, hangs],
    ] as const) {
      const took: Took = { seenMs: [], backMs: [], elsewhereMs: [] }
      for (let round = 0; round < times; round++) await oneRound(house, strike, chance, chances, took)
      measured.push(judged(strike, took))
    }
    return chances.result(measured)
  } finally {
    await house.close()
  }
}

export const mediaWorkersAttack: Attack = {
  what: 'media workers are killed and stopped while people talk by voice',
  run: (seed, size) => workersDie(size === 'long' ? { seed, deaths: 10, hangs: 5 } : { seed, deaths: 2, hangs: 2 }),
}

/** Two calls, which the house puts on its two workers; one of these is struck. */
async function oneRound(
  house: MediaHouse,
  strike: Strike,
  chance: Chance,
  chances: Chances,
  took: Took,
): Promise<void> {
  await house.allWorkersRun()
  const talks = [await house.talk(0), await house.talk(1)]
  const pid = chance.pick(house.workerPids)
  const struckAt = nowMs()
  signal(pid, strike.signal)
  chances.count(strike.name)
  await until(() => house.after(struckAt, ({ type }) => type === 'callLost') !== undefined, stuckMs)
  const seen = house.after(struckAt, ({ type }) => type === 'callLost')!
  took.seenMs.push(seen.at - struckAt)
  const [hit, elsewhere] = seen.event.call === talks[0]!.call ? [talks[0]!, talks[1]!] : [talks[1]!, talks[0]!]
  for (const back of await Promise.all(hit.pages.map((page) => page.hearsAfter(seen.at, stuckMs)))) {
    took.backMs.push(back + seen.at - struckAt)
    chances.count('legs heard again')
  }
  took.elsewhereMs.push(await wentOn(house, elsewhere, struckAt))
  chances.count('calls elsewhere that went on')
  for (const talk of talks) await house.end(talk)
}

/** The longest silence of a call that was on another worker. */
async function wentOn(house: MediaHouse, talk: Talk, struckAt: number): Promise<number> {
  const lost = house.after(struckAt, (event) => event.type === 'callLost' && event.call === talk.call)
  if (lost !== undefined) throw new Violation('P15: a call on another worker was lost as well')
  const heard = await Promise.all(talk.pages.map((page) => page.heard()))
  const longestMs = Math.max(...heard.map(({ longestSilenceMs }) => longestSilenceMs))
  if (longestMs > feltMs)
    throw new Violation(`P15: a call on another worker was silent for ${Math.round(longestMs)} ms`)
  return longestMs
}

function judged(strike: Strike, { seenMs, backMs, elsewhereMs }: Took): string {
  const [seen, back] = [percentile(seenMs, 1), percentile(backMs, 0.95)]
  if (seen > strike.seenMsMax) throw new Violation(`P15: ${strike.name}: seen after ${seen} ms`)
  if (back > strike.backP95MsMax) throw new Violation(`P15: ${strike.name}: heard again after ${back} ms (p95)`)
  return [
    `${strike.name}: seen after p50 ${percentile(seenMs, 0.5)} ms, longest ${seen} ms`,
    `heard again after p50 ${percentile(backMs, 0.5)} ms, p95 ${back} ms, longest ${percentile(backMs, 1)} ms`,
    `longest silence on the other worker ${percentile(elsewhereMs, 1)} ms`,
  ].join('; ')
}
