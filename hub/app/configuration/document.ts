/** A document of the configuration: what a version holds, as it was written. Plain JSON, of which the app knows no more. */
import { beginning, hashOf } from '../audit.ts'

export type Document = Readonly<Record<string, unknown>>

/** The same text for the same data, in whatever order it was written. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = fields.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}

/** SHA-256 of the document, in hexadecimal: equal for documents that say the same. */
export const digestOf = (document: Document): string =>
  Buffer.from(hashOf(beginning.hash, Buffer.from(canonical(document)))).toString('hex')
