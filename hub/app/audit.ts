/**
 * The record of privileged acts (P24): table `audit`, one row an act, each with the hash of the row before it, so that
 * none can be changed, dropped or slipped in without breaking the chain. An act and its record are one transaction.
 * To add an act: a line in `acts`, and `recorded` where it happens. How the chain is read: audit-chain.ts.
 */
import { createHash } from 'node:crypto'
import { assert } from '../model/assert.ts'
import type { AgentId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/index.ts'
import { details } from '../model/audit-details.ts'

/** Every act there is, and what its record tells. `object` is an id or a name of ours, never what somebody wrote. */
export const acts = {
  'account.added': 'somebody may sign in from now on; object: the agent, detail: the role',
  'account.role': 'somebody has another role; detail: before and after',
  'account.rules': 'somebody has another name, other queues, skills or another capacity',
  'account.password': 'somebody has another password',
  'account.disabled': 'somebody may not sign in any more',
  'account.enabled': 'somebody may sign in again',
  'account.locked': 'too many wrong passwords or codes: the account has to wait',
  'account.unlocked': 'the wait after too many wrong passwords or codes was lifted',
  'account.provider': 'a provider of sign-ins has named somebody first; detail: which',
  'account.secondFactor':
    'somebody has a second factor, or none any more; detail: on, off, forgotten, or that a recovery code was used',
  'login.ended': 'logins of somebody were ended before their time; detail: one or all',
  'key.made': 'an API key was made; object: its id, detail: its name and what it may',
  'key.ended': 'an API key is worth nothing from now on; object: its id, detail: its name',
  'role.changed':
    'a role of the company’s own may do something else; object: the role, detail: rights that came and went',
  'configuration.changed': 'the hub started with another configuration; detail: its sections that differ',
  'configuration.applied': 'another configuration is served; object: its version',
  'configuration.rolledBack': 'an earlier configuration is served again; object: its new version, detail: which it was',
  'contact.read': 'a supervisor or administrator read the log of a contact that another agent served',
  'contact.assigned': 'a supervisor gave a contact to an agent; detail: to whom, and whether by force',
  'contact.takenOver': 'a supervisor took a talk from an agent; detail: from whom',
  'call.listened': 'a supervisor listened to a call, whispered or barged in; detail: how',
  'agent.forced': 'a supervisor stated the presence of an agent in their place; detail: the presence and its reason',
  'agent.told': 'somebody sent a colleague a word; what it said is not in the record',
  'agent.rules': 'a supervisor gave an agent other queues and skills; the version before it says which',
  'agent.rescued': 'a supervisor had the talks of a lost agent wait again; detail: how many',
  'contact.earlier': 'a supervisor or administrator listed the earlier contacts of a customer',
  'attachment.read': 'a supervisor or administrator fetched a file of a contact that is not theirs',
  'contact.searched': 'somebody who may read all contacts found a word in one that another agent served',
  'customer.read': 'a supervisor or administrator looked at the card of a customer whose contact they do not have',
  'customer.searched': 'somebody looked for customers by name or by how they are reached; once for ten minutes',
  'customer.exported': 'everything kept of a customer was handed out',
  'customer.merged':
    'somebody unknown was named by the company’s server: their contacts are that customer’s; detail: how many, of whom',
  'customer.erased': 'a customer was erased; detail: how much',
  'contact.erased': 'one contact was erased; detail: how much',
  'retention.ran': 'contacts past their time were erased; object: the site, detail: how many',
  'audit.read': 'somebody read this record, or had it checked; once for a quarter of an hour',
  'audit.trimmed': 'old records of this table were removed; object: the number of the last one of them',
  'backup.made': 'the data was copied',
  'backup.restored':
    'this data is that of a backup: all that was recorded between the record before this one and this one is not here; object: the backup',
  'keys.copied': 'the keys were copied',
} as const satisfies Readonly<Record<string, string>>
export type Act = keyof typeof acts

/** Who did it. `hub` is the hub by itself; `command line` is whoever may write the data folder; `key NAME` an API key. */
export type Doer = AgentId | 'command line' | 'hub' | `key ${string}`

/** An act as whoever does it says it. */
export interface Deed {
  readonly by: Doer
  readonly act: Act
  /** At most 80 characters. */
  readonly object: string
  /** At most 300 characters; no secret and nothing a customer wrote. */
  readonly detail?: string
}

/** An act as it is kept. */
export interface AuditRecord {
  /** 1, 2, 3 … without holes. */
  readonly n: number
  readonly at: Instant
  readonly actor: string
  readonly act: string
  readonly object: string
  readonly detail: string
}

/** A place in the chain: the number of a record and its hash. `n` 0 is the beginning, before any record. */
export interface Link {
  readonly n: number
  readonly hash: Uint8Array
}

export const hashBytes = 32
/** Characters of what an act was done to. */
export const objectMax = 80
const detailMax = 300
const version = 1

export const beginning: Link = { n: 0, hash: new Uint8Array(hashBytes) }
const keyOf = (n: number): Key => [n]
/** Where `meta` holds the last record's link, and the link of the last record that retention removed. */
export const headKey: Key = ['auditHead']
export const baseKey: Key = ['auditBase']

/** The changes that record these deeds after whatever is recorded already. Reads one row, however long the chain. */
export function recorded(reader: Pick<Store, 'get'>, at: Instant, deeds: readonly Deed[]): Change[] {
  if (deeds.length === 0) return []
  let head = linkOf(reader.get('meta', headKey)) ?? beginning
  const changes: Change[] = []
  for (const { by, act, object, detail = '' } of deeds) {
    assert(object.length <= objectMax && detail.length <= detailMax, `a record of ${act} is bounded`)
    const body = encode([version, head.n + 1, at, by, act, object, detail])
    head = { n: head.n + 1, hash: hashOf(head.hash, body) }
    changes.push({ table: 'audit', key: keyOf(head.n), value: Buffer.concat([head.hash, body]) })
  }
  return [...changes, { table: 'meta', key: headKey, value: packLink(head) }]
}

/** The changes that remove all records up to `last` and remember where the chain begins now. Throws for what is not in the chain. */
export function trimmed(reader: Pick<Store, 'get' | 'range'>, at: Instant, last: number): Change[] {
  const row = reader.get('audit', keyOf(last))
  assert(row !== undefined, 'only records that are there can be removed')
  const removed = Array.from(reader.range('audit', { before: keyOf(last + 1) }), ({ key }): Change => ({
    table: 'audit',
    key,
    value: null,
  }))
  const deed: Deed = {
    by: 'hub',
    act: 'audit.trimmed',
    object: String(last),
    detail: details.trimmed(removed.length),
  }
  const base: Change = { table: 'meta', key: baseKey, value: packLink({ n: last, hash: row.subarray(0, hashBytes) }) }
  return [...removed, base, ...recorded(reader, at, [deed])]
}

/** SHA-256 over the hash before and the record's own bytes. */
export const hashOf = (before: Uint8Array, body: Uint8Array): Uint8Array =>
  createHash('sha256').update(before).update(body).digest()

/** A row in its two parts. The bytes of `body` are what is hashed, whatever they decode to. */
export const partsOf = (row: Uint8Array): { readonly hash: Uint8Array; readonly body: Uint8Array } => ({
  hash: row.subarray(0, hashBytes),
  body: row.subarray(hashBytes),
})

/** The record in a row's body, or null when it is none. */
export function readRecord(body: Uint8Array): AuditRecord | null {
  try {
    const fields = decode(body) as readonly unknown[]
    const [written, n, at, ...texts] = fields
    if (written !== version || fields.length !== 7 || !Number.isSafeInteger(n) || !Number.isSafeInteger(at)) return null
    if (!texts.every((text) => typeof text === 'string')) return null
    const [actor, act, object, detail] = texts as [string, string, string, string]
    return { n: n as number, at: instant(at as number), actor, act, object, detail }
  } catch {
    return null
  }
}

const packLink = ({ n, hash }: Link): Uint8Array => encode([n, hash])

/** The link in a row of `meta`; null when there is none, or none that makes sense. */
export function linkOf(row: Uint8Array | undefined): Link | null {
  if (row === undefined) return null
  try {
    const [n, hash] = decode(row) as [number, Uint8Array]
    return Number.isSafeInteger(n) && n >= 0 && hash.length === hashBytes ? { n, hash } : null
  } catch {
    return null
  }
}

/** `12:9f86d0…`: a link as it stands in the log, to be held against the chain later. */
export const anchorText = ({ n, hash }: Link): string => `${n}:${Buffer.from(hash).toString('hex')}`

/** The link that a text of `anchorText` names, or null. */
export function readAnchor(text: string): Link | null {
  const [, n, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  return n === undefined ? null : { n: Number(n), hash: Buffer.from(hash!, 'hex') }
}

/** The newest link of the chain. */
export const headOf = (reader: Pick<Store, 'get'>): Link => linkOf(reader.get('meta', headKey)) ?? beginning
