import { describe, expect, test } from 'vitest'
import { axisOf, barsMax, barsOf, gridOf, linesMax, linesOf, shadeOf, shadesMax, type PictureRow } from './pictures.ts'

const row = (at: number, id: string, ...figures: (number | null)[]): PictureRow => ({
  at,
  parts: [{ id, name: id.toUpperCase() }],
  figures,
})

describe('a figure as lines', () => {
  test('has a value for each time, and a gap where a row or a figure is missing', () => {
    const { times, lines, left } = linesOf([row(2, 'a', 0, 5), row(1, 'a', 0, null), row(2, 'b', 0, 9)], 1)
    expect(times).toEqual([1, 2])
    expect(lines).toEqual([
      { name: 'B', values: [null, 9] },
      { name: 'A', values: [null, 5] },
    ])
    expect(left).toBe(0)
  })

  test('draws those with most of it, and says how many are left out', () => {
    const rows = Array.from({ length: linesMax + 3 }, (_, n) => row(1, `q${n}`, n))
    const { lines, left } = linesOf(rows, 0)
    expect([lines.length, left, lines[0]!.name]).toEqual([linesMax, 3, `Q${linesMax + 2}`])
  })
})

test('bars are the rows that have the figure, the most first', () => {
  const { bars, left } = barsOf([row(1, 'a', 2), row(1, 'b', null), row(1, 'c', 7)], 0)
  expect(bars.map(({ value }) => value)).toEqual([7, 2])
  expect(left).toBe(0)
  expect(
    barsOf(
      Array.from({ length: barsMax + 2 }, () => row(1, 'a', 1)),
      0,
    ).left,
  ).toBe(2)
})

test('the week is seven days of 24 hours from Monday', () => {
  const hour = 3_600_000
  const grid = gridOf([row(0, '', 3), row((6 * 24 + 23) * hour, '', 8)], 0)
  expect([grid.length, grid[0]!.length, grid[0]![0], grid[6]![23], grid[3]![12]]).toEqual([7, 24, 3, 8, null])
})

test.each([
  [null, 10, 0],
  [0, 10, 0],
  [0.1, 10, 1],
  [5, 10, 3],
  [10, 10, shadesMax],
  [1, 0, 0],
])('%j of at most %j has shade %j', (value, most, shade) => expect(shadeOf(value, most)).toBe(shade))

test.each([
  [0, 'count', 2],
  [3, 'count', 4],
  [17, 'count', 20],
  [170_000, 'duration', 4 * 60_000],
  [0.4, 'share', 1],
] as const)('an axis for %j (%s) ends with %j', (most, unit, end) => expect(axisOf(most, unit)[1]).toBe(end))
