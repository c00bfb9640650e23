/** What is said of a page in a browser, whichever page it is: how soon it answers a touch, and what keeps it from doing so. */
import type { Pace } from './pages.ts'
import { median, type Figure, type Goal, type Row } from '../run/report.ts'

export const paceFigures: readonly Figure[] = [
  { name: 'touch to paint', unit: 'ms p95', better: 'less' },
  { name: 'long tasks', unit: '', better: 'less' },
  { name: 'longest task', unit: 'ms', better: 'count' },
  { name: 'shift', unit: '', better: 'less' },
]

export const paceValues = (visits: readonly Pace[]): Row['values'] => ({
  'touch to paint': visits.map(({ p95Ms }) => p95Ms),
  'long tasks': visits.map(({ longTasks }) => longTasks),
  'longest task': visits.map(({ longestTaskMs }) => longestTaskMs),
  shift: visits.map(({ shift }) => shift),
})

export function paceGoals(visits: readonly Pace[]): readonly Goal[] {
  const [p95Ms, shift] = [median(visits.map((one) => one.p95Ms)), median(visits.map((one) => one.shift))]
  return [
    { what: 'touch to paint, p95', value: p95Ms, goal: 100, stretch: 50, unit: 'ms', better: 'less' },
    { what: 'layout shift', value: shift, goal: 0.1, stretch: 0, unit: '', better: 'less' },
  ]
}
