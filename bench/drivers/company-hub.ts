/**
 * The built hub under its launcher, as a company runs it, on a data folder that is there already. It runs on the servers'
 * core. A mistake can be planted in it at run time (bench/planted/).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HubMetrics } from '../../hub/attack/process-facts.ts'
import { freePort, startRealHub, type RealHub } from '../../hub/attack/real-hub.ts'
import type { Bench } from '../run/bench.ts'
import { onCore } from '../run/cores.ts'
import { usageOf, type Usage } from '../run/usage.ts'
import { companyFile } from './company.ts'

export interface CompanyHub {
  readonly real: RealHub
  readonly origin: string
  /** Of the hub's process. */
  readonly pid: number
  /** From the launcher's start until `/readyz` said that the hub serves, milliseconds. */
  readonly startMs: number
  /** Of the hub's process alone. */
  usage(): Usage
  metrics(): Promise<HubMetrics>
  /** Bytes of the heap after a full collection, which stops the hub for as long as it takes. */
  heapBytes(): Promise<number>
  stop(): Promise<void>
}

/** Of a module that collects garbage when it is told to. */
export const inside = new URL('./inside.mjs', import.meta.url).href
const plant = new URL('../planted/plant.mjs', import.meta.url).href

/** A side that is measured: the hub, and with `--planted` also one with that mistake in it, in the same run. */
export interface HubSide {
  readonly name: string
  readonly planted: string | undefined
}

export const hubSides = ({ planted }: Bench): readonly HubSide[] => [
  { name: 'hub', planted: undefined },
  ...(planted === undefined ? [] : [{ name: `hub with ${planted}`, planted }]),
]

export interface CompanyHubPlan {
  readonly dataFolder: string
  readonly env?: Readonly<Record<string, string>>
  /** The hub's configuration file. Default: the company's. */
  readonly settings?: object
  readonly planted?: string | undefined
}

export async function startCompanyHub(
  bench: Bench,
  { dataFolder, env = {}, settings = companyFile, planted }: CompanyHubPlan,
): Promise<CompanyHub> {
  const file = join(dataFolder, 'company.json')
  writeFileSync(file, JSON.stringify(settings))
  let weighed: (bytes: number) => void = () => {}
  let isPlanted = planted === undefined
  const preloads = [inside, ...(planted === undefined ? [] : [`${plant}?${planted}`])].map((url) => `--import=${url}`)
  const began = performance.now()
  const hub = await startRealHub(
    {
      MADOGUCHI_MODE: 'production',
      MADOGUCHI_SECRET: 'only for the bench, where nobody has a secret',
      MADOGUCHI_CONFIG: file,
      MADOGUCHI_LOG_LEVEL: 'info',
      ...env,
    },
    { port: await freePort(), dataFolder },
    (line) => {
      const said = /^\{"heapBytes":(\d+)\}$/.exec(line)
      if (said !== null) weighed(Number(said[1]))
      if (line === `planted ${planted}`) isPlanted = true
    },
    (program) => onCore('server', process.execPath, [...preloads, ...bench.profiling('hub'), ...program]),
  )
  const ready = await fetch(`${hub.origin}/readyz`)
  const startMs = performance.now() - began
  const { pid, origin } = hub
  let stopped: Promise<void> | null = null
  const stop = (): Promise<void> => (stopped ??= hub.stop().then(() => {}))
  bench.atEnd(stop)
  if (pid === undefined || !ready.ok) throw new Error('The hub does not serve.')
  if (!isPlanted) throw new Error(`The place for ${planted} is gone: look at bench/planted/plants.mjs.`)
  return {
    real: hub,
    origin,
    pid,
    startMs,
    stop,
    usage: () => usageOf([pid]),
    metrics: () => HubMetrics.of(hub),
    heapBytes: () =>
      new Promise((resolve) => {
        weighed = resolve
        process.kill(pid, 'SIGWINCH')
      }),
  }
}
