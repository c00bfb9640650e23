/**
 * One hub after another on the same data while everybody talks: each is asked to stop, drains, and the next one takes its
 * place. Nothing is lost or doubled, each ends in order and in time, and nobody waits longer for an answer than they may (P13).
 */
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as passed } from 'node:timers/promises'
import { Record } from '../sim/record.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { checkKept } from './kept.ts'
import { People } from './people.ts'
import { startRealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { TookLong, undisturbed } from './storm-calm.ts'
import { until } from './waiting.ts'

export interface RollingPlan {
  readonly seed: number
  readonly restarts: number
  readonly customers: number
}

/** P13: the longest wait for an answer, and the longest drain. */
const answerMsMax = 5_000
const stopMsMax = 10_000
/** A client takes a line that held for 5 s for a good one, and its next return for a first one: sooner would be one restart with a break. */
const stableMs = 6_000
const haste = 12

/** Runs the attack. Throws when anything was lost or doubled, or took too long. */
export const rollingRestart = (plan: RollingPlan): Promise<AttackResult> => undisturbed(() => restartInTurn(plan))

async function restartInTurn({ seed, restarts, customers }: RollingPlan): Promise<AttackResult> {
  let hub = await startRealHub()
  const stage = new RealStage(hub, seed, haste)
  const record = new Record()
  const people = new People(stage, record, customers)
  const stopMs: number[] = []
  const awayMs: number[] = []
  try {
    await until(() => people.came >= customers)
    while (stopMs.length < restarts) {
      await passed(stage.chance.between(stableMs, 2 * stableMs))
      const began = performance.now()
      const code = await hub.stop()
      if (code !== 0) throw new Error(`a hub did not end in order: ${code}`)
      stopMs.push(performance.now() - began)
      hub = await startRealHub({}, hub)
      awayMs.push(performance.now() - began)
      await people.allBack()
      record.count('restarts')
    }
    stage.end()
    await hub.stop()
    await checkKept(hub.dataFolder, record, people.talkers)
  } finally {
    people.end()
    await hub.stop()
    hub.remove()
  }
  const { tookMs, what } = record.slowest
  const measured = [
    `from the wish to stop until it had ended: p50 ${percentile(stopMs, 0.5)} ms, longest ${percentile(stopMs, 1)} ms; until the next one served: p50 ${percentile(awayMs, 0.5)} ms, longest ${percentile(awayMs, 1)} ms`,
    `the longest wait for an answer: ${Math.round(tookMs)} ms, ${what}`,
    `load of the machine ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`,
  ]
  if (percentile(stopMs, 1) > stopMsMax || tookMs > answerMsMax) throw new TookLong(measured.join('; '))
  const chances = new Chances(['restarts', 'messages acknowledged', 'offers accepted', 'screens compared'])
  for (const [kind, times] of Object.entries(record.chances)) chances.count(kind, times)
  return chances.result(measured)
}

export const rollingAttack: Attack = {
  what: 'one hub after another on the same data while people talk',
  run: (seed, size) =>
    rollingRestart(size === 'long' ? { seed, restarts: 20, customers: 200 } : { seed, restarts: 2, customers: 30 }),
}
