/**
 * Floods of connections beside people who talk: sockets that say nothing, requests that drip, upgrades by the thousand,
 * messages too long, and what would unfold into megabytes. Each is ended by the hub, others hardly notice, memory stays
 * bounded, and every descriptor comes back.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { descriptorsOf, HubMetrics, memoryMbOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { checkPatience, told, TookLong, undisturbed } from './storm-calm.ts'
import { Generator } from './storm-generator.ts'
import type { PeopleCommands, Times } from './storm-people.ts'
import { wireKinds, type FloodReport, type WireCommands, type WireKind } from './storm-wires.ts'
import { until } from './waiting.ts'

interface Flood {
  readonly count: number
  readonly perSecond: number
}

export interface UpgradesPlan {
  /** People who talk meanwhile, each about once a second. */
  readonly good: number
  /** Each flood comes once more, over a second hub beside: what people wait then, they wait for the machine. */
  readonly neighbour?: boolean
  readonly calmMs: number
  readonly floods: Readonly<Record<WireKind, Flood>>
}

/** What must be so of each kind when the hub has ended them all. */
const expected: Readonly<Record<WireKind, { readonly code: number; readonly withinMs: number }>> = {
  // 5 s for a hello.
  silent: { code: 4010, withinMs: 8_000 },
  // The engine gives a request 10 s, and looks every 4 s.
  dripping: { code: 1006, withinMs: 16_000 },
  upgrades: { code: 1006, withinMs: 10_000 },
  // Far over the limit the engine ends the line without a word.
  oversize: { code: 1006, withinMs: 5_000 },
  pieces: { code: 1006, withinMs: 5_000 },
  bombs: { code: 1006, withinMs: 5_000 },
}
const addresses = 200
export async function upgradeFloods({ good, calmMs, floods, neighbour = false }: UpgradesPlan): Promise<AttackResult> {
  const hub = await startRealHub()
  const other = neighbour ? await startRealHub() : null
  const people = new Generator<PeopleCommands>('./storm-people.ts')
  const wires = new Generator<WireCommands>('./storm-wires.ts')
  const chances = new Chances([...wireKinds, 'messages of good people'])
  try {
    await people.ask('arrive', { port: hub.port, count: good, addresses: 100 })
    const measured: string[] = []
    const stage = { hub, other, people, wires, chances, calmMs }
    for (const kind of wireKinds) measured.push(await undisturbed(() => oneFlood(stage, kind, floods[kind])))
    const { lost, doubled, disordered } = await people.ask('faults', null)
    if (lost + doubled + disordered > 0)
      throw new Error(`${lost} messages lost, ${doubled} doubled, ${disordered} screens disordered`)
    if (hub.starts !== 1) throw new Error('the hub ended and was started again')
    return chances.result(measured)
  } finally {
    people.end()
    wires.end()
    for (const one of [hub, other]) {
      await one?.stop()
      one?.remove()
    }
  }
}

export const upgradesAttack: Attack = {
  what: 'silent sockets, dripping requests, thousands of upgrades, messages too long, compressed bombs',
  run: (_, size) => upgradeFloods(size === 'long' ? longPlan : smallPlan),
}

export const smallPlan: UpgradesPlan = {
  good: 30,
  calmMs: 1_000,
  floods: {
    silent: { count: 2_000, perSecond: 2_000 },
    dripping: { count: 500, perSecond: 1_000 },
    upgrades: { count: 2_000, perSecond: 1_000 },
    oversize: { count: 50, perSecond: 200 },
    pieces: { count: 50, perSecond: 200 },
    bombs: { count: 50, perSecond: 200 },
  },
}
const longPlan: UpgradesPlan = {
  good: 500,
  neighbour: true,
  calmMs: 5_000,
  floods: {
    silent: { count: 10_000, perSecond: 2_500 },
    dripping: { count: 5_000, perSecond: 2_500 },
    upgrades: { count: 20_000, perSecond: 2_000 },
    oversize: { count: 1_000, perSecond: 200 },
    pieces: { count: 1_000, perSecond: 200 },
    bombs: { count: 1_000, perSecond: 200 },
  },
}

interface Stage {
  readonly hub: RealHub
  /** Nobody talks with it. */
  readonly other: RealHub | null
  readonly people: Generator<PeopleCommands>
  readonly wires: Generator<WireCommands>
  readonly chances: Chances
  readonly calmMs: number
}

async function oneFlood(stage: Stage, kind: WireKind, flood: Flood): Promise<string> {
  const { hub, other, people, chances, calmMs } = stage
  // Each flood is held against its own calm before it: other programs of the machine come and go.
  await people.ask('talk', { everyMs: 1_000 })
  await passed(calmMs)
  const calm = await people.ask('hush', null)
  const beside = other === null ? null : (await flooded(stage, other.port, kind, flood)).times
  const before = { descriptors: descriptorsOf(hub), mb: memoryMbOf(hub) }
  const peak = { ...before }
  const watch = setInterval(() => {
    peak.descriptors = Math.max(peak.descriptors, descriptorsOf(hub))
    peak.mb = Math.max(peak.mb, memoryMbOf(hub))
  }, 50)
  try {
    // What is measured since the last look is forgotten by looking.
    await HubMetrics.of(hub)
    const { report, times, busy } = await flooded(stage, hub.port, kind, flood)
    const lagMs = (await HubMetrics.of(hub)).value('nodejs_eventloop_lag_max_seconds') * 1_000
    check(kind, flood, report)
    checkPatience(kind, calm, times)
    chances.count(kind, report.wires)
    chances.count('messages of good people', times.count)
    await until(() => descriptorsOf(hub) <= before.descriptors + 8)
    return [
      `${kind}: ${report.wires}, ${Math.round(report.perSecond)} a second`,
      `answered by ${counted(report.statuses)}, p99 ${report.answerP99Ms} ms`,
      `ended with ${counted(report.codes)} after ${report.openMostMs.toFixed(0)} ms at most`,
      ...(Object.keys(report.errors).length === 0 ? [] : [`errors ${counted(report.errors)}`]),
      `good people ${told(times)}, when calm ${told(calm)}`,
      ...(beside === null ? [] : [`while a hub beside theirs got as much ${told(beside)}`]),
      `the hub stood still for ${lagMs.toFixed(0)} ms at most`,
      `memory ${before.mb} MB before, ${peak.mb} MB at most`,
      `descriptors ${before.descriptors}, ${peak.descriptors}, ${descriptorsOf(hub)}`,
      `generator ${Math.round(busy * 100)} % of a core`,
    ].join('; ')
  } finally {
    clearInterval(watch)
  }
}

/** Floods the hub at this port while people talk: how it went, how long they waited, what share of a core the flood took. */
async function flooded(
  { people, wires }: Stage,
  port: number,
  kind: WireKind,
  flood: Flood,
): Promise<{ readonly report: FloodReport; readonly times: Times; readonly busy: number }> {
  await people.ask('talk', { everyMs: 1_000 })
  const cpuBefore = wires.cpuSeconds
  await wires.ask('open', { port, kind, ...flood, from: 0, addresses })
  const report = await wires.ask('ended', { withinMs: 60_000 })
  const busy = (wires.cpuSeconds - cpuBefore) / (report.tookMs / 1_000)
  return { report, times: await people.ask('hush', null), busy }
}

/** Throws when the hub kept one, ended it otherwise than it should, or agreed to what it must not. */
function check(kind: WireKind, { count }: Flood, report: FloodReport): void {
  const { code, withinMs } = expected[kind]
  const wanted = kind === 'dripping' ? '0' : '101'
  const wrong = [
    ...(report.statuses[wanted] === count ? [] : [`answers ${counted(report.statuses)} ${counted(report.errors)}`]),
    ...(report.codes[code] === count ? [] : [`ends ${counted(report.codes)}`]),
    ...(report.agreed === 0 ? [] : ['an extension was agreed to']),
  ]
  if (wrong.length > 0) throw new Error(`${kind}: ${wrong.join('; ')}`)
  if (report.openMostMs > withinMs) throw new TookLong(`${kind}: one was open for ${report.openMostMs.toFixed(0)} ms`)
}

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, times]) => `${name} × ${times}`)
    .join(', ')
