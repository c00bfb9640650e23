/**
 * `kill -9` of the real hub at random moments while many people talk through it over real sockets. Afterwards every
 * acknowledged message must be there once and in order, no screen may have a gap, and the floor's history must hold.
 */
import { checkKept } from './kept.ts'
import type { DurationMs } from '../model/time.ts'
import { Agent } from '../sim/agent.ts'
import { Customer } from '../sim/customer.ts'
import { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'
import { startRealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'

export interface KillPlan {
  readonly seed: number
  readonly kills: number
  readonly customers: number
  /** How many times faster than the clock people live. */
  readonly haste: number
}

export interface KillResult {
  readonly chances: { readonly [kind: string]: number }
  /** From each kill until a hub served again, milliseconds. */
  readonly recoveryMs: readonly number[]
}

/** How long people may settle once the killing is over. */
const settleMs = 25_000

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function killNine({ seed, kills, customers, haste }: KillPlan): Promise<KillResult> {
  const hub = await startRealHub()
  const stage = new RealStage(hub, seed, haste)
  const record = new Record()
  const talkers: Talker[] = []
  const recoveryMs: number[] = []
  try {
    for (const person of stage.people) talkers.push(new Agent(stage, record, person))
    let number = 0
    const arrive = (): void => {
      const here = talkers.filter((talker) => talker instanceof Customer && !talker.gone).length
      if (here < customers) talkers.push(new Customer(stage, record, ++number))
      stage.clock.after((here < customers ? 300 : 2_000) as DurationMs, arrive)
    }
    arrive()
    for (let struck = 0; struck < kills; struck++) {
      await passed(stage.chance.between(1_000, 4_000))
      if (stage.chance.hits(0.7)) await answered(record)
      hub.kill()
      const began = performance.now()
      await hub.serving()
      recoveryMs.push(Math.round(performance.now() - began))
      record.count('hub kills')
    }
    await passed(settleMs)
    stage.end()
    for (const talker of talkers) if (talker.client.state.kind === 'online') record.count('people online at the end')
    const code = await hub.stop()
    if (code !== 0) throw new Error(`the hub did not end in order: ${code}`)
    await checkKept(hub.dataFolder, record, talkers)
  } finally {
    stage.end()
    for (const talker of talkers) talker.client.close()
    await hub.stop()
    hub.remove()
  }
  return { chances: record.chances, recoveryMs }
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for the next acknowledgement, so that a kill falls into the middle of writing. */
async function answered(record: Record): Promise<void> {
  const before = record.chances['messages acknowledged'] ?? 0
  const until = performance.now() + 2_000
  while ((record.chances['messages acknowledged'] ?? 0) === before && performance.now() < until)
    await new Promise((resolve) => setImmediate(resolve))
}
