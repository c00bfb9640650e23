/** What a run found, as k6 hands it to `handleSummary` and the driver on Node makes it too, and its text for people. */
import { counters, rates, trends } from './measures.ts'
import { quarters, type Script } from './plans.ts'

/** One measure, or a part of one (`name{tag:value}`). Values by what k6 calls them: `count`, `rate`, `med`, `p(99)` … */
export interface Measured {
  readonly type: string
  readonly values: Readonly<Record<string, number>>
  /** By expression. */
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

export interface SummaryData {
  readonly metrics: Readonly<Record<string, Measured>>
  readonly state: { readonly testRunDurationMs: number }
}

/** A threshold that was set, with what was reached. */
export interface Verdict {
  readonly measure: string
  readonly expression: string
  readonly reached: number
  readonly holds: boolean
}

/** Of all thresholds but those that only make k6 show a part. */
export const verdictsOf = ({ metrics }: SummaryData): readonly Verdict[] =>
  Object.entries(metrics).flatMap(([measure, { values, thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([expression]) => !expression.endsWith('>=0'))
      .map(([expression, { ok }]) => ({
        measure,
        expression,
        reached: values[/^[^<>=!]+/.exec(expression)![0].trim()] ?? 0,
        holds: ok,
      })),
  )

const times = ['med', 'p(95)', 'p(99)', 'max'] as const

export function summaryText(script: Script, data: SummaryData): readonly string[] {
  const { metrics } = data
  const value = (name: string, of: string): number | undefined => metrics[name]?.values[of]
  const timeLine = (name: string): string[] => {
    const found = metrics[name]
    if (found === undefined || !(found.values.count! > 0)) return []
    const cells = times.map((of) => `${of} ${shown(found.values[of])} ms`.padEnd(20))
    return [`  ${name.padEnd(32)} ${String(found.values.count).padStart(8)} x   ${cells.join('')}`.trimEnd()]
  }
  const verdicts = verdictsOf(data)
  return [
    '',
    `${script}, ${shown(data.state.testRunDurationMs / 1_000)} s`,
    '',
    ...Object.keys(trends).flatMap(timeLine),
    ...quarters.flatMap((quarter) => timeLine(`message_latency{quarter:${quarter}}`)),
    '',
    ...[...Object.keys(counters), 'dropped_iterations', 'ws_msgs_sent', 'ws_msgs_received'].flatMap((name) =>
      value(name, 'count') === undefined ? [] : [`  ${name.padEnd(32)} ${shown(value(name, 'count'))}`],
    ),
    ...Object.keys(rates).flatMap((name) =>
      value(name, 'rate') === undefined ? [] : [`  ${name.padEnd(32)} ${shown(value(name, 'rate')! * 100)} %`],
    ),
    '',
    ...verdicts.map(
      ({ measure, expression, reached, holds }) =>
        `  ${holds ? 'holds   ' : 'BROKEN  '} ${measure.padEnd(24)} ${expression.padEnd(16)} reached ${shown(reached)}`,
    ),
    verdicts.every(({ holds }) => holds) ? '  all thresholds hold' : '  some thresholds are broken',
  ]
}

const shown = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
