/**
 * The cells of one quarter or hour in few bytes, figure by figure: all values of a figure stand one after the other, as wide
 * as its largest, and a figure that is nothing everywhere takes one byte. Names are words of a list that is kept with them,
 * so that a row is read without any other. A month of hours is read so in milliseconds, without an object for any cell.
 */
import { assert } from '../model/assert.ts'
import { nameOfCell, partsOfCell, type Flat } from './cells.ts'

/** As it is kept. */
export interface Packed {
  /** All parts of names, each once, with blanks between. */
  readonly words: string
  /** How many cells, parts and figures there are, four bytes each; then each part and each figure: its width, its values. */
  readonly columns: Uint8Array
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** As it is read: columns with a value of each cell. */
export interface Block {
  readonly count: number
  readonly words: readonly string[]
  /** For each part of names, the place of its word. */
  readonly parts: readonly (Column | null)[]
  /** Null where all are nothing. */
  readonly figures: readonly (Column | null)[]
}

/** Bytes that each value of a column takes: whole numbers up to four, 0 where all are nothing, 8 for all others. */
type Width = 0 | 1 | 2 | 4 | 8
const headBytes = 12

function widthOf(values: readonly number[]): Width {
  let largest = 0
  for (const value of values) {
    if (!(Number.isInteger(value) && value >= 0)) return 8
    if (value > largest) largest = value
  }
  return largest === 0 ? 0 : largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : largest < 2 ** 32 ? 4 : 8
}

/** Cells that lack figures at their end lack nothing: they are 0. */
export function packCells(cells: ReadonlyMap<string, Flat>): Packed {
  const words = new Map<string, number>()
  const wordOf = (word: string): number => {
    const known = words.get(word) ?? words.size
    words.set(word, known)
    return known
  }
  const names = [...cells.keys()].map((name) => partsOfCell(name).map(wordOf))
  const flats = [...cells.values()]
  const parts = transposed(names, names[0]?.length ?? 0)
  const figures = transposed(flats, Math.max(0, ...flats.map(({ length }) => length)))
  assert(
    names.every(({ length }) => length === parts.length),
    'names of a kind have as many parts',
  )
  return { words: [...words.keys()].join(' '), columns: written(flats.length, parts, figures) }
}

const transposed = (rows: readonly Flat[], width: number): number[][] =>
  Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? 0))

function written(
  count: number,
  parts: readonly (readonly number[])[],
  figures: readonly (readonly number[])[],
): Uint8Array {
  const columns = [...parts, ...figures].map((values) => ({ values, width: widthOf(values) }))
  const bytes = new Uint8Array(columns.reduce((sum, { width }) => sum + 1 + count * width, headBytes))
  const view = new DataView(bytes.buffer)
  for (const [at, value] of [count, parts.length, figures.length].entries()) view.setUint32(4 * at, value, true)
  let at = headBytes
  for (const { values, width } of columns) {
    bytes[at++] = width
    for (const value of width === 0 ? [] : values) {
      if (width === 1) bytes[at] = value
      else if (width === 2) view.setUint16(at, value, true)
      else if (width === 4) view.setUint32(at, value, true)
      else view.setFloat64(at, value, true)
      at += width
    }
  }
  return bytes
}

export function openBlock({ words, columns }: Packed): Block {
  const view = new DataView(columns.buffer, columns.byteOffset, columns.byteLength)
  const [count, parts, figures] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [number, number, number]
  let at = headBytes
  const next = (): Column | null => {
    const width = columns[at] as Width
    const from = at + 1
    at = from + count * width
    return width === 0 ? null : columnAt(view, from, count, width)
  }
  const all = Array.from({ length: parts + figures }, next)
  return { count, words: words.split(' '), parts: all.slice(0, parts), figures: all.slice(parts) }
}

/** Value by value: where a row begins in memory is anywhere, and a column of numbers must begin at a multiple of theirs. */
function columnAt(view: DataView, from: number, count: number, width: Exclude<Width, 0>): Column {
  if (width === 1) return new Uint8Array(view.buffer, view.byteOffset + from, count)
  if (width === 2) {
    const column = new Uint16Array(count)
    for (let n = 0; n < count; n++) column[n] = view.getUint16(from + 2 * n, true)
    return column
  }
  if (width === 4) {
    const column = new Uint32Array(count)
    for (let n = 0; n < count; n++) column[n] = view.getUint32(from + 4 * n, true)
    return column
  }
  const column = new Float64Array(count)
  for (let n = 0; n < count; n++) column[n] = view.getFloat64(from + 8 * n, true)
  return column
}

export const blockOf = (cells: ReadonlyMap<string, Flat>): Block => openBlock(packCells(cells))

/** The figures of the cell whose name has this one part; undefined where there is none. */
export function figuresIn({ count, words, parts: [part], figures }: Block, name: string): number[] | undefined {
  const word = words.indexOf(name)
  for (let n = 0; word !== -1 && n < count; n++)
    if ((part?.[n] ?? 0) === word) return figures.map((figure) => figure?.[n] ?? 0)
  return undefined
}

/** The cells of a block one by one, for whoever changes or compares them. */
export function cellsOf({ count, words, parts, figures }: Block): Map<string, number[]> {
  const cells = new Map<string, number[]>()
  for (let n = 0; n < count; n++) {
    const name = nameOfCell(...parts.map((part) => words[part?.[n] ?? 0]!))
    cells.set(
      name,
      figures.map((figure) => figure?.[n] ?? 0),
    )
  }
  return cells
}
