/**
 * Which configuration was in force when: each start holds it against the one before, by a hash for each section, and
 * records the names of sections that differ. The hashes stand in `meta`; secrets are not among them, nor any setting but
 * where the copy of the keys is kept, whose first making is recorded as well. The floor's own rules stand in its events,
 * once for as long as they stay the same.
 */
import type { RuleSet } from '../acd/index.ts'
import { decode, encode } from '../protocol/index.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { beginning, hashOf, type Deed } from './audit.ts'
import { details } from '../model/audit-details.ts'

/** Sections by name, without what is secret. Plain data. */
export type Sections = Readonly<Record<string, unknown>>

const markKey: Key = ['configurationMark']

/** What is to be kept and recorded at a start with these sections; nothing when they are as at the last one. */
export function configurationChange(
  reader: Pick<Store, 'get'>,
  sections: Sections,
): { readonly changes: readonly Change[]; readonly deeds: readonly Deed[] } {
  const marks = Object.entries(sections)
    .map(([name, section]) => [name, markOf(section)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const kept = reader.get('meta', markKey)
  const before = new Map(kept === undefined ? [] : (decode(kept) as (readonly [string, string])[]))
  const now = new Map(marks)
  const differ = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name))
  if (differ.length === 0) return { changes: [], deeds: [] }
  const detail = before.size === 0 ? details.firstConfiguration : differ.toSorted().join(', ').slice(0, 300)
  return {
    changes: [{ table: 'meta', key: markKey, value: encode(marks) }],
    deeds: [{ by: 'hub', act: 'configuration.changed', object: 'configuration', detail }],
  }
}

const copyKey: Key = ['keysCopy']

/** What is to be kept and recorded at a start whose hub keeps a copy of the keys at `path`; nothing when the last one did. */
export function keysCopyChange(
  reader: Pick<Store, 'get'>,
  path: string | null,
): { readonly changes: readonly Change[]; readonly deeds: readonly Deed[] } {
  const kept = reader.get('meta', copyKey)
  const before = kept === undefined ? null : (decode(kept) as string | null)
  if (before === path) return { changes: [], deeds: [] }
  return {
    changes: [{ table: 'meta', key: copyKey, value: encode(path) }],
    // Of a long path its end tells more.
    deeds: path === null ? [] : [{ by: 'hub', act: 'keys.copied', object: path.slice(-80) }],
  }
}

/** The rules that the events of the floor told of last; gone when they have told of others since. */
export const rulesMarkKey: Key = ['rulesMark']

/** What is to be kept at a start with these rules; `news` are those that no event tells of yet, so that the floor's events say under which rules they were decided. */
export function rulesChange(
  reader: Pick<Store, 'get'>,
  rules: RuleSet,
): { readonly changes: readonly Change[]; readonly news: { readonly rules?: RuleSet } } {
  const mark = encode(markOf(rules))
  const kept = reader.get('meta', rulesMarkKey)
  if (kept !== undefined && Buffer.compare(kept, mark) === 0) return { changes: [], news: {} }
  return { changes: [{ table: 'meta', key: rulesMarkKey, value: mark }], news: { rules } }
}

const markOf = (section: unknown): string =>
  Buffer.from(hashOf(beginning.hash, Buffer.from(JSON.stringify(section) ?? 'nothing')))
    .toString('hex')
    .slice(0, 32)
