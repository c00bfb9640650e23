/** A script run by k6 in a process of its own on the generator's core, and what it found. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onCore } from '../run/cores.ts'
import { usageOf, type Usage } from '../run/usage.ts'
import type { K6 } from './binary.ts'
import { bundleScript } from './bundle.ts'
import { writeDashboard } from './dashboard.ts'
import type { Script } from './lib/plans.ts'
import type { Environment } from './lib/settings.ts'
import type { SummaryData } from './lib/summary.ts'

/** k6 ends with it when a threshold is broken. */
export const thresholdsBroken = 99

export interface Found {
  readonly data: SummaryData
  /** 0, or 99 when a threshold is broken. */
  readonly exitCode: number
  /** Of the generator, over the whole run. */
  readonly usage: Usage
}

export interface RunOptions {
  readonly script: Script
  readonly env: Environment
  /** For the bundle and what k6 writes. */
  readonly folder: string
  /** A file for k6's dashboard as a page; none without it. */
  readonly html?: string | undefined
  readonly say: (line: string) => void
}

const sampleMs = 500

/** Rejects with what k6 printed when it did not run to its end. */
export async function runK6(k6: K6, { script, env, folder, html, say }: RunOptions): Promise<Found> {
  const bundle = await bundleScript(script, folder)
  const summary = join(folder, `${script}.json`)
  const [command, args] = onCore('generator', k6.path, ['run', '--no-usage-report', '--no-color', '--quiet', bundle])
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...exported(html, folder), ...env, SUMMARY_JSON: summary },
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      say(line)
      if (printed.push(line) > 40) printed.shift()
    })
  let usage: Usage = { processorMs: 0, memoryMiB: 0 }
  const sampling = setInterval(() => {
    const { processorMs, memoryMiB } = usageOf([child.pid!])
    usage = {
      processorMs: Math.max(usage.processorMs, processorMs),
      memoryMiB: Math.max(usage.memoryMiB, memoryMiB),
    }
  }, sampleMs)
  const end = (): void => void child.kill('SIGTERM')
  process.once('exit', end)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    if ((code !== 0 && code !== thresholdsBroken) || !existsSync(summary))
      throw new Error(`k6 ended with ${code}:\n${printed.join('\n')}`)
    return { data: JSON.parse(readFileSync(summary, 'utf8')) as SummaryData, exitCode: code, usage }
  } finally {
    clearInterval(sampling)
    process.removeListener('exit', end)
  }
}

/** k6's own dashboard, without a port, so that k6 ends when the run does. */
const exported = (html: string | undefined, folder: string): Environment =>
  html === undefined
    ? {}
    : {
        K6_WEB_DASHBOARD: 'true',
        K6_WEB_DASHBOARD_PORT: '-1',
        K6_WEB_DASHBOARD_PERIOD: '1s',
        K6_WEB_DASHBOARD_EXPORT: html,
        XK6_DASHBOARD_CONFIG: writeDashboard(folder),
      }
