/**
 * Numbers that put a list in order, so that whoever comes or goes changes nobody else's number: everybody keeps theirs as
 * long as the order among those who stay is the old one, and a newcomer gets one between their neighbours'. PURE
 */
const step = 2 ** 20
const firstNumber = 2 ** 40

/** A number for each name in the order of `names`, rising; as many as can be keep the one of `before`. */
export function spaced<Name>(names: readonly Name[], before: ReadonlyMap<Name, number>): Map<Name, number> {
  const kept = longestRise(names.map((name) => before.get(name) ?? null))
  const numbers = new Map<Name, number>()
  for (let at = 0; at < names.length;) {
    let end = at
    while (end < names.length && !kept.has(end)) end++
    const next = end < names.length ? before.get(names[end]!)! : null
    const fresh = between(at === 0 ? null : numbers.get(names[at - 1]!)!, next, end - at)
    // No room is left between two who stay: all get new numbers.
    if (fresh === null) return spaced(names, new Map())
    fresh.forEach((number, nth) => numbers.set(names[at + nth]!, number))
    if (next !== null) numbers.set(names[end]!, next)
    at = end + 1
  }
  return numbers
}

/** `count` numbers above one and below the other, or null where there is no room. */
function between(low: number | null, high: number | null, count: number): readonly number[] | null {
  const start = low ?? (high === null ? firstNumber : high - (count + 1) * step)
  const gap = high === null || low === null ? step : Math.floor((high - low) / (count + 1))
  if (gap < 1 || start < 0) return count === 0 ? [] : null
  return Array.from({ length: count }, (_, nth) => start + (nth + 1) * gap)
}

/** Places of a longest rising choice of the numbers; null stands for none. */
function longestRise(numbers: readonly (number | null)[]): ReadonlySet<number> {
  /** The place that ends the best rise of each length, and for each place the one before it. */
  const ends: number[] = []
  const previous = new Map<number, number>()
  numbers.forEach((number, at) => {
    if (number === null) return
    let length = ends.length
    while (length > 0 && numbers[ends[length - 1]!]! >= number) length--
    if (length > 0) previous.set(at, ends[length - 1]!)
    ends[length] = at
  })
  const chosen = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = previous.get(at)) chosen.add(at)
  return chosen
}
