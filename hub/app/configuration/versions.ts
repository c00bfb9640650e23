/**
 * The versions of the configuration: table `configuration`, one row each, only ever added to. What was applied last is
 * served after a restart as well; a file that somebody has changed since a hub last saw it makes a new version, so that
 * editing it and starting the hub again goes on working. Whose turn it is, is decided here, from what is kept.
 */
import type { ConfigurationVersion } from '../../http/door.ts'
import type { Instant } from '../../model/time.ts'
import type { Change, Key, Store } from '../../ports/store.ts'
import { decode, encode } from '../../protocol/index.ts'
import type { Deed } from '../audit.ts'
import { details } from '../../model/audit-details.ts'
import { keys, rows } from '../records.ts'
import { digestOf, type Document } from './document.ts'

/** A version as it is kept. */
export interface Version extends ConfigurationVersion {
  /** What asked for it, where that may come a second time after a kill; '' otherwise. */
  readonly request: string
  readonly document: Document
}

/** The file that a hub finds at its start. */
export interface WrittenFile {
  readonly name: string
  readonly document: Document
  /** It says nothing of whom the hub serves. Left out: it does. */
  readonly isBlank?: boolean
}

export interface AtStart {
  /** What this hub serves. */
  readonly version: Version
  /** To be kept with the start, and recorded. */
  readonly changes: readonly Change[]
  readonly deeds: readonly Deed[]
  /** For the log: why it is this version. */
  readonly why:
    | 'nothing is configured yet'
    | 'no file says another'
    | 'the file is new'
    | 'the file says so'
    | 'it was applied, and the file has not changed since'
}

const seenKey: Key = ['configurationFile']

/** Notes what stands in the hub's file, so that a start makes a version of it only when it has changed since. */
export const seen = (digest: string): Change => ({ table: 'meta', key: seenKey, value: encode(digest) })

/** The version that was made last; null before the first. */
export function latestOf(store: Pick<Store, 'range'>): Version | null {
  for (const { value } of store.range('configuration', { reverse: true, limit: 1 }))
    return rows.configuration.read(value)
  return null
}

export function versionOf(store: Pick<Store, 'range'>, n: number): Version | null {
  const key = keys.configuration(n)
  for (const { value } of store.range('configuration', { prefix: key, limit: 1 })) return rows.configuration.read(value)
  return null
}

/** All of them, the oldest first. */
export function* versionsOf(store: Pick<Store, 'range'>): Iterable<Version> {
  for (const { value } of store.range('configuration', {})) yield rows.configuration.read(value)
}

/** Which version a hub serves that starts at `at` and finds this file. */
export function atStart(store: Pick<Store, 'get' | 'range'>, file: WrittenFile, at: Instant): AtStart {
  const { document, name, isBlank = false } = file
  const latest = latestOf(store)
  // A file that is lost, or was never there, takes nobody's queues away.
  if (isBlank && latest !== null) return { version: latest, changes: [], deeds: [], why: 'no file says another' }
  const digest = digestOf(document)
  const bytes = store.get('meta', seenKey)
  const isSeen = bytes !== undefined && decode(bytes) === digest
  const mark = isSeen ? [] : [seen(digest)]
  if (latest?.digest === digest) return { version: latest, changes: mark, deeds: [], why: 'the file says so' }
  if (latest !== null && isSeen)
    return { version: latest, changes: [], deeds: [], why: 'it was applied, and the file has not changed since' }
  const version: Version = {
    n: (latest?.n ?? 0) + 1,
    at,
    by: 'hub',
    source: 'file',
    of: null,
    note: `${name} at the start`.slice(0, 200),
    digest,
    request: '',
    document,
  }
  return {
    version,
    changes: [put(version), ...mark],
    deeds: [deedOf(version)],
    why: isBlank ? 'nothing is configured yet' : 'the file is new',
  }
}

export const put = (version: Version): Change => rows.configuration.put(keys.configuration(version.n), version)

/** What the audit is told of a new version. */
export const deedOf = ({ n, by, source, of }: Version): Deed => ({
  by: by as Deed['by'],
  act: source === 'rollback' ? 'configuration.rolledBack' : 'configuration.applied',
  object: `version ${n}`,
  detail: source === 'rollback' ? details.asVersion(of) : source === 'file' ? details.fromFile : '',
})

/** What is told of a version, without what is in it. */
export const summaryOf = ({ n, at, by, source, of, note, digest }: Version): ConfigurationVersion => ({
  n,
  at,
  by,
  source,
  of,
  note,
  digest,
})
