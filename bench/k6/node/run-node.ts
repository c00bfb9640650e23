/**
 * The same scripts without k6: the plan's executors done on Node, the same people over `ws`. All on the one core of the
 * bench's own process, so what it measures of a frame is when it came to it, with whatever kept it busy before.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as passed } from 'node:timers/promises'
import { parts, type Run } from '../lib/parts.ts'
import { byQuarter, planOf, type Arrivals, type Crowd, type Script } from '../lib/plans.ts'
import { settingsFrom, type Environment } from '../lib/settings.ts'
import { summaryText, verdictsOf } from '../lib/summary.ts'
import { thresholdsBroken, type Found } from '../run.ts'
import { outsideOfNode } from './outside-node.ts'
import { Tally } from './tally.ts'

export async function runOnNode(script: Script, env: Environment, say: (line: string) => void): Promise<Found> {
  const settings = settingsFrom(env)
  const plan = planOf(script, settings)
  const tally = new Tally(plan.thresholds)
  const outside = byQuarter(script, plan, outsideOfNode(settings, tally, say))
  const agentsFile = settings.agentsFile === '' ? null : readFileSync(settings.agentsFile, 'utf8')
  const run: Run = { script, settings, agentsFile, outside }
  const before = process.cpuUsage()
  await Promise.all(
    Object.values(plan.scenarios).map((one) =>
      one.executor === 'per-vu-iterations' ? crowd(run, one) : arrivals(run, one, tally),
    ),
  )
  const { user, system } = process.cpuUsage(before)
  const data = tally.summary(outside.now() - outside.startedAt())
  for (const line of summaryText(script, data)) say(line)
  return {
    data,
    exitCode: verdictsOf(data).every(({ holds }) => holds) ? 0 : thresholdsBroken,
    usage: { processorMs: (user + system) / 1_000, memoryMiB: process.memoryUsage.rss() / 2 ** 20 },
  }
}

async function crowd(run: Run, { exec, vus }: Crowd): Promise<void> {
  await Promise.all(Array.from({ length: vus }, (_, turn) => parts[exec](run, turn)))
}

/** Each at its time, whatever the others do. When all whom the plan allows for are busy, one is dropped, as in k6. */
async function arrivals(run: Run, { exec, maxVUs, ...rates }: Arrivals, tally: Tally): Promise<void> {
  const { outside } = run
  const underWay = new Set<Promise<void>>()
  let turn = 0
  for (const dueMs of arrivalTimes(rates)) {
    await passed(Math.max(0, outside.startedAt() + dueMs - outside.now()))
    if (underWay.size >= maxVUs) {
      tally.count('dropped_iterations')
      continue
    }
    const one = parts[exec](run, turn++).finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
}

/** When the first, second, … comes, milliseconds from the beginning: when the area under the rates has grown by one. */
export function* arrivalTimes({
  startRate,
  stages,
  timeUnit,
}: Pick<Arrivals, 'startRate' | 'stages' | 'timeUnit'>): Generator<number> {
  const perMs = (rate: number): number => rate / unitMs(timeUnit)
  let rate = perMs(startRate)
  let beganMs = 0
  /** Of an arrival, that has come up so far. */
  let begun = 0
  for (const { target, duration } of stages) {
    const forMs = unitMs(duration)
    const slope = forMs === 0 ? 0 : (perMs(target) - rate) / forMs
    for (let wanted = 1; forMs > 0; wanted++) {
      const at = timeOf(wanted - begun, rate, slope)
      if (!(at <= forMs + 1e-6)) break
      yield beganMs + at
    }
    const grown = begun + rate * forMs + (slope * forMs * forMs) / 2
    begun = grown - Math.floor(grown + 1e-9)
    rate = perMs(target)
    beganMs += forMs
  }
}

/** When `rate * t + slope * t² / 2` reaches `area`; NaN when it never does. */
function timeOf(area: number, rate: number, slope: number): number {
  if (slope === 0) return rate === 0 ? Number.NaN : area / rate
  return (Math.sqrt(rate * rate + 2 * slope * area) - rate) / slope
}

function unitMs(text: string): number {
  const [, value, unit] = /^(\d+)(ms|m)$/.exec(text)!
  return Number(value) * (unit === 'm' ? 60_000 : 1)
}
