/**
 * k6's arithmetic for the driver on Node: samples by measure and by the tags that a threshold asks for, thresholds in k6's
 * expressions, and a summary in k6's form.
 */
import { counters, rates, trends, type Tags } from '../lib/measures.ts'
import type { Plan } from '../lib/plans.ts'
import type { Measured, SummaryData } from '../lib/summary.ts'
import { quantile } from '../../run/report.ts'

type Kind = 'trend' | 'counter' | 'rate'
/** k6's own measures that the driver keeps too. */
const builtIn: Readonly<Record<string, Kind>> = {
  dropped_iterations: 'counter',
  ws_msgs_sent: 'counter',
  ws_msgs_received: 'counter',
  http_req_failed: 'rate',
}

interface Series {
  readonly name: string
  readonly kind: Kind
  readonly tags: Tags
  readonly values: number[]
  /** Of a counter, whose values are not kept one by one. */
  sum: number
}

export class Tally {
  readonly #series: Series[] = []
  readonly #byName = new Map<string, Series[]>()

  constructor(private readonly thresholds: Plan['thresholds']) {
    const names = [...Object.keys(trends), ...Object.keys(counters), ...Object.keys(rates), ...Object.keys(builtIn)]
    const parts = Object.keys(thresholds).filter((name) => name.includes('{'))
    for (const full of [...names, ...parts]) {
      const [, name, tag, value] = /^(\w+)(?:\{(\w+):(\w+)\})?$/.exec(full)!
      const tags: Tags = tag === undefined ? {} : { [tag]: value! }
      const one: Series = { name: full, kind: kindOf(name!), tags, values: [], sum: 0 }
      this.#series.push(one)
      this.#byName.set(name!, [...(this.#byName.get(name!) ?? []), one])
    }
  }

  add(name: string, value: number, tags: Tags = {}): void {
    for (const one of this.#byName.get(name) ?? []) {
      if (Object.entries(one.tags).some(([tag, of]) => tags[tag] !== of)) continue
      one.sum += value
      if (one.kind !== 'counter') one.values.push(value)
    }
  }

  count(name: string): void {
    this.add(name, 1)
  }

  rate(name: string, value: 0 | 1): void {
    this.add(name, value)
  }

  /** Measures without a sample are left out, as k6 does, unless a threshold asks for them. */
  summary(tookMs: number): SummaryData {
    const metrics: Record<string, Measured> = {}
    for (const one of this.#series) {
      const asked = this.thresholds[one.name]
      if (one.sum === 0 && one.values.length === 0 && asked === undefined) continue
      const values = valuesOf(one, tookMs)
      const thresholds =
        asked && Object.fromEntries(asked.map((expression) => [expression, { ok: holds(expression, values) }]))
      metrics[one.name] = { type: one.kind, values, ...(thresholds && { thresholds }) }
    }
    return { metrics, state: { testRunDurationMs: tookMs } }
  }
}

const kindOf = (name: string): Kind => builtIn[name] ?? (name in trends ? 'trend' : name in rates ? 'rate' : 'counter')

function valuesOf({ kind, values, sum }: Series, tookMs: number): Measured['values'] {
  if (kind === 'counter') return { count: sum, rate: sum / (tookMs / 1_000) }
  const count = values.length
  if (kind === 'rate') return { rate: count === 0 ? 0 : sum / count, passes: sum, fails: count - sum }
  if (count === 0) return { count, min: 0, med: 0, avg: 0, 'p(90)': 0, 'p(95)': 0, 'p(99)': 0, max: 0 }
  const at = (part: number): number => quantile(values, part)
  return {
    count,
    min: at(0),
    med: at(0.5),
    avg: sum / count,
    'p(90)': at(0.9),
    'p(95)': at(0.95),
    'p(99)': at(0.99),
    max: at(1),
  }
}

/** Of an expression such as `p(99)<250`. Throws on one that it does not know. */
export function holds(expression: string, values: Measured['values']): boolean {
  const [, of, sign, limit] = /^\s*([\w()]+)\s*(<=|>=|==|!=|<|>)\s*([\d.]+)\s*$/.exec(expression) ?? []
  const value = values[of ?? '']
  if (value === undefined) throw new Error(`A threshold that nothing answers: ${expression}`)
  const to = Number(limit)
  if (sign === '<') return value < to
  if (sign === '<=') return value <= to
  if (sign === '>') return value > to
  if (sign === '>=') return value >= to
  return sign === '==' ? value === to : value !== to
}
