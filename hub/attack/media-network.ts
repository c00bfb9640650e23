/**
 * Networks change under a call (P16): the media process sees another address, the browser's sockets are of no use any more, or
 * nothing passes for a while. The browser's program mends it, and both hear each other again within five seconds.
 */
import { Violation } from '../sim/checks.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { MediaHouse, type Talk } from './media-house.ts'
import { nowMs } from './media-legs.ts'
import type { UdpProxy } from './udp-proxy.ts'
import { until } from './waiting.ts'

export interface NetworkChangesPlan {
  readonly seed: number
  /** Of each kind. */
  readonly changes: number
}

const backP95MsMax = 5_000
/** After this a call is stuck. */
const stuckMs = 40_000

/** Each strikes, and resolves when the network is as it will stay. */
const changes: Readonly<Record<string, (proxy: UdpProxy, chance: Chance, talk: Talk) => Promise<void>>> = {
  'sockets cut for good': async (proxy) => {
    if (proxy.cut() === 0) throw new Error('there was nothing to cut')
  },
  'addresses changed': async (proxy) => {
    if (proxy.changeAddresses() === 0) throw new Error('there was nothing to change')
  },
  'silent for a while': async (proxy, chance, talk) => {
    proxy.silent = true
    const silentMs = chance.between(1_000, 6_000)
    const began = nowMs()
    await until(async () => (await silent(talk)) && nowMs() - began > silentMs, stuckMs)
    proxy.silent = false
  },
}

const silent = async ({ pages }: Talk): Promise<boolean> =>
  (await Promise.all(pages.map((page) => page.heard()))).every(({ since }) => since === null)

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function networkChanges({ seed, changes: times }: NetworkChangesPlan): Promise<AttackResult> {
  const house = await MediaHouse.open({ proxied: true })
  const chance = new Chance(seed)
  const chances = new Chances([...Object.keys(changes), 'legs heard again'])
  const backMs: Record<string, number[]> = {}
  try {
    const talk = await house.talk()
    for (const [name, change] of Object.entries(changes))
      for (let time = 0; time < times; time++) {
        const took = await oneChange(house, talk, (proxy) => change(proxy, chance, talk))
        ;(backMs[name] ??= []).push(...took)
        chances.count(name)
        chances.count('legs heard again', took.length)
      }
    if (house.told.some(({ event }) => event.type === 'callLost')) throw new Violation('P16: the call was lost')
  } finally {
    await house.close()
  }
  const p95 = percentile(Object.values(backMs).flat(), 0.95)
  if (p95 > backP95MsMax) throw new Violation(`P16: heard again after ${p95} ms (p95)`)
  return chances.result([
    `heard again after p95 ${p95} ms`,
    ...Object.entries(backMs).map(
      ([name, took]) => `${name}: p50 ${percentile(took, 0.5)} ms, longest ${percentile(took, 1)} ms`,
    ),
  ])
}

export const mediaNetworkAttack: Attack = {
  what: 'networks change under a call: other addresses, dead sockets, silence',
  run: (seed, size) => networkChanges({ seed, changes: size === 'long' ? 10 : 1 }),
}

/** How long after the change each leg hears the other without a break; 0 for one that never stopped to. */
async function oneChange(
  { proxy }: MediaHouse,
  talk: Talk,
  change: (proxy: UdpProxy) => Promise<void>,
): Promise<readonly number[]> {
  const began = nowMs()
  await change(proxy!)
  const changedAt = nowMs()
  // Whoever is to fall silent has done so by then; sound goes on for a moment from what had come already.
  await until(() => nowMs() - changedAt > settleMs)
  return Promise.all(
    talk.pages.map(async (page) => {
      let since = Infinity
      await until(async () => (since = (await page.heard()).since ?? Infinity) < Infinity, stuckMs)
      return since < began ? 0 : since - changedAt
    }),
  )
}

const settleMs = 700
