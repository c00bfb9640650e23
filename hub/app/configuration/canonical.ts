/** Documents as data: what they are, and one text for each. Runs in browsers too, where an administrator changes a draft of one. */

export type Document = Readonly<Record<string, unknown>>

/** The same text for the same data, in whatever order it was written. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = fields.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether two values have the same text. What both share is not looked into: of a draft with thousands of entries only those
 * that differ cost anything.
 */
export function saysSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return canonical(one) === canonical(other)
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((part, at) => saysSame(part, other[at]))
    )
  const names = said(one as Fields)
  return (
    names.length === said(other as Fields).length &&
    names.every(
      (name) => (other as Fields)[name] !== undefined && saysSame((one as Fields)[name], (other as Fields)[name]),
    )
  )
}

const said = (fields: Fields): readonly string[] => Object.keys(fields).filter((name) => fields[name] !== undefined)
