/**
 * Agents' logins. The browser holds a cookie of 256 random bits; the store holds only its SHA-256, in table `login`, so
 * that nobody who reads the data can sign in with it. A login ends at sign-out, when its account is disabled or changes
 * its password or role, and 12 h after it was last used.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Person } from '../app/organisation.ts'
import type { Actor } from '../http/door.ts'
import { makeId, type AgentId, type SessionId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import { hours, instant, later, minutes, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/codec.ts'
import type { Accounts, Write } from './accounts.ts'

/** Somebody of the company, whatever their role. */
export type AgentActor = Extract<Actor, { kind: 'agent' }>

/** Unused for so long, a login is over. */
export const loginLifeMs = hours(12)
/** How much of that life must have passed before a use is written down: one write in ten minutes, not one a request. */
const renewAfterMs = minutes(10)
const version = 1
const tokenForm = /^[A-Za-z0-9_-]{43}$/

interface LoginRow {
  readonly login: string
  readonly agent: AgentId
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

export interface LoginsDeps {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly write: Write
  readonly accounts: Accounts
  /** What a role may do at this moment. */
  readonly rightsOf: (role: string) => ReadonlySet<Right>
  readonly clock: Clock
  readonly log: Log
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
/** From the hash and not the token, so that a session can be found from its row; one way, so that it tells nothing of either. */
const sessionOf = (hash: string): SessionId =>
  makeId('session', createHash('sha256').update(`session:${hash}`).digest('base64url').slice(0, 32))

export class Logins {
  /** Ended in this turn or while the store was down: no use of them may be written down again. */
  readonly #ended = new Set<string>()

  constructor(private readonly deps: LoginsDeps) {}

  /** A new login with a token of its own, durable before it is told. Rejects with `StorageUnavailable`. */
  async begin(person: Person): Promise<{ readonly token: string; readonly actor: AgentActor }> {
    const token = randomBytes(32).toString('base64url')
    const hash = hashOf(token)
    const createdAt = this.deps.clock.now()
    const row = { login: person.login, agent: person.agent, createdAt, expiresAt: later(createdAt, loginLifeMs) }
    await this.deps.write([{ table: 'login', key: [hash], value: packRow(row) }, ...this.#expired()])
    return { token, actor: this.#actorOf(hash, person) }
  }

  /** Whoever holds this token, as the account stands now, or null. Using a login prolongs it. */
  actor(token: string): AgentActor | null {
    if (!tokenForm.test(token)) return null
    const hash = hashOf(token)
    const bytes = this.#ended.has(hash) ? undefined : this.deps.store.get('login', [hash])
    if (bytes === undefined) return null
    const row = readRow(bytes)
    const now = this.deps.clock.now()
    const person = this.deps.accounts.find(row.login)?.person
    if (now >= row.expiresAt || person === undefined || person.disabled || person.agent !== row.agent) return null
    if (since(now, row.expiresAt) < loginLifeMs - renewAfterMs) this.#renew(hash, row, now)
    return this.#actorOf(hash, person)
  }

  /** Ends one login. From now on the token is worth nothing, even if the store cannot keep that: then it rejects with `StorageUnavailable`. */
  async end(token: string): Promise<void> {
    await this.#endAll([hashOf(token)])
  }

  /**
   * Ends every login of an agent. The sessions, whose sockets are for the caller to close, are known at once; `kept`
   * resolves when it is on the disk and rejects with `StorageUnavailable`, until a restart they are over all the same.
   */
  endAllOf(agent: AgentId): { readonly sessions: readonly SessionId[]; readonly kept: Promise<void> } {
    const hashes = [...this.deps.store.range('login', {})]
      .filter(({ value }) => readRow(value).agent === agent)
      .map(({ key }) => String(key[0]))
    return { sessions: hashes.map(sessionOf), kept: this.#endAll(hashes) }
  }

  async #endAll(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) this.#ended.add(hash)
    await this.deps.write(hashes.map((hash) => ({ table: 'login', key: [hash], value: null })))
    for (const hash of hashes) this.#ended.delete(hash)
  }

  #actorOf(hash: string, { agent, role, name }: Person): AgentActor {
    return { kind: 'agent', session: sessionOf(hash), agent, role, rights: this.deps.rightsOf(role), name }
  }

  #renew(hash: string, row: LoginRow, now: Instant): void {
    const value = packRow({ ...row, expiresAt: later(now, loginLifeMs) })
    this.deps.write([{ table: 'login', key: [hash], value }]).catch(() => {
      this.deps.log.warn({ agent: row.agent }, 'a login could not be prolonged; the next use tries again')
    })
  }

  /** Old rows leave with a new one, so that the table never holds more than half a day of logins. */
  #expired() {
    const now = this.deps.clock.now()
    return [...this.deps.store.range('login', {})]
      .filter(({ value }) => now >= readRow(value).expiresAt)
      .map(({ key }) => ({ table: 'login', key, value: null }) as const)
  }
}

const packRow = ({ login, agent, createdAt, expiresAt }: LoginRow): Uint8Array =>
  encode([version, login, agent, createdAt, expiresAt])

function readRow(bytes: Uint8Array): LoginRow {
  const [, login, agent, createdAt, expiresAt] = decode(bytes) as [number, string, string, number, number]
  return { login, agent: agent as AgentId, createdAt: instant(createdAt), expiresAt: instant(expiresAt) }
}
