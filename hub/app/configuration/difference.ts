/**
 * What is different between two documents of the configuration, in the words of the file: entry by entry, setting by
 * setting. Entries are the same when they have the same id, key, login or name; pure, and for people to read.
 */
import type { SettingChange } from '../../http/door.ts'
import { saysSame, type Document } from './canonical.ts'

type Entry = Readonly<Record<string, unknown>>

/** What a list of the file is called in the singular, and by what its entries are told apart. To add one: a line here. */
const lists = [
  ['sites', 'site', 'id'],
  ['queues', 'queue', 'id'],
  ['calendars', 'calendar', 'id'],
  ['reasons', 'reason', 'key'],
  ['replies', 'reply', 'key'],
  ['tags', 'tag', 'key'],
  ['links', 'link', 'key'],
  ['thresholds', 'threshold', 'key'],
  ['knowledge', 'answer', 'id'],
  ['bots', 'bot', 'id'],
  ['agents', 'agent', 'login'],
  ['roles', 'role', 'id'],
  ['flows', 'flow', 'flow'],
] as const

/** In the order of the file: what was removed, what is new, what has changed. Empty when both say the same. */
export function differenceOf(before: Document, after: Document): readonly SettingChange[] {
  const single = (['attachments', 'answerer'] as const).flatMap((name) =>
    settings(name, '', asEntry(before[name]), asEntry(after[name])),
  )
  return [
    ...lists.flatMap(([list, what, name]) => entries(what, name, asList(before[list]), asList(after[list]))),
    ...single,
  ]
}

type What = SettingChange['what']

function entries(what: What, name: string, before: readonly Entry[], after: readonly Entry[]): SettingChange[] {
  // Most lists are as they were.
  if (before === after) return []
  const old = new Map(before.map((entry) => [String(entry[name]), entry]))
  const now = new Map(after.map((entry) => [String(entry[name]), entry]))
  const removed = [...old.keys()].filter((key) => !now.has(key))
  const added = [...now.keys()].filter((key) => !old.has(key))
  const kept = [...now.keys()].filter((key) => old.has(key))
  return [
    ...removed.map((key): SettingChange => ({ what, name: key, change: 'removed', setting: '' })),
    ...added.map((key): SettingChange => ({ what, name: key, change: 'added', setting: '', after: now.get(key)! })),
    ...kept.flatMap((key) => settings(what, key, old.get(key)!, now.get(key)!)),
    ...order(what, '', '', [...old.keys()], [...now.keys()]),
  ]
}

/** Of two entries, every setting that differs. */
function settings(what: What, name: string, before: Entry, after: Entry, above = ''): SettingChange[] {
  // Drafts share what they did not change: of thousands of entries only those that did are looked at.
  if (before === after) return []
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((setting) => values(what, name, above + setting, before[setting], after[setting]))
}

function values(what: What, name: string, setting: string, before: unknown, after: unknown): SettingChange[] {
  if (saysSame(before, after)) return []
  const key = keyOf(before, after)
  if (key !== null) return nested(what, name, setting, byKey(before, key), byKey(after, key))
  if (isEntry(before) && isEntry(after)) return settings(what, name, before, after, `${setting}/`)
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [
    { what, name, change, setting, ...(before !== undefined && { before }), ...(after !== undefined && { after }) },
  ]
}

/** The entries of a list within an entry, such as the topics of a site: each as a setting of its own. */
function nested(
  what: What,
  name: string,
  setting: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): SettingChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return [
    ...keys.flatMap((key) => values(what, name, `${setting}/${key}`, before.get(key), after.get(key))),
    ...order(what, name, setting, [...before.keys()], [...after.keys()]),
  ]
}

/** The first rule that holds counts, and people see topics in their order: another order is a difference. */
function order(
  what: What,
  name: string,
  setting: string,
  before: readonly string[],
  after: readonly string[],
): SettingChange[] {
  const [known, kept] = [new Set(before), new Set(after)]
  const [old, now] = [before.filter((key) => kept.has(key)), after.filter((key) => known.has(key))]
  if (old.every((key, at) => key === now[at])) return []
  return [
    {
      what,
      name,
      change: 'changed',
      setting: `${setting}${setting === '' ? '' : ' '}(order)`,
      before: old,
      after: now,
    },
  ]
}

/** What the entries of both lists are told apart by; null where these are no lists of named entries. */
function keyOf(before: unknown, after: unknown): string | null {
  const all = [before, after].filter((list) => list !== undefined)
  if (!all.every((list): list is unknown[] => Array.isArray(list) && list.every(isEntry))) return null
  const found = all.flat() as Entry[]
  return (
    ['key', 'name', 'at'].find((name) => found.length > 0 && found.every((entry) => isName(entry[name]))) ??
    numbered(found)
  )
}

const isName = (value: unknown): boolean => typeof value === 'string'
/** Steps have no name but their number. */
const numbered = (found: readonly Entry[]): string | null => (found.length > 0 ? '' : null)

function byKey(list: unknown, key: string): ReadonlyMap<string, unknown> {
  return new Map(asList(list).map((entry, at) => [key === '' ? String(at) : String(entry[key]), entry]))
}

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value)
const asEntry = (value: unknown): Entry => (isEntry(value) ? value : {})
const asList = (value: unknown): readonly Entry[] => (Array.isArray(value) ? (value as Entry[]) : [])
