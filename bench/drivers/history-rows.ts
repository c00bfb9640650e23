/**
 * The rows of one contact's life as those of others: in keys and values its ids are replaced by others of the same length.
 * What is sealed stays as it was, so nobody could read the copies' texts; what a start reads of ended contacts is the same.
 */
import type { Change, Key } from '../../hub/ports/store.ts'
import type { Life } from './history-life.ts'

/** Tables in which the rows of an ended contact are; the others say how things stand now. */
const tables = ['event', 'contactEvent', 'entry', 'closed', 'customer', 'customerContact', 'visitor', 'expiry'] as const

type Kept = Change & { readonly value: Uint8Array }
/** Where in the value which of the ids stands. */
type Place = readonly [id: number, at: number]

interface Model {
  readonly table: Change['table']
  readonly key: Key
  readonly value: Uint8Array
  readonly places: readonly Place[]
}

/** Rows of `count` contacts, contact by contact. Their events go on from number `lastEvent`. */
export function* copies(
  { ids, changes, contact }: Life,
  count: number,
  lastEvent: number,
): Generator<readonly Change[]> {
  const models = modelsOf(changes, ids, contact)
  const events = models.flatMap(({ table, key }) => (table === 'event' ? [Number(key[0])] : []))
  const nthOf = new Map(events.map((number, nth) => [number, nth]))
  for (let n = 0; n < count; n++) {
    const own = ids.map((id) => `${id.slice(0, 4)}h${n.toString(36).padStart(id.length - 5, '0')}`)
    const bytes = own.map((id) => Buffer.from(id, 'latin1'))
    const renamed = (part: string | number): string | number => {
      if (typeof part === 'string') return own[ids.indexOf(part)] ?? part
      const nth = nthOf.get(part)
      return nth === undefined ? part : lastEvent + 1 + n * events.length + nth
    }
    yield models.map(({ table, key, value, places }) => ({
      table,
      key: key.map(renamed),
      value: patched(value, places, bytes),
    }))
  }
}

function modelsOf(changes: readonly Change[], ids: readonly string[], contact: string): readonly Model[] {
  const last = new Map<string, Change>()
  for (const change of changes) last.set(`${change.table} ${change.key.join(' ')}`, change)
  const kept = [...last.values()].filter(
    (change): change is Kept => change.value !== null && (tables as readonly string[]).includes(change.table),
  )
  return kept
    .map(({ table, key, value }) => ({ table, key, value, places: placesOf(value, ids) }))
    .filter(({ table, value }) => table !== 'event' || Buffer.from(value).includes(contact, 0, 'latin1'))
}

function placesOf(value: Uint8Array, ids: readonly string[]): readonly Place[] {
  const bytes = Buffer.from(value)
  return ids.flatMap((id, which) => {
    const found: Place[] = []
    for (let at = bytes.indexOf(id, 0, 'latin1'); at !== -1; at = bytes.indexOf(id, at + 1, 'latin1'))
      found.push([which, at])
    return found
  })
}

function patched(value: Uint8Array, places: readonly Place[], ids: readonly Buffer[]): Uint8Array {
  if (places.length === 0) return value
  const copy = Buffer.from(value)
  for (const [which, at] of places) copy.set(ids[which]!, at)
  return copy
}
