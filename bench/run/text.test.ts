import { expect, test } from 'vitest'
import type { Report, Table } from './report.ts'
import { cell, goalCells, number, reportText, tableCells } from './text.ts'

const table: Table = {
  title: 'A crowd',
  figures: [
    { name: 'messages', unit: '1/s', better: 'more' },
    { name: 'p99', unit: 'ms', better: 'less' },
    { name: 'memory', unit: 'MiB', better: 'count' },
  ],
  rows: [
    { side: 'hub', values: { messages: [900, 1_000, 1_100], p99: [2, 2, 2], memory: [100] } },
    { side: 'bare', values: { messages: [1_800, 2_000, 2_200], p99: [1, 1, 1] } },
  ],
  base: 'bare',
}

test.each([
  [12_345.6, '12,346'],
  [1_000, '1,000'],
  [999.6, '1,000'],
  [-1_234.5, '-1,234'],
  [0.012345, '0.0123'],
  [0, '0'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '–'],
])('%d is written %s', (value, written) => expect(number(value)).toBe(written))

test('a cell has the median with its spread, which a single run has not', () => {
  expect(cell([900, 1_000, 1_100])).toBe('1,000 ±10 %')
  expect(cell([5])).toBe('5')
  expect(cell([])).toBe('–')
  expect(cell(undefined)).toBe('–')
})

test('ratios are given of what is good or bad, to the base, which is 1 itself', () => {
  const [head, hub, bare] = tableCells(table)
  expect(head).toEqual(['', 'messages, 1/s', 'p99, ms', 'memory, MiB', 'messages ÷ bare', 'p99 ÷ bare'])
  expect(hub).toEqual(['hub', '1,000 ±10 %', '2 ±0 %', '100', '0.5', '2'])
  expect(bare).toEqual(['bare', '2,000 ±10 %', '1 ±0 %', '–', '1', '1'])
})

test('without a base that is there, there are no ratios', () => {
  expect(tableCells({ ...table, base: 'somebody else' })[0]).toEqual(['', 'messages, 1/s', 'p99, ms', 'memory, MiB'])
})

test('a goal says what was reached, the bounds in their direction, and whether it is met', () => {
  const reached = { what: 'speed', value: 2, goal: 1.5, stretch: 3, unit: '', better: 'more' } as const
  expect(goalCells(reached)).toEqual(['speed', '2', '≥ 1.5', '≥ 3', 'met'])
  const missed = { what: 'pause', value: 9, goal: 5, unit: 'ms', better: 'less' } as const
  expect(goalCells(missed)).toEqual(['pause', '9 ms', '≤ 5 ms', '', 'NOT met'])
})

test('a report has its tables, goals, checksums and doubts, each where there are any', () => {
  const report: Report = {
    tables: [table],
    goals: [{ what: 'speed', value: 2, goal: 1, unit: '', better: 'more' }],
    checksums: [
      [255, 255],
      [16, 16],
    ],
    doubts: ['The machine was noisy.'],
  }
  const text = reportText(report)
  expect(text).toContain('A crowd')
  expect(text).toContain('Goals')
  expect(text).toContain('checksums of what was done: ff 10')
  expect(text.at(-1)).toBe('! The machine was noisy.')
  expect(reportText({ tables: [], goals: [], checksums: [], doubts: [] })).toEqual([])
})

test('columns stand below each other', () => {
  const [, , head, hub, bare] = reportText({ tables: [table], goals: [], checksums: [], doubts: [] })
  expect(hub!.indexOf('±10 %')).toBe(bare!.indexOf('±10 %'))
  expect(head!.length).toBe(hub!.length)
})
