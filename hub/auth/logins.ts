/**
 * Agents' logins. The browser holds a cookie of 256 random bits; the store holds only its SHA-256, in table `login`, so
 * that nobody who reads the data can sign in with it. A login ends at sign-out, when its account is disabled or changes
 * its password or role, when somebody ends it, 12 h after it was last used and seven days after it began, however much it
 * is used: what was copied from a browser is not good for ever. A page that is connected uses its login (login-watch.ts).
 * One that must enrol a second factor first is nobody's until that is done.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Person } from '../app/organisation.ts'
import type { Actor } from '../http/door.ts'
import { makeId, type AgentId, type SessionId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import { hours, instant, later, minutes, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Change, Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/codec.ts'
import type { Deed } from '../app/audit.ts'
import { proofMark, type Accounts, type Write } from './accounts.ts'

/** Somebody of the company, whatever their role. */
export type AgentActor = Extract<Actor, { kind: 'agent' }>

/** Unused for so long, a login is over. */
export const loginIdleMs = hours(12)
/** So long after it began, a login is over. */
export const loginLifeMs = hours(7 * 24)
/** How long after a use the next is written down: one write in ten minutes, not one a request. */
const renewAfterMs = minutes(10)
const version = 1
const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** Where somebody signs in. */
export interface Device {
  /** `Firefox, Windows`: never the whole header, which tells more than a person needs to know a browser by. */
  readonly browser: string
  /** Shortened: tells a network, not a neighbour. */
  readonly address: string
}

const unknownDevice: Device = { browser: '', address: '' }

/** A login as people are shown it. */
export interface LoginSession extends Device {
  readonly session: SessionId
  readonly beganAt: Instant
  /** Written down once in ten minutes. */
  readonly lastUsedAt: Instant
}

interface LoginRow extends Device {
  readonly login: string
  readonly agent: AgentId
  readonly createdAt: Instant
  /** Unless it is used before. */
  readonly expiresAt: Instant
  /** Of what proved the account when it began, see `proofMark`; '' in rows of before. */
  readonly mark: string
  /** A second factor is to be enrolled before anything else. */
  readonly isEnrolling: boolean
}

export interface LoginsDeps {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly write: Write
  readonly accounts: Accounts
  /** What a role may do at this moment. */
  readonly rightsOf: (role: string) => ReadonlySet<Right>
  /** Takes what is kept for these sessions alone. Rejects with `StorageUnavailable`. */
  readonly over: (sessions: readonly SessionId[]) => Promise<void>
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

  /**
   * A new login with a token of its own, durable before it is told. `isEnrolling`: it is good for enrolling a second factor,
   * and for nothing else until `enrolled`. Rejects with `StorageUnavailable`.
   */
  async begin(
    person: Person,
    device: Device = unknownDevice,
    isEnrolling = false,
  ): Promise<{ readonly token: string; readonly actor: AgentActor }> {
    const token = randomBytes(32).toString('base64url')
    const hash = hashOf(token)
    const createdAt = this.deps.clock.now()
    const { login, agent } = person
    const mark = this.#markOf(login)
    const row = { login, agent, createdAt, expiresAt: later(createdAt, loginIdleMs), ...device, mark, isEnrolling }
    const expired = this.#expired()
    await this.deps.write([{ table: 'login', key: [hash], value: packRow(row) }, ...expired.map(removed)])
    this.#over(expired)
    return { token, actor: this.#actorOf(hash, person) }
  }

  /** Whoever holds this token, as the account stands now, or null. Using a login prolongs it. */
  actor(token: string): AgentActor | null {
    const found = this.#found(token)
    if (found === null || found.row.isEnrolling) return null
    const { hash, row, person } = found
    this.#used(hash, row)
    return this.#actorOf(hash, person)
  }

  /**
   * Whoever has a page connected uses their login. Gives back which of these sessions have none any more: what they hold
   * open is for the caller to close. Reads the whole table.
   */
  inUse(connected: ReadonlySet<SessionId>): readonly SessionId[] {
    const without = new Set(connected)
    for (const { hash, row } of this.#rows())
      if (!this.#isOver(hash, row) && without.delete(sessionOf(hash))) this.#used(hash, row)
    return [...without]
  }

  /** Whoever has proved a password and must enrol a second factor before anything else, or null. */
  enrolling(token: string): AgentActor | null {
    const found = this.#found(token)
    return found?.row.isEnrolling === true ? this.#actorOf(found.hash, found.person) : null
  }

  /** The second factor is enrolled: the login is one like any other. Rejects with `StorageUnavailable`. */
  async enrolled(token: string): Promise<void> {
    const found = this.#found(token)
    if (found === null) return
    const value = packRow({ ...found.row, isEnrolling: false })
    await this.deps.write([{ table: 'login', key: [found.hash], value }])
  }

  /** The change by which this login outlives a change of its own account: what proves that is another from now on. */
  keeping(token: string, mark: string): Change[] {
    const found = this.#found(token)
    return found === null ? [] : [{ table: 'login', key: [found.hash], value: packRow({ ...found.row, mark }) }]
  }

  #found(token: string): { readonly hash: string; readonly row: LoginRow; readonly person: Person } | null {
    if (!tokenForm.test(token)) return null
    const hash = hashOf(token)
    const bytes = this.deps.store.get('login', [hash])
    if (bytes === undefined) return null
    const row = readRow(bytes)
    const person = this.deps.accounts.find(row.login)?.person
    if (this.#isOver(hash, row) || person === undefined) return null
    return person.disabled || person.agent !== row.agent ? null : { hash, row, person }
  }

  /** By its time, or ended while that could not be kept. */
  #isOver(hash: string, { createdAt, expiresAt }: LoginRow): boolean {
    const now = this.deps.clock.now()
    return now >= expiresAt || now >= later(createdAt, loginLifeMs) || this.#ended.has(hash)
  }

  #markOf(login: string): string {
    const account = this.deps.accounts.find(login)
    return account === null ? '' : proofMark(account)
  }

  /** Logins that live, by agent, the newest first. Reads the whole table, which holds few that do not. */
  sessions(): ReadonlyMap<AgentId, readonly LoginSession[]> {
    const live = this.#rows().filter(({ hash, row }) => !this.#isOver(hash, row))
    const found = new Map<AgentId, LoginSession[]>()
    for (const { hash, row } of live.toSorted((one, other) => other.row.createdAt - one.row.createdAt))
      found.set(row.agent, [...(found.get(row.agent) ?? []), shown(hash, row)])
    return found
  }

  /** Ends one login. From now on the token is worth nothing, even if the store cannot keep that: then it rejects with `StorageUnavailable`. */
  async end(token: string): Promise<void> {
    await this.#endAll([hashOf(token)])
  }

  /** Ends one of an agent's logins by its session; null when they have no such one. `kept` as for `endAllOf`. */
  endSession(agent: AgentId, session: SessionId, deeds: readonly Deed[] = []): Ended | null {
    const found = this.#rows().find(({ hash, row }) => row.agent === agent && sessionOf(hash) === session)
    if (found === undefined || this.#ended.has(found.hash)) return null
    return { sessions: [session], kept: this.#endAll([found.hash], deeds) }
  }

  /**
   * Ends every login of an agent. The sessions, whose sockets are for the caller to close, are known at once; `kept`
   * resolves when it is on the disk and rejects with `StorageUnavailable`, until a restart they are over all the same.
   */
  endAllOf(agent: AgentId, deeds: readonly Deed[] = []): Ended {
    return this.#endThose((row) => row.agent === agent, deeds)
  }

  /** Ends those logins of an agent that something else proved than what proves the account now. As `endAllOf`. */
  endOutdated(agent: AgentId, mark: string): Ended {
    return this.#endThose((row) => row.agent === agent && row.mark !== mark, [])
  }

  #endThose(which: (row: LoginRow) => boolean, deeds: readonly Deed[]): Ended {
    const hashes = this.#rows().flatMap(({ hash, row }) => (which(row) ? [hash] : []))
    return { sessions: hashes.map(sessionOf), kept: this.#endAll(hashes, deeds) }
  }

  #rows(): { readonly hash: string; readonly row: LoginRow }[] {
    return Array.from(this.deps.store.range('login', {}), ({ key, value }) => ({
      hash: String(key[0]),
      row: readRow(value),
    }))
  }

  async #endAll(hashes: readonly string[], deeds: readonly Deed[] = []): Promise<void> {
    for (const hash of hashes) this.#ended.add(hash)
    await this.deps.write(hashes.map(removed), deeds)
    for (const hash of hashes) this.#ended.delete(hash)
    this.#over(hashes)
  }

  #actorOf(hash: string, { agent, role, name }: Person): AgentActor {
    return { kind: 'agent', session: sessionOf(hash), agent, role, rights: this.deps.rightsOf(role), name }
  }

  #used(hash: string, row: LoginRow): void {
    const now = this.deps.clock.now()
    if (since(now, row.expiresAt) >= loginIdleMs - renewAfterMs) return
    const value = packRow({ ...row, expiresAt: later(now, loginIdleMs) })
    this.deps.write([{ table: 'login', key: [hash], value }]).catch(() => {
      this.deps.log.warn({ agent: row.agent }, 'a login could not be prolonged; the next use tries again')
    })
  }

  /** Old rows leave with a new one, so that the table does not grow. */
  #expired(): readonly string[] {
    return this.#rows().flatMap(({ hash, row }) => (this.#isOver(hash, row) ? [hash] : []))
  }

  /** Nobody waits for what the hub kept for them to go. */
  #over(hashes: readonly string[]): void {
    this.deps.over(hashes.map(sessionOf)).catch((error: unknown) => {
      this.deps.log.warn({ error: String(error) }, 'answers kept for logins that are over could not be let go of')
    })
  }
}

const removed = (hash: string): Change => ({ table: 'login', key: [hash], value: null })

/** Logins that are over: the sessions are known at once, for the caller to close; `kept` is when it is on the disk. */
export interface Ended {
  readonly sessions: readonly SessionId[]
  readonly kept: Promise<void>
}

const shown = (hash: string, { createdAt, expiresAt, browser, address }: LoginRow): LoginSession => ({
  session: sessionOf(hash),
  beganAt: createdAt,
  lastUsedAt: instant(expiresAt - loginIdleMs),
  browser,
  address,
})

type Row = readonly [
  version: number,
  login: string,
  agent: string,
  createdAt: number,
  expiresAt: number,
  browser?: string,
  address?: string,
  mark?: string,
  isEnrolling?: boolean,
]

const packRow = ({ login, agent, createdAt, expiresAt, browser, address, mark, isEnrolling }: LoginRow): Uint8Array =>
  encode([version, login, agent, createdAt, expiresAt, browser, address, mark, isEnrolling] satisfies Row)

function readRow(bytes: Uint8Array): LoginRow {
  const row = decode(bytes) as Row
  const [, login, agent, createdAt, expiresAt, browser = '', address = '', mark = '', isEnrolling = false] = row
  const times = { createdAt: instant(createdAt), expiresAt: instant(expiresAt) }
  return { login, agent: agent as AgentId, ...times, browser, address, mark, isEnrolling }
}
