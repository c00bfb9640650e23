/**
 * Reports on a month: counted by the hub's own counting into a real store, opened as HTTP opens them (a page, and the sum of all rows), and each cell of them
 * held against a recomputation that looks at every contact.
 */
import { join } from 'node:path'
import { countedMonth, standardReports, type Opened } from '../micro/reporting.ts'
import type { MonthPlan } from '../micro/report-month.ts'
import { median, ratio, type Figure, type Goal, type Table } from '../run/report.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { scenario } from './scenario.ts'

interface Size extends MonthPlan {
  readonly rounds: number
}

const figures: readonly Figure[] = [
  { name: 'opened', unit: 'ms', better: 'less' },
  { name: 'all rows', unit: 'ms', better: 'less' },
  { name: 'rows', unit: 'rows', better: 'count' },
]
const anew = 'every contact anew'

export const reports = scenario<Size>({
  about: 'Reports on a month, against looking at every contact of it anew',
  sizes: {
    smoke: { seed: 8, days: 2, contacts: 400, queues: 4, agents: 20, rounds: 1 },
    full: { seed: 8, days: 30, contacts: 1_000_000, queues: 40, agents: 500, rounds: 3 },
  },
  async run({ rounds, ...plan }, bench) {
    const month = await countedMonth(plan, join(bench.scratch, 'reports'))
    bench.atEnd(() => month.close())
    bench.say(`${month.contacts.toLocaleString('en')} contacts, ${month.events.toLocaleString('en')} events counted`)
    const tables: Table[] = []
    const goals: Goal[] = []
    const checksums: number[][] = []
    const doubts: string[] = []
    for (const title of standardReports) {
      await month.compare(title)
      const turns: Turn<Opened>[] = [
        { side: 'counted', pids: [], run: () => month.opened(title) },
        { side: anew, pids: [], run: () => Promise.resolve(month.anew(title)) },
      ]
      const told = ({ ms }: Opened): string => `${title}: ${ms.toFixed(1)} ms`
      const { runs, doubts: noisy } = await inTurns(bench, turns, bench.runs ?? rounds, told)
      const took = (side: string): number[] => runs.get(side)!.map(({ ms }) => ms)
      const rows = [...runs].map(([side, all]) => ({
        side,
        values: { opened: took(side), 'all rows': all.map((one) => one.wholeMs), rows: all.map((one) => one.rows) },
      }))
      tables.push({ title, figures, base: anew, rows })
      goals.push(
        { what: `${title}, opened`, value: median(took('counted')), goal: 1_000, unit: 'ms', better: 'less' },
        {
          what: `${title}, against ${anew}`,
          value: ratio(took('counted'), took(anew)),
          goal: 1,
          unit: 'x',
          better: 'less',
        },
      )
      checksums.push([...runs.values()].flatMap((all) => all.map((one) => one.rows)))
      doubts.push(...noisy)
    }
    return { tables, goals, checksums, doubts }
  },
})
