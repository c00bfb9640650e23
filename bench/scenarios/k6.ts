/**
 * Visitors' and agents' day together, by k6 where it is at hand, else by the driver on Node with the same people and
 * protocol: what a floor notices. HUB=https://… takes your own hub in place of one on scratch data (bench/k6/README.md).
 */
import { copyFileSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findK6 } from '../k6/binary.ts'
import { trends } from '../k6/lib/measures.ts'
import { scripts, type Script } from '../k6/lib/plans.ts'
import { variables, type Environment } from '../k6/lib/settings.ts'
import { verdictsOf, type SummaryData, type Verdict } from '../k6/lib/summary.ts'
import { runOnNode } from '../k6/node/run-node.ts'
import { startOwnHub, type OwnHub } from '../k6/own-hub.ts'
import { runK6, type Found } from '../k6/run.ts'
import type { Bench } from '../run/bench.ts'
import type { Figure, Goal, Report, Row, Table } from '../run/report.ts'
import { usageOf, watchNoise, noiseLimits } from '../run/usage.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly agents: number
  readonly env: Environment
}

export const k6 = scenario<Size>({
  about: 'A day of visitors and agents as their screens see it, with thresholds, by k6 (or Node, where there is none)',
  sizes: {
    smoke: {
      agents: 2,
      env: {
        RATE: '600',
        VISITORS: '20',
        RAMP: '200ms',
        DURATION: '1s',
        MESSAGES: '2',
        THINK: '50ms',
        ANSWER: '50ms',
        ACCEPT: '20ms',
        WRAP_UP: '20ms',
        BREAK: '0',
        ACK_MIN_MS: '60000',
        PATIENCE: '20s',
        // So few people say nothing of speed.
        OFFER_P99_MS: '60000',
        MESSAGE_P99_MS: '60000',
        ACK_P99_MS: '60000',
        WAIT_P95_MS: '60000',
      },
    },
    full: { agents: 60, env: { RATE: '600', VISITORS: '600', RAMP: '20s', DURATION: '3m' } },
  },
  async run(size, bench) {
    const asked = askedFor(process.env)
    const script = scriptFrom(process.env.K6_SCRIPT)
    const hub = asked.HUB === undefined ? await startOwnHub(bench, Number(asked.AGENTS ?? size.agents)) : null
    const runs: Run[] = []
    const env = { ...size.env, ...asked, ...hub?.env }
    for (let run = 0; run < (bench.runs ?? 1); run++) runs.push(await runOnce(bench, script, env, hub))
    return reportOf(script, hub, runs)
  },
})

interface Run {
  readonly found: Found
  readonly driver: string
  readonly hubMs: number
  readonly hubMiB: number
  readonly noise: string | null
}

/** The variables of a run that the caller has set; HUB among them means a hub of the caller's. */
const askedFor = (env: Environment): Environment =>
  Object.fromEntries(Object.keys(variables).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))

function scriptFrom(name = 'whole-day'): Script {
  if (!Object.hasOwn(scripts, name))
    throw new Error(`K6_SCRIPT=${name}: must be one of ${Object.keys(scripts).join(', ')}.`)
  return name as Script
}

/** For playing on Node. */
const why =
  process.env.K6_DRIVER === 'node' ? 'as K6_DRIVER says' : 'since there is no k6 here (npm run bench:k6-setup)'

async function runOnce(bench: Bench, script: Script, env: Environment, hub: OwnHub | null): Promise<Run> {
  const program = process.env.K6_DRIVER === 'node' ? null : await findK6()
  const driver = program === null ? 'the driver on Node' : `k6 ${program.version}`
  bench.say(`${script} by ${driver}, ${program?.how ?? why}`)
  const pids = hub === null ? [] : [hub.pid]
  const noiseSince = watchNoise(pids)
  const before = usageOf(pids)
  const html = join(bench.scratch, `${script}.html`)
  const { say } = bench
  const found =
    program === null
      ? await runOnNode(script, env, say)
      : await runK6(program, { script, env, folder: bench.scratch, html, say })
  // k6 writes no page for a run of a few seconds.
  if (process.env.K6_HTML !== undefined && existsSync(html)) copyFileSync(html, resolve(process.env.K6_HTML))
  const after = usageOf(pids)
  const { foreign, steal } = noiseSince()
  if (found.exitCode !== 0) bench.say(`${driver} ended with ${found.exitCode}: thresholds are broken`)
  return {
    found,
    driver,
    hubMs: after.processorMs - before.processorMs,
    hubMiB: after.memoryMiB,
    noise:
      steal > noiseLimits.steal || foreign > noiseLimits.foreign
        ? `${Math.round(foreign * 100)} % other programs`
        : null,
  }
}

const count = ({ metrics }: SummaryData, name: string): number => metrics[name]?.values.count ?? 0

function reportOf(script: Script, hub: OwnHub | null, runs: readonly Run[]): Report {
  const datas = runs.map(({ found }) => found.data)
  return {
    tables: [timesTable(script, datas), workTable(runs, hub)],
    goals: goalsOf(verdictsOf(datas.at(-1)!)),
    // What customers said and agents heard, and the other way round: sums over the words.
    checksums: datas.flatMap((data) =>
      ['customer', 'agent'].flatMap((by) => {
        const sums = ['said', 'heard'].map((name) => count(data, `${name}{by:${by}}`))
        return sums.every((sum) => sum === 0) ? [] : [sums]
      }),
    ),
    doubts: runs.flatMap(doubtsOf),
    exitCode: Math.max(...runs.map(({ found }) => found.exitCode)),
  }
}

const timeFigures: readonly (Figure & { readonly of: string })[] = [
  { name: 'samples', unit: '', better: 'count', of: 'count' },
  { name: 'p50', unit: 'ms', better: 'less', of: 'med' },
  { name: 'p95', unit: 'ms', better: 'less', of: 'p(95)' },
  { name: 'p99', unit: 'ms', better: 'less', of: 'p(99)' },
  { name: 'longest', unit: 'ms', better: 'less', of: 'max' },
]

function timesTable(script: Script, datas: readonly SummaryData[]): Table {
  const rows = Object.keys(trends)
    .filter((name) => datas.some((data) => count(data, name) > 0))
    .map((name): Row => {
      const values = timeFigures.map(({ name: figure, of }) => [
        figure,
        datas.map(({ metrics }) => metrics[name]?.values[of] ?? 0),
      ])
      return { side: name, values: Object.fromEntries(values) }
    })
  const figures = timeFigures.map(({ name, unit, better }) => ({ name, unit, better }))
  return { title: `${script}: ${scripts[script]}`, figures, rows }
}

function workTable(runs: readonly Run[], hub: OwnHub | null): Table {
  const each = (of: (run: Run) => number): number[] => runs.map(of)
  const seconds = ({ found }: Run): number => found.data.state.testRunDurationMs / 1_000
  const talk = ({ found }: Run): number => count(found.data, 'messages_arrived')
  return {
    title: `what was done, by ${runs[0]!.driver}`,
    figures: [
      { name: 'contacts served', unit: '', better: 'count' },
      { name: 'messages', unit: '', better: 'count' },
      { name: 'hub', unit: '% of a core', better: 'less' },
      { name: 'hub a message', unit: 'ms', better: 'less' },
      { name: 'hub memory', unit: 'MiB', better: 'less' },
      { name: 'generator', unit: '% of a core', better: 'count' },
      { name: 'generator memory', unit: 'MiB', better: 'count' },
    ],
    rows: [
      {
        side: hub === null ? 'your hub' : 'hub',
        values: {
          'contacts served': each(({ found }) => count(found.data, 'contacts_served')),
          messages: each(talk),
          ...(hub !== null && {
            hub: each((run) => run.hubMs / seconds(run) / 10),
            ...(runs.every((run) => talk(run) > 0) && { 'hub a message': each((run) => run.hubMs / talk(run)) }),
            'hub memory': each(({ hubMiB }) => hubMiB),
          }),
          generator: each((run) => run.found.usage.processorMs / seconds(run) / 10),
          'generator memory': each(({ found }) => found.usage.memoryMiB),
        },
      },
    ],
  }
}

/** The thresholds as goals. `rate>0.95` and `count==0` have no unit; times have theirs. */
const goalsOf = (verdicts: readonly Verdict[]): readonly Goal[] =>
  verdicts.map(({ measure, expression, reached }) => {
    const [, of, sign, limit] = /^(.+?)(<=|>=|==|<|>)(.+)$/.exec(expression)!
    return {
      what: `${measure} ${of}`,
      value: reached,
      goal: Number(limit),
      unit: measure in trends ? 'ms' : '',
      better: sign!.startsWith('>') || (sign === '==' && of === 'rate') ? 'more' : 'less',
    }
  })

/** How much of a core a generator may take before it is what was measured, and how long a frame may lie in it. */
const busyMost = 0.9
const lagMsMost = 20

function doubtsOf({ found, driver, noise }: Run): string[] {
  const { data, usage } = found
  const load = usage.processorMs / data.state.testRunDurationMs
  const lag = data.metrics.generator_lag?.values['p(99)'] ?? 0
  const dropped = count(data, 'dropped_iterations')
  return [
    ...(load > busyMost ? [`The generator was the limit: busy for ${Math.round(load * 100)} % of a core.`] : []),
    ...(lag > lagMsMost ? [`Frames lay in the generator for ${Math.round(lag)} ms (p99): its answers were late.`] : []),
    ...(dropped > 0 ? [`${dropped} visitors could not be sent: VISITORS is too low, or the generator too slow.`] : []),
    ...(driver.startsWith('k6') ? [] : [`The people were played by ${driver}, ${why}.`]),
    ...(noise === null ? [] : [`The machine was noisy: ${noise}.`]),
  ]
}
