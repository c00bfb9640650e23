/**
 * Keys by which a company's programs ask over HTTP: `mdk_` and 256 random bits, of which the store has only the SHA-256, in
 * table `apiKey`. A key has rights of its own, never more than whoever made it had then, and is looked up anew with every
 * request: one that was ended is worth nothing from that moment. Whoever shows wrong ones waits, longer each time.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Doer } from '../app/audit.ts'
import { RateLimit } from '../model/rate-limit.ts'
import { rights as allRights, type Right } from '../model/rights.ts'
import { instant, minutes, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/codec.ts'
import type { Write } from './accounts.ts'
import { LockOut } from './lock-out.ts'
import { Turns } from './turns.ts'

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly rights: readonly Right[]
  readonly createdAt: Instant
  readonly createdBy: string
  /** Written down once in ten minutes; null before the first use. */
  readonly lastUsedAt: Instant | null
  /** Null: good until it is ended. */
  readonly expiresAt: Instant | null
}

/** A program, as its key proves it. */
export interface KeyActor {
  readonly kind: 'key'
  readonly name: string
  readonly rights: ReadonlySet<Right>
}

export type KeyProof =
  | KeyActor
  | { readonly kind: 'unknown' }
  /** Too many wrong ones from this address. */
  | { readonly kind: 'locked'; readonly retryAfterMs: number }
  /** This key asks too often. */
  | { readonly kind: 'tooMany'; readonly retryAfterMs: number }

export interface KeyWish {
  readonly name: string
  readonly rights: readonly Right[]
  readonly expiresAt: Instant | null
}

export interface ApiKeysDeps {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly write: Write
  readonly clock: Clock
  readonly limits: { readonly wrongPasswordsPerAddress: number }
}

export const keyPrefix = 'mdk_'
const keyForm = /^mdk_[A-Za-z0-9_-]{43}$/
const version = 1
/** Requests of one key in a minute. */
const perMinute = 600
const writtenAfterMs = minutes(10)

export class ApiKeys {
  readonly #wrong: LockOut
  readonly #rate: RateLimit
  readonly #turns = new Turns()
  /** Ended, and perhaps not on the disk yet. */
  readonly #ended = new Set<string>()

  constructor(private readonly deps: ApiKeysDeps) {
    const { clock, limits } = deps
    this.#wrong = new LockOut({ clock, attemptsFree: limits.wrongPasswordsPerAddress })
    this.#rate = new RateLimit(clock, perMinute)
  }

  /** Those that are good, the oldest first. */
  list(): readonly ApiKey[] {
    return this.#rows().map(({ key }) => key)
  }

  /** The key itself is told this once. Rejects with `StorageUnavailable`. */
  make(
    wish: KeyWish,
    maker: { readonly by: Doer; readonly rights: ReadonlySet<Right> },
  ): Promise<{ readonly id: string; readonly key: string } | { readonly refused: 'key.taken' | 'key.beyond' }> {
    return this.#turns.run(async () => {
      if (!wish.rights.every((right) => maker.rights.has(right))) return { refused: 'key.beyond' }
      // By its name the audit knows it: two of one name would be one there.
      if (this.list().some(({ name }) => name === wish.name)) return { refused: 'key.taken' }
      const token = `${keyPrefix}${randomBytes(32).toString('base64url')}`
      const id = `key_${randomBytes(16).toString('base64url')}`
      const rights = allRights.filter((right) => wish.rights.includes(right))
      const made = { createdAt: this.deps.clock.now(), createdBy: maker.by, lastUsedAt: null }
      const detail = `${wish.name}: ${rights.join(', ')}`.slice(0, 300)
      await this.deps.write(
        [put(hashOf(token), { id, name: wish.name, rights, ...made, expiresAt: wish.expiresAt })],
        [{ by: maker.by, act: 'key.made', object: id, detail }],
      )
      return { id, key: token }
    })
  }

  /** False when there is none of this id. Rejects with `StorageUnavailable`, and then it is over until a restart all the same. */
  async end(id: string, by: Doer): Promise<boolean> {
    const found = this.#rows().find(({ key }) => key.id === id)
    if (found === undefined) return false
    this.#ended.add(found.hash)
    await this.deps.write(
      [{ table: 'apiKey', key: [found.hash], value: null }],
      [{ by, act: 'key.ended', object: id, detail: found.key.name }],
    )
    return true
  }

  /** Whose key this is. `address` is where it is shown. */
  prove(token: string, address: string): KeyProof {
    const retryAfterMs = this.#wrong.waitMs(address)
    if (retryAfterMs > 0) return { kind: 'locked', retryAfterMs }
    const hash = hashOf(token)
    const key = keyForm.test(token) ? this.#good(hash) : null
    if (key === null) {
      this.#wrong.attempt(address)
      return { kind: 'unknown' }
    }
    if (!this.#rate.take(key.id)) return { kind: 'tooMany', retryAfterMs: this.#rate.waitMs }
    this.#used(hash, key)
    return { kind: 'key', name: key.name, rights: new Set(key.rights) }
  }

  #good(hash: string): ApiKey | null {
    const bytes = this.#ended.has(hash) ? undefined : this.deps.store.get('apiKey', [hash])
    if (bytes === undefined) return null
    const key = read(bytes)
    return key.expiresAt !== null && this.deps.clock.now() >= key.expiresAt ? null : key
  }

  #used(hash: string, key: ApiKey): void {
    const now = this.deps.clock.now()
    if (key.lastUsedAt !== null && since(key.lastUsedAt, now) < writtenAfterMs) return
    // In turn with the ends of keys: a use that is written down late must not bring one back.
    void this.#turns
      .run(async () => {
        if (this.#good(hash) !== null) await this.deps.write([put(hash, { ...key, lastUsedAt: now })])
      })
      // The next use tries again.
      .catch(() => undefined)
  }

  #rows(): readonly { readonly hash: string; readonly key: ApiKey }[] {
    return Array.from(this.deps.store.range('apiKey', {}), ({ key, value }) => ({
      hash: String(key[0]),
      key: read(value),
    }))
      .filter(({ hash }) => this.#good(hash) !== null)
      .toSorted((one, other) => one.key.createdAt - other.key.createdAt)
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

type Row = readonly [number, string, string, readonly Right[], number, string, number | null, number | null]

const put = (hash: string, key: ApiKey) => {
  const { id, name, rights, createdAt, createdBy, lastUsedAt, expiresAt } = key
  const row: Row = [version, id, name, rights, createdAt, createdBy, lastUsedAt, expiresAt]
  return { table: 'apiKey', key: [hash], value: encode(row) } as const
}

function read(bytes: Uint8Array): ApiKey {
  const [, id, name, rights, createdAt, createdBy, lastUsedAt, expiresAt] = decode(bytes) as Row
  const at = (time: number | null): Instant | null => (time === null ? null : instant(time))
  const known = rights.filter((right) => allRights.includes(right))
  return {
    id,
    name,
    rights: known,
    createdAt: instant(createdAt),
    createdBy,
    lastUsedAt: at(lastUsedAt),
    expiresAt: at(expiresAt),
  }
}
