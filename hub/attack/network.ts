/**
 * A bad network between many people and the real hub: lines are cut, reset, held up, made deaf, dripped, split, delayed and
 * narrowed while everybody talks. Nothing may be lost, doubled or out of order in anybody's own record, and whoever gets a socket is
 * soon where they were.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { Chance } from '../sim/chance.ts'
import { Record } from '../sim/record.ts'
import { percentile, type Attack, type AttackResult } from './attack.ts'
import { FaultProxy, faultKinds } from './fault-proxy.ts'
import { checkKept } from './kept.ts'
import { People } from './people.ts'
import { HubMetrics } from './process-facts.ts'
import { startRealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'

export interface NetworkPlan {
  readonly seed: number
  readonly customers: number
  /** Lines cut or reset. */
  readonly cuts: number
  /** Within this time; other faults come beside the cuts. */
  readonly forMs: number
}

const haste = 12

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function badNetwork({ seed, customers, cuts, forMs }: NetworkPlan): Promise<AttackResult> {
  const hub = await startRealHub()
  const proxy = await FaultProxy.open(hub.port, new Chance(seed + 1))
  const stage = new RealStage(hub, seed, haste, { socketPort: proxy.port })
  const record = new Record()
  const people = new People(stage, record, customers)
  let inHubMs = Infinity
  try {
    await until(() => proxy.connections > customers / 2)
    await strikeAll(proxy, stage.chance.fork(), cuts, forMs)
    proxy.calm()
    record.chances['people back after the storm'] = await people.allBack()
    const metrics = await HubMetrics.of(hub)
    record.chances['resumes, as the hub counts them'] = metrics.value('madoguchi_resume_seconds_count')
    inHubMs = metrics.bound('madoguchi_resume_seconds', 0.99) * 1_000
    stage.end()
    const code = await hub.stop()
    if (code !== 0) throw new Error(`the hub did not end in order: ${code}`)
    await checkKept(hub.dataFolder, record, people.talkers, stage)
  } finally {
    people.end()
    await proxy.close()
    await hub.stop()
    hub.remove()
  }
  const resumes = stage.resumesMs
  return {
    chances: { ...record.chances, ...proxy.struck, resumes: resumes.length },
    planned: [
      ...faultKinds,
      'messages acknowledged',
      'offers accepted',
      'screens compared',
      'people back after the storm',
      'resumes',
      'resumes, as the hub counts them',
    ],
    measured: [
      `from an open socket to the welcome, through the bad network: p50 ${percentile(resumes, 0.5)} ms, p99 ${percentile(resumes, 0.99)} ms, longest ${percentile(resumes, 1)} ms`,
      `in the hub, from a hello until all that was lacking is told: p99 at most ${inHubMs} ms`,
    ],
  }
}

export const networkAttack: Attack = {
  what: 'a bad network between many people and the real hub',
  run: (seed, size) =>
    badNetwork(
      size === 'long'
        ? { seed, customers: 496, cuts: 1_000, forMs: 180_000 }
        : { seed, customers: 56, cuts: 100, forMs: 25_000 },
    ),
}

/** Cuts, and as many other faults, spread over the time. */
async function strikeAll(proxy: FaultProxy, chance: Chance, cuts: number, forMs: number): Promise<void> {
  const others = faultKinds.filter((kind) => kind !== 'cut' && kind !== 'reset')
  for (let struck = 0; struck < cuts;) {
    await passed(chance.gap(forMs / cuts / 2))
    if (chance.hits(0.5)) proxy.strike(chance.pick(others))
    else if (proxy.strike(chance.pick(['cut', 'reset'] as const))) struck += 1
  }
}
