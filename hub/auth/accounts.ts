/**
 * The people who can sign in, as rows of table `account`, key [login]. Always read from the store, never remembered, so
 * that what `npm run admin -- user` changes beside a running hub holds at once; every change also moves a mark in
 * `meta`, by which account-watch.ts notices it cheaply.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Deed, Doer } from '../app/audit.ts'
import { details } from '../model/audit-details.ts'
import type { Person } from '../app/organisation.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { normalLogin } from '../model/login.ts'
import type { Change, FlushToken, Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/codec.ts'
import type { Passwords } from './passwords.ts'

/** Keeps changes, with a record of the privileged acts they are, and resolves once both are on the disk. Rejects with `StorageUnavailable`. */
export type Write = (changes: readonly Change[], deeds?: readonly Deed[]) => Promise<FlushToken>

/** A person with what proves them. Never leaves the hub. */
export interface Account {
  readonly person: Person
  /** Null for who signs in by a provider alone. */
  readonly passwordHash: string | null
  /** Who they are to the provider that has named them. Left out: none has. */
  readonly provider?: ProviderSubject
}

/** Somebody as a provider of sign-ins knows them: the subject stays the same whatever else changes. */
export interface ProviderSubject {
  readonly provider: string
  readonly subject: string
}

/** A text that is equal as long as the same proves an account and the same is allowed to it. Tells nothing of the password. */
export const proofMark = ({ person: { role, disabled }, passwordHash }: Account): string =>
  createHash('sha256')
    .update(JSON.stringify([role, disabled, passwordHash]))
    .digest('base64url')
    .slice(0, 16)

export class Accounts {
  constructor(
    private readonly deps: {
      readonly store: Pick<Store, 'get' | 'range'>
      readonly write: Write
      readonly passwords: Passwords
    },
  ) {}

  /** `login` as kept, see `normalLogin`. */
  find(login: string): Account | null {
    const bytes = this.deps.store.get('account', [login])
    return bytes === undefined ? null : readAccount(bytes)
  }

  /** Null when nobody has this id. Looks at all of them. */
  of(agent: AgentId): Account | null {
    return this.all().find((account) => account.person.agent === agent) ?? null
  }

  /** Everybody, in order of login. */
  all(): Account[] {
    return [...this.deps.store.range('account', {})].map(({ value }) => readAccount(value))
  }

  people(): Person[] {
    return this.all().map((account) => account.person)
  }

  /**
   * The account whose login and password these are. Null alike, and after as long, for an unknown login, a wrong password
   * and a disabled account. Rejects with `TooBusy`.
   */
  async prove(typedLogin: string, password: string): Promise<Account | null> {
    const login = normalLogin(typedLogin)
    const account = login === null ? null : this.find(login)
    const right = await this.deps.passwords.verify(account?.passwordHash ?? null, password)
    return right && account !== null && !account.person.disabled ? account : null
  }

  /** Adds the person or replaces what is kept under their login. */
  async save(person: Person, password: string): Promise<FlushToken> {
    const passwordHash = await this.deps.passwords.hash(password)
    return this.put({ person, passwordHash })
  }

  /** False when there is no such login. */
  async setPassword(login: string, password: string): Promise<boolean> {
    const passwordHash = await this.deps.passwords.hash(password)
    return this.#change(login, (account) => ({ ...account, passwordHash }))
  }

  /** Takes new rules for a person and leaves their password. False when there is no such login. */
  update(person: Person): Promise<boolean> {
    return this.#change(person.login, (account) => ({ ...account, person }))
  }

  /** False when there is no such login. */
  setDisabled(login: string, disabled: boolean): Promise<boolean> {
    return this.#change(login, (account) => ({ ...account, person: { ...account.person, disabled } }))
  }

  /** Keeps an account as it is, in place of what stands under its login, with `more` beside it; `by` is who wants it so. */
  put(account: Account, by: Doer = 'hub', more: readonly Change[] = []): Promise<FlushToken> {
    const deeds = deedsOf(this.find(account.person.login), account, by)
    return this.deps.write(
      [
        { table: 'account', key: [account.person.login], value: packAccount(account) },
        { table: 'meta', key: markKey, value: encode(randomBytes(12).toString('base64url')) },
        ...more,
      ],
      deeds,
    )
  }

  /** Makes these people known with this password: missing ones are added, known ones get the rules and the password anew. */
  async ensure(people: readonly Person[], password: string): Promise<void> {
    for (const person of people) {
      const known = this.find(person.login)
      const same = known !== null && (await this.deps.passwords.verify(known.passwordHash, password))
      if (!same) await this.save(person, password)
      else if (fingerprint(known.person) !== fingerprint(person)) await this.update(person)
    }
  }

  /**
   * Records that this login has to wait after too many wrong passwords. Nobody waits for it: who knows no password must not
   * learn from the time it takes whether there is such an account. A login without an account may be anything that
   * somebody typed, also a password, and is recorded nowhere.
   */
  noteLocked(login: string): void {
    const account = this.find(login)
    if (account === null) return
    const deed: Deed = { by: 'hub', act: 'account.locked', object: account.person.agent }
    // The lock itself is in memory and holds; while the store keeps nothing, nobody can sign in anyway.
    this.deps.write([], [deed]).catch(() => {})
  }

  /** Records that somebody need not wait any more; once it is kept, the lock may be lifted. */
  noteUnlocked(agent: AgentId, by: Doer): Promise<unknown> {
    return this.deps.write([], [{ by, act: 'account.unlocked', object: agent }])
  }

  /** Moves with every change of any account, whichever process makes it. */
  mark(): string {
    const bytes = this.deps.store.get('meta', markKey)
    return bytes === undefined ? '' : String(decode(bytes))
  }

  async #change(login: string, change: (account: Account) => Account): Promise<boolean> {
    const account = this.find(login)
    if (account === null) return false
    await this.put(change(account))
    return true
  }
}

const markKey = ['accountsMark']

/** What is to be recorded of a change: that something differs, and of the role also what. Never a name or a hash. */
function deedsOf(before: Account | null, { person, passwordHash, provider }: Account, by: Doer): Deed[] {
  const object = person.agent
  if (before === null) return [{ by, act: 'account.added', object, detail: person.role }]
  const deeds: Deed[] = []
  if (before.person.role !== person.role)
    deeds.push({ by, act: 'account.role', object, detail: details.rolesChanged(before.person.role, person.role) })
  if (before.person.disabled !== person.disabled)
    deeds.push({ by, act: person.disabled ? 'account.disabled' : 'account.enabled', object })
  if (before.passwordHash !== passwordHash) deeds.push({ by, act: 'account.password', object })
  if (provider !== undefined && provider.subject !== before.provider?.subject)
    deeds.push({ by, act: 'account.provider', object, detail: provider.provider })
  const { role, disabled } = before.person
  if (fingerprint({ ...person, role, disabled }) !== fingerprint(before.person))
    deeds.push({ by, act: 'account.rules', object })
  return deeds
}

/** A text that is equal for equal people. */
export const fingerprint = (person: Person): string => JSON.stringify(personFields(person))

type Fields = readonly [
  agent: string,
  login: string,
  name: string,
  role: string,
  queues: readonly string[],
  skills: readonly (readonly [string, number])[],
  capacityUnits: number,
  disabled: boolean,
]

function personFields(person: Person): Fields {
  const { agent, login, name, role, queues, skills, capacityUnits, disabled } = person
  const pairs = Object.entries(skills).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return [agent, login, name, role, queues, pairs, capacityUnits, disabled]
}

/** Version of the row; a later build reads every earlier one. */
const version = 1

/** The row of an account. Those of before there were providers end with the hash. */
export const packAccount = ({ person, passwordHash, provider }: Account): Uint8Array =>
  encode([version, ...personFields(person), passwordHash, ...(provider ? [provider.provider, provider.subject] : [])])

/** The account of a row. Throws when a later build has written it. */
export function readAccount(bytes: Uint8Array): Account {
  const [written, agent, login, name, role, queues, skills, capacityUnits, disabled, passwordHash, ...by] = decode(
    bytes,
  ) as [number, ...Fields, string | null, ...([] | [string, string])]
  if (written !== version) throw new Error(`an account row of version ${written} is newer than this build`)
  const [provider, subject] = by
  return {
    person: {
      agent: agent as AgentId,
      login,
      name,
      role,
      queues: queues as readonly QueueId[],
      skills: Object.fromEntries(skills),
      capacityUnits,
      disabled,
    },
    passwordHash,
    ...(provider !== undefined && subject !== undefined && { provider: { provider, subject } }),
  }
}
