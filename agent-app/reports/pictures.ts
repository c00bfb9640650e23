/**
 * PURE: one figure of a report as something to look at: lines over time, bars beside each other, or the hours of a week as a
 * grid. What is drawn says its values in words as well; nothing is told by colour alone.
 */

/** A row as the hub tells it. */
export interface PictureRow {
  readonly at: number
  readonly parts: readonly { readonly id: string; readonly name: string }[]
  readonly figures: readonly (number | null)[]
}

/** A named line; a value for each of the times, null for none. */
export interface Line {
  readonly name: string
  readonly values: readonly (number | null)[]
}

/** Lines that are drawn; beyond it a picture says nothing any more. */
export const linesMax = 6
/** Bars that are drawn. */
export const barsMax = 40

const hourMs = 3_600_000
export const weekHours = 24

/** Times and lines of a figure, by its place: those with most of it come first. */
export function linesOf(
  rows: readonly PictureRow[],
  place: number,
): { readonly times: readonly number[]; readonly lines: readonly Line[]; readonly left: number } {
  const times = [...new Set(rows.map(({ at }) => at))].sort((a, b) => a - b)
  const where = new Map(times.map((at, index) => [at, index]))
  const byName = new Map<string, { name: string; values: (number | null)[] }>()
  for (const { at, parts, figures } of rows) {
    const id = parts[0]?.id ?? ''
    const line = byName.get(id) ?? { name: parts[0]?.name ?? '', values: times.map(() => null) }
    line.values[where.get(at)!] = figures[place] ?? null
    byName.set(id, line)
  }
  const total = ({ values }: Line): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
  const lines = [...byName.values()].sort((a, b) => total(b) - total(a))
  return { times, lines: lines.slice(0, linesMax), left: Math.max(0, lines.length - linesMax) }
}

/** Rows with this figure, the most of it first. */
export function barsOf(
  rows: readonly PictureRow[],
  place: number,
): { readonly bars: readonly { readonly row: PictureRow; readonly value: number }[]; readonly left: number } {
  const bars = rows
    .flatMap((row) => {
      const value = row.figures[place] ?? null
      return value === null ? [] : [{ row, value }]
    })
    .sort((a, b) => b.value - a.value)
  return { bars: bars.slice(0, barsMax), left: Math.max(0, bars.length - barsMax) }
}

/** Days from Monday, each with its 24 hours; null where nothing was measured. */
export function gridOf(rows: readonly PictureRow[], place: number): readonly (readonly (number | null)[])[] {
  const grid = Array.from({ length: 7 }, () => Array<number | null>(weekHours).fill(null))
  for (const { at, figures } of rows) {
    const hour = Math.round(at / hourMs)
    grid[Math.floor(hour / weekHours)]![hour % weekHours] = figures[place] ?? null
  }
  return grid
}

/** Steps of colour of the grid, from 0 for the least to `shadesMax`. */
export const shadesMax = 6

export function shadeOf(value: number | null, most: number): number {
  if (value === null || value <= 0 || most <= 0) return 0
  return Math.max(1, Math.round((value / most) * shadesMax))
}

/** The round number that an axis ends with, and its middle. */
export function axisOf(most: number, unit: 'count' | 'share' | 'duration' | 'decimal'): readonly [number, number] {
  if (unit === 'share') return [0.5, 1]
  const step = unit === 'duration' ? 60_000 : 1
  const wanted = Math.max(most / step, 1)
  const size = 10 ** Math.floor(Math.log10(wanted))
  const top = [1, 2, 4, 5, 6, 8, 10].find((one) => one * size >= wanted)! * size
  const end = Math.max(top, 2) * step
  return [end / 2, end]
}
