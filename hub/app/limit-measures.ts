/**
 * What Prometheus hears of the hub's limits: how often each has refused somebody, and of those that hold for the whole
 * hub what is used and what is allowed, in the units of their names. Each limit stands there from the start, at 0.
 */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Hub } from './hub.ts'
import { wholeHub } from './quotas.ts'

/** Adds the metrics and returns what to call at each refusal. `limits` are the settings by name. Once for each registry. */
export function limitMeasures<Name extends string>(
  registry: Registry,
  names: readonly Name[],
  limits: Readonly<Record<string, number>>,
  hub: () => Hub | null,
): (limit: Name) => void {
  const registers = [registry]
  const refusals = new Counter({
    name: 'madoguchi_limit_refusals_total',
    help: 'Refusals by a limit of the configuration',
    labelNames: ['limit'],
    registers,
  })
  for (const limit of names) refusals.inc({ limit }, 0)
  const allowed = new Gauge({
    name: 'madoguchi_limit',
    help: 'What the limits of the whole hub allow, in the units of their names',
    labelNames: ['limit'],
    registers,
  })
  for (const limit of wholeHub) allowed.set({ limit }, limits[limit] ?? 0)
  new Gauge({
    name: 'madoguchi_limit_used',
    help: 'What is used of the limits of the whole hub, in the units of their names',
    labelNames: ['limit'],
    registers,
    collect() {
      const used = hub()?.quotas.used()
      // What was not looked at yet is infinite, and not said.
      for (const limit of wholeHub) if (used && Number.isFinite(used[limit])) this.set({ limit }, used[limit])
    },
  })
  return (limit) => refusals.inc({ limit })
}
