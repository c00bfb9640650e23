/** PURE: which rows of a long list are in sight. Heights are known beforehand, so nothing has to be drawn to be measured. */

export interface Row {
  readonly key: string
  /** CSS pixels, more than 0. */
  readonly height: number
}

/** Where each row begins, and at the end where the last one ends. */
export function tops(rows: readonly Row[]): readonly number[] {
  const all = [0]
  for (const { height } of rows) all.push(all.at(-1)! + height)
  return all
}

/** The rows from `first` up to `end`, that one left out, of which a part is between `top` and `bottom`. */
export function inSight(all: readonly number[], top: number, bottom: number): { first: number; end: number } {
  const first = Math.max(0, firstAfter(all, top) - 1)
  const end = Math.min(all.length - 1, firstAtLeast(all, bottom))
  return { first, end: Math.max(first, end) }
}

/** How far to scroll so that the row is in sight whole: as little as can be. */
export function scrolledTo(all: readonly number[], row: number, top: number, height: number): number {
  const [begin, end] = [all[row]!, all[row + 1]!]
  if (begin < top) return begin
  return end > top + height ? end - height : top
}

const firstAfter = (all: readonly number[], at: number): number => search(all, (value) => value > at)
const firstAtLeast = (all: readonly number[], at: number): number => search(all, (value) => value >= at)

/** The first place from which on `holds` does; the length when nowhere. */
function search(all: readonly number[], holds: (value: number) => boolean): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(all[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
