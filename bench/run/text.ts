/** A report as lines of text: medians with how far the runs lie apart, ratios to the base, goals, doubts. */
import { isMet, median, ratio, spread, type Figure, type Goal, type Report, type Row, type Table } from './report.ts'

export function reportText({ tables, goals, doubts, checksums }: Report): readonly string[] {
  const lines = tables.flatMap((table) => ['', table.title, ...tableLines(table)])
  if (goals.length > 0) lines.push('', 'Goals', ...aligned([goalHead, ...goals.map(goalCells)]))
  const sums = [...new Set(checksums.flat())].map((sum) => sum.toString(16))
  if (sums.length > 0) lines.push('', `checksums of what was done: ${sums.join(' ')}`)
  if (doubts.length > 0) lines.push('', ...doubts.map((doubt) => `! ${doubt}`))
  return lines
}

/** 3 significant digits, and thousands apart where there are that many. */
export const number = (value: number): string =>
  Number.isFinite(value)
    ? Math.abs(value) >= 999.5
      ? Math.round(value).toLocaleString('en')
      : Number(value.toPrecision(3)).toString()
    : '–'

/** `12,300 ±2 %`; a single run has no spread. */
export const cell = (values: readonly number[] | undefined): string =>
  values === undefined || values.length === 0
    ? '–'
    : values.length === 1
      ? number(values[0]!)
      : `${number(median(values))} ±${Math.round(spread(values) * 100)} %`

const heading = ({ name, unit }: Figure): string => (unit === '' ? name : `${name}, ${unit}`)

/** Cells of a table with its ratios, for every way of showing it. */
export function tableCells({ figures, rows, base }: Table): readonly (readonly string[])[] {
  const of = rows.find(({ side }) => side === base)
  const compared = of === undefined ? [] : figures.filter(({ better }) => better !== 'count')
  const ratioCell = (row: Row, { name }: Figure): string =>
    row === of ? '1' : number(ratio(row.values[name] ?? [], of?.values[name] ?? []))
  return [
    ['', ...figures.map(heading), ...compared.map(({ name }) => `${name} ÷ ${base}`)],
    ...rows.map((row) => [
      row.side,
      ...figures.map(({ name }) => cell(row.values[name])),
      ...compared.map((figure) => ratioCell(row, figure)),
    ]),
  ]
}

const tableLines = (table: Table): string[] => aligned(tableCells(table))

export const goalHead = ['', 'reached', 'goal', 'stretch', '']

export function goalCells(goal: Goal): readonly string[] {
  const { what, value, unit, stretch, better } = goal
  const bound = (limit: number): string => `${better === 'more' ? '≥' : '≤'} ${number(limit)}${unit && ` ${unit}`}`
  return [
    what,
    `${number(value)}${unit && ` ${unit}`}`,
    bound(goal.goal),
    stretch === undefined ? '' : bound(stretch),
    isMet(goal) ? 'met' : 'NOT met',
  ]
}

/** The first column to the left, figures to the right. */
function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)))
  return cells.map((row) =>
    row
      .map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]! + 2)))
      .join('')
      .trimEnd(),
  )
}
