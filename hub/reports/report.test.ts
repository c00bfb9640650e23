/** Formulas over sums, by intervals of a zone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, type Instant } from '../model/time.ts'
import {
  addCell,
  addFlat,
  cellOf,
  emptyCell,
  flatOf,
  nameOfCell,
  quarterMs,
  waitBoundsS,
  waitClass,
  type QueueCell,
} from './cells.ts'
import { agentFormulas, formulas, queueFormulas, unitOf, usualGoal, type FormulaName } from './formulas.ts'
import { blockOf } from './packed.ts'
import { Report, type Interval } from './report.ts'
import { definitions } from './translations.ts'

const waits = (...seconds: readonly number[]): number[] => {
  const classes = Array.from({ length: waitBoundsS.length + 1 }, () => 0)
  for (const one of seconds) classes[waitClass(one * 1_000)]! += 1
  return classes
}
const cell = (more: Partial<QueueCell>): QueueCell => ({ ...emptyCell('queue'), ...more })

describe('formulas', () => {
  const busy = cell({
    came: 12,
    answered: waits(1, 20, 20.001, 400),
    answeredWaitMs: 441_001,
    abandoned: waits(2, 5, 6, 700),
    abandonedWaitMs: 713_000,
    longestWaitMs: 700_000,
    handedOut: 1,
    sentOut: 1,
    talks: 4,
    talkMs: 800_000,
    wrapUps: 2,
    wrapUpMs: 100_000,
  })
  const told = (name: keyof typeof queueFormulas): number | null => queueFormulas[name](busy, usualGoal)

  test.each([
    ['serviceLevel.1', 2 / 6],
    ['serviceLevelOfAnswered.1', 2 / 4],
    ['serviceLevelOfAll.1', (2 + 3) / (4 + 4 + 2)],
    ['answerRate.1', 4 / 6],
    ['abandonRate.1', 2 / 6],
    ['abandonedShort.1', 2],
    ['meanAnswerTime.1', 441_001 / 4],
    ['meanHandleTime.1', 225_000],
    ['meanWrapUpTime.1', 50_000],
    ['handedOut.1', 2],
    ['serviceLevelWithAbandoned.1', 2 / 8],
    ['serviceLevelWithFlowOuts.1', 2 / 10],
    ['serviceLevelTwo.1', (2 + 3) / 8],
    ['answeredInTime.1', 2],
    ['answeredLate.1', 2],
    ['abandonedInTime.1', 1],
    ['abandonedLate.1', 1],
    // Two of four waited up to 20 s, the second of them in the class from 15 s.
    ['waitMedian.1', 20_000],
    ['waitOfNineInTen.1', 300_000 + (600_000 - 300_000) * 0.6],
  ] as const)('[RP4] [RP12] %s is %d', (name, value) => expect(told(name)).toBeCloseTo(value, 9))

  test('[RP12] of nothing a share or a mean says nothing, and a count 0', () => {
    for (const [name, formula] of Object.entries(queueFormulas)) {
      const isSum = ['longestWait.1', 'talkTime.1', 'wrapUpTime.1'].includes(name)
      const isCount = unitOf(name as FormulaName) === 'count' || isSum
      expect([name, formula(emptyCell('queue'), usualGoal)]).toEqual([name, isCount ? 0 : null])
    }
    for (const [name, formula] of Object.entries(agentFormulas))
      expect([name, [0, null].includes(formula(emptyCell('agent')))]).toEqual([name, true])
  })

  test('[RP12] each has a version, a name and what it means, in both languages', () => {
    const names = [...new Set(Object.values(formulas).flatMap((of) => Object.keys(of)))]
    for (const lang of ['en', 'ja'] as const) {
      expect(Object.keys(definitions[lang]).sort()).toEqual([...names].sort())
      for (const { name, means } of Object.values(definitions[lang])) expect([name, means]).not.toContain('')
    }
    expect(names.filter((name) => !/^[a-zA-Z]+\.\d+$/.test(name))).toEqual([])
  })
})

describe('reports', () => {
  const tokyo = 9 * 3_600_000
  const day = Date.UTC(2026, 0, 5) - tokyo
  const at = (ms: number): Instant => instant(ms)
  const cellsAt = (n: number) =>
    new Map([
      [nameOfCell('que_a', 'chat'), flatOf('queue', cell({ came: 1, longestWaitMs: n }))],
      [nameOfCell('que_a', 'voice'), flatOf('queue', cell({ came: 2 }))],
      [nameOfCell('que_b', 'chat'), flatOf('queue', cell({ came: 4 }))],
    ])
  const rowsOf = (interval: Interval, by: number[], offsetAt = (_: Instant) => tokyo, quarters = 96 * 2) => {
    const report = new Report('queue', { interval, by, offsetAt })
    for (let n = 0; n < quarters; n++) report.add(at(day + n * quarterMs), blockOf(cellsAt(n)))
    return report.rows()
  }

  test('[RP11] an interval is the sum of its quarters, the longest wait the longest of them', () => {
    expect(rowsOf('1h', [0])).toHaveLength(96)
    expect(rowsOf('30m', [0, 1])).toHaveLength(96 * 3)
    const [first] = rowsOf('all', [])
    expect(first).toMatchObject({ at: day, parts: [], cell: { came: 96 * 2 * 7, longestWaitMs: 96 * 2 - 1 } })
    expect(rowsOf('all', [1]).map(({ parts, cell: { came } }) => [parts, came])).toEqual([
      [['chat'], 96 * 2 * 5],
      [['voice'], 96 * 2 * 2],
    ])
  })

  test('[RP11] a day begins at midnight of the zone', () => {
    expect(rowsOf('day', [0]).map(({ at: begins }) => begins - day)).toEqual([0, 0, 96 * quarterMs, 96 * quarterMs])
    expect(new Set(rowsOf('day', [0], () => 0).map(({ at: begins }) => begins - day))).toEqual(
      new Set([-15, 9, 33].map((hours) => hours * 3_600_000)),
    )
  })

  test('[RP11] also a day on which clocks are turned, of 23 hours', () => {
    const turn = day + 2 * 3_600_000
    const rows = rowsOf('day', [], (when) => (when < turn ? tokyo : tokyo + 3_600_000), 92 + 96)
    expect(rows.map(({ at: begins, cell: { came } }) => [begins - day, came])).toEqual([
      [0, 92 * 7],
      [92 * quarterMs, 96 * 7],
    ])
  })

  test('[RP11] an hour of the week is that hour of every week, by the clocks of the zone', () => {
    // The 5th of January 2026 is a Monday.
    const rows = rowsOf('weekHour', [], () => tokyo, 96 * 15)
    expect(rows).toHaveLength(168)
    expect(rows.slice(0, 2).map(({ at: begins }) => begins)).toEqual([0, 3_600_000])
    expect([rows[0]!.cell.came, rows[24]!.cell.came]).toEqual([3 * 4 * 7, 2 * 4 * 7])
    const elsewhere = rowsOf('weekHour', [], () => 0, 4)
    expect(elsewhere.map(({ at: begins }) => begins / 3_600_000)).toEqual([6 * 24 + 15])
  })

  test('[RP11] adding is the same in whatever order', () => {
    const one = fc.record({
      came: fc.nat(9),
      longestWaitMs: fc.nat(99),
      answered: fc.array(fc.nat(3), { minLength: 13, maxLength: 13 }),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (cells) => {
        const [forth, back] = [emptyCell('queue'), emptyCell('queue')]
        for (const more of cells) addCell(forth, more)
        for (const more of cells.toReversed()) addCell(back, more)
        expect(forth).toEqual(back)
        const flat: number[] = []
        for (const more of cells) addFlat('queue', flat, flatOf('queue', cell(more)))
        expect(cells.length === 0 ? emptyCell('queue') : cellOf('queue', flat)).toEqual(forth)
      }),
    )
  })
})
