/**
 * One hub after another on the same data while everybody talks: each is asked to stop, drains, and the next one takes its
 * place. Nothing is lost or doubled, each ends in order and in time, and nobody waits longer for an answer than they may (P13).
 */
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as passed } from 'node:timers/promises'
import type { DurationMs } from '../model/time.ts'
import { Agent } from '../sim/agent.ts'
import { Customer } from '../sim/customer.ts'
import { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { checkKept } from './kept.ts'
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
const settleMs = 60_000

/** Runs the attack. Throws when anything was lost or doubled, or took too long. */
export const rollingRestart = (plan: RollingPlan): Promise<AttackResult> => undisturbed(() => restartInTurn(plan))

async function restartInTurn({ seed, restarts, customers }: RollingPlan): Promise<AttackResult> {
  let hub = await startRealHub()
  const stage = new RealStage(hub, seed, haste)
  const record = new Record()
  const talkers: Talker[] = stage.people.map((person) => new Agent(stage, record, person))
  const stopMs: number[] = []
  const awayMs: number[] = []
  try {
    let number = 0
    const arrive = (): void => {
      const here = talkers.filter((talker) => talker instanceof Customer && !talker.gone).length
      if (here < customers) talkers.push(new Customer(stage, record, ++number))
      stage.clock.after((here < customers ? 300 : 2_000) as DurationMs, arrive)
    }
    arrive()
    await until(() => number >= customers)
    while (stopMs.length < restarts) {
      await passed(stage.chance.between(stableMs, 2 * stableMs))
      const began = performance.now()
      const code = await hub.stop()
      if (code !== 0) throw new Error(`a hub did not end in order: ${code}`)
      stopMs.push(performance.now() - began)
      hub = await startRealHub({}, hub)
      awayMs.push(performance.now() - began)
      await allBack(talkers)
      record.count('restarts')
    }
    stage.end()
    await hub.stop()
    await checkKept(hub.dataFolder, record, talkers)
  } finally {
    stage.end()
    for (const talker of talkers) talker.client.close()
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

/** Waits until everybody was online with nothing left unanswered. */
async function allBack(talkers: readonly Talker[]): Promise<void> {
  const back = new Set<Talker>()
  await until(() => {
    for (const talker of talkers)
      if (talker.client.state.kind === 'online' && talker.client.resumePending().length === 0) back.add(talker)
    return talkers.every((talker) => back.has(talker) || (talker instanceof Customer && talker.gone))
  }, settleMs)
}
