/** The board of a large house while it changes, against the board of a house with one contact, in which nothing happens. */
import { Generator } from '../../hub/attack/storm-generator.ts'
import type { Bench } from '../run/bench.ts'
import { median, quantile, ratio, type Report } from '../run/report.ts'
import { inTurns } from '../run/turns.ts'
import type { BoardHouseCommands } from './board-house.ts'
import {
  allOf,
  pageFigures,
  pageValues,
  touchFigures,
  touchValues,
  visitBoard,
  type BoardVisit,
} from './board-visit.ts'

export interface BoardSize {
  readonly queues: number
  readonly agents: number
  readonly waiting: number
  readonly held: number
  readonly changesPerSecond: number
  readonly rounds: number
  readonly scrollMs: number
  readonly visits: number
}

/** With nobody at all there would be no row to open. */
const nearlyEmpty = { queues: 1, agents: 1, waiting: 1, held: 0 }
const [quiet, busy] = ['nearly empty', 'board'] as const

export async function compareBoards(bench: Bench, size: BoardSize): Promise<Omit<Report, 'exitCode'>> {
  const houses = new Generator<BoardHouseCommands>(new URL('./board-house.ts', import.meta.url).href)
  bench.atEnd(() => Promise.resolve(houses.end()))
  const { queues, agents, waiting, held } = size
  const urls = {
    [quiet]: await houses.ask('open', { name: quiet, crowd: nearlyEmpty }),
    [busy]: await houses.ask('open', { name: busy, crowd: { queues, agents, waiting, held } }),
  }
  const turn = (side: typeof quiet | typeof busy) => ({
    side,
    pids: [],
    run: async (): Promise<BoardVisit> => {
      if (side === busy) await houses.ask('stir', { name: side, perSecond: size.changesPerSecond })
      const visit = await visitBoard(bench, urls[side], size)
      if (side === busy && (await houses.ask('still', { name: side })) === 0) throw new Error('Nothing changed.')
      return visit
    },
  })
  const rounds = bench.runs ?? size.visits
  const { runs, doubts } = await inTurns(bench, [turn(quiet), turn(busy)], rounds, described, { warmUp: rounds > 1 })
  const p95 = (side: string): readonly number[] => runs.get(side)!.map((visit) => quantile(allOf(visit), 0.95))
  const contacts = (waiting + held).toLocaleString('en')
  return {
    tables: [
      {
        title: `The board: ${agents} agents, ${contacts} contacts, ${size.changesPerSecond} changes a second; touch to paint`,
        figures: touchFigures,
        rows: [...runs].map(([side, visits]) => ({ side, values: touchValues(visits) })),
        base: quiet,
      },
      {
        title: 'The same boards: until opened, from picture to picture while scrolling, and what the page takes',
        figures: pageFigures,
        rows: [...runs].map(([side, visits]) => ({ side, values: pageValues(visits) })),
        base: quiet,
      },
    ],
    goals: [
      {
        what: 'board, touch to paint, p95',
        value: median(p95(busy)),
        goal: 100,
        stretch: 50,
        unit: 'ms',
        better: 'less',
      },
      {
        what: 'board, touch to paint, p95 against a nearly empty one',
        value: ratio(p95(busy), p95(quiet)),
        goal: 3,
        stretch: 1.5,
        unit: '',
        better: 'less',
      },
    ],
    checksums: [[...runs.values()].flat().map(({ touched }) => touched)],
    doubts,
  }
}

const described = (visit: BoardVisit): string =>
  `p95 ${quantile(allOf(visit), 0.95)} ms, ${visit.longTasks} long tasks, frames ${quantile([...visit.framesMs], 0.95).toFixed(1)} ms p95`
