/** Whether what is decided now is what is recorded: events of earlier versions lack fields, and what they lack is not held against them. */
export function same(decided: unknown, recorded: unknown): boolean {
  // Minus nought is kept as nought.
  if (decided === recorded) return true
  if (typeof decided !== 'object' || typeof recorded !== 'object' || decided === null || recorded === null) return false
  if (Array.isArray(decided) !== Array.isArray(recorded)) return false
  if (Array.isArray(decided) && Array.isArray(recorded))
    return decided.length === recorded.length && decided.every((item, at) => same(item, recorded[at]))
  const [now, then] = [decided as Record<string, unknown>, recorded as Record<string, unknown>]
  return Object.keys(then).every((key) => same(now[key], then[key]))
}
