/**
 * PURE: documents of the configuration as data that is edited. Places are written as the hub's refusals write them:
 * `queues/0/name/ja`. Nothing is changed in place, so that two drafts can be compared.
 */
import { saysSame, type Document } from '../../hub/app/configuration/canonical.ts'

export type { Document }

type Tree = Readonly<Record<string, unknown>>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** True for values that say the same. */
export const same = saysSame

/** What stands at a place; undefined for nothing. */
export function valueAt(from: unknown, place: string): unknown {
  let found = from
  for (const part of place === '' ? [] : place.split('/')) found = isTree(found) ? found[part] : undefined
  return found
}

/** The document with `value` at the place; undefined takes away what is there, and empty objects that held nothing else. */
export function withValue<T>(from: T, place: string, value: unknown): T {
  const at = place.indexOf('/')
  const [part, rest] = at === -1 ? [place, ''] : [place.slice(0, at), place.slice(at + 1)]
  const tree: Tree = isTree(from) ? from : {}
  const inner = rest === '' ? value : withValue(tree[part], rest, value)
  if (Array.isArray(from)) {
    const list: unknown[] = [...(from as unknown[])]
    if (inner === undefined) list.splice(Number(part), 1)
    else list[Number(part)] = inner
    return list as T
  }
  const { [part]: _, ...others } = tree
  // Settings keep their order: what changes stays where it was read.
  const changed = part in tree && inner !== undefined ? { ...tree, [part]: inner } : { ...others, [part]: inner }
  if (inner !== undefined) return changed as T
  const heldNothingElse = Object.keys(others).length === 0 && (!isTree(from) || Object.keys(tree).length > 0)
  return (heldNothingElse ? undefined : others) as T
}

/** What entries of a list are told apart by; null for lists that are one value, such as origins. */
export function nameOf(list: readonly unknown[]): string | null {
  const names = ['id', 'key', 'login', 'flow', 'name', 'at']
  const isNamed = (name: string): boolean =>
    list.every((entry) => isTree(entry) && !Array.isArray(entry) && typeof entry[name] === 'string')
  return list.length === 0 ? null : (names.find(isNamed) ?? null)
}

/** What of a draft could not be carried over as it was: both had changed it, and the draft's holds. */
export interface Carried {
  readonly document: Document
  readonly both: readonly string[]
}

/** The draft `mine`, begun on `base`, on top of what somebody else made of it. */
export function carriedOver(base: Document, mine: Document, theirs: Document): Carried {
  const both: string[] = []
  const document = merged(base, mine, theirs, '', both) as Document | undefined
  return { document: document ?? {}, both }
}

function merged(base: unknown, mine: unknown, theirs: unknown, place: string, both: string[]): unknown {
  if (same(mine, base)) return theirs
  if (same(theirs, base) || same(mine, theirs)) return mine
  const below = (part: string): string => (place === '' ? part : `${place}/${part}`)
  if (isList(mine) && isList(theirs)) {
    const was = isList(base) ? base : []
    const name = nameOf([...was, ...mine, ...theirs])
    if (name !== null) return mergedLists(was, mine, theirs, name, (key, ...of) => merged(...of, below(key), both))
  } else if (isTree(mine) && isTree(theirs)) {
    const was: Tree = isTree(base) ? base : {}
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
    const found = keys.map((key) => [key, merged(was[key], mine[key], theirs[key], below(key), both)] as const)
    return Object.fromEntries(found.filter(([, value]) => value !== undefined))
  }
  both.push(place)
  return mine
}

const isList = (value: unknown): value is readonly Tree[] => Array.isArray(value)

type Inner = (key: string, base: unknown, mine: unknown, theirs: unknown) => unknown

/** In the draft's order; what the other has added comes after it. */
function mergedLists(
  base: readonly Tree[],
  mine: readonly Tree[],
  theirs: readonly Tree[],
  name: string,
  inner: Inner,
): unknown[] {
  const find = (list: readonly Tree[], key: unknown): Tree | undefined => list.find((entry) => entry[name] === key)
  const keys = [...new Set([...mine, ...theirs].map((entry) => String(entry[name])))]
  return keys
    .map((key) => inner(key, find(base, key), find(mine, key), find(theirs, key)))
    .filter((entry) => entry !== undefined)
}

/** Of two documents, the settings at the top that differ; null for one that is gone. What a reload keeps. */
export function partsOf(base: Document, draft: Document): Document {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(draft)])]
  return Object.fromEntries(keys.filter((key) => !same(base[key], draft[key])).map((key) => [key, draft[key] ?? null]))
}

/** `base` with what `partsOf` kept. */
export function withParts(base: Document, parts: Document): Document {
  const gone = Object.keys(parts).filter((key) => parts[key] === null)
  return Object.fromEntries(Object.entries({ ...base, ...parts }).filter(([key]) => !gone.includes(key)))
}

/** A short key that no entry has yet: `orders-2` beside `orders`. */
export function freeKey(wanted: string, taken: readonly string[]): string {
  const stem = wanted.replace(/-\d+$/, '').slice(0, 36)
  for (let n = 2; ; n++) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`
}

/** The key of one more entry of a list, by what it is: `choice-3`. */
export function nextKey(stem: string, entries: readonly { readonly key?: string }[]): string {
  let n = entries.length + 1
  while (entries.some(({ key }) => key === `${stem}-${n}`)) n++
  return `${stem}-${n}`
}
